"""Differences of shares: Newcombe's published example, and reasons."""

import pytest

from threads.discourse.difference import compare_shares
from threads.discourse.share import shares_of
from threads.stance.label import Stance


def test_newcombe_1998_table_ii() -> None:
    # 56/70 − 48/80 = 0.2, method 10: 0.0524 to 0.3339
    one = shares_of({Stance.AGREE: 48, Stance.DISAGREE: 32})
    two = shares_of({Stance.AGREE: 56, Stance.DISAGREE: 14})
    agree = compare_shares(one, two).items[0]
    assert agree.difference == pytest.approx(0.2)
    assert agree.interval.low == pytest.approx(0.0524, abs=5e-5)
    assert agree.interval.high == pytest.approx(0.3339, abs=5e-5)
    assert agree.clear


def test_an_empty_group_is_a_reason() -> None:
    full = shares_of({Stance.AGREE: 4})
    assert compare_shares(full, shares_of({})).reason == "no comment has a stance in the second group"
    assert compare_shares(full, full).items[0].difference == 0
    assert not compare_shares(full, full).items[0].clear
