"""A thread with stance → its largest branches: how they stand, and the sentence at their centre."""

from __future__ import annotations

from dataclasses import dataclass

from threads.discourse.central import central_sentences
from threads.discourse.quoting import candidates, quotation_of
from threads.discourse.replies import ReplyTree
from threads.discourse.share import Shares, stance_shares
from threads.discourse.summary import Quotation

SMALLEST = 4
"""Comments, placeholders not counted, under which a branch is a short exchange and not described."""
MOST = 10
"""Branches described, the largest ones."""


@dataclass(frozen=True, slots=True)
class Branch:
    """The comments under a top-level comment, itself included; `quotation` is central among the replies."""

    top: str
    comments: int
    placeholders: int
    shares: Shares
    quotation: Quotation | None


def branches(tree: ReplyTree, topic: str | None = None, *, said: frozenset[str] = frozenset()) -> tuple[Branch, ...]:
    """The largest branches, larger first, then in thread order; comments in `said` are not quoted again."""
    below = [tree.below(top) for top in tree.tops]
    sizes = [sum(not tree.comments[i].missing for i in branch) for branch in below]
    order = sorted(range(len(below)), key=lambda at: (-sizes[at], at))[:MOST]
    return tuple(_branch(tree, below[at], sizes[at], topic, said) for at in order if sizes[at] >= SMALLEST)


def _branch(tree: ReplyTree, branch: tuple[int, ...], size: int, topic: str | None, said: frozenset[str]) -> Branch:
    replies = [i for i in branch[1:] if tree.comments[i].id not in said]
    central = central_sentences(candidates(tree, replies), 1, topic=topic)
    quotation = quotation_of(tree, central[0]) if central else None
    return Branch(tree.comments[branch[0]].id, size, len(branch) - size, stance_shares(tree, branch), quotation)
