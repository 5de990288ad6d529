"""The graph of who replies to whom, with camps → random-walk controversy, observed and under a null model.

Garimella, De Francisci Morales, Gionis & Mathioudakis 2018; the walk is solved as an absorbing chain, not simulated.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from threads.discourse.measure import Measure
from threads.discourse.participation import author_replies
from threads.discourse.replies import ReplyTree
from threads.stance.label import Stance

if TYPE_CHECKING:
    import networkx as nx

FEWEST_AUTHORS = 30
"""Connected authors with a camp under which the measure is refused (Salloum et al. 2022)."""
SHUFFLES = 50
FEWEST_SHUFFLES = 10
LARGE = 3000
"""Links from which a shuffle makes three swaps a link instead of ten, and FEWEST_SHUFFLES are made."""
HUBS = 0.1
"""Share of a camp's authors, those with the most links, at which a walk ends."""

_NAME = "random_walk_controversy"
_REFERENCE = "Garimella et al. 2018, Quantifying Controversy on Social Media; Salloum et al. 2022 for the baseline"


def controversy(tree: ReplyTree, *, seed: int = 0) -> Measure:
    """Random-walk controversy (−1..1) of the largest connected set of authors with a camp.

    `baseline` is the mean over shuffles that keep every author's number of links and camp: read `excess`.
    """
    import networkx as nx

    camps = author_camps(tree)
    graph = _graph(tree, camps)
    if graph.number_of_nodes():
        graph = graph.subgraph(max(nx.connected_components(graph), key=len)).copy()
    n = graph.number_of_nodes()
    if reason := _refusal(tree, graph, camps):
        return Measure(_NAME, None, n, "authors", reason=reason, reference=_REFERENCE)
    value = random_walk_controversy(graph, camps)
    shuffled = [random_walk_controversy(g, camps) for g in _shuffles(graph, seed)]
    known = [v for v in shuffled if v is not None]
    if value is None or not known:
        reason = "a camp has no author besides its most linked ones"
        return Measure(_NAME, None, n, "authors", reason=reason, reference=_REFERENCE)
    return Measure(_NAME, value, n, "authors", baseline=sum(known) / len(known), reference=_REFERENCE)


def author_camps(tree: ReplyTree) -> dict[str, Stance]:
    """Each author's camp: the side of most of the author's decided comments; authors without a majority have none."""
    balance: Counter[str] = Counter()
    for i in tree.scored():
        if (name := tree.author(i)) is not None and tree.decided(i):
            balance[name] += 1 if tree.stance(i) is Stance.AGREE else -1
    return {name: Stance.AGREE if b > 0 else Stance.DISAGREE for name, b in balance.items() if b}


def random_walk_controversy(graph: nx.Graph, camps: dict[str, Stance]) -> float | None:
    """P(X|X)·P(Y|Y) − P(X|Y)·P(Y|X), P(A|B) the chance that a walk that ended at a hub of B began in A.

    A walk begins in either camp with the same chance, at any author but the hubs. None where a camp is all hubs.
    """
    hubs = _hubs(graph, camps)
    inner = [name for name in _reaching(graph, hubs) if name not in hubs]
    agree = np.array([camps[name] is Stance.AGREE for name in inner], dtype=bool)
    if agree.all() or not agree.any():
        return None
    absorbed = _absorbed(graph, inner, hubs, camps)
    from_x, from_y = absorbed[agree].mean(axis=0), absorbed[~agree].mean(axis=0)
    ended = from_x + from_y
    if (ended <= 0).any():
        return None
    return float((from_x[0] * from_y[1] - from_y[0] * from_x[1]) / (ended[0] * ended[1]))


def _absorbed(graph: nx.Graph, inner: list[str], hubs: set[str], camps: dict[str, Stance]) -> npt.NDArray[np.float64]:
    """Chance that a walk from each inner author ends at a hub that agrees, at one that disagrees: (inner, 2)."""
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    place = {name: i for i, name in enumerate(inner)}
    rows, columns, steps = list(range(len(inner))), list(range(len(inner))), [1.0] * len(inner)
    ends = np.zeros((len(inner), 2))
    for name, i in place.items():
        step = 1 / graph.degree(name)
        for other in graph[name]:
            if other in hubs:
                ends[i, int(camps[other] is Stance.DISAGREE)] += step
            else:
                rows.append(i)
                columns.append(place[other])
                steps.append(-step)
    staying = csc_array((steps, (rows, columns)), shape=(len(inner), len(inner)))
    return np.asarray(splu(staying).solve(ends))


def _graph(tree: ReplyTree, camps: dict[str, Stance]) -> nx.Graph:
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((a, b) for a, b in author_replies(tree) if a in camps and b in camps)
    return graph


def _refusal(tree: ReplyTree, graph: nx.Graph, camps: dict[str, Stance]) -> str | None:
    if all(tree.author(i) is None for i in range(len(tree.comments))):
        return "no comment has an author" if any(not c.missing for c in tree.comments) else "no comments"
    n = graph.number_of_nodes()
    if n < FEWEST_AUTHORS:
        return f"{n} authors with a camp are linked by replies; at least {FEWEST_AUTHORS} are needed"
    return None if len({camps[name] for name in graph}) == 2 else "all linked authors are in one camp"


def _hubs(graph: nx.Graph, camps: dict[str, Stance]) -> set[str]:
    """The most linked tenth of each camp, at least one; of equals the one that wrote first."""
    sides: dict[Stance, list[str]] = defaultdict(list)
    order = {name: rank for rank, name in enumerate(camps)}
    for name in sorted(graph, key=lambda name: (-graph.degree(name), order[name])):
        sides[camps[name]].append(name)
    return {name for side in sides.values() for name in side[: math.ceil(HUBS * len(side))]}


def _reaching(graph: nx.Graph, hubs: set[str]) -> list[str]:
    """Authors from whom a walk can come to a hub, in the graph's order."""
    import networkx as nx

    lost = {name for part in nx.connected_components(graph) if hubs.isdisjoint(part) for name in part}
    return [name for name in graph if name not in lost]


def _shuffles(graph: nx.Graph, seed: int) -> list[nx.Graph]:
    """Degree-preserving shuffles by double edge swaps; fewer where the graph is large, none where it admits none."""
    import networkx as nx

    links = graph.number_of_edges()
    graphs, swaps = [], links * (3 if links >= LARGE else 10)
    for i in range(FEWEST_SHUFFLES if links >= LARGE else SHUFFLES):
        shuffled = graph.copy()
        try:
            nx.double_edge_swap(shuffled, nswap=swaps, max_tries=20 * swaps, seed=seed + i)
        except nx.NetworkXException:
            continue  # a star, or a graph too dense to swap in: no shuffle of it exists
        graphs.append(shuffled)
    return graphs
