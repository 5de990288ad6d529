"""A thread with its stance → the reply tree by position: parents, replies, levels, order of time, authors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from threads.errors import FormatError
from threads.privacy import stands_for_anybody
from threads.stance.label import Distribution, Stance
from threads.stance.reading import CommentStance, ThreadStance
from threads.thread import Comment, Kind, Precision, Thread, Timestamp

ARTICLE = -1
"""Position of the article, parent of the top-level comments."""

DECIDED = frozenset({Stance.AGREE, Stance.DISAGREE})


@dataclass(frozen=True, slots=True)
class ReplyTree:
    """The comments of a thread by position (document order), `parents[i]` is a position or ARTICLE.

    `own_words` are the comments' texts without what they quote, one string for all measures: a string that was looked
    up once is found again without its letters being read.
    """

    comments: tuple[Comment, ...]
    parents: tuple[int, ...]
    replies: tuple[tuple[int, ...], ...]
    levels: tuple[int, ...]
    stances: tuple[CommentStance | None, ...]
    own_words: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _authors: tuple[str | None, ...] = field(init=False, repr=False, compare=False)
    _distributions: tuple[Distribution | None, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up what every measure asks for."""
        pairs = zip(self.comments, self.stances, strict=True)
        object.__setattr__(self, "own_words", tuple(comment.own_words for comment in self.comments))
        object.__setattr__(self, "_authors", tuple(_author(comment.author) for comment in self.comments))
        object.__setattr__(self, "_distributions", tuple(_distribution(*pair) for pair in pairs))

    @property
    def tops(self) -> tuple[int, ...]:
        """Positions of the top-level comments."""
        return tuple(i for i, parent in enumerate(self.parents) if parent == ARTICLE)

    def author(self, position: int) -> str | None:
        """The author by name; None where there is none or the name stands for anybody ("Anonymous")."""
        return self._authors[position]

    def stance(self, position: int) -> Stance | None:
        """The stance of a reader's comment; None for placeholders, pingbacks and what was not scored."""
        return None if self._distributions[position] is None else self._of(position).stance

    def distribution(self, position: int) -> Distribution | None:
        """The distribution behind `stance`."""
        return self._distributions[position]

    def _of(self, position: int) -> CommentStance:
        stance = self.stances[position]
        if stance is None:
            raise KeyError(position)
        return stance

    def decided(self, position: int) -> bool:
        """True where the stance is agree or disagree."""
        return self.stance(position) in DECIDED

    def scored(self) -> tuple[int, ...]:
        """Positions with a stance, in document order."""
        return tuple(i for i, distribution in enumerate(self._distributions) if distribution is not None)

    def below(self, position: int) -> tuple[int, ...]:
        """The branch of a comment: it and everything under it, in document order."""
        found, stack = [], [position]
        while stack:
            found.append(at := stack.pop())
            stack.extend(self.replies[at])
        return tuple(sorted(found))

    def ordered(self, positions: tuple[int, ...]) -> Ordered:
        """The positions in order of time; in document order where a time is missing or not comparable."""
        times = [self.comments[i].timestamp for i in positions]
        known = [t for t in times if t is not None and t.precision not in (Precision.YEAR, Precision.MONTH)]
        aware = {t.value.tzinfo is not None for t in known}
        if len(known) < len(times) or len(aware) > 1:
            return Ordered(tuple(sorted(positions)), by_document_order=True)
        pairs = sorted(zip(known, positions, strict=True), key=lambda pair: (pair[0].value, pair[1]))
        return Ordered(tuple(i for _, i in pairs), by_document_order=False)


def _author(name: str | None) -> str | None:
    plain = " ".join((name or "").split())
    return plain if plain and not stands_for_anybody(plain) else None


def _distribution(comment: Comment, stance: CommentStance | None) -> Distribution | None:
    if stance is None or comment.missing or comment.kind is Kind.PINGBACK:
        return None
    return stance.distribution


@dataclass(frozen=True, slots=True)
class Ordered:
    """Positions in the order in which the comments were written, as far as known."""

    positions: tuple[int, ...]
    by_document_order: bool


def reply_tree(thread: Thread, stance: ThreadStance | None = None) -> ReplyTree:
    """Index the thread. Raises FormatError where a comment's parent does not stand before it."""
    position: dict[str, int] = {}
    parents: list[int] = []
    levels: list[int] = []
    replies: dict[int, list[int]] = defaultdict(list)
    for i, comment in enumerate(thread.comments):
        if comment.parent is not None and comment.parent not in position:
            raise FormatError(
                f"Comment '{comment.id}' of thread '{thread.id}' replies to '{comment.parent}', which does not stand "
                "before it; every parent must precede its replies."
            )
        parent = ARTICLE if comment.parent is None else position[comment.parent]
        position[comment.id] = i
        parents.append(parent)
        levels.append(0 if parent == ARTICLE else levels[parent] + 1)
        replies[parent].append(i)
    by_id = {entry.comment_id: entry for entry in stance.comments} if stance else {}
    return ReplyTree(
        thread.comments,
        tuple(parents),
        tuple(tuple(replies[i]) for i in range(len(thread.comments))),
        tuple(levels),
        tuple(by_id.get(comment.id) for comment in thread.comments),
    )


def seconds_between(first: Timestamp | None, second: Timestamp | None) -> float | None:
    """Seconds from first to second; None where unknown, coarser than a day, or on the same day to the day only."""
    if first is None or second is None:
        return None
    precisions = {first.precision, second.precision}
    if precisions & {Precision.YEAR, Precision.MONTH} or (first.value.tzinfo is None) != (second.value.tzinfo is None):
        return None
    if Precision.DAY in precisions and first.value.date() == second.value.date():
        return None
    return (second.value - first.value).total_seconds()
