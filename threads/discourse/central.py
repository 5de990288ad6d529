"""Sentences of comments → those that stand for the rest: PageRank over similarity, then MMR against repetition.

Erkan & Radev 2004 (LexRank, here continuous and personalised); Carbonell & Goldstein 1998 (MMR).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from threads.discourse.sentences import words
from threads.discourse.terms import tfidf

FloatArray = npt.NDArray[np.float64]

DAMPING = 0.85
RELEVANCE = 0.5
"""MMR's λ: weight of centrality against novelty."""
MOST_SENTENCES = 1500
"""Sentences that enter one ranking; of more, evenly spaced ones do, so that the cost stays bounded."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the comment at `position`; `weight` (0..1) says how well it would stand for the group."""

    position: int
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Central:
    """A chosen sentence with its centrality, which sums to 1 over the candidates ranked."""

    candidate: Candidate
    centrality: float


def central_sentences(candidates: list[Candidate], quota: int, *, topic: str | None = None) -> tuple[Central, ...]:
    """At most `quota` sentences, one a comment, in thread order; fewer where there are fewer comments.

    Sentences that share words with `topic` weigh up to four times as much.
    """
    thinned = _thin(candidates)
    if not thinned or quota < 1:
        return ()
    if len(thinned) == 1:
        return (Central(thinned[0], 1.0),)
    similarity = _similarity([*(c.text for c in thinned), topic or ""])
    weights = np.array([c.weight for c in thinned]) * (1 + 3 * similarity[-1, :-1])
    ranks = pagerank(similarity[:-1, :-1], weights)
    chosen = _mmr(thinned, similarity[:-1, :-1], ranks * weights, quota)
    return tuple(Central(thinned[i], float(ranks[i])) for i in sorted(chosen, key=lambda i: (thinned[i].position, i)))


def pagerank(similarity: FloatArray, weights: FloatArray) -> FloatArray:
    """PageRank (n,) over a symmetric similarity matrix (n, n) ≥ 0 without its diagonal, restarting by `weights`."""
    restart = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / len(weights))
    links = similarity - np.diag(np.diag(similarity))
    out = links.sum(axis=1)
    steps = np.divide(links, out[:, None], out=np.zeros_like(links), where=out[:, None] > 0)
    lost = out == 0
    any_lost, restarted, rank = lost.any(), (1 - DAMPING) * restart, restart.copy()
    for _ in range(200):
        onward = rank @ steps
        if any_lost:
            onward += rank[lost].sum() * restart
        following = restarted + DAMPING * onward
        if np.abs(following - rank).sum() < 1e-12:
            break
        rank = following
    return np.asarray(rank / rank.sum())


def _thin(candidates: list[Candidate]) -> list[Candidate]:
    if len(candidates) <= MOST_SENTENCES:
        return candidates
    return [candidates[int(i)] for i in np.linspace(0, len(candidates) - 1, MOST_SENTENCES)]


def _similarity(texts: list[str]) -> FloatArray:
    """TF-IDF cosines (n, n); identity where no text has a word."""
    terms = [_stems(text) for text in texts]
    if not any(terms):
        return np.eye(len(texts))
    rows = tfidf(terms)
    return np.asarray((rows @ rows.T).toarray())


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    """Words and, against inflection, the first five letters of longer ones."""
    found = words(text)
    return (*found, *(f"{word[:5]}…" for word in found if len(word) > 6))


def _mmr(candidates: list[Candidate], similarity: FloatArray, scores: FloatArray, quota: int) -> list[int]:
    relevance = scores / (scores.max() or 1.0)
    chosen: list[int] = []
    taken: set[int] = set()
    while len(chosen) < quota:
        left = [i for i, c in enumerate(candidates) if c.position not in taken]
        if not left:
            break
        repeats = similarity[np.ix_(left, chosen)].max(axis=1) if chosen else np.zeros(len(left))
        best = left[int((RELEVANCE * relevance[left] - (1 - RELEVANCE) * repeats).argmax())]
        chosen.append(best)
        taken.add(candidates[best].position)
    return chosen
