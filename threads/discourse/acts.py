"""Comments → dialogue acts, by cues in six languages.

Zhang, Culbertson & Paritosh 2017 (acts of online discussion); Häring, Loosen & Maalej 2018 (meta comments).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a comment does in the dialogue."""

    QUESTION = "question"
    ANSWER = "answer"
    AGREEMENT = "agreement"
    DISAGREEMENT = "disagreement"
    APPRECIATION = "appreciation"
    NEGATIVE_REACTION = "negative reaction"
    ELABORATION = "elaboration"
    HUMOUR = "humour"
    ANNOUNCEMENT = "announcement"
    META = "meta"


@dataclass(frozen=True, slots=True)
class ActCue:
    """One act of a comment and the words (or the place in the tree) that show it."""

    act: Act
    cue: str


@dataclass(frozen=True, slots=True)
class CommentActs:
    """The acts of one comment, the clearest first; empty where no cue was found."""

    comment_id: str
    acts: tuple[ActCue, ...]
