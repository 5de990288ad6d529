"""First stage of a batch: the files of a unit → segments of threads, and what a model must score in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from threads.batch.inference import key_of
from threads.batch.inputs import InputFile, filesystem, is_remote
from threads.batch.segment import (
    FileSpan,
    Fresh,
    Head,
    Item,
    Kept,
    KeptLines,
    Planned,
    Poison,
    Position,
    Quarantined,
    ReadTask,
    Request,
    Segment,
    Settings,
)
from threads.errors import EmptyInputError, SourceError
from threads.readers import read_threads
from threads.source import Document, open_documents
from threads.stance.model import StanceInput
from threads.stance.scoring import plan_scoring
from threads.thread import Notice

At = Callable[[str, str, int, int], None]
"""Told (phase, path, document, threads) before each step that may never return."""


@dataclass(frozen=True, slots=True)
class Read:
    """A segment with the request for its predictions."""

    segment: Segment
    request: Request


def read(task: ReadTask, settings: Settings, at: At = lambda *_: None) -> Iterator[Read]:
    """The segments of a unit from the task's start on. Raises SourceError for a file that is gone or has changed."""
    filling = _Filling(task, settings)
    for index in range(task.start.file, len(task.unit.files)):
        file = task.unit.files[index]
        skipped = task.start.item if index == task.start.file else 0
        items = _items(file, task, settings, at, skipped)
        filling.open(file, skipped)
        for item in items:
            if filling.full:
                yield filling.cut(Position(index, filling.seen), last=False)
            filling.add(item, settings, at)
            if filling.limited:
                yield filling.cut(Position(index, filling.seen), last=True)
                return
        filling.close()
    yield filling.cut(Position(len(task.unit.files), 0), last=True)


class _Filling:
    """The segment that is being filled."""

    def __init__(self, task: ReadTask, settings: Settings) -> None:
        self._task, self._settings = task, settings
        self._number, self._left = task.number, task.limit
        self._start()

    def _start(self) -> None:
        self._items: list[Item] = []
        self._spans: list[FileSpan] = []
        self._asked: dict[bytes, StanceInput] = {}
        self._threads = self._comments = self._observed = self._kept = 0

    @property
    def full(self) -> bool:
        return self._comments >= self._settings.part_comments

    @property
    def limited(self) -> bool:
        return self._left is not None and self._left <= 0

    def open(self, file: InputFile, skipped: int) -> None:
        self._file, self._first, self.seen = file, skipped, skipped

    def close(self) -> None:
        self._spans.append(self._span(done=True))

    def _span(self, done: bool) -> FileSpan:
        return FileSpan(self._file.path, self._file.sha256, self._first, self.seen - self._first, done)

    def add(self, found: Fresh | Item, settings: Settings, at: At) -> None:
        self.seen += 1
        if isinstance(found, Fresh):
            at("plan", *found.place)
            item: Item = planned(found, settings)
        else:
            item = found
        if isinstance(item, Planned):
            self._asked.update(zip(item.keys, item.plan.asked, strict=True))
            self._comments += len(item.thread.comments)
            self._observed += item.thread.recovered_comments
        elif isinstance(item, Kept):
            self._comments += item.comments
            self._observed += item.comments
            self._kept += 1
        if isinstance(item, Planned | Kept):
            self._threads += 1
            self._left = None if self._left is None else self._left - 1
        self._items.append(item)

    def cut(self, end: Position, last: bool) -> Read:
        if end.item:
            self._spans.append(self._span(done=False))
        head = Head(self._task.unit.name, self._number, last, end, tuple(self._spans))
        request = Request(
            tuple(self._asked), tuple(self._asked.values()), self._threads, self._observed, kept=self._kept
        )
        made = Read(Segment(head, tuple(self._items)), request)
        self._number += 1
        self._start()
        if not last:
            self._first = self.seen
        return made


def planned(item: Fresh, settings: Settings) -> Planned | Quarantined:
    """The thread with what a model must score in it."""
    thread, options = item.thread, settings.options
    try:
        plan = plan_scoring(thread, options.thesis_of(thread), sensitivity=options.sensitivity)
    except Exception as error:  # one thread's fault must not cost the others
        reason = f"The thread {thread.id} cannot be scored ({type(error).__name__}: {error}); please report this."
        return Quarantined(thread.source.path, reason, thread.source.sha256)
    return Planned(plan, tuple(key_of(one, settings.scope) for one in plan.asked), item.place)


def _items(file: InputFile, task: ReadTask, settings: Settings, at: At, skipped: int) -> Iterator[Fresh | Item]:
    """The items of a file from the `skipped`th on."""
    lines = _kept_lines(task.kept.get(file.path, ()), settings)
    if lines is not None:
        yield from islice(lines, skipped, None)
        return
    poison = [one for one in task.poison if one.path == file.path]
    with _local(file, task) as path:
        yield from islice(_read_file(file, path, poison, settings, at), skipped, None)


def _kept_lines(places: Sequence[KeptLines], settings: Settings) -> list[Kept] | None:
    """The finished threads of an unchanged file; None where a part that held them is gone or changed."""
    if not places or settings.out is None:
        return None
    lines: list[Kept] = []
    for place in places:
        try:
            content = (Path(settings.out) / place.part).read_bytes()
        except OSError:
            return None
        if sha256(content).hexdigest() != place.sha256:
            return None
        found = content.decode("utf-8").split("\n")[place.start : place.start + len(place.comments)]
        lines += map(Kept, found, place.comments)
    return lines


@contextmanager
def _local(file: InputFile, task: ReadTask) -> Iterator[str]:
    """The file's path on this machine; a remote file is fetched for as long as it is read."""
    if not is_remote(file.path):
        _check(Path(file.path), file)
        yield file.path
        return
    system = filesystem(file.path)
    with TemporaryDirectory(prefix="threads-") as directory:
        fetched = Path(directory) / Path(file.path).name
        try:
            system.get_file(system._strip_protocol(file.path), str(fetched))
        except Exception as error:  # every kind of store has errors of its own
            _gone(file, str(error))
        _check(fetched, file)
        yield str(fetched)


def _check(path: Path, file: InputFile) -> None:
    """Raise SourceError where a file is not as it was when the run began."""
    try:
        size = path.stat().st_size
    except OSError as error:
        _gone(file, error.strerror or str(error))
    if path.is_file() and size != file.size:
        raise SourceError(f"{file.path} changed while the run was going on; run again to read it as it is now.")


def _gone(file: InputFile, why: str) -> NoReturn:
    raise SourceError(
        f"{file.path} was there when the run began and cannot be read now ({why}). What is done is kept: run again."
    )


def _read_file(
    file: InputFile, path: str, poison: Sequence[Poison], settings: Settings, at: At
) -> Iterator[Fresh | Item]:  # fmt: skip
    documents = iter(open_documents([path, *file.beside], columns=settings.options.columns))
    number = 0
    while True:
        if bad := _struck(poison, "open", number, 0):
            yield Quarantined(file.path, bad.reason, file.sha256)
            return
        at("open", file.path, number, 0)
        try:
            document = next(documents, None)
        except SourceError as error:  # no text in it: nothing else has been said
            code = "empty" if isinstance(error, EmptyInputError) else "no-text"
            yield Notice(code, str(error).replace(path, file.path), file.path)
            return
        except Exception as error:  # a fault of ours in one file must not cost the user the other files
            reason = f"The file cannot be opened ({type(error).__name__}: {error}); please report this."
            yield Quarantined(file.path, reason, file.sha256)
            return
        if document is None:
            return
        if isinstance(document, Notice):
            yield from _noticed(document, path, file.path)
        else:
            _unchanged(document, file)
            yield from _threads(_placed(document, path, file.path), file, number, poison, at)
        number += 1


def _struck(poison: Sequence[Poison], phase: str, document: int, threads: int) -> Poison | None:
    place = (phase, document, threads)
    return next((one for one in poison if (one.phase, one.document, one.threads) == place), None)


def _unchanged(document: Document, file: InputFile) -> None:
    whole = document.path == file.path and len(document.content) == file.size and not file.beside
    if whole and document.sha256 != file.sha256:
        raise SourceError(f"{file.path} changed while the run was going on; run again to read it as it is now.")


def _noticed(notice: Notice, path: str, shown: str) -> Iterator[Item]:
    where = notice.where.replace(path, shown) if notice.where else shown
    message = notice.message.replace(path, shown)
    if notice.code in ("unreadable", "not-found"):
        yield Quarantined(where, message)
    else:
        yield replace(notice, message=message, where=where)


def _placed(document: Document, path: str, shown: str) -> Document:
    """The document under the address that the user gave."""
    if path == shown or not document.path.startswith(path):
        return document
    return replace(document, path=shown + document.path[len(path) :])


def _threads(
    document: Document, file: InputFile, number: int, poison: Sequence[Poison], at: At
) -> Iterator[Fresh | Item]:  # fmt: skip
    threads = iter(read_threads(document))
    count = 0
    while True:
        if bad := _struck(poison, "read", number, count):
            yield Quarantined(document.path, bad.reason, document.sha256)
            return
        at("read", file.path, number, count)
        if (thread := next(threads, None)) is None:
            return
        if bad := _struck(poison, "plan", number, count) or _struck(poison, "finish", number, count):
            yield Quarantined(document.path, bad.reason, document.sha256)
        else:
            yield Fresh(thread, (file.path, number, count))
        count += 1
