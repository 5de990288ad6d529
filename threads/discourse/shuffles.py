"""A graph's links → the links of random graphs in which every node keeps its number of links.

Many edge swaps at once, after the global edge switching of Allendorf, Meyer, Penschuck & Tran 2023; here every round
has a mirror image of the same chance, so that in the long run every such graph is equally likely.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

SWAPS = 10
"""Swaps tried a link before a shuffle is taken: with fewer, traces of the graph itself remain."""

_TRIED = 0.8  # under 1, so that any one swap can be made alone and every graph can be reached
_ROUNDS = round(2 * SWAPS / _TRIED)
_AT_ONCE = 200_000  # links that are held in memory together


def shuffles(links: IntArray, nodes: int, *, most: int, seed: int = 0) -> Iterator[IntArray]:
    """Up to `most` shuffles, each the links (m, 2) of a simple graph over the same nodes, numbered from 0.

    `links` (m, 2) must be simple too: no loop, no link twice. The shuffles are independent of each other; a graph that
    admits no swap (a star, a complete graph) comes back as it is.
    """
    random = np.random.default_rng(seed)
    left = most
    while left > 0:
        together = min(left, max(1, min(10, _AT_ONCE // max(1, len(links)))))
        shuffled = np.repeat(np.asarray(links, dtype=np.int64).T[:, None, :], together, axis=1)
        for _ in range(_ROUNDS):
            _swap_round(shuffled, nodes, random)
        yield from (np.ascontiguousarray(shuffled[:, i].T) for i in range(together))
        left -= together


def _swap_round(shuffled: IntArray, nodes: int, random: np.random.Generator) -> None:
    """Pair the links of each graph, (2, graphs, m), at random, try most of the pairs, make the swaps nobody objects to.

    (u, v), (x, y) become (u, y), (x, v) or (u, x), (v, y). A swap is made only if no other link is, and no other swap
    would make, one of its two old or two new links: the same round then leads back with the same chance.
    """
    graphs, m = shuffled.shape[1:]
    graph = np.repeat(np.arange(graphs), m // 2)
    order = random.permuted(np.tile(np.arange(m), (graphs, 1)), axis=1)
    one, two = order[:, : m // 2].ravel(), order[:, m // 2 : 2 * (m // 2)].ravel()
    tried = random.random(len(graph)) < _TRIED
    graph, one, two = graph[tried], one[tried], two[tried]
    (u, v), (x, y) = shuffled[:, graph, one], shuffled[:, graph, two]
    crossed = random.random(len(graph)) < 0.5
    first = np.stack([u, np.where(crossed, x, y)])
    second = np.stack([np.where(crossed, v, x), np.where(crossed, y, v)])
    simple = (first[0] != first[1]) & (second[0] != second[1])
    graph, one, two, first, second = graph[simple], one[simple], two[simple], first[:, simple], second[:, simple]
    old = _codes(shuffled, nodes) + np.arange(graphs)[:, None] * nodes * nodes
    new = _codes(np.stack([first, second], axis=1), nodes) + graph * nodes * nodes
    claims = _counts(np.concatenate([old.ravel(), new.ravel()])) == 1
    had, wanted = claims[: old.size].reshape(old.shape), claims[old.size :].reshape(new.shape)
    free = wanted.all(axis=0) & had[graph, one] & had[graph, two]
    shuffled[:, graph[free], one[free]] = first[:, free]
    shuffled[:, graph[free], two[free]] = second[:, free]


def _codes(links: IntArray, nodes: int) -> IntArray:
    """A number for each link, ends first, whichever way round it stands."""
    return np.asarray(np.minimum(links[0], links[1]) * nodes + np.maximum(links[0], links[1]))


def _counts(codes: IntArray) -> IntArray:
    """How often each entry's value occurs among all entries."""
    order = np.argsort(codes)
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    counts = np.diff(np.r_[starts, len(codes)])
    found = np.empty_like(codes)
    found[order] = np.repeat(counts, counts)
    return np.asarray(found)
