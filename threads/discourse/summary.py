"""A thread with its findings → sentences, each with the ids of the comments it rests on.

Erkan & Radev 2004 (LexRank); Carbonell & Goldstein 1998 (MMR); Llewellyn, Grover & Oberlander 2014 (news comments).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from threads.stance.label import Stance


class Topic(StrEnum):
    """What a sentence of the summary is about."""

    THESIS = "thesis"
    SHARES = "shares"
    COMPLETENESS = "completeness"
    OPENING = "opening"
    CAMP = "camp"
    BRANCH = "branch"
    EXCHANGE = "exchange"
    FLIP = "flip"
    CONTRAST = "contrast"
    TURN = "turn"
    SWING = "swing"
    MOVED = "who moved whom"
    QUESTION = "question"
    META = "meta"
    RETOLD = "retold"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a comment, verbatim, in its own language."""

    comment_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Representative:
    """A sentence that stands for a camp: central among its sentences (`centrality`, 0..1, sums to 1 over the camp)."""

    stance: Stance
    quotation: Quotation
    centrality: float


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence in the reader's language, with the comments it rests on and what it quotes.

    `text` contains every quotation verbatim.
    """

    topic: Topic
    text: str
    cites: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Two texts about a thread: where it stands (`stance`) and how it moved (`dialogue`); framing in `language`."""

    language: str
    stance: tuple[SummarySentence, ...]
    dialogue: tuple[SummarySentence, ...]
    representatives: tuple[Representative, ...]

    @property
    def text(self) -> str:
        """Both texts as two paragraphs."""
        return "\n\n".join(" ".join(s.text for s in part) for part in (self.stance, self.dialogue) if part)
