"""Branch turns: where the majority changes, how surely, and that noise is not called a turn."""

import pytest
from made_threads import chain, said, star, tree_of

from threads.discourse.turns import branch_turns


def test_a_branch_that_turns_is_found_with_its_pivot() -> None:
    (turn,) = branch_turns(chain("abcdefghij", "+++++-----")).items
    assert (turn.branch, turn.pivot, turn.n) == ("c0", "c5", 10)
    assert turn.before == pytest.approx(0.93)
    assert turn.after == pytest.approx(-0.93)
    assert turn.p_value < 0.02
    assert turn.p_adjusted == turn.p_value


def test_mixed_stances_are_no_sure_turn() -> None:
    assert all(turn.p_value > 0.2 for turn in branch_turns(chain("abcdefgh", "+-+-+-+-")).items)


@pytest.mark.parametrize("letters", ["++++++", "00000000", "+++0000"])
def test_no_change_of_majority_is_no_turn(letters: str) -> None:
    found = branch_turns(chain("a" * len(letters), letters))
    assert (found.items, found.checked, found.reason) == ((), 1, None)


def test_short_branches_are_refused() -> None:
    assert branch_turns(star("abcd", "++--")).reason == "no branch has 4 comments with a stance"
    assert branch_turns(tree_of([])).reason == "no comments"


def test_p_values_are_corrected_for_the_branches_looked_at() -> None:
    one = [said(i, i - 1 if i else None, depth=i) for i in range(10)]
    two = [said(i + 10, i + 9 if i else None, depth=i) for i in range(10)]
    found = branch_turns(tree_of([*one, *two], "+++++-----" + "+" * 10))
    assert found.checked == 2
    assert found.items[0].p_adjusted == pytest.approx(2 * found.items[0].p_value)


def test_the_seed_decides_and_swapping_sides_changes_nothing() -> None:
    one, two = (branch_turns(chain("abcdefg", letters), seed=4).items[0] for letters in ("+++-+--", "---+-++"))
    assert one.p_value == two.p_value
    assert one.pivot == two.pivot
    assert one.before == pytest.approx(-two.before)
