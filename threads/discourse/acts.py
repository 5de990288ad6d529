"""Comments → dialogue acts, by cues in six languages.

Zhang, Culbertson & Paritosh 2017 (acts of online discussion); Häring, Loosen & Maalej 2018 (meta comments).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from threads.discourse.cues import pattern
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.discourse.sentences import sentences, without_links, words
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
_ASKED_WITHIN = 40  # words: what is longer and ends with a question mostly argues
_JOKED_WITHIN = 30  # words: a smiley under more than that mostly softens what was said in earnest
_OPEN = {Agreement.UNCLEAR, None}
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
    text = tree.own_words[i]
    parent = tree.parents[i]
    acts = [ActCue(Act.QUESTION, question)] if (question := last_question(text, language)) else []
    same = parent != ARTICLE and tree.author(i) is not None and tree.author(i) == tree.author(parent)
    if asked and not same and not acts:
        acts.append(ActCue(Act.ANSWER, "replies to a question"))
    if same:
        acts.append(ActCue(Act.ELABORATION, "continues the author's own comment"))
    acts += _cued(text, language, is_reply=parent != ARTICLE)
    return (*acts, *_related(tree.stances[i], acts, text, language)) if parent != ARTICLE else tuple(acts)


def _related(stance: CommentStance | None, acts: list[ActCue], text: str, language: str | None) -> list[ActCue]:
    """What the model says about the reply, where its words say neither yes nor no; where it is unsure, a denial."""
    if any(cue.act in (Act.AGREEMENT, Act.DISAGREEMENT) for cue in acts):
        return []
    agreement = stance.agreement if stance is not None else None
    if agreement in _RELATED:
        return [ActCue(_RELATED[agreement], "the model's reply relation")]
    denied = pattern("denial", language).search(_opening(text, language))
    plain = all(cue.act is Act.ELABORATION for cue in acts) and agreement in _OPEN
    return [ActCue(Act.DISAGREEMENT, denied.group())] if denied and plain else []


def _opening(text: str, language: str | None) -> str:
    return " ".join(sentences(text, language)[:_OPENING])


def _cued(text: str, language: str | None, *, is_reply: bool) -> list[ActCue]:
    opening = _opening(text, language)
    found: list[ActCue] = []
    for act in _ORDER:
        relational = act in (Act.AGREEMENT, Act.DISAGREEMENT)
        if relational and (not is_reply or any(cue.act is Act.DISAGREEMENT for cue in found)):
            continue  # "not true" contains "true": disagreement is looked for first
        if act is Act.HUMOUR and len(words(text)) > _JOKED_WITHIN:
            continue
        match = pattern(act.value, language).search(opening if relational else text)
        if match is None and act is Act.AGREEMENT:
            match = pattern("assent", language).match(opening.lstrip("\"'„“”«»–—-.…@ "))
        if match:
            found.append(ActCue(act, match.group().strip()))
    return found


def last_question(text: str, language: str | None) -> str | None:
    """The question that a text ends with, verbatim; None where it does not.

    What is asked and then followed by more, or at the end of a long comment, is mostly rhetorical: among 1,500 labelled
    replies, asking at the end of up to 40 words finds questions with F1 0.54, asking at the end with 0.50.
    """
    last = sentences(text, language)[-1:]
    if not last or len(words(text)) > _ASKED_WITHIN:
        return None
    return last[0] if _ASKS.search(without_links(last[0]).rstrip()) else None
