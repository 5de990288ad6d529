"""Inputs as the user gives them (files, directories, archives, standard input) → documents and notices."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from threads.errors import EmptyInputError, SourceError
from threads.source.decode import binary_kind, decode
from threads.source.document import Document
from threads.source.sniff import sniff
from threads.thread import Notice

STDIN = "-"
_PARQUET = b"PAR1"


def open_documents(
    inputs: Iterable[str | Path], *, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Notice]:
    """Each page or dump of the inputs as one document, in order; what cannot be read becomes a notice.

    An input is a file, a directory (walked in sorted order), an archive or compressed file, or `-` for standard
    input. `columns` maps comment fields (`text`, `author`, `parent`, …) to the columns of tables.
    Raises SourceError where not one input can be read, EmptyInputError where there is nothing in them.
    """
    documents, notices = 0, []
    for given in inputs:
        for found in _open(str(given)):
            if isinstance(found, Notice):
                notices.append(found)
                yield found
                continue
            documents += 1
            yield replace(found, columns=dict(columns)) if columns else found
    if not documents:
        raise _nothing(notices)


def _nothing(notices: list[Notice]) -> SourceError:
    if not notices:
        return EmptyInputError("There is nothing to read: no file was given, or the directories hold none.")
    if all(notice.code == "empty" for notice in notices):
        return EmptyInputError(notices[0].message if len(notices) == 1 else "Every input is empty.")
    if len(notices) == 1:
        return SourceError(notices[0].message)
    return SourceError(f"None of the {len(notices)} inputs could be read; the first: {notices[0].message}")


def _open(given: str) -> Iterator[Document | Notice]:
    if given == STDIN:
        yield read_bytes(sys.stdin.buffer.read(), "-")
        return
    path = Path(given)
    if path.is_dir():
        yield from _walk(path)
    else:
        yield _read_file(path, given)


def _walk(directory: Path) -> Iterator[Document | Notice]:
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(directory).parts):
            yield _read_file(path, str(path))


def _read_file(path: Path, given: str) -> Document | Notice:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Notice("not-found", f"{given} does not exist.", given)
    except OSError as error:
        return Notice("unreadable", f"{given} cannot be read: {error.strerror}.", given)
    return read_bytes(content, given)


def read_bytes(content: bytes, path: str, *, url: str | None = None, charset: str | None = None) -> Document | Notice:
    """One page or dump from its bytes; a notice where it is empty or no text."""
    if not content.strip():
        return Notice("empty", f"{path} is empty.", path)
    digest = sha256(content).hexdigest()
    if content.startswith(_PARQUET):
        return Document(path, sniff(content, None), content, digest, url=url)
    if kind := binary_kind(content):
        return Notice("no-text", f"{path} is no text: it is {kind}.", path)
    decoded = decode(content, charset)
    notices = tuple(replace(notice, where=path) for notice in decoded.notices)
    form = sniff(content, decoded.text)
    return Document(path, form, content, digest, decoded.text, decoded.encoding, url, notices=notices)
