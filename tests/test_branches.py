"""The largest branches: order, shares, and a central sentence that is a reply's own."""

from made_threads import said, star, tree_of

from threads.discourse.branches import branches

REPLIES = (
    "Buses run every hour only.",
    "Buses should run every ten minutes.",
    "The buses are always late here.",
    "My cat sleeps.",
)
TWO = [
    said(0, text="The town needs more buses."),
    *(said(i + 1, 0, depth=1, text=text) for i, text in enumerate(REPLIES)),
    said(5, text="Bicycles are better."),
    said(6, 5, depth=1, text="Not in winter."),
    said(7, 6, depth=2, missing=True),
    said(8, 7, depth=3, text="Even in winter they are better."),
    said(9, 5, depth=1, text="Agreed, by far."),
]


def test_larger_branches_come_first_with_their_shares() -> None:
    found = branches(tree_of(TWO, "+-+-0++.-+"))
    assert [(b.top, b.comments, b.placeholders, b.shares.n) for b in found] == [("c0", 5, 0, 5), ("c5", 4, 1, 4)]


def test_the_quotation_is_a_reply_and_not_said_before() -> None:
    (first, _) = branches(tree_of(TWO, "+-+-0++.-+"), "more buses", said=frozenset({"c1", "c2"}))
    assert first.quotation is not None
    assert (first.quotation.comment_id, first.quotation.text) == ("c3", REPLIES[2])


def test_short_branches_are_not_described() -> None:
    assert branches(star("abcdef", "++++++")) == ()
