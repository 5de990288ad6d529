"""A stream that is no archive → one document, or, for a dump too large for memory, several of whole threads."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import IO

from threads.source.decode import binary_kind, decode
from threads.source.document import Document, Format
from threads.source.sniff import sniff
from threads.source.spool import spooled
from threads.source.warc import Page
from threads.thread import Notice

SPOOLED_FROM = 128 * 2**20
"""Bytes from which on a dump of one comment a line is sorted on disk instead of in memory."""

LONGEST = 2 * 2**30
"""Bytes of one document that is no dump of lines."""

_PARQUET = b"PAR1"
_HEAD = 2**20
_LINES = frozenset({Format.REDDIT_NDJSON, Format.CONVOKIT, Format.JSONL, Format.CSV})


@dataclass(frozen=True, slots=True)
class Leaf:
    """How documents are made: the user's column map, what lies beside, and where memory ends."""

    columns: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Document, ...] = ()
    spooled_from: int = SPOOLED_FROM
    longest: int = LONGEST

    def with_beside(self, beside: tuple[Document, ...]) -> Leaf:
        """The same with other files beside."""
        return replace(self, beside=beside)

    def documents(self, stream: io.BufferedReader, path: str) -> Iterator[Document | Notice]:
        """The document of a stream; lines that do not fit in memory as several documents of whole threads."""
        start = _read(stream, self.spooled_from)
        if len(start) == self.spooled_from and stream.peek(1):
            yield from self._large(start, stream, path)
        else:
            yield self._with_ours(read_bytes(start, path, columns=self.columns.values()))

    def lines(self, streams: list[IO[bytes]], path: str, form: Format) -> Iterator[Document | Notice]:
        """Several streams of lines as one dump."""
        for document in spooled(streams, path, form, encoding="utf-8", columns=self.columns):
            yield self._with_ours(document)

    def page(self, page: Page, path: str) -> Document | Notice:
        """The document of a page from a crawl."""
        found = read_bytes(page.content, path, url=page.url, charset=page.charset)
        if isinstance(found, Notice):
            return found
        form = found.format if found.format is Format.TEXT else Format.HTML
        notices = found.notices
        if page.cut:
            notices = (*notices, Notice("damaged", f"{path} is cut off; what came before is read.", path))
        return self._with_ours(replace(found, format=form, captured=page.captured, notices=notices))

    def _large(self, start: bytes, stream: io.BufferedReader, path: str) -> Iterator[Document | Notice]:
        first = start[: start.rfind(b"\n", 0, _HEAD) + 1] or start[:_HEAD]
        head = read_bytes(first, path, columns=self.columns.values())
        if isinstance(head, Notice):
            yield head
        elif head.format in _LINES:
            whole = io.BufferedReader(_Joined(start, stream), _HEAD)
            encoding = head.encoding or "utf-8"
            for document in spooled([whole], path, head.format, encoding=encoding, columns=self.columns):
                yield self._with_ours(document)
        else:
            content = start + _read(stream, self.longest - len(start))
            if stream.peek(1):
                yield _too_large(path, self.longest)
            else:
                yield self._with_ours(read_bytes(content, path))

    def _with_ours(self, found: Document | Notice) -> Document | Notice:
        if isinstance(found, Notice) or not (self.columns or self.beside):
            return found
        beside = self.beside if found.format is Format.CONVOKIT else ()
        return replace(found, columns=dict(self.columns), beside=beside)


def _read(stream: io.BufferedReader, most: int) -> bytes:
    """Up to that many bytes, fetched little by little, so that no memory is set aside for what is not there."""
    pieces, left = [], most
    while left > 0 and (piece := stream.read(min(left, _HEAD))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, start: bytes, rest: io.BufferedReader) -> None:
        self._start, self._rest = memoryview(start), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._start:
            return self._rest.readinto(buffer)
        piece, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _too_large(path: str, longest: int) -> Notice:
    size = longest // 2**20
    message = f"{path} is larger than {size} MiB and no dump of lines; split it, or convert it to JSON Lines."
    return Notice("too-large", message, path)


def read_bytes(
    content: bytes, path: str, *, url: str | None = None, charset: str | None = None, columns: Collection[str] = ()
) -> Document | Notice:
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
    form = sniff(content, decoded.text, columns)
    return Document(path, form, content, digest, decoded.text, decoded.encoding, url, notices=notices)
