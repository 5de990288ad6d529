"""Author flips, softenings and contrasts: what counts, what comes between, and what cannot be computed."""

import pytest
from made_threads import AGAINST, FOR, NEUTRAL, chain, said, stance_of, star, thread_of, tree_of

from threads.discourse.flips import author_flips, contrasts, softenings
from threads.discourse.replies import reply_tree
from threads.stance.label import Stance

# Anna agrees, is answered by Ben, and then disagrees
EXCHANGE = (
    said(0, author="Anna", time="2024-05-01T10:00"),
    said(1, 0, depth=1, author="Ben", time="2024-05-01T11:00"),
    said(2, 1, depth=2, author="Anna", time="2024-05-01T12:30"),
    said(3, author="Cleo", time="2024-05-01T11:30"),
)


def test_an_author_flip_with_what_came_between() -> None:
    (flip,) = author_flips(tree_of(EXCHANGE, "+---")).items
    assert (flip.author, flip.before, flip.after) == ("Anna", "c0", "c2")
    assert (flip.before_stance, flip.after_stance) == (Stance.AGREE, Stance.DISAGREE)
    assert flip.probability == pytest.approx(FOR.agree * AGAINST.disagree + FOR.disagree * AGAINST.agree)
    assert flip.seconds == 9000
    assert flip.candidates == ("c1",)
    assert flip.between == ("c1",)
    assert not flip.by_document_order


def test_the_order_is_that_of_time_and_not_of_the_document() -> None:
    comments = (said(0, author="Anna", time="2024-05-02T10:00"), said(1, author="Anna", time="2024-05-01T10:00"))
    (flip,) = author_flips(tree_of(comments, "+-")).items
    assert (flip.before, flip.after, flip.by_document_order) == ("c1", "c0", False)


def test_without_times_the_order_of_the_document_is_flagged() -> None:
    (flip,) = author_flips(star("aa", "+-")).items
    assert (flip.before, flip.after, flip.by_document_order, flip.seconds) == ("c0", "c1", True, None)


@pytest.mark.parametrize(
    ("letters", "flips", "checked"),
    [("+-", 1, 1), ("++", 0, 1), ("+0-", 1, 1), ("+?-", 1, 1), ("+-+", 2, 2), ("0-", 0, 0), ("??", 0, 0)],
)
def test_only_decided_comments_flip(letters: str, flips: int, checked: int) -> None:
    found = author_flips(star("a" * len(letters), letters))
    assert (len(found.items), found.checked, found.reason) == (flips, checked, None)


def test_an_unsure_flip_is_not_reported() -> None:
    thread = thread_of([said(0, author="a"), said(1, author="a")])
    stance = stance_of(thread, "+-")
    unsure = type(FOR)(0.7, 0.2, 0.1)
    first = type(stance.comments[0])("c0", Stance.AGREE, unsure)
    tree = reply_tree(thread, type(stance)("t", stance.thesis, (first, stance.comments[1]), stance.model))
    assert author_flips(tree).items == ()
    assert author_flips(tree).checked == 1


def test_without_authors_flips_cannot_be_computed() -> None:
    tree = tree_of([said(0), said(1)], "+-")
    assert author_flips(tree).reason == "no comment has an author"
    assert softenings(tree).reason == "no comment has an author"


def test_people_without_a_name_are_not_one_person() -> None:
    tree = tree_of([said(0, author="Anonymous"), said(1, author="Anonymous"), said(2, author="b")], "+-+")
    assert author_flips(tree).items == ()


def test_no_comments_and_no_stance_are_reasons() -> None:
    assert author_flips(tree_of([])).reason == "no comments"
    assert author_flips(tree_of([said(0, author="a")])).reason == "no comment has a stance"


def test_a_softening_is_decided_and_then_neutral() -> None:
    (softer,) = softenings(star("aa", "-0")).items
    assert (softer.before, softer.after, softer.after_stance) == ("c0", "c1", Stance.NEUTRAL)
    assert softer.probability == pytest.approx((AGAINST.agree + AGAINST.disagree) * NEUTRAL.neutral)
    assert softenings(star("aa", "0-")).items == ()


def test_contrasts_are_replies_on_the_other_side() -> None:
    found = contrasts(chain("abc", "+-+"))
    assert [(c.parent, c.reply) for c in found.items] == [("c0", "c1"), ("c1", "c2")]
    assert found.checked == 2
    assert contrasts(chain("abc", "+00")).checked == 0


def test_a_lost_parent_is_no_contrast() -> None:
    assert contrasts(chain("a b", "+.-")).items == ()


def test_no_replies_no_contrasts() -> None:
    assert contrasts(star("ab", "+-")).reason == "no comment replies to another"


def test_relabelling_authors_changes_only_their_names() -> None:
    renamed = tuple(said(int(c.id[1:]), int(c.parent[1:]) if c.parent else None, depth=c.depth,
                         author={"Anna": "X", "Ben": "Y", "Cleo": "Z"}[c.author or ""],
                         time=c.timestamp.iso if c.timestamp else None) for c in EXCHANGE)  # fmt: skip
    (one,), (two,) = author_flips(tree_of(EXCHANGE, "+---")).items, author_flips(tree_of(renamed, "+---")).items
    assert (one.before, one.after, one.probability, one.between) == (
        two.before,
        two.after,
        two.probability,
        two.between,
    )
    assert (one.author, two.author) == ("Anna", "X")


def test_swapping_sides_mirrors_the_flip() -> None:
    (one,), (two,) = (author_flips(tree_of(EXCHANGE, letters)).items for letters in ("+---", "-+++"))
    assert one.before_stance is two.after_stance
    assert one.probability == pytest.approx(two.probability)
