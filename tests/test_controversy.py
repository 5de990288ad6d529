"""Random-walk controversy against a simulated walk, on separate and on mixed camps, and its refusals."""

import random

import networkx as nx
import numpy as np
import pytest
from made_threads import said, tree_of

from threads.discourse.controversy import (
    ERROR,
    AuthorGraph,
    _ends_agreeing,
    author_camps,
    author_graph,
    controversy,
    largest_part,
    random_walk_controversy,
)
from threads.discourse.replies import ReplyTree
from threads.discourse.shuffles import shuffles
from threads.stance.label import Stance

AGREE, DISAGREE = Stance.AGREE, Stance.DISAGREE


def forum(pairs: list[tuple[int, int]], camp_of: dict[int, str]) -> ReplyTree:
    """Every pair is a top-level comment of one author and the reply of the other."""
    comments, letters = [], ""
    for i, (a, b) in enumerate(pairs):
        comments += [said(2 * i, author=f"n{a}"), said(2 * i + 1, 2 * i, depth=1, author=f"n{b}")]
        letters += camp_of[a] + camp_of[b]
    return tree_of(comments, letters)


def camps_forum(size: int, across: int, seed: int = 0) -> ReplyTree:
    """Two camps of `size` authors, dense inside, `across` replies between them."""
    generator = random.Random(seed)
    camp_of = {i: "+" if i < size else "-" for i in range(2 * size)}
    pairs = [
        tuple(generator.sample(range(side * size, (side + 1) * size), 2)) for side in (0, 1) for _ in range(4 * size)
    ]
    pairs += [(generator.randrange(size), size + generator.randrange(size)) for _ in range(across)]
    return forum(pairs, camp_of)


def graph_of(links: list[tuple[int, int]], camps: str) -> AuthorGraph:
    return AuthorGraph(np.array(links), np.array([camp == "+" for camp in camps]))


def simulated(graph: AuthorGraph, hubs: set[int], walks: int) -> float:
    """The definition as published: walk until a hub, count where walks began that ended there."""
    generator = random.Random(1)
    near = nx.Graph(graph.links.tolist())
    ended = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for side in (True, False):
        starts = [i for i in near if graph.agrees[i] == side and i not in hubs]
        for _ in range(walks):
            at = generator.choice(starts)
            while at not in hubs:
                at = generator.choice(list(near[at]))
            ended[side, bool(graph.agrees[at])] += 1
    to = {b: ended[True, b] + ended[False, b] for b in (True, False)}
    share = {(a, b): ended[a, b] / to[b] for a, b in ended}
    return share[True, True] * share[False, False] - share[True, False] * share[False, True]


def test_two_stars_joined_by_two_authors_by_hand() -> None:
    """Hubs 0 (+) and 1 (-) with two leaves each, joined over 2 (+) and 3 (-).

    From 2 a walk ends at 0 with p = 1/2 + q/2, from 3 with q = p/2: p = 2/3, q = 1/3. Of the camp that agrees
    (1 + 1 + 2/3)/3 = 8/9 end at 0, of the other (0 + 0 + 1/3)/3 = 1/9: (8/9)² - (1/9)² = 7/9.
    """
    graph = graph_of([(0, 4), (0, 5), (0, 2), (2, 3), (1, 3), (1, 6), (1, 7)], "+-+-++--")
    assert random_walk_controversy(graph) == pytest.approx(7 / 9)


def test_the_exact_chain_agrees_with_simulated_walks() -> None:
    links = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5), (1, 4)]
    graph = graph_of(links, "+++---")
    # most links on each side: 1 and 2 have 3 (1 wrote first), 3 and 4 have 3 (3 wrote first)
    assert random_walk_controversy(graph) == pytest.approx(simulated(graph, {1, 3}, 40_000), abs=0.02)


def test_a_long_chain_is_solved_too() -> None:
    """Gambler's ruin over 4,000 authors between two hubs of two leaves more each: p(i) = 1 - i/n at place i."""
    n = 4000
    chain = [(i, i + 1) for i in range(n)]
    ends = [(0, n + 1), (0, n + 2), (n, n + 3), (n, n + 4)]
    camps = "+" * (n // 2) + "-" * (n // 2 + 1) + "++--"
    hubs = np.zeros(n + 5, dtype=bool)
    hubs[[0, n]] = True
    graph = graph_of(chain + ends, camps)
    found = _ends_agreeing(graph, hubs, ~hubs)
    np.testing.assert_allclose(found[1:n], 1 - np.arange(1, n) / n, atol=1e-8)


def test_the_null_model_is_that_of_networkx() -> None:
    """The same mean and spread under shuffles by a graph library, one swap at a time."""
    graph = largest_part(author_graph(camps_forum(20, across=15)))
    m, nodes = len(graph.links), len(graph.agrees)
    ours = [random_walk_controversy(AuthorGraph(s, graph.agrees)) for s in shuffles(graph.links, nodes, most=120)]
    theirs = []
    for seed in range(40):
        shuffled = nx.Graph(graph.links.tolist())
        nx.double_edge_swap(shuffled, nswap=10 * m, max_tries=200 * m, seed=seed)
        theirs.append(random_walk_controversy(AuthorGraph(np.array(shuffled.edges), graph.agrees)))
    one, two = (np.array(found, dtype=float) for found in (ours, theirs))
    assert one.mean() == pytest.approx(two.mean(), abs=4 * np.hypot(one.std() / 120**0.5, two.std() / 40**0.5))
    assert one.std() == pytest.approx(two.std(), rel=0.5)


def test_the_baseline_says_how_well_it_is_known() -> None:
    measure = controversy(camps_forum(25, across=40))
    assert measure.baseline is not None
    assert measure.baseline_error is not None
    assert 0 < measure.baseline_error <= ERROR
    other = controversy(camps_forum(25, across=40), seed=1)
    assert other.baseline == pytest.approx(measure.baseline, abs=6 * ERROR)
    assert other.value == measure.value


def test_the_same_seed_gives_the_same_baseline() -> None:
    assert controversy(camps_forum(25, across=40), seed=3) == controversy(camps_forum(25, across=40), seed=3)


def test_a_star_has_no_shuffle_but_itself() -> None:
    pairs = [(0, i) for i in range(1, 40)]
    camps = {i: "+" if i % 2 else "-" for i in range(40)}
    measure = controversy(forum(pairs, camps))
    assert measure.reason is not None or measure.excess == 0


def test_separate_camps_stand_far_above_their_shuffles() -> None:
    measure = controversy(camps_forum(25, across=4))
    assert measure.value is not None
    assert measure.excess is not None
    assert measure.value > 0.7
    assert measure.excess > 0.4
    assert measure.n >= 30


def test_mixed_camps_do_not() -> None:
    measure = controversy(camps_forum(25, across=400))
    assert measure.excess is not None
    assert abs(measure.excess) < 0.15


def test_under_thirty_authors_it_is_refused() -> None:
    measure = controversy(camps_forum(10, across=4))
    assert measure.value is None
    assert measure.reason is not None
    assert measure.reason.endswith("at least 30 are needed")


def test_one_camp_is_refused() -> None:
    pairs = [(i, i + 1) for i in range(40)]
    assert controversy(forum(pairs, dict.fromkeys(range(41), "+"))).reason == "all linked authors are in one camp"


def test_without_authors_it_is_refused() -> None:
    assert controversy(tree_of([said(0)], "+")).reason == "no comment has an author"


def test_a_camp_is_the_side_of_most_decided_comments() -> None:
    comments = [said(i, author=name) for i, name in enumerate("aaabbc")]
    assert author_camps(tree_of(comments, "++-+-0")) == {"a": AGREE}


def test_names_change_nothing() -> None:
    one = camps_forum(20, across=10)
    renamed = tree_of(
        [said(int(c.id[1:]), int(c.parent[1:]) if c.parent else None, depth=c.depth, author=f"z{c.author}"[::-1])
         for c in one.comments],
        "".join({AGREE: "+", DISAGREE: "-"}[s.stance] for s in one.stances if s is not None),
    )  # fmt: skip
    assert controversy(one) == controversy(renamed)
