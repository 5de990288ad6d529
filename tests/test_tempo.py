"""Tempo: hand-computed waits and burstiness, and reasons where times are missing."""

import math

import pytest
from made_threads import said, tree_of

from threads.discourse.measure import Measure
from threads.discourse.replies import ReplyTree
from threads.discourse.tempo import burstiness, tempo
from threads.thread import Timestamp


def measured(tree: ReplyTree, published: str | None = None) -> dict[str, Measure]:
    stamp = Timestamp.from_iso(published) if published else None
    return {measure.name: measure for measure in tempo(tree, stamp)}


TIMED = tree_of(
    [
        said(0, time="2024-05-01T10:00"),
        said(1, 0, depth=1, time="2024-05-01T10:10"),
        said(2, 0, depth=1, time="2024-05-01T12:00"),
        said(3, 2, depth=2, time="2024-05-01T12:30"),
    ]
)


def test_waits_by_hand() -> None:
    found = measured(TIMED, "2024-05-01T09:00")
    assert found["time_to_first_comment"].value == 3600
    assert found["duration"].value == 9000
    assert (found["median_time_to_reply"].value, found["median_time_to_reply"].n) == (1800, 3)


def test_zones_are_compared_only_with_zones() -> None:
    tree = tree_of([said(0, time="2024-05-01T10:00+02:00"), said(1, 0, depth=1, time="2024-05-01T11:00")])
    assert measured(tree)["median_time_to_reply"].value is None


def test_days_are_too_coarse_for_the_clock() -> None:
    tree = tree_of([said(0, time="2024-05-01"), said(1, 0, depth=1, time="2024-05-01"), said(2, time="2024-05-03")])
    assert measured(tree)["median_time_to_reply"].reason == "no reply whose time and whose parent's time are known"
    assert measured(tree)["duration"].reason == "fewer than two comments have a time to the minute"


def test_without_times_there_are_reasons() -> None:
    for measure in measured(tree_of([said(0), said(1, 0, depth=1)])).values():
        assert measure.value is None
        assert measure.reason == "no comment has a time"


@pytest.mark.parametrize(
    ("gaps", "value"),
    [
        ([5.0] * 10, -1.0),
        ([0.0] * 9 + [10.0], 1.0),
        ([1.0, 3.0], (math.sqrt(3) * 0.5 - 1) / ((math.sqrt(3) - 2) * 0.5 + 1)),
    ],
)
def test_burstiness_at_its_ends(gaps: list[float], value: float) -> None:
    assert burstiness(gaps) == pytest.approx(value)


def test_burstiness_needs_six_times() -> None:
    assert measured(TIMED)["burstiness"].reason == "fewer than 6 comments have a time to the minute"


def test_the_interval_of_the_median_is_seeded() -> None:
    comments = [said(0, time="2024-05-01T10:00")]
    comments += [said(i, 0, depth=1, time=f"2024-05-01T11:{i:02}") for i in range(1, 12)]
    one, two = (measured(tree_of(comments))["median_time_to_reply"] for _ in range(2))
    assert one == two
    assert one.interval is not None
    assert one.interval.low <= (one.value or 0) <= one.interval.high
