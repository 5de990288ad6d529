"""The balance of a thread over time, and where it crosses zero."""

import math

import pytest
from made_threads import DOUBT, FOR, said, star, tree_of

from threads.discourse.swing import thread_swing


def test_the_balance_adds_up_with_its_interval() -> None:
    swing = thread_swing(star("ab", "++"))
    assert swing is not None
    assert [point.balance for point in swing.points] == pytest.approx([0.93, 1.86])
    spread = 1.959963984540054 * math.sqrt(2 * (FOR.agree + FOR.disagree - 0.93**2))
    assert swing.points[1].low == pytest.approx(1.86 - spread)
    assert swing.crossings == ()


def test_a_clear_swing_is_certain() -> None:
    swing = thread_swing(star("a" * 12, "++++--------"))
    assert swing is not None
    (crossing,) = swing.crossings
    assert crossing.comment_id in ("c8", "c9")
    assert crossing.certain
    assert (crossing.before.comment_id, crossing.after.comment_id) == ("c3", "c11")


def test_a_swing_of_doubtful_comments_is_not_certain() -> None:
    swing = thread_swing(star("abc", "?--"))
    assert swing is not None
    assert swing.points[0].balance == pytest.approx(DOUBT.agree - DOUBT.disagree)
    assert [crossing.certain for crossing in swing.crossings] == [False]


def test_time_orders_the_points() -> None:
    comments = [said(0, time="2024-01-02T10:00"), said(1, time="2024-01-01T10:00")]
    swing = thread_swing(tree_of(comments, "+-"))
    assert swing is not None
    assert [point.comment_id for point in swing.points] == ["c1", "c0"]
    assert not swing.by_document_order


def test_without_stance_there_is_no_swing() -> None:
    assert thread_swing(tree_of([said(0)])) is None
