"""Shares of stances: counts, Wilson's interval, and what is left out."""

import pytest
from made_threads import SEED_001, said, star, tree_of

from threads.discourse.share import stance_shares, wilson
from threads.stance.label import Stance


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [  # R: prop.test(count, n, correct = FALSE)$conf.int
        (0, 10, 0.0, 0.2775328),
        (5, 10, 0.2365931, 0.7634069),
        (10, 10, 0.7224672, 1.0),
        (1, 1, 0.2065493, 1.0),
        (30, 100, 0.2189489, 0.3958485),
    ],
)
def test_wilson_as_computed_by_r(count: int, n: int, low: float, high: float) -> None:
    interval = wilson(count, n)
    assert interval.low == pytest.approx(low, abs=1e-6)
    assert interval.high == pytest.approx(high, abs=1e-6)


def test_shares_count_the_four_stances() -> None:
    shares = stance_shares(star("abcdef", "++-0??"))
    assert {entry.stance: entry.count for entry in shares.entries} == {
        Stance.AGREE: 2, Stance.DISAGREE: 1, Stance.NEUTRAL: 1, Stance.UNCLEAR: 2,
    }  # fmt: skip
    assert shares.n == 6
    assert sum(entry.proportion for entry in shares.entries) == pytest.approx(1)


def test_placeholders_have_no_stance() -> None:
    shares = stance_shares(tree_of(SEED_001, "+..+-.+0+"))
    assert (shares.n, shares.placeholders) == (6, 3)


def test_no_stance_is_a_reason_and_not_a_zero() -> None:
    assert stance_shares(tree_of([])).reason == "no comment has a stance"
    assert stance_shares(tree_of([said(0)])).entries == ()
