"""A measured value that says what is behind it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of `level` coverage; `method` says how it was made: `wilson`, `bootstrap`, `normal`."""

    low: float
    high: float
    method: str
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about a thread, or (`value` None) the `reason` why it cannot be computed: never 0 in its place.

    `value` counts observed comments only; `with_placeholders` counts lost comments of known place too, and is None
    where they play no part. `n` is the number of things counted and `of` their name (`comments`, `authors`, …).
    `unit` is None for pure numbers. `baseline` is the mean under the null model, with `baseline_error` its Monte Carlo
    standard error where it was estimated by shuffles (None: it is exact); `reference` the source of the definition.
    """

    name: str
    value: float | None
    n: int
    of: str
    unit: str | None = None
    interval: Interval | None = None
    with_placeholders: float | None = None
    baseline: float | None = None
    reason: str | None = None
    reference: str | None = None
    baseline_error: float | None = None

    @property
    def excess(self) -> float | None:
        """The value minus the null model's mean; None where there is no null model."""
        return None if self.value is None or self.baseline is None else self.value - self.baseline


@dataclass(frozen=True, slots=True)
class Finding(Generic[Item]):
    """What a search gave: the items, out of how many `checked` places; `reason` set where it could not be made.

    No items and no reason means: looked for, and not there.
    """

    items: tuple[Item, ...] = ()
    checked: int = 0
    reason: str | None = None
