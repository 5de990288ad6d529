"""Who takes part: Gini, reciprocity and E–I by hand, and their refusals."""

import pytest
from made_threads import chain, said, star, tree_of

from threads.discourse.measure import Measure
from threads.discourse.participation import gini, participation
from threads.discourse.replies import ReplyTree


def measured(tree: ReplyTree) -> dict[str, Measure]:
    return {measure.name: measure for measure in participation(tree)}


@pytest.mark.parametrize(
    ("counts", "value"),
    [([1, 1, 1, 1], 0.0), ([4, 0, 0, 0], 0.75), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25), ([9, 1], 0.4)],
)
def test_gini_by_hand(counts: list[int], value: float) -> None:
    assert gini(counts) == pytest.approx(value)


def test_gini_is_the_mean_difference_of_all_pairs() -> None:
    counts = [1, 1, 2, 5, 11]
    pairs = sum(abs(a - b) for a in counts for b in counts)
    assert gini(counts) == pytest.approx(pairs / (2 * len(counts) ** 2 * (sum(counts) / len(counts))))


def test_contributions_are_counted_by_author() -> None:
    found = measured(star("aaab"))
    assert found["authors"].value == 2
    assert found["gini"].value == pytest.approx(0.25)
    assert found["largest_author_share"].value == pytest.approx(0.75)


def test_reciprocity_counts_links_that_go_both_ways() -> None:
    # b→a, a→b, c→a, d→a, e→a: two of five links are answered
    comments = [said(0, author="a"), said(1, 0, depth=1, author="b"), said(2, 1, depth=2, author="a")]
    comments += [said(3 + i, 0, depth=1, author=name) for i, name in enumerate("cde")]
    assert measured(tree_of(comments))["reciprocity"].value == pytest.approx(0.4)


def test_few_links_are_refused() -> None:
    assert measured(chain("ab"))["reciprocity"].reason == "1 links between authors; at least 5 are needed"


def test_replies_to_oneself_are_no_links() -> None:
    assert measured(chain("aaa"))["reciprocity"].reason == "no author replies to another"


@pytest.mark.parametrize(("letters", "value"), [("+-+", 1.0), ("+++", -1.0), ("++-", 0.0)])
def test_ei_index_by_hand(letters: str, value: float) -> None:
    measure = measured(chain("abc", letters))["ei_index"]
    assert (measure.value, measure.n) == (value, 2)
    assert measure.interval is not None
    assert measure.interval.low <= value <= measure.interval.high


def test_ei_baseline_is_that_of_random_order() -> None:
    # two agree, two disagree: a random pair is mixed with chance 2·2·2/(4·3) = 2/3
    assert measured(chain("abcd", "+-+-"))["ei_index"].baseline == pytest.approx(1 / 3)


def test_without_authors_there_are_reasons() -> None:
    found = measured(tree_of([said(0), said(1, 0, depth=1)], "+-"))
    for name in ("authors", "gini", "largest_author_share", "reciprocity"):
        assert found[name].value is None
        assert found[name].reason == "no comment has an author"
    assert found["ei_index"].value == 1.0


def test_without_comments_there_are_reasons() -> None:
    assert all(measure.value is None and measure.reason for measure in participation(tree_of([])))
