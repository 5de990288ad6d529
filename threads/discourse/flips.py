"""Threads with stance → author flips, softenings and contrasts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from threads.discourse.measure import Finding
from threads.discourse.replies import ARTICLE, Ordered, ReplyTree, seconds_between
from threads.stance.label import Stance

REPORTED = 0.8
"""Probability from which a flip or a softening is reported."""


@dataclass(frozen=True, slots=True)
class AuthorFlip:
    """Two successive decided comments of one author with opposite stance; as a softening, decided then neutral.

    `probability` is that of the change given both distributions. `seconds` between the comments is None where a time
    is missing; `by_document_order` where the order of time is unknown. `candidates` are the comments by others that
    answer the author and come before the change; `between` all comments by others in the same branch in between.
    """

    author: str
    before: str
    after: str
    before_stance: Stance
    after_stance: Stance
    probability: float
    seconds: float | None
    by_document_order: bool
    candidates: tuple[str, ...]
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A reply whose stance towards the thesis opposes its parent's: opposition, not a change of mind."""

    parent: str
    reply: str
    parent_stance: Stance
    reply_stance: Stance
    probability: float
    seconds: float | None


def author_flips(tree: ReplyTree) -> Finding[AuthorFlip]:
    """Flips of single authors, reported from a probability of 0.8 on; `checked` counts successive decided pairs."""
    pairs = [pair for pair in _successive(tree) if pair.decided]
    opposite = (pair for pair in pairs if tree.stance(pair.before) != tree.stance(pair.after))
    found = ((pair, _opposition(tree, pair.before, pair.after)) for pair in opposite)
    return _finding(tree, pairs, [(pair, p) for pair, p in found if p >= REPORTED])


def softenings(tree: ReplyTree) -> Finding[AuthorFlip]:
    """Authors whose decided comment is followed by a neutral one; reported from a probability of 0.8 on."""
    pairs = [pair for pair in _successive(tree) if pair.adjacent and tree.decided(pair.before)]
    softer = (pair for pair in pairs if tree.stance(pair.after) is Stance.NEUTRAL)
    found = ((pair, _softness(tree, pair.before, pair.after)) for pair in softer)
    return _finding(tree, pairs, [(pair, p) for pair, p in found if p >= REPORTED])


def contrasts(tree: ReplyTree) -> Finding[Contrast]:
    """Replies that oppose their parent's stance; `checked` counts the pairs in which both are decided."""
    pairs = [(p, i) for i, p in enumerate(tree.parents) if p != ARTICLE and tree.decided(p) and tree.decided(i)]
    if not any(parent != ARTICLE for parent in tree.parents):
        return Finding(reason="no comment replies to another" if tree.comments else "no comments")
    return Finding(
        tuple(_contrast(tree, p, i) for p, i in pairs if tree.stance(p) != tree.stance(i)),
        len(pairs),
        None if tree.scored() else "no comment has a stance",
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    author: str
    before: int
    after: int
    adjacent: bool
    decided: bool
    by_document_order: bool


def _successive(tree: ReplyTree) -> list[_Pair]:
    """Pairs of comments of one author: next to each other, or next to each other among the decided ones."""
    by_author: dict[str, list[int]] = defaultdict(list)
    for i in tree.scored():
        if (name := tree.author(i)) is not None:
            by_author[name].append(i)
    pairs = []
    for name, positions in by_author.items():
        ordered = tree.ordered(tuple(positions))
        pairs += _pairs_of(tree, name, ordered)
    return sorted(pairs, key=lambda pair: (pair.before, pair.after))


def _pairs_of(tree: ReplyTree, name: str, ordered: Ordered) -> list[_Pair]:
    written = ordered.positions
    next_to = set(pairwise(written))
    among_decided = set(pairwise([i for i in written if tree.decided(i)]))
    return [
        _Pair(name, a, b, (a, b) in next_to, (a, b) in among_decided, ordered.by_document_order)
        for a, b in next_to | among_decided
    ]


def _opposition(tree: ReplyTree, first: int, second: int) -> float:
    one, two = tree.distribution(first), tree.distribution(second)
    if one is None or two is None:
        return 0.0
    return one.agree * two.disagree + one.disagree * two.agree


def _softness(tree: ReplyTree, first: int, second: int) -> float:
    one, two = tree.distribution(first), tree.distribution(second)
    return 0.0 if one is None or two is None else (one.agree + one.disagree) * two.neutral


def _finding(tree: ReplyTree, checked: list[_Pair], found: list[tuple[_Pair, float]]) -> Finding[AuthorFlip]:
    if reason := _no_authors(tree):
        return Finding(reason=reason)
    return Finding(tuple(_author_flip(tree, pair, p) for pair, p in found), len(checked))


def _no_authors(tree: ReplyTree) -> str | None:
    if not any(not comment.missing for comment in tree.comments):
        return "no comments"
    if all(tree.author(i) is None for i in range(len(tree.comments))):
        return "no comment has an author"
    return None if tree.scored() else "no comment has a stance"


def _author_flip(tree: ReplyTree, pair: _Pair, probability: float) -> AuthorFlip:
    first, second = tree.comments[pair.before], tree.comments[pair.after]
    between = _in_between(tree, pair)
    own = {i for i in range(len(tree.comments)) if tree.author(i) == pair.author}
    candidates = [i for i in between if tree.parents[i] in own or tree.parents[pair.after] == i]
    return AuthorFlip(
        pair.author,
        first.id,
        second.id,
        tree.stance(pair.before) or Stance.UNCLEAR,
        tree.stance(pair.after) or Stance.UNCLEAR,
        probability,
        seconds_between(first.timestamp, second.timestamp),
        pair.by_document_order,
        tuple(tree.comments[i].id for i in candidates),
        tuple(tree.comments[i].id for i in between),
    )


def _in_between(tree: ReplyTree, pair: _Pair) -> list[int]:
    """Observed comments by others, in the branches of both comments, written after the first and before the second."""
    branches = {*_branch(tree, pair.before), *_branch(tree, pair.after)}
    others = [i for i in branches if not tree.comments[i].missing and tree.author(i) != pair.author]
    if not pair.by_document_order:  # comments without a comparable time cannot be placed in between
        others = [i for i in others if not tree.ordered((i, pair.before)).by_document_order]
    written = tree.ordered((*sorted(others), pair.before, pair.after)).positions
    start, end = written.index(pair.before), written.index(pair.after)
    return list(written[start + 1 : end])


def _branch(tree: ReplyTree, position: int) -> tuple[int, ...]:
    while tree.parents[position] != ARTICLE:
        position = tree.parents[position]
    return tree.below(position)


def _contrast(tree: ReplyTree, parent: int, reply: int) -> Contrast:
    above, below = tree.comments[parent], tree.comments[reply]
    return Contrast(
        above.id,
        below.id,
        tree.stance(parent) or Stance.UNCLEAR,
        tree.stance(reply) or Stance.UNCLEAR,
        _opposition(tree, parent, reply),
        seconds_between(above.timestamp, below.timestamp),
    )
