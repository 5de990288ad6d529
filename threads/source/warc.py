"""WARC archives of crawls → the pages in them, with their address and the moment they were saved.

Reference: ISO 28500 (WARC 1.1); FastWARC reads it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from threads.thread import Notice, Precision, Timestamp

MAGIC = b"WARC/"
LONGEST = 512 * 2**20
"""Bytes of one page that are read at most."""

_PIECE = 2**18
_PAGES = ("text/html", "application/xhtml+xml")
_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: its bytes with transfer and content encodings undone, and the charset the server declared."""

    url: str | None
    content: bytes
    charset: str | None
    captured: Timestamp | None
    cut: bool = False


class _Forward(io.RawIOBase):
    """A stream that can tell its place, which FastWARC asks for, and go forward only."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._place = raw, 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """False: it goes forward only."""
        return False

    def tell(self) -> int:
        """The number of bytes read so far."""
        return self._place

    def seek(self, offset: int, whence: int = 0) -> int:
        """Skip forward; a place that has been passed is not gone back to."""
        target = offset if whence == io.SEEK_SET else self._place + offset
        while self._place < target and (piece := self._raw.read(min(target - self._place, _PIECE))):
            self._place += len(piece)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        data = self._raw.read(min(len(buffer), _PIECE))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def pages(stream: IO[bytes], where: str) -> Iterator[Page | Notice]:
    """Each HTML page of the archive that was saved with status 200, in order; a notice on what was left out."""
    skipped: Counter[str] = Counter()
    try:
        for record in ArchiveIterator(_Forward(stream), record_types=_KINDS, parse_http=False, quirks_mode=True):
            page = _page(record, skipped)
            if page:
                yield page
    except (OSError, ValueError, RuntimeError) as error:
        yield Notice(
            "damaged", f"{where} is damaged ({str(error).strip() or 'no record'}); the rest is not read.", where
        )
    if skipped:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(skipped.items()))
        yield Notice("not-pages", f"Records of {where} that are no HTML page are left out: {told}.", where)


def _page(record: WarcRecord, skipped: Counter[str]) -> Page | None:
    try:
        record.parse_http(auto_decode="all", quirks_mode=True)
        http = record.http_headers
        status = http.status_code if http is not None else None
        kind = (record.http_content_type if http is not None else record.headers.get("Content-Type", "")) or ""
    except (OSError, ValueError, UnicodeError):
        skipped["with broken headers"] += 1
        return None
    kind = kind.partition(";")[0].strip().lower()
    if kind not in _PAGES and not (kind == "text/plain" and record.record_type is WarcRecordType.conversion):
        skipped[kind or "without a type"] += 1
        return None
    if status is not None and status != 200:
        skipped[f"with status {status}"] += 1
        return None
    return _read(record)


def _read(record: WarcRecord) -> Page:
    try:
        content = record.reader.read(LONGEST)
        cut = not _is_encoded(record) and len(content) < min(record.content_length, LONGEST)
    except (OSError, ValueError):
        content, cut = b"", True
    url = record.headers.get("WARC-Target-URI")
    date = record.record_date
    captured = Timestamp(date.replace(microsecond=0), Precision.SECOND) if date else None
    return Page(url.strip("<>") if url else None, content, record.http_charset, captured, cut)


def _is_encoded(record: WarcRecord) -> bool:
    """Whether the length that the record states is not that of the decoded page."""
    http = record.http_headers
    return http is not None and any(http.get(name) for name in ("Content-Encoding", "Transfer-Encoding"))
