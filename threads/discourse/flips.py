"""Threads with stance → author flips, softenings and contrasts."""

from __future__ import annotations

from dataclasses import dataclass

from threads.stance.label import Stance


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
