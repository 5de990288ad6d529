"""Two groups of comments → the difference of each stance's share, with an interval.

Newcombe 1998, method 10: the square-and-add interval of a difference of independent proportions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from threads.discourse.measure import Finding, Interval
from threads.discourse.share import Share, Shares
from threads.stance.label import Stance


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """Share in the second group minus share in the first, in −1..1."""

    stance: Stance
    first: Share
    second: Share
    difference: float
    interval: Interval

    @property
    def clear(self) -> bool:
        """True where the interval excludes zero."""
        return self.interval.low > 0 or self.interval.high < 0


def compare_shares(first: Shares, second: Shares) -> Finding[ShareDifference]:
    """Differences of the four stances; `checked` is the number of comments behind both groups together."""
    if first.reason or second.reason:
        which = "first" if first.reason else "second"
        return Finding(reason=f"{first.reason or second.reason} in the {which} group")
    pairs = zip(first.entries, second.entries, strict=True)
    return Finding(tuple(_difference(one, two) for one, two in pairs), first.n + second.n)


def _difference(one: Share, two: Share) -> ShareDifference:
    gap = two.proportion - one.proportion
    below = math.hypot(two.proportion - two.interval.low, one.interval.high - one.proportion)
    above = math.hypot(two.interval.high - two.proportion, one.proportion - one.interval.low)
    interval = Interval(max(-1.0, gap - below), min(1.0, gap + above), "newcombe")
    return ShareDifference(one.stance, one, two, gap, interval)
