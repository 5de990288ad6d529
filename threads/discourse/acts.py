"""Comments → dialogue acts, by cues in six languages.

Zhang, Culbertson & Paritosh 2017 (acts of online discussion); Häring, Loosen & Maalej 2018 (meta comments).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from threads.discourse.cues import pattern
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.discourse.sentences import sentences, without_links
from threads.stance.label import Agreement
from threads.stance.reading import CommentStance

_ASKS = re.compile(r"[?？؟][\s!?.…\"'”“»)\]]*$")


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


_RELATED = {Agreement.AGREE: Act.AGREEMENT, Agreement.DISAGREE: Act.DISAGREEMENT}
_OPENING = 2  # agreement and disagreement are read from the first sentences, where replies say it
_ORDER = (
    Act.META,
    Act.ANNOUNCEMENT,
    Act.DISAGREEMENT,
    Act.AGREEMENT,
    Act.APPRECIATION,
    Act.NEGATIVE_REACTION,
    Act.HUMOUR,
    Act.ELABORATION,
)


def dialogue_acts(tree: ReplyTree, language: str | None = None) -> tuple[CommentActs, ...]:
    """The acts of every observed comment, in thread order; `language` where a comment states none.

    Agreement and disagreement need a comment above to agree with: they are left to replies, and where no words show
    them the model's reply relation does.
    """
    found: dict[int, tuple[ActCue, ...]] = {}
    for i, comment in enumerate(tree.comments):
        if not comment.missing:
            parent = tree.parents[i]
            asked = parent != ARTICLE and any(a.act is Act.QUESTION for a in found.get(parent, ()))
            found[i] = _acts(tree, i, comment.language or language, asked)
    return tuple(CommentActs(tree.comments[i].id, acts) for i, acts in found.items())


def _acts(tree: ReplyTree, i: int, language: str | None, asked: bool) -> tuple[ActCue, ...]:
    text = tree.comments[i].own_words
    parent = tree.parents[i]
    acts = [ActCue(Act.QUESTION, question)] if (question := last_question(text, language)) else []
    same = parent != ARTICLE and tree.author(i) is not None and tree.author(i) == tree.author(parent)
    if asked and not same and not acts:
        acts.append(ActCue(Act.ANSWER, "replies to a question"))
    if same:
        acts.append(ActCue(Act.ELABORATION, "continues the author's own comment"))
    acts += _cued(text, language, is_reply=parent != ARTICLE)
    return (*acts, *_related(tree.stances[i], acts))


def _related(stance: CommentStance | None, acts: list[ActCue]) -> list[ActCue]:
    """What the model says about the reply, where its words say neither yes nor no."""
    related = _RELATED.get(stance.agreement) if stance is not None and stance.agreement is not None else None
    said = any(cue.act in (Act.AGREEMENT, Act.DISAGREEMENT) for cue in acts)
    return [] if related is None or said else [ActCue(related, "the model's reply relation")]


def _cued(text: str, language: str | None, *, is_reply: bool) -> list[ActCue]:
    opening = " ".join(sentences(text, language)[:_OPENING])
    found: list[ActCue] = []
    for act in _ORDER:
        relational = act in (Act.AGREEMENT, Act.DISAGREEMENT)
        if relational and (not is_reply or any(cue.act is Act.DISAGREEMENT for cue in found)):
            continue  # "not true" contains "true": disagreement is looked for first
        if match := pattern(act.value, language).search(opening if relational else text):
            found.append(ActCue(act, match.group().strip()))
    return found


def last_question(text: str, language: str | None) -> str | None:
    """The question that a text ends with, verbatim; None where it does not.

    What is asked and then followed by more is mostly rhetorical: among labelled replies, asking at the end finds
    questions with F1 0.50, asking anywhere with 0.44.
    """
    last = sentences(text, language)[-1:]
    return last[0] if last and _ASKS.search(without_links(last[0]).rstrip()) else None
