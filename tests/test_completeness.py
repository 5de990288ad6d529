"""Announced against found: seed 001's figures, and pages that announce nothing."""

import pytest
from made_threads import SEED_001, thread_of

from threads.discourse.completeness import completeness


def test_figures_of_seed_001() -> None:
    found = {measure.name: measure.value for measure in completeness(thread_of(SEED_001, declared=12))}
    assert found == {"announced": 12, "found": 6, "placeholders": 3, "lost_without_place": 3, "found_share": 0.5}


@pytest.mark.parametrize("name", ["announced", "lost_without_place", "found_share"])
def test_nothing_announced_is_a_reason(name: str) -> None:
    measure = next(m for m in completeness(thread_of(SEED_001)) if m.name == name)
    assert measure.value is None
    assert measure.reason == "the page announces no number of comments"


def test_zero_announced_has_no_share() -> None:
    found = {measure.name: measure for measure in completeness(thread_of([], declared=0))}
    assert found["announced"].value == 0
    assert found["found_share"].reason == "the page announces 0 comments"
