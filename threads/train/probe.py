"""A model and validation rows in, whether it reads the thesis out: mirrored, taken away, and swapped theses."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from threads.stance.model import StanceInput
from threads.train import mirror
from threads.train.examples import Example

Logits = Callable[[Sequence[StanceInput]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a change of the thesis does to the side taken (agree or disagree, neutral left out).

    `rows` have a side and a changed thesis; `before` is the share of right sides with the true thesis, `after` with
    the changed one (for mirrored theses the right side is the other); `turned` is the share of sides that changed.
    """

    name: str
    rows: int
    before: float
    after: float
    turned: float


def probes(examples: Sequence[Example], logits: Logits, *, seed: int = 3) -> list[Probe]:
    """Probe with negated, denied and affirmed theses, with opposite ones where the data has them, and with none."""
    choice = random.Random(seed)
    sided = [one for one in examples if one.stance in (0, 2) and one.thesis]
    changes: tuple[tuple[str, bool, Callable[[Example], str | None]], ...] = (
        ("negated", True, lambda one: mirror.negated(one.thesis or "", one.language)),
        ("denied", True, lambda one: mirror.denied(one.thesis or "", one.language, choice)),
        ("affirmed", False, lambda one: mirror.affirmed(one.thesis or "", one.language, choice)),
        ("without thesis", False, lambda one: ""),
    )
    before = _sides(sided, logits)
    return [_probe(name, mirrored, change, sided, before, logits) for name, mirrored, change in changes]


def _probe(
    name: str,
    mirrored: bool,
    change: Callable[[Example], str | None],
    sided: list[Example],
    before: NDArray[np.int64],
    logits: Logits,
) -> Probe:
    made = [change(one) for one in sided]
    kept = [number for number, thesis in enumerate(made) if thesis is not None]
    if not kept:
        return Probe(name, 0, float("nan"), float("nan"), float("nan"))
    after = _sides([replace(sided[number], thesis=made[number]) for number in kept], logits)
    gold = np.array([sided[number].stance for number in kept])
    right = 2 - gold if mirrored else gold
    first = before[kept]
    return Probe(
        name,
        len(kept),
        float((first == gold).mean()),
        float((after == right).mean()),
        float((first != after).mean()),
    )


def _sides(examples: Sequence[Example], logits: Logits) -> NDArray[np.int64]:
    scores = logits([StanceInput(one.thesis, one.comment, one.parent, one.language) for one in examples])
    return np.where(scores[:, 0] >= scores[:, 2], 0, 2)


def form(found: Sequence[Probe]) -> list[dict[str, object]]:
    """The probes as JSON rows, four decimals."""
    return [
        {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(one).items()}
        for one in found
    ]
