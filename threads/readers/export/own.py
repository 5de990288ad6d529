"""`threads.jsonl`, as this program writes it → the same threads again."""

from __future__ import annotations

from collections.abc import Iterator

from threads.errors import FormatError
from threads.readers.identity import thread_id
from threads.schema import from_json
from threads.source.document import Document
from threads.thread import Article, Notice, Thread


def read(document: Document) -> Iterator[Thread]:
    """Each line one thread, unchanged, its id and source included; a line that is none becomes a notice."""
    for number, line in enumerate((document.text or "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield from_json(line)
        except FormatError as error:
            notice = Notice("bad-line", f"Line {number} is left out: {error}", f"{document.path}:{number}")
            yield Thread(thread_id(document, f"line-{number}"), document.source, Article(), notices=(notice,))
