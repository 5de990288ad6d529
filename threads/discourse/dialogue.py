"""A thread → who answered whom, the longest exchange, and the questions left open."""

from __future__ import annotations

from dataclasses import dataclass


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

    `lost_replies`: placeholders stand below it, so that an answer may have been lost.
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
