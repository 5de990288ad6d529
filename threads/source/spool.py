"""Dumps of one comment a line, too large for memory, in any order → documents of whole threads.

The lines are sorted by thread in a temporary SQLite file that vanishes when it is closed.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Any

from threads.source.document import Document, Format
from threads.source.names import REPLIES, guess, plain

if TYPE_CHECKING:
    from hashlib import _Hash

CHUNK = 32 * 2**20
"""Bytes of lines that a document holds at least before the next begins; a thread is never divided."""

LONGEST_LINE = 512 * 2**20
DELIMITERS = ",;\t|"
ODD = "\x00cells"
"""The name under which a row says that it has more or fewer cells than the header."""

_BATCH = 5000
_PIECE = 2**20


class _Hashed(io.RawIOBase):
    """A stream whose bytes go into a digest as they are read."""

    def __init__(self, raw: IO[bytes], digest: _Hash) -> None:
        self._raw, self._digest = raw, digest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._digest.update(data)
        return len(data)


def spooled(
    streams: Iterable[IO[bytes]], path: str, form: Format, *, encoding: str, columns: Mapping[str, str]
) -> Iterator[Document]:
    """The lines of the streams as documents of whole threads, in the order in which the threads first appear.

    Rows of a CSV come out as JSON Lines, each under its number in the table.
    """
    digest = sha256()
    with closing(sqlite3.connect("")) as store:
        store.execute("PRAGMA journal_mode=OFF")
        store.execute("PRAGMA synchronous=OFF")
        store.execute("CREATE TABLE line (thread INTEGER, number INTEGER, text BLOB)")
        lines = (line for stream in streams for line in _lines(_Hashed(stream, digest), form, encoding))
        _fill(store, lines, columns)
        store.execute("CREATE INDEX by_thread ON line (thread, number)")
        rows = store.execute("SELECT thread, number, text FROM line ORDER BY thread, number")
        yield from _chunks(rows, path, Format.JSONL if form is Format.CSV else form, digest.hexdigest())


def _lines(raw: _Hashed, form: Format, encoding: str) -> Iterator[bytes]:
    stream = io.BufferedReader(raw, _PIECE)
    if form is not Format.CSV:
        while line := stream.readline(LONGEST_LINE):
            yield line.decode(encoding, "replace").encode() if encoding != "utf-8" else line
        return
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    yield from (json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") for row in table_rows(text))


def table_rows(text: IO[str]) -> Iterator[dict[str, str]]:
    """The rows of a CSV under the names of its first line; the delimiter is the one that gives it most columns."""
    csv.field_size_limit(2**31 - 1)
    header_line = text.readline().lstrip("\ufeff")
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([header_line], delimiter=mark), [])))
    header = [name.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
    for cells in csv.reader((line.replace("\x00", "") for line in text), delimiter=delimiter):
        if cells:
            row = dict(zip(header, cells, strict=False))
            yield row if len(cells) == len(header) else {**row, ODD: str(len(cells))}


def _fill(store: sqlite3.Connection, lines: Iterable[bytes], columns: Mapping[str, str]) -> None:
    threads: dict[str, int] = {}
    batch: list[tuple[int, int, bytes]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            batch.append(
                (threads.setdefault(_thread(line, columns, number), len(threads)), number, line.rstrip(b"\r\n"))
            )
        if len(batch) >= _BATCH:
            store.executemany("INSERT INTO line VALUES (?, ?, ?)", batch)
            batch.clear()
    store.executemany("INSERT INTO line VALUES (?, ?, ?)", batch)


def _thread(line: bytes, columns: Mapping[str, str], number: int) -> str:
    """What tells the threads of a dump apart: Reddit's link, ConvoKit's conversation, a table's thread column.

    A line with comments nested in it is a thread by itself.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(record, dict):
        return ""
    if "link_id" in record:
        return _bare(record["link_id"])
    if "subreddit" in record and "num_comments" in record:
        return _bare(record.get("name") or record.get("id"))
    if any(isinstance(item, list) and plain(key) in REPLIES for key, item in record.items()):
        return f"line {number}"
    return _bare(_column(record, columns))


def _column(record: Mapping[str, Any], columns: Mapping[str, str]) -> object:
    if "conversation_id" in record or "root" in record:
        return record.get("conversation_id") or record.get("root")
    name = guess(record, columns).first("thread")
    return record.get(name) if name else None


def _bare(value: object) -> str:
    return str(value).removeprefix("t3_") if isinstance(value, (str, int, float)) else ""


def _chunks(rows: Iterable[tuple[int, int, bytes]], path: str, form: Format, digest: str) -> Iterator[Document]:
    held: list[bytes] = []
    numbers = array("Q")
    size, before = 0, None
    for thread, number, line in rows:
        if size >= CHUNK and thread != before:
            yield _document(held, numbers, path, form, digest)
            held, numbers, size = [], array("Q"), 0
        held.append(line)
        numbers.append(number)
        size += len(line)
        before = thread
    if held:
        yield _document(held, numbers, path, form, digest)


def _document(held: list[bytes], numbers: array[int], path: str, form: Format, digest: str) -> Document:
    content = b"\n".join(held)
    return Document(path, form, content, digest, content.decode("utf-8", "replace"), "utf-8", numbers=tuple(numbers))
