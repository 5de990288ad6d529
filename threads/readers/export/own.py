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
            thread = from_json(line)
            _check(thread)
            yield thread
        except FormatError as error:
            notice = Notice("bad-line", f"Line {number} is left out: {error}", f"{document.path}:{number}")
            yield Thread(thread_id(document, f"line-{number}"), document.source, Article(), notices=(notice,))


def _check(thread: Thread) -> None:
    """Raise FormatError where the comments are no tree, as they may be after someone edited the file."""
    depths: dict[str, int] = {}
    for comment in thread.comments:
        if comment.id in depths:
            raise FormatError(f"comment {comment.id} stands in thread {thread.id} twice.")
        if comment.parent is not None and comment.parent not in depths:
            raise FormatError(
                f"comment {comment.id} of thread {thread.id} answers {comment.parent}, not there before it."
            )
        depth = 0 if comment.parent is None else depths[comment.parent] + 1
        if comment.depth != depth:
            raise FormatError(f"comment {comment.id} of thread {thread.id} has depth {comment.depth}, not {depth}.")
        length = len(comment.text or "")
        if any(not 0 <= quote.start <= quote.end <= length for quote in comment.quotes):
            raise FormatError(f"comment {comment.id} of thread {thread.id} has a quote outside its text.")
        depths[comment.id] = depth
