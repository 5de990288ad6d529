"""A thread with stance → its cumulative balance, and where that crosses zero."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from threads.discourse.replies import ReplyTree


@dataclass(frozen=True, slots=True)
class BalancePoint:
    """Expected cumulative balance (agree − disagree, in comments) after `comment_id`, with its 95 % interval."""

    comment_id: str
    balance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """The balance changes sign at `comment_id`; `before` and `after` are the furthest points of both sides.

    `certain`: the intervals of both exclude zero.
    """

    comment_id: str
    before: BalancePoint
    after: BalancePoint
    certain: bool


@dataclass(frozen=True, slots=True)
class ThreadSwing:
    """The balance over time, one point a comment with a stance, and its crossings of zero."""

    points: tuple[BalancePoint, ...]
    crossings: tuple[Crossing, ...]
    by_document_order: bool


_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def thread_swing(tree: ReplyTree) -> ThreadSwing | None:
    """The expected balance after each comment with a stance; None where no comment has one.

    Comments are taken as independent given their distributions: the variance of one is p(a) + p(d) − (p(a) − p(d))².
    """
    ordered = tree.ordered(tree.scored())
    points, balance, variance = [], 0.0, 0.0
    for i in ordered.positions:
        if (d := tree.distribution(i)) is None:
            continue
        step = d.agree - d.disagree
        balance, variance = balance + step, variance + d.agree + d.disagree - step * step
        spread = _Z * math.sqrt(max(0.0, variance))
        points.append(BalancePoint(tree.comments[i].id, balance, balance - spread, balance + spread))
    return ThreadSwing(tuple(points), _crossings(points), ordered.by_document_order) if points else None


def _crossings(points: list[BalancePoint]) -> tuple[Crossing, ...]:
    stretches = _stretches(points)
    return tuple(
        Crossing(after[0].comment_id, one, two, _excludes_zero(one) and _excludes_zero(two))
        for before, after in pairwise(stretches)
        for one, two in [(_furthest(before), _furthest(after))]
    )


def _stretches(points: list[BalancePoint]) -> list[list[BalancePoint]]:
    """Runs of points on one side of zero; a point at zero stays with the run before it."""
    runs: list[list[BalancePoint]] = []
    for point in points:
        if point.balance == 0 and not runs:
            continue
        if runs and (point.balance == 0 or point.balance * runs[-1][0].balance > 0):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _furthest(points: list[BalancePoint]) -> BalancePoint:
    return max(points, key=lambda point: abs(point.balance))


def _excludes_zero(point: BalancePoint) -> bool:
    return point.low > 0 or point.high < 0
