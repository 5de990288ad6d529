"""The output directory of a batch: parts written whole or not at all, and a record of each that survives a kill.

DIR/{comments,threads,flips,measures,documents,notices}/part-UNIT-NUMBER.parquet
DIR/jsonl/part-UNIT-NUMBER.jsonl
DIR/quarantine.jsonl, DIR/manifest.json      written when everything is done
DIR/.state/parts/UNIT-NUMBER.json            what a part covers and the hashes of its files; written after them
DIR/.state/predictions.sqlite                predictions by hash of input
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from threads.batch.plan import Unit
from threads.batch.segment import Counts, FileLines, FileSpan, KeptLines, Part, Position, Quarantined
from threads.batch.tables import TABLES, jsonl_path
from threads.errors import OutputError

STATE = ".state"
MANIFEST = "manifest.json"
"""The file that is written last."""
DIRECTORIES = (*TABLES, "jsonl")


@dataclass(frozen=True, slots=True)
class Mark:
    """The record of a written part. `fingerprint` stands for options, weights and versions, `unit_digest` for files."""

    fingerprint: str
    unit_digest: str
    unit: str
    number: int
    last: bool
    end: Position
    counts: Counts
    lines: tuple[FileLines, ...]
    quarantined: tuple[Quarantined, ...]
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """Name of the part."""
        return f"{self.unit}-{self.number:05d}"


class Store:
    """One output directory."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._marks = out / STATE / "parts"

    def prepare(self) -> None:
        """Make the directories. Raises OutputError where the place cannot be written."""
        try:
            for name in DIRECTORIES:
                (self.out / name).mkdir(parents=True, exist_ok=True)
            self._marks.mkdir(parents=True, exist_ok=True)
            for partial in (*self.out.glob("*/*.tmp"), *self.out.glob("*.tmp"), *self._marks.glob("*.tmp")):
                partial.unlink()
        except OSError as error:
            raise OutputError(f"Cannot write in {self.out}: {error.strerror or error}.") from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the directory for one run at a time. Raises OutputError where another run is at it."""
        lock = FileLock(self.out / STATE / "lock", blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise OutputError(f"Another run is writing to {self.out}; wait for it, or choose another -o.") from error
        with lock:
            yield

    @property
    def predictions(self) -> Path:
        """Path of the predictions of this and earlier runs."""
        return self.out / STATE / "predictions.sqlite"

    @property
    def complete(self) -> bool:
        """Whether the last run went through to its end."""
        return (self.out / MANIFEST).exists()

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the output directory, whole or not at all. Raises OutputError."""
        write_whole(self.out / name, content)

    def commit(self, part: Part, unit: Unit, fingerprint: str) -> Mark:
        """Write a part's files, then its record. Raises OutputError; what was committed before stays as it is."""
        for name, content in part.files.items():
            self.write(name, content)
        head = part.head
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in part.files.items()}
        mark = Mark(
            fingerprint, unit.digest, head.unit, head.number, head.last, head.end, part.counts, part.lines,
            part.quarantined, hashes,
        )  # fmt: skip
        text = json.dumps(asdict(mark), ensure_ascii=True, sort_keys=True)
        write_whole(self._marks / f"{mark.name}.json", text.encode())
        return mark

    def marks(self) -> tuple[Mark, ...]:
        """The records of all parts that were written under whatever options, sorted by name; damaged ones left out."""
        found = (_read_mark(path) for path in sorted(self._marks.glob("*.json")))
        return tuple(mark for mark in found if mark is not None)

    def whole(self, mark: Mark) -> bool:
        """Whether a part's files are there as its record says."""
        return all(_hash(self.out / name) == sha256 for name, sha256 in mark.files.items())

    def clear(self) -> None:
        """Forget all parts, but no predictions."""
        self.keep_only(())

    def keep_only(self, marks: Iterable[Mark]) -> None:
        """Delete the files and records of all other parts."""
        marks = tuple(marks)
        wanted = {name for mark in marks for name in mark.files}
        names = {mark.name for mark in marks}
        for path in self._marks.glob("*.json"):
            if path.stem not in names:
                path.unlink()
        for directory in DIRECTORIES:
            for path in (self.out / directory).glob("part-*"):
                if f"{directory}/{path.name}" not in wanted:
                    path.unlink()

    def begin(self) -> None:
        """Say that parts are to be written: without a manifest the directory is not complete."""
        (self.out / MANIFEST).unlink(missing_ok=True)


def reusable(marks: Iterable[Mark]) -> dict[tuple[str, str], tuple[KeptLines, ...]]:
    """Where the finished threads of whole files lie, by path and SHA-256 of the file."""
    pieces: dict[tuple[str, str], list[tuple[FileLines, KeptLines]]] = {}
    for mark in marks:
        path = jsonl_path(mark.name)
        for lines in mark.lines:
            place = KeptLines(path, lines.start, lines.comments, mark.files[path])
            pieces.setdefault((lines.span.path, lines.span.sha256), []).append((lines, place))
    return {file: tuple(place for _, place in found) for file, found in pieces.items() if _complete(found)}


def _complete(found: list[tuple[FileLines, KeptLines]]) -> bool:
    """Whether the pieces follow on one another from a file's begin to its end; sorts them."""
    found.sort(key=lambda pair: pair[0].span.first)
    at = 0
    for lines, _ in found:
        if lines.span.first != at:
            return False
        at += lines.span.items
    return found[-1][0].span.done


def write_whole(path: Path, content: bytes) -> None:
    """Write through a file beside it that is flushed to the disk before it takes the name. Raises OutputError."""
    partial = path.with_name(path.name + ".tmp")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _flush_directory(path.parent)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OutputError(
            f"Cannot write {path}: {error.strerror or error}. What is done is kept; make room and run again."
        ) from error


def _flush_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _read_mark(path: Path) -> Mark | None:
    try:
        record = json.loads(path.read_bytes())
        return _mark(record)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _mark(record: dict[str, Any]) -> Mark:
    record["end"] = Position(**record["end"])
    record["counts"] = Counts(**record["counts"])
    record["quarantined"] = tuple(Quarantined(**one) for one in record["quarantined"])
    record["lines"] = tuple(
        FileLines(FileSpan(**one["span"]), one["start"], tuple(one["comments"])) for one in record["lines"]
    )
    return Mark(**record)
