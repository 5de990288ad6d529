"""Comments → sentences fit to be quoted, and quotations fit to be read: verbatim, cut where too long, with their id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from threads.discourse.central import Candidate, Central
from threads.discourse.replies import ReplyTree
from threads.discourse.sentences import links, sentences, words
from threads.discourse.summary import Quotation
from threads.discourse.wording import Wording
from threads.stance.label import Distribution, Stance

LONGEST_QUOTATION = 45
"""Words after which a quotation is cut, with […] outside the quotation marks."""
READABLE = 25
"""Words up to which a sentence is quoted as readily as a shorter one."""
SHORTEST_QUOTATION = 4
TELLING = 8
"""Words under which a sentence seldom says what its comment is about."""

_WORD = re.compile(r"\S+")
_LEANS = re.compile(
    r"@|\(|(?:und|aber|denn|doch|auch|dann|dies\w*|er|sie|es|also|deshalb|deswegen|daher|wobei|sondern|nämlich|oder|"
    r"das (?:ist|war|wäre|wird|hat|heißt|kann|geht|nämlich)|"
    r"and|but|this|that|these|those|it|he|she|they|so|then|also|or|because|et|mais|car|donc|cela|ça|c(?:'|’)est|ceci|"
    r"il|elle|ils|elles|e|ed|ma|quindi|questo|questa|ciò|lui|lei|loro|y|pero|entonces|esto|eso|él|ella|ellos|"
    r"и|а|но|это|он|она|они|так|тогда|поэтому)(?!\w)",
    re.IGNORECASE,
)
"""How a sentence begins that leans on the one before it, and so says little on its own."""
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"))


def candidates(tree: ReplyTree, positions: list[int], camp: Stance | None = None) -> list[Candidate]:
    """Sentences of own words, without those that only link; short ones only where a comment has no longer."""
    found = []
    for i in positions:
        weight = _belonging(tree.distribution(i), camp)
        quotable = _quotable(tree.own_words[i], tree.comments[i].language)
        found += [Candidate(i, one.text, weight * one.weight) for one in quotable]
    return found


@dataclass(frozen=True, slots=True)
class _Quotable:
    """A sentence and how readily it is quoted (0..1)."""

    text: str
    weight: float


@lru_cache(maxsize=4096)
def _quotable(text: str, language: str | None) -> tuple[_Quotable, ...]:
    parts = [s for s in sentences(text, language) if not links(s) and words(s)]
    long = [s for s in parts if len(words(s)) >= SHORTEST_QUOTATION]
    return tuple(_Quotable(s, _weighed(s)) for s in long or parts)


def _belonging(distribution: Distribution | None, camp: Stance | None) -> float:
    """Probability that a comment belongs to a camp; 1 where there is no camp to belong to."""
    if distribution is None or camp is None or camp is Stance.UNCLEAR:
        return 1.0
    return {
        Stance.AGREE: distribution.agree, Stance.NEUTRAL: distribution.neutral, Stance.DISAGREE: distribution.disagree,
    }[camp]  # fmt: skip


def _weighed(sentence: str) -> float:
    """Less for a question, for what leans on other words or breaks off, and for what is too short or too long."""
    ends = sentence.rstrip('”“»)"').endswith(("?", "…", "...", ":", ","))
    aside = ends or sentence[:1].islower() or _LEANS.match(sentence) or _torn(sentence)
    short = min(1.0, len(words(sentence)) / TELLING)
    return (0.4 if aside else 1.0) * short * min(1.0, (READABLE / max(1, len(words(sentence)))) ** 2)


def _torn(sentence: str) -> bool:
    """Whether quotation marks or brackets are opened and not closed in it, or the other way round."""
    if any(sentence.count(one) != sentence.count(other) for one, other in _PAIRS):
        return True
    return sum(sentence.count(mark) for mark in '„“”"') % 2 == 1


def cut(sentence: str) -> str:
    """The sentence, or its first LONGEST_QUOTATION words: a substring either way."""
    ends = [match.end() for match in _WORD.finditer(sentence)]
    return sentence if len(ends) <= LONGEST_QUOTATION else sentence[: ends[LONGEST_QUOTATION - 1]]


def _quoted(quotation: Quotation, full: str, say: Wording) -> str:
    """A quotation in quotation marks, with a mark where it was cut, and its comment's id."""
    more = "" if quotation.text == full else " […]"
    return f"{say.quote(quotation.text)}{more} [{quotation.comment_id}]"


def quotation_of(tree: ReplyTree, central: Central) -> Quotation:
    """A chosen sentence as a quotation of its comment."""
    return Quotation(tree.comments[central.candidate.position].id, cut(central.candidate.text))


def quotes(tree: ReplyTree, chosen: tuple[Quotation, ...], say: Wording) -> str:
    """Several quotations one after the other."""
    position = {comment.id: i for i, comment in enumerate(tree.comments)}
    told = []
    for quotation in chosen:
        i = position[quotation.comment_id]
        whole = quotation.text in sentences(tree.own_words[i], tree.comments[i].language)
        told.append(_quoted(quotation, quotation.text if whole else "", say))
    return " ".join(told)
