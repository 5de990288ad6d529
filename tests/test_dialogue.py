"""Who answered whom, the longest exchange, and questions left open."""

from made_threads import SEED_000, SEED_001, chain, said, star, tree_of

from threads.discourse.acts import dialogue_acts
from threads.discourse.dialogue import longest_exchange, questions, who_answered_whom
from threads.discourse.replies import ReplyTree
from threads.stance.label import Agreement, Stance
from threads.stance.reading import CommentStance


def asked(tree: ReplyTree):
    return questions(tree, dialogue_acts(tree, "en"))


def test_replies_are_counted_by_pair() -> None:
    found = who_answered_whom(chain("abab"))
    assert [(a.author, a.to, a.replies, a.comments) for a in found.items] == [
        ("b", "a", 2, ("c1", "c3")), ("a", "b", 1, ("c2",)),
    ]  # fmt: skip
    assert found.checked == 3


def test_agreement_comes_from_the_reply_relation() -> None:
    tree = chain("ab")
    entries = (
        CommentStance("c0", Stance.AGREE, None),
        CommentStance("c1", Stance.AGREE, None, agreement=Agreement.AGREE),
    )
    thread = ReplyTree(tree.comments, tree.parents, tree.replies, tree.levels, entries)
    (pair,) = who_answered_whom(thread).items
    assert (pair.agreeing, pair.disagreeing) == (1, 0)


def test_without_authors_nobody_is_known_to_answer() -> None:
    assert who_answered_whom(tree_of(SEED_001)).reason == "no comment has an author"
    assert who_answered_whom(tree_of([])).reason == "no comments"


def test_the_longest_exchange_alternates_between_two() -> None:
    exchange = longest_exchange(chain("abcbcbd"))
    assert exchange is not None
    assert exchange.authors == ("b", "c")
    assert exchange.comments == ("c1", "c2", "c3", "c4", "c5")


def test_oneself_is_nobody_to_talk_to() -> None:
    assert longest_exchange(chain("aaa")) is None
    assert longest_exchange(star("abc")) is None


def test_a_lost_comment_breaks_an_exchange() -> None:
    exchange = longest_exchange(chain("ab ab"))
    assert exchange is not None
    assert exchange.comments == ("c0", "c1")


def test_without_authors_the_longest_chain_is_given_with_what_it_lost() -> None:
    exchange = longest_exchange(tree_of(SEED_001))
    assert exchange is not None
    assert exchange.comments == ("c0", "c1", "c2", "c3", "c4", "c5", "c6")
    assert (exchange.authors, exchange.placeholders) == (None, 3)


def test_seed_000_has_one_reply() -> None:
    exchange = longest_exchange(tree_of(SEED_000))
    assert exchange is not None
    assert exchange.comments == ("c2", "c3")


def test_a_question_is_open_until_somebody_else_answers() -> None:
    comments = [
        said(0, author="a", text="I wonder. Who pays for this?"),
        said(1, 0, depth=1, author="a", text="Nobody knows it seems."),
        said(2, author="b", text="It is cheap. Why not?"),
        said(3, 2, depth=1, author="c", text="It is not cheap at all."),
    ]
    one, two = asked(tree_of(comments))
    assert (one.comment_id, one.sentence, one.open) == ("c0", "Who pays for this?", True)
    assert (two.comment_id, two.replies, two.open) == ("c2", ("c3",), False)


def test_a_lost_reply_may_have_been_the_answer() -> None:
    (question,) = asked(tree_of([said(0, text="Who pays for this?"), said(1, 0, depth=1, missing=True)]))
    assert (question.open, question.lost_replies) == (True, 1)


def test_an_empty_thread_has_no_dialogue() -> None:
    assert longest_exchange(tree_of([])) is None
    assert asked(tree_of([])) == ()
