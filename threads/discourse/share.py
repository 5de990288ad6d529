"""Counts of comments per stance → shares with intervals."""

from __future__ import annotations

from dataclasses import dataclass

from threads.discourse.measure import Interval
from threads.stance.label import Stance


@dataclass(frozen=True, slots=True)
class Share:
    """How many comments take one stance, and their proportion of all comments with a stance."""

    stance: Stance
    count: int
    proportion: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Shares:
    """The stances of a group of comments, always four entries: agree, neutral, disagree, unclear.

    `n` comments with a stance are behind them, `placeholders` lost comments are not. No entries where `reason` says why.
    """

    n: int
    placeholders: int
    entries: tuple[Share, ...] = ()
    reason: str | None = None
