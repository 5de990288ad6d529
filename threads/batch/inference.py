"""Distinct inputs with keys → predictions: each input scored once, and remembered on disk for later runs."""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from threads.batch.segment import Predictions
from threads.errors import OutputError
from threads.stance.label import Distribution
from threads.stance.model import Cut, Prediction, StanceInput, StanceModel

_PACKED = struct.Struct("<7d")
_ASKED = 500


def key_of(one: StanceInput, scope: bytes) -> bytes:
    """16 bytes that stand for an input under one model, template and device (`scope`)."""
    text = json.dumps([one.thesis, one.comment, one.parent, one.language])
    return hashlib.blake2b(text.encode(), digest_size=16, key=scope[:64]).digest()


class Memory(Protocol):
    """Predictions of earlier inputs, by key."""

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Prediction]:
        """The known ones among the keys."""

    def put(self, found: Mapping[bytes, Prediction]) -> None:
        """Remember predictions."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Predictions by key, and how many of them the model had to make."""

    predictions: Predictions
    computed: int


def score(keys: Iterable[bytes], inputs: Iterable[StanceInput], model: StanceModel, memory: Memory) -> Scored:
    """Predict the inputs that `memory` does not know, in one call, and remember them."""
    asked = dict(zip(keys, inputs, strict=True))
    known = memory.get(list(asked))
    new = [key for key in asked if key not in known]
    made = dict(zip(new, map(_bare, model.predict([asked[key] for key in new])), strict=True)) if new else {}
    memory.put(made)
    return Scored({**known, **made}, len(made))


def _bare(prediction: Prediction) -> Prediction:
    """Without logits: results do not use them."""
    return Prediction(prediction.stance, prediction.reply, windows=prediction.windows, cut=prediction.cut)


class DiskMemory:
    """Predictions in an SQLite file; holds no text, only hashes of inputs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise OutputError(f"Cannot open the predictions of earlier runs in {path}: {error}.") from error
            for each in path.parent.glob(path.name + "*"):  # a damaged file costs time, never a result
                each.unlink()
            self._open()

    def _open(self) -> None:
        self._base = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS predictions (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
        )

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Prediction]:
        """The known ones among the keys."""
        found: dict[bytes, Prediction] = {}
        for some in _chunks(keys, _ASKED):
            marks = ",".join("?" * len(some))
            rows = self._base.execute(f"SELECT key, value FROM predictions WHERE key IN ({marks})", some)
            found |= {key: unpack(value) for key, value in rows}
        return found

    def put(self, found: Mapping[bytes, Prediction]) -> None:
        """Remember predictions. Raises OutputError where the disk is full."""
        rows = sorted((key, pack(prediction)) for key, prediction in found.items())
        try:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO predictions VALUES (?, ?)", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(f"Cannot write {self._path}: {error}. What is done is kept; run again.") from error

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def pack(prediction: Prediction) -> bytes:
    """A prediction as 56 bytes, exactly; what was cut is the fraction of the number of windows."""
    windows = prediction.windows + 0.5 * prediction.cut.thesis + 0.25 * prediction.cut.parent
    return _PACKED.pack(*_numbers(prediction.stance), *_numbers(prediction.reply), windows)


def unpack(value: bytes) -> Prediction:
    """What `pack` wrote."""
    numbers = _PACKED.unpack(value)
    windows, quarters = divmod(round(4 * numbers[6]), 4)
    cut = Cut(thesis=quarters >= 2, parent=quarters % 2 == 1)
    return Prediction(_distribution(numbers[:3]), _distribution(numbers[3:6]), windows=windows, cut=cut)


def _numbers(found: Distribution | None) -> tuple[float, float, float]:
    return (found.agree, found.neutral, found.disagree) if found else (math.nan, math.nan, math.nan)


def _distribution(numbers: tuple[float, ...]) -> Distribution | None:
    return None if math.isnan(numbers[0]) else Distribution(*numbers)


def _chunks(keys: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    each = iter(keys)
    while some := list(islice(each, size)):
        yield some
