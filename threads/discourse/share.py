"""Counts of comments per stance → shares with intervals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from threads.discourse.measure import Interval
from threads.discourse.replies import ReplyTree
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

    `n` comments with a stance are behind them, `placeholders` lost comments are not. Intervals are Wilson's (1927):
    they speak of the size of the group, not of the model's errors. No entries where `reason` says why.
    """

    n: int
    placeholders: int
    entries: tuple[Share, ...] = ()
    reason: str | None = None


_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def wilson(count: int, n: int) -> Interval:
    """Wilson's score interval (1927) of a proportion `count / n`, n > 0, at 95 %."""
    p, z2 = count / n, _Z * _Z
    centre, spread = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    low = 0.0 if count == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if count == n else min(1.0, (centre + spread) / scale)
    return Interval(low, high, "wilson")


def stance_shares(tree: ReplyTree, positions: tuple[int, ...] | None = None) -> Shares:
    """Shares of the four stances over the comments at `positions`, or over the whole thread."""
    where = range(len(tree.comments)) if positions is None else positions
    placeholders = sum(tree.comments[i].missing for i in where)
    counts = Counter(stance for i in where if (stance := tree.stance(i)) is not None)
    return shares_of(counts, placeholders)


def shares_of(counts: Mapping[Stance, int], placeholders: int = 0) -> Shares:
    """Shares from counts of stances."""
    n = sum(counts.values())
    if n == 0:
        return Shares(0, placeholders, reason="no comment has a stance")
    entries = (Share(s, counts.get(s, 0), counts.get(s, 0) / n, wilson(counts.get(s, 0), n)) for s in Stance)
    return Shares(n, placeholders, tuple(entries))
