"""A stance model that predicts from a hash of the input: no weights, no time, the same result for the same input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from threads.stance.label import Distribution
from threads.stance.model import Prediction, Progress, StanceInput
from threads.stance.reading import ModelRecord


@dataclass(frozen=True, slots=True)
class HashModel:
    """Shares of about a third each, confident enough that most comments are decided."""

    @property
    def record(self) -> ModelRecord:
        return ModelRecord("hash", "0" * 64, "stance", 0.5)

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        return [Prediction(_drawn(one, "s"), _drawn(one, "r") if one.parent else None) for one in inputs]


def _drawn(one: StanceInput, salt: str) -> Distribution:
    digest = hashlib.sha256(f"{salt}|{one.thesis}|{one.comment}|{one.parent}".encode()).digest()
    a, b, c = (digest[i] ** 3 + 1 for i in range(3))
    return Distribution(a / (a + b + c), b / (a + b + c), c / (a + b + c))
