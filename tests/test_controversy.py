"""Random-walk controversy against a simulated walk, on separate and on mixed camps, and its refusals."""

import random

import networkx as nx
import pytest
from made_threads import said, tree_of

from threads.discourse.controversy import author_camps, controversy, random_walk_controversy
from threads.discourse.replies import ReplyTree
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


def simulated(graph: nx.Graph, camps: dict[str, Stance], hubs: set[str], walks: int) -> float:
    """The definition as published: walk until a hub, count where walks began that ended there."""
    generator = random.Random(1)
    ended = {(a, b): 0 for a in (AGREE, DISAGREE) for b in (AGREE, DISAGREE)}
    for side in (AGREE, DISAGREE):
        starts = [name for name in graph if camps[name] is side and name not in hubs]
        for _ in range(walks):
            at = generator.choice(starts)
            while at not in hubs:
                at = generator.choice(list(graph[at]))
            ended[side, camps[at]] += 1
    to = {b: ended[AGREE, b] + ended[DISAGREE, b] for b in (AGREE, DISAGREE)}
    share = {(a, b): ended[a, b] / to[b] for a, b in ended}
    return share[AGREE, AGREE] * share[DISAGREE, DISAGREE] - share[AGREE, DISAGREE] * share[DISAGREE, AGREE]


def test_the_exact_chain_agrees_with_simulated_walks() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "x"), ("x", "y"), ("y", "z"), ("x", "z"), ("b", "y")])
    camps = {**dict.fromkeys("abc", AGREE), **dict.fromkeys("xyz", DISAGREE)}
    # most links on each side: b and c have 3 (b wrote first), x and y have 3 (x wrote first)
    exact = random_walk_controversy(graph, camps)
    assert exact == pytest.approx(simulated(graph, camps, {"b", "x"}, 40_000), abs=0.02)


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
