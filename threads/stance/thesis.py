"""An article in, the sentence that is most likely its thesis out, with reasons and runner-ups.

Claim detection after Levy et al. 2014 (cues of claims, closeness to the topic); centrality by LexRank (Erkan & Radev
2004). Title, lead and conclusion count for more than what lies between.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from threads.stance.reading import Thesis, ThesisCandidate
from threads.stance.sentences import Sentence, article_sentences
from threads.thread import Article

Matrix = NDArray[np.float64]

_LEAST_WORDS = 4
_FEWEST_WORDS, _MOST_WORDS = 7, 45
"""Below the least a sentence is passed over; outside the other two it is unlikely."""
_MOST_SENTENCES = 400
"""Of a longer article the first and last of these are ranked, so that the cost stays bounded."""
_CLAIM_KINDS = ("clause", "shows", "modal", "value", "contrast")
_OPENING_MARKS = '"“„»«‘‚'
_MARKS = _OPENING_MARKS + "”’'›‹ ()[]"
_ALIKE = 0.6
"""Cosine from which a candidate says the same as a better one."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each property adds to a candidate's score; chosen by eye on a dozen articles, not fitted."""

    lead: float = 1.0
    conclusion: float = 0.5
    title: float = 1.2
    claim: float = 0.35
    like_title: float = 1.2
    central: float = 0.6
    question: float = -2.0
    back: float = -0.4
    speech: float = -0.4
    self: float = -0.3
    length: float = -0.6


WEIGHTS = Weights()


class Place(Enum):
    """Where in the article a sentence stands, for those places that count."""

    TITLE = "is the title"
    LEAD = "stands in the lead"
    CONCLUSION = "stands in the conclusion"

    @property
    def weight(self) -> float:
        """What the place adds to the score."""
        return {Place.TITLE: WEIGHTS.title, Place.LEAD: WEIGHTS.lead, Place.CONCLUSION: WEIGHTS.conclusion}[self]

    @property
    def reason(self) -> str:
        """The place in words."""
        return self.value


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    place: Place | None
    near: float
    """How much of the place's weight it gets, in 0..1."""


def propose(article: Article, *, top: int = 5) -> Thesis | None:
    """The likeliest thesis and up to `top - 1` runner-ups, best first; None where the article has no such sentence.

    The same article always gives the same thesis.
    """
    candidates = list(_candidates(article))
    if not candidates or not (article.text or "").strip():
        return None
    texts = [one.sentence.text for one in candidates]
    similarity, like_title = _similarities(texts, article.title)
    scored = [
        _scored(candidate, article.language, float(close), float(central))
        for candidate, close, central in zip(candidates, like_title, _centrality(similarity), strict=True)
    ]
    chosen = _unlike([one.score for one in scored], similarity, top)
    first, *others = (scored[i] for i in chosen)
    return Thesis(first.text, given=False, reasons=first.reasons, runner_ups=tuple(others))


def _candidates(article: Article) -> Iterator[_Candidate]:
    """The title where it can be a claim, and the closed sentences of the text that are no question."""
    title = clean_title(article.title)
    if title and _is_assertion(title, article.language):
        yield _Candidate(Sentence(title, -1, True), Place.TITLE, 1.0)
    whole = article_sentences(article.text or "", article.language)
    closed = [one for one in whole if one.ends and len(_words(one.text)) >= _LEAST_WORDS and _is_prose(one.text, title)]
    if len(closed) > _MOST_SENTENCES:
        closed = closed[: _MOST_SENTENCES * 3 // 4] + closed[-_MOST_SENTENCES // 4 :]
    paragraphs = sorted({one.paragraph for one in closed})
    for at, sentence in enumerate(closed):
        yield _Candidate(sentence, *_place(at, len(closed), paragraphs.index(sentence.paragraph), len(paragraphs)))


def _place(at: int, sentences: int, paragraph: int, paragraphs: int) -> tuple[Place | None, float]:
    if at < 5 and paragraph < 3:
        return Place.LEAD, 1.0 - 0.15 * at
    if paragraph >= paragraphs - 2 and at >= sentences - 5:
        return Place.CONCLUSION, 1.0
    return None, 0.0


def clean_title(title: str | None) -> str | None:
    """The title without the site's name after a bar or a double arrow."""
    first = re.split(r"\s+[|»]\s+", (title or "").strip())[0].strip()
    return first or None


def _is_assertion(title: str, language: str | None) -> bool:
    """Whether a headline says something: it is no question, and has a verb or a word that makes a claim."""
    if is_question(title, language) or len(_words(title)) < _LEAST_WORDS:
        return False
    return any(_pattern(language, kind).search(title) for kind in ("verb", "shows", "modal"))


def _is_prose(sentence: str, title: str | None) -> bool:
    return sentence != title and "://" not in sentence and "www." not in sentence


def is_question(text: str, language: str | None) -> bool:
    """Whether a sentence or headline asks, with or without a question mark."""
    bare = text.strip(_MARKS)
    if text.rstrip(_MARKS.replace("?", "")).endswith("?"):
        return True
    return not text.rstrip(_MARKS).endswith((".", "!")) and _pattern(language, "question").match(bare) is not None


def claim_cues(text: str, language: str | None) -> tuple[str, ...]:
    """The words that make a sentence a claim, one for each kind of cue that it has."""
    found = (_pattern(language, kind).search(text) for kind in _CLAIM_KINDS)
    return tuple(match[0] for match in found if match)


def _scored(candidate: _Candidate, language: str | None, like_title: float, central: float) -> ThesisCandidate:
    text, place = candidate.sentence.text, candidate.place
    claims = claim_cues(text, language)
    like_title *= place is not Place.TITLE
    score = min(len(claims), 3) * WEIGHTS.claim + like_title * WEIGHTS.like_title + central * WEIGHTS.central
    if place is not None:
        score += candidate.near * place.weight
    score += sum(_penalties(text, language))
    return ThesisCandidate(text, round(score, 4), tuple(_reasons(place, claims, like_title, central)))


def _penalties(text: str, language: str | None) -> Iterator[float]:
    bare, words = text.strip(_MARKS), len(_words(text))
    if is_question(text, language):
        yield WEIGHTS.question
    if text[:1] in _OPENING_MARKS or _pattern(language, "speech").search(text):
        yield WEIGHTS.speech
    if _pattern(language, "back").match(bare):
        yield WEIGHTS.back
    if _pattern(language, "self").search(text):
        yield WEIGHTS.self
    if not _FEWEST_WORDS <= words <= _MOST_WORDS:
        yield WEIGHTS.length


def _reasons(place: Place | None, claims: Sequence[str], like_title: float, central: float) -> Iterator[str]:
    if place is not None:
        yield place.reason
    if claims:
        yield "is worded as a claim: " + ", ".join(f"\u201c{word}\u201d" for word in claims)
    if like_title >= 0.2:
        yield "shares words with the title"
    if central >= 0.6:
        yield "many sentences of the article speak of the same"


def _similarities(texts: Sequence[str], title: str | None) -> tuple[Matrix, Matrix]:
    """TF-IDF cosines among the sentences, shape (n, n), and of each with the title, shape (n,)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    whole = [*texts, clean_title(title) or ""]
    if not any(_stems(text) for text in texts):
        return np.eye(len(texts)), np.zeros(len(texts))
    rows = TfidfVectorizer(analyzer=_stems, sublinear_tf=True).fit_transform(whole)
    cosines = np.asarray((rows @ rows.T).toarray(), dtype=np.float64)
    return cosines[:-1, :-1], cosines[:-1, -1]


def _centrality(similarity: Matrix) -> Matrix:
    """PageRank over the similarities, shape (n,), the most central sentence 1."""
    links = similarity - np.diag(np.diag(similarity))
    sums = links.sum(axis=1, keepdims=True)
    steps = np.where(sums > 0, links / np.where(sums > 0, sums, 1.0), 1 / len(links))
    rank = np.full(len(links), 1 / len(links))
    for _ in range(100):
        rank = 0.15 / len(links) + 0.85 * (rank @ steps)
    return np.asarray(rank / rank.max())


def _unlike(scores: Sequence[float], similarity: Matrix, top: int) -> list[int]:
    """The best, each unlike the ones before it, best first."""
    chosen: list[int] = []
    for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        if len(chosen) < max(top, 1) and all(similarity[i, j] < _ALIKE for j in chosen):
            chosen.append(i)
    return chosen


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _stems(text: str) -> list[str]:
    """Longer words cut to six letters: enough to bring the forms of a word together in the six languages."""
    return [word[:6] for word in map(str.casefold, _words(text)) if len(word) > 3]


@cache
def _cues() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("threads.stance").joinpath("claims.toml").read_text(encoding="utf-8"))


@cache
def _pattern(language: str | None, kind: str) -> re.Pattern[str]:
    """One expression for all cues of a kind; it matches nothing in a language without cues."""
    cues = _cues().get((language or "").split("-")[0], {}).get(kind, ())
    ways = "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in cues)
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])" if ways else r"(?!)", re.IGNORECASE)
