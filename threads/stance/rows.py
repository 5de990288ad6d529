"""Labelled rows for evaluation: JSON lines, plain or gzipped, in; stance and reply rows with their gold label out."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from threads.errors import EmptyInputError, SourceError
from threads.stance.label import Agreement, Stance
from threads.stance.model import StanceInput
from threads.thread import Notice


class Task(StrEnum):
    """What a row is labelled for: stance towards a target, or agreement of a reply with its parent."""

    STANCE = "stance"
    REPLY = "reply"

    @property
    def labels(self) -> tuple[str, str, str]:
        """The labels in the order of a Distribution."""
        middle = Stance.NEUTRAL if self is Task.STANCE else Agreement.NEITHER
        return Stance.AGREE.value, middle.value, Stance.DISAGREE.value


_GOLD = {
    Task.STANCE: {"FAVOR": 0, "NEUTRAL": 1, "AGAINST": 2},
    Task.REPLY: {"AGREE": 0, "NEITHER": 1, "NEUTRAL": 1, "DISAGREE": 2},
}


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One labelled input. `gold` is a column of `task.labels`; `thread` groups rows that are not independent."""

    task: Task
    input: StanceInput
    gold: int
    dataset: str
    split: str | None = None
    part: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """The rows of a file; `unlabelled` have `label: null`, `unreadable` are bad lines, each with a notice."""

    rows: tuple[LabelledRow, ...]
    unlabelled: int
    unreadable: int
    notices: tuple[Notice, ...]


class _RowError(ValueError):
    """A row that is not of the form; its message ends a sentence."""


def read_rows(path: Path, *, split: str | None = None, shown: int = 20) -> LabelledRows:
    """Read rows of the form `target, text, label, lang, dataset, split` or `parent, reply, label, lang, …`.

    A stance row may have `context` (list of strings, the last is the parent), `reply` (agree, neither, disagree:
    its relation to that parent, read as a row of its own) and `test_set`. With `split` other splits are passed over.
    At most `shown` bad rows get a notice of their own. Raises SourceError, or EmptyInputError where no row is labelled.
    """
    rows: list[LabelledRow] = []
    notices: list[Notice] = []
    unlabelled = unreadable = 0
    for number, line in _lines(path):
        try:
            fields = _fields(line)
            if split is not None and fields.get("split") != split:
                continue
            read = tuple(_rows(fields, path))
        except _RowError as error:
            unreadable += 1
            notices.append(Notice("bad-row", f"Row left out: {error}.", f"{path}:{number}"))
            continue
        unlabelled += not any(row.task is _main_task(fields) for row in read)
        rows.extend(read)
    if not rows:
        which = f" of split '{split}'" if split else ""
        raise EmptyInputError(
            f"{path} has no labelled row{which}; rows need target, text, label, or parent, reply, label."
        )
    return LabelledRows(tuple(rows), unlabelled, unreadable, _shown(notices, shown, path))


def _shown(notices: list[Notice], shown: int, path: Path) -> tuple[Notice, ...]:
    if len(notices) <= shown:
        return tuple(notices)
    rest = Notice("bad-row", f"{len(notices) - shown} more rows were left out for such reasons.", str(path))
    return (*notices[:shown], rest)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with _open(path) as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise SourceError(f"Cannot read the rows in {path}: {error}.") from error


def _open(path: Path) -> IO[str]:
    if path.name.endswith(".gz"):
        return cast(IO[str], gzip.open(path, "rt", encoding="utf-8-sig"))
    return path.open(encoding="utf-8-sig")


def _fields(line: str) -> Mapping[str, object]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _RowError(f"no JSON ({error})") from error
    if not isinstance(fields, dict):
        raise _RowError("not a JSON object")
    return cast(Mapping[str, object], fields)


def _main_task(fields: Mapping[str, object]) -> Task:
    return Task.STANCE if "target" in fields or "text" in fields else Task.REPLY


def _rows(fields: Mapping[str, object], path: Path) -> Iterator[LabelledRow]:
    read = _input(fields)
    for task, label in _labels(fields, read.parent):
        if label is not None:
            yield LabelledRow(
                task,
                read,
                _gold(task, label),
                _text(fields, "dataset") or path.name.split(".")[0],
                _text(fields, "split"),
                _text(fields, "test_set"),
                _text(fields, "thread"),
            )


def _input(fields: Mapping[str, object]) -> StanceInput:
    language = _text(fields, "lang")
    if _main_task(fields) is Task.REPLY:
        return StanceInput(_text(fields, "target"), _needed(fields, "reply"), _needed(fields, "parent"), language)
    return StanceInput(_needed(fields, "target"), _needed(fields, "text"), _parent(fields), language)


def _labels(fields: Mapping[str, object], parent: str | None) -> Iterator[tuple[Task, object]]:
    task = _main_task(fields)
    if "label" not in fields:
        raise _RowError("label is missing")
    yield task, fields["label"]
    if task is Task.STANCE and parent is not None:
        yield Task.REPLY, fields.get("reply")


def _gold(task: Task, label: object) -> int:
    gold = _GOLD[task].get(label.upper()) if isinstance(label, str) else None
    if gold is None:
        raise _RowError(f"label {label!r} is none of {', '.join(_GOLD[task])}")
    return gold


def _parent(fields: Mapping[str, object]) -> str | None:
    context = fields.get("context") or []
    if not isinstance(context, list) or not all(isinstance(one, str) for one in context):
        raise _RowError("context is not a list of strings")
    return context[-1].strip() or None if context else None


def _needed(fields: Mapping[str, object], name: str) -> str:
    text = _text(fields, name)
    if text is None:
        raise _RowError(f"{name} is missing or empty")
    return text


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise _RowError(f"{name} is not a string")
    return (value or "").strip() or None
