"""WARC archives of crawls → the pages in them, with their address and the moment they were saved.

Reference: ISO 28500 (WARC 1.1); FastWARC reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from threads.thread import Notice, Precision, Timestamp

MAGIC = b"WARC/"
LONGEST = 512 * 2**20
"""Bytes of one page that are read at most."""

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


def pages(stream: IO[bytes], where: str) -> Iterator[Page | Notice]:
    """Each HTML page of the archive that was saved with status 200, in order; a notice on what was left out."""
    skipped: Counter[str] = Counter()
    try:
        for record in ArchiveIterator(stream, record_types=_KINDS, parse_http=False, quirks_mode=True):
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
    length = record.content_length
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
    return _read(record, length)


def _read(record: WarcRecord, length: int) -> Page:
    try:
        content = record.reader.read(LONGEST)
        cut = False
    except (OSError, ValueError):
        content, cut = b"", True
    url = record.headers.get("WARC-Target-URI")
    date = record.record_date
    captured = Timestamp(date.replace(microsecond=0), Precision.SECOND) if date else None
    return Page(url.strip("<>") if url else None, content, record.http_charset, captured, cut)
