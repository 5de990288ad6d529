"""Shuffles keep every node's links, are simple, seeded, and as likely as each other."""

import random
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.discourse.shuffles import shuffles

HEXAGON = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)])
UNEVEN = np.array([(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5)])


def form(links: np.ndarray) -> frozenset[frozenset[int]]:
    return frozenset(frozenset(pair) for pair in links.tolist())


def all_graphs(links: np.ndarray, nodes: int) -> set[frozenset[frozenset[int]]]:
    """Every simple graph with the same number of links at every node, by trying all sets of links."""
    degrees = np.bincount(links.ravel(), minlength=nodes)
    candidates = combinations(combinations(range(nodes), 2), len(links))
    return {
        form(np.array(some))
        for some in candidates
        if (np.bincount(np.array(some).ravel(), minlength=nodes) == degrees).all()
    }


@pytest.mark.parametrize("links", [HEXAGON, UNEVEN])
def test_every_graph_of_the_same_degrees_is_as_likely(links: np.ndarray) -> None:
    """Chi-squared against even chances over all graphs, found by brute force; the seed is fixed."""
    every = all_graphs(links, 6)
    drawn = Counter(form(one) for one in shuffles(links, 6, most=40 * len(every), seed=1))
    assert set(drawn) == every
    chi_squared = sum((drawn[graph] - 40) ** 2 / 40 for graph in every)
    freedom = len(every) - 1
    assert chi_squared < freedom + 4 * (2 * freedom) ** 0.5


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 40), st.integers(1, 120), st.integers(0, 5))
def test_degrees_stay_and_graphs_stay_simple(nodes: int, most: int, seed: int) -> None:
    pairs = list(combinations(range(nodes), 2))
    links = np.array(random.Random(seed).sample(pairs, min(most, len(pairs))))
    for shuffled in shuffles(links, nodes, most=3, seed=seed):
        assert (np.bincount(shuffled.ravel(), minlength=nodes) == np.bincount(links.ravel(), minlength=nodes)).all()
        assert len(form(shuffled)) == len(links)
        assert (shuffled[:, 0] != shuffled[:, 1]).all()


@pytest.mark.parametrize(
    ("links", "nodes"), [([(0, i) for i in range(1, 8)], 8), (list(combinations(range(5), 2)), 5), ([(0, 1)], 2)]
)
def test_a_graph_without_a_swap_comes_back_as_it_is(links: list[tuple[int, int]], nodes: int) -> None:
    for shuffled in shuffles(np.array(links), nodes, most=3):
        assert form(shuffled) == form(np.array(links))


def test_the_same_seed_gives_the_same_shuffles() -> None:
    one, two, other = (list(shuffles(UNEVEN, 6, most=20, seed=seed)) for seed in (4, 4, 5))
    assert all((a == b).all() for a, b in zip(one, two, strict=True))
    assert any((a != b).any() for a, b in zip(one, other, strict=True))


def test_a_hundred_thousand_links_are_shuffled_one_graph_at_a_time() -> None:
    links = np.array([(i, (i * 7 + 1) % 50_000 + 50_000) for i in range(50_000)])
    (shuffled,) = shuffles(links, 100_000, most=1)
    assert len({tuple(sorted(pair)) for pair in shuffled.tolist()} & {tuple(pair) for pair in links.tolist()}) < 500
