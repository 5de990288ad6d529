"""The theses of many threads → clusters of those with much the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from threads.discourse.sentences import words

SIMILAR = 0.45
"""TF-IDF cosine from which two theses are linked."""


@dataclass(frozen=True, slots=True)
class ThesisCluster:
    """Threads whose theses share their words. The theses of one cluster can contradict each other: read them.

    `theses` are the different texts in it, by number of threads; `thread_ids` in corpus order.
    """

    name: str
    theses: tuple[str, ...]
    thread_ids: tuple[str, ...]


def thesis_clusters(theses: Sequence[tuple[str, str]]) -> tuple[ThesisCluster, ...]:
    """Cluster (thread id, thesis) pairs: single linkage over TF-IDF of words and word beginnings, largest first."""
    texts = list(dict.fromkeys(text for _, text in theses))
    label = dict(zip(texts, _components(texts), strict=True))
    clusters: dict[int, list[tuple[str, str]]] = {}
    for thread_id, text in theses:
        clusters.setdefault(label[text], []).append((thread_id, text))
    return tuple(_cluster(members) for members in sorted(clusters.values(), key=lambda m: -len(m)))


def _components(texts: list[str]) -> list[int]:
    if not any(_stems(text) for text in texts):
        return list(range(len(texts)))
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import radius_neighbors_graph

    rows = TfidfVectorizer(analyzer=_stems, sublinear_tf=True).fit_transform(texts)
    graph = radius_neighbors_graph(rows, 1 - SIMILAR, metric="cosine", include_self=True)
    return [int(label) for label in connected_components(graph, directed=False)[1]]


def _stems(text: str) -> list[str]:
    return [word[:6] for word in words(text) if len(word) > 3]


def _cluster(members: list[tuple[str, str]]) -> ThesisCluster:
    texts = [text for _, text in members]
    ordered = sorted(dict.fromkeys(texts), key=lambda text: -texts.count(text))
    return ThesisCluster(ordered[0], tuple(ordered), tuple(thread_id for thread_id, _ in members))
