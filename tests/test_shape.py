"""Shape of reply trees against hand-computed values and against a graph library."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_threads import SEED_000, SEED_001, chain, said, star, tree_of

from threads.discourse.measure import Measure
from threads.discourse.replies import ReplyTree
from threads.discourse.shape import shape


def measured(tree: ReplyTree) -> dict[str, Measure]:
    return {measure.name: measure for measure in shape(tree)}


@pytest.mark.parametrize(
    ("comments", "name", "value", "placed"),
    [
        (SEED_000, "structural_virality", 1.8, 1.8),
        (SEED_000, "h_index", 1, 1),
        (SEED_000, "wiener_index", 18, 18),
        (SEED_000, "size", 4, 4),
        (SEED_000, "depth", 2, 2),
        (SEED_000, "width", 3, 3),
        (SEED_000, "branching", 1, 1),
        (SEED_001, "structural_virality", 80 / 21, 3.4),
        (SEED_001, "h_index", 1, 2),
        (SEED_001, "wiener_index", 80, 153),
        (SEED_001, "size", 6, 9),
        (SEED_001, "depth", 7, 7),
        (SEED_001, "width", 2, 2),
    ],
)
def test_oracles_of_the_seeds(comments, name: str, value: float, placed: float) -> None:
    measure = measured(tree_of(comments))[name]
    assert measure.value == pytest.approx(value)
    assert measure.with_placeholders == pytest.approx(placed)


@pytest.mark.parametrize(
    ("tree", "virality", "h_index"),
    [
        (star("a"), 1, 1),
        (star("ab"), 4 / 3, 1),
        (chain("ab"), 4 / 3, 1),
        (chain("abc"), 10 / 6, 1),
        (star("abcd"), 16 / 10, 1),
    ],
)
def test_small_trees_by_hand(tree: ReplyTree, virality: float, h_index: int) -> None:
    assert measured(tree)["structural_virality"].value == pytest.approx(virality)
    assert measured(tree)["h_index"].value == h_index


def test_a_thread_of_h_index_3() -> None:
    comments = [said(0), *(said(i, 0, depth=1) for i in (1, 2)), *(said(i, 1, depth=2) for i in (3, 4, 5))]
    assert measured(tree_of(comments))["h_index"].value == 3


def test_without_comments_there_are_reasons_and_no_zeros() -> None:
    for measure in shape(tree_of([])):
        assert measure.value is None or measure.name == "size"
    assert measured(tree_of([]))["structural_virality"].reason == "no comments"
    assert measured(star("ab"))["branching"].reason == "no comment has a reply"


def test_only_placeholders_are_no_comments() -> None:
    tree = tree_of([said(0, missing=True)])
    assert measured(tree)["depth"].value is None
    assert measured(tree)["depth"].with_placeholders == 1


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=12))
def test_wiener_index_is_the_sum_of_all_distances(drawn: list[tuple[int, bool]]) -> None:
    comments, depths, graph, kept = [], [], nx.Graph(), ["article"]
    graph.add_node("article")
    for i, (number, missing) in enumerate(drawn):
        parent = number % (i + 1) - 1
        depths.append(0 if parent < 0 else depths[parent] + 1)
        comments.append(said(i, None if parent < 0 else parent, depth=depths[i], missing=missing))
        graph.add_edge("article" if parent < 0 else f"c{parent}", f"c{i}")
        kept += [] if missing else [f"c{i}"]
    distance = dict(nx.all_pairs_shortest_path_length(graph))
    measure = measured(tree_of(comments))["wiener_index"]
    assert (measure.value or 0) == sum(distance[a][b] for a, b in combinations(kept, 2))
    assert (measure.with_placeholders or 0) == sum(distance[a][b] for a, b in combinations(graph, 2))


def test_a_deep_chain_needs_no_recursion() -> None:
    tree = tree_of([said(i, i - 1 if i else None, depth=i) for i in range(20_000)])
    assert measured(tree)["depth"].value == 20_000
