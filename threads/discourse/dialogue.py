"""A thread → who answered whom, the longest exchange, and the questions left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from threads.discourse.acts import Act, CommentActs
from threads.discourse.measure import Finding
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.stance.label import Agreement


@dataclass(frozen=True, slots=True)
class Answered:
    """`author` replied to `to` `replies` times, of them so many in agreement and in disagreement with the parent.

    Replies whose relation is neither, unclear or not computed are in `replies` only. `comments` are their ids.
    """

    author: str
    to: str
    replies: int
    agreeing: int
    disagreeing: int
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A chain of replies, top first. `authors` are the two who alternate; None: authors unknown, the longest chain.

    `placeholders` of the chain's comments are lost ones.
    """

    comments: tuple[str, ...]
    authors: tuple[str, str] | None
    placeholders: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that asks, verbatim, and the replies to it; `open` where nobody else answered.

    `lost_replies`: placeholders stand below it, so that an answer may have been lost. `to_author`: the comment
    addresses author, editors or moderators.
    """

    comment_id: str
    sentence: str
    replies: tuple[str, ...]
    lost_replies: int
    to_author: bool

    @property
    def open(self) -> bool:
        """True where no observed reply follows."""
        return not self.replies


def who_answered_whom(tree: ReplyTree) -> Finding[Answered]:
    """Pairs of authors, most replies first; `checked` counts the replies. Replies to oneself are left out."""
    replies = [i for i, parent in enumerate(tree.parents) if parent != ARTICLE and not tree.comments[i].missing]
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in replies:
        name, to = tree.author(i), tree.author(tree.parents[i])
        if name and to and name != to:
            pairs[name, to].append(i)
    if not any(tree.author(i) for i in range(len(tree.comments))):
        written = any(not comment.missing for comment in tree.comments)
        return Finding(reason="no comment has an author" if written else "no comments")
    answered = [_answered(tree, name, to, where) for (name, to), where in pairs.items()]
    return Finding(tuple(sorted(answered, key=lambda a: -a.replies)), len(replies))


def _answered(tree: ReplyTree, name: str, to: str, where: list[int]) -> Answered:
    relations = [entry.agreement for i in where if (entry := tree.stances[i]) is not None]
    return Answered(
        name,
        to,
        len(where),
        relations.count(Agreement.AGREE),
        relations.count(Agreement.DISAGREE),
        tuple(tree.comments[i].id for i in where),
    )


def longest_exchange(tree: ReplyTree) -> Exchange | None:
    """The longest chain of replies in which two authors alternate; where no authors are known, the longest chain.

    Ties go to the earlier one. None where nobody answers anybody.
    """
    named = any(tree.author(i) for i in range(len(tree.comments)))
    lengths: list[int] = []
    for i, parent in enumerate(tree.parents):
        lengths.append(_length(tree, i, parent, lengths, named))
    best = max(range(len(lengths)), key=lambda i: (lengths[i], -i), default=None)
    if best is None or lengths[best] < 2:
        return None
    chain = _upwards(tree, best, lengths[best])
    authors = (tree.author(chain[0]), tree.author(chain[1])) if named else (None, None)
    lost = sum(tree.comments[i].missing for i in chain)
    ids = tuple(tree.comments[i].id for i in chain)
    return Exchange(ids, (authors[0], authors[1]) if authors[0] and authors[1] else None, lost)


def _length(tree: ReplyTree, i: int, parent: int, lengths: list[int], named: bool) -> int:
    """Comments in the chain that ends at i."""
    if parent == ARTICLE:
        return 1 if not named or tree.author(i) else 0
    if not named:
        return lengths[parent] + 1
    name, to = tree.author(i), tree.author(parent)
    if not name:
        return 0
    if not to or name == to:
        return 1
    above = tree.parents[parent]
    continues = lengths[parent] > 1 and above != ARTICLE and tree.author(above) == name
    return lengths[parent] + 1 if continues else 2


def _upwards(tree: ReplyTree, position: int, length: int) -> list[int]:
    chain = [position]
    while len(chain) < length:
        chain.append(tree.parents[chain[-1]])
    return chain[::-1]


def questions(tree: ReplyTree, acts: tuple[CommentActs, ...]) -> tuple[Question, ...]:
    """The question that each asking comment ends with, and the replies of others to it."""
    asking = {entry.comment_id: entry for entry in acts if any(a.act is Act.QUESTION for a in entry.acts)}
    return tuple(
        _question(tree, i, next(a.cue for a in asking[comment.id].acts if a.act is Act.QUESTION), asking[comment.id])
        for i, comment in enumerate(tree.comments)
        if comment.id in asking
    )


def _question(tree: ReplyTree, i: int, sentence: str, acts: CommentActs) -> Question:
    below = tree.replies[i]
    asker = tree.author(i)
    others = (j for j in below if not tree.comments[j].missing and (asker is None or tree.author(j) != asker))
    lost = sum(tree.comments[j].missing for j in below)
    meta = any(a.act is Act.META for a in acts.acts)
    return Question(tree.comments[i].id, sentence, tuple(tree.comments[j].id for j in others), lost, meta)
