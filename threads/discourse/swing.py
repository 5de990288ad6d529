"""A thread with stance → its cumulative balance, and where that crosses zero."""

from __future__ import annotations

from dataclasses import dataclass


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
