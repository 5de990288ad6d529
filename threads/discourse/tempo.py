"""A reply tree with times → time to the first comment, time to reply, burstiness.

Goh & Barabási 2008 (burstiness), with the correction for short series of Kim & Jo 2016.
"""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import numpy as np

from threads.discourse.measure import Interval, Measure
from threads.discourse.replies import ARTICLE, ReplyTree, seconds_between
from threads.thread import Precision, Timestamp

_RESAMPLES = 1000
_FEWEST_FOR_INTERVAL = 5
_FEWEST_FOR_BURSTS = 5


def tempo(tree: ReplyTree, published: Timestamp | None, *, seed: int = 0) -> tuple[Measure, ...]:
    """How fast a thread runs, in seconds; only comments whose time is known take part."""
    return (_first(tree, published), _duration(tree), _time_to_reply(tree, seed), _burstiness(tree))


def burstiness(gaps: list[float]) -> float | None:
    """Kim & Jo's finite-size burstiness of n gaps: −1 regular, 0 random, 1 bursty. None where all gaps are 0."""
    n, mean = len(gaps), statistics.fmean(gaps)
    if mean == 0:
        return None
    r = statistics.pstdev(gaps) / mean
    more, less = math.sqrt(n + 1), math.sqrt(n - 1)
    return (more * r - less) / ((more - 2) * r + less)


def _no_times(tree: ReplyTree) -> str | None:
    if not any(not comment.missing for comment in tree.comments):
        return "no comments"
    return None if any(comment.timestamp for comment in tree.comments) else "no comment has a time"


def _first(tree: ReplyTree, published: Timestamp | None) -> Measure:
    waits = [w for c in tree.comments if (w := seconds_between(published, c.timestamp)) is not None]
    if not waits:
        reason = _no_times(tree) or "the article has no time of publication that comments can be set against"
        return Measure("time_to_first_comment", None, 0, "comments", unit="seconds", reason=reason)
    return Measure("time_to_first_comment", min(waits), len(waits), "comments", unit="seconds")


def _clock(tree: ReplyTree) -> list[float]:
    """Times to the minute or better in order, as seconds from the first; only those that share a kind of clock."""
    stamps = [c.timestamp.value for c in tree.comments if c.timestamp and _fine(c.timestamp)]
    aware = sum(value.tzinfo is not None for value in stamps) * 2 >= len(stamps)
    values = sorted(value for value in stamps if (value.tzinfo is not None) == aware)
    return [(value - values[0]).total_seconds() for value in values]


def _fine(stamp: Timestamp) -> bool:
    return stamp.precision in (Precision.MINUTE, Precision.SECOND)


def _duration(tree: ReplyTree) -> Measure:
    clock = _clock(tree)
    if len(clock) < 2:
        reason = _no_times(tree) or "fewer than two comments have a time to the minute"
        return Measure("duration", None, len(clock), "comments", unit="seconds", reason=reason)
    return Measure("duration", clock[-1], len(clock), "comments", unit="seconds")


def _time_to_reply(tree: ReplyTree, seed: int) -> Measure:
    waits = []
    for i, parent in enumerate(tree.parents):
        if parent != ARTICLE:
            wait = seconds_between(tree.comments[parent].timestamp, tree.comments[i].timestamp)
            waits += [wait] if wait is not None and wait >= 0 else []
    if not waits:
        reason = _no_times(tree) or "no reply whose time and whose parent's time are known"
        return Measure("median_time_to_reply", None, 0, "replies", unit="seconds", reason=reason)
    median = statistics.median(waits)
    interval = _median_interval(waits, seed)
    return Measure("median_time_to_reply", median, len(waits), "replies", unit="seconds", interval=interval)


def _median_interval(values: list[float], seed: int) -> Interval | None:
    if len(values) < _FEWEST_FOR_INTERVAL:
        return None
    generator, sample = np.random.default_rng(seed), np.array(values)
    rows = max(1, min(_RESAMPLES, 5_000_000 // len(values)))
    medians: list[float] = []
    while len(medians) < _RESAMPLES:
        medians += np.median(generator.choice(sample, (rows, len(values))), axis=1).tolist()
    low, high = np.quantile(medians[:_RESAMPLES], [0.025, 0.975])
    return Interval(float(low), float(high), "bootstrap")


def _burstiness(tree: ReplyTree) -> Measure:
    gaps = [later - earlier for earlier, later in pairwise(_clock(tree))]
    reference = "Goh & Barabási 2008; Kim & Jo 2016"
    value = burstiness(gaps) if len(gaps) >= _FEWEST_FOR_BURSTS else None
    if value is None or math.isnan(value):
        few = f"fewer than {_FEWEST_FOR_BURSTS + 1} comments have a time to the minute"
        reason = _no_times(tree) or (few if len(gaps) < _FEWEST_FOR_BURSTS else "all comments have the same time")
        return Measure("burstiness", None, len(gaps), "gaps", reason=reason, reference=reference)
    return Measure("burstiness", value, len(gaps), "gaps", reference=reference)
