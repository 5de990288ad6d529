"""The graph of who replies to whom, with camps → random-walk controversy, observed and under a null model.

Garimella, De Francisci Morales, Gionis & Mathioudakis 2018; the walk is solved as an absorbing chain, not simulated.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from threads.discourse.measure import Measure
from threads.discourse.participation import author_replies
from threads.discourse.replies import ReplyTree
from threads.discourse.shuffles import IntArray, shuffles
from threads.stance.label import Stance

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

FEWEST_AUTHORS = 30
"""Connected authors with a camp under which the measure is refused (Salloum et al. 2022)."""
FEWEST_SHUFFLES = 10
MOST_SHUFFLES = 50
ERROR = 0.01
"""Standard error of the baseline at which no more shuffles are made."""
HUBS = 0.1
"""Share of a camp's authors, those with the most links, at which a walk ends."""

_NAME = "random_walk_controversy"
_DIGITS = 9  # what is beyond them depends on the machine
_NEVER = 1e-9
_REFERENCE = "Garimella et al. 2018, Quantifying Controversy on Social Media; Salloum et al. 2022 for the baseline"


@dataclass(frozen=True, slots=True)
class AuthorGraph:
    """Authors with a camp, numbered in the order in which they first wrote, and who replied to whom.

    `links` (m, 2) are pairs of numbers, each pair once; `agrees` (n,) says who is in the camp that agrees.
    """

    links: IntArray
    agrees: BoolArray


def controversy(tree: ReplyTree, *, seed: int = 0) -> Measure:
    """Random-walk controversy (−1..1) of the largest connected set of authors with a camp.

    `baseline` is the mean over shuffles that keep every author's number of links and camp, `baseline_error` its Monte
    Carlo standard error: read `excess`.
    """
    graph = largest_part(author_graph(tree))
    n = len(graph.agrees)
    if reason := _refusal(tree, graph):
        return Measure(_NAME, None, n, "authors", reason=reason, reference=_REFERENCE)
    value = random_walk_controversy(graph)
    known = [] if value is None else _under_null(graph, seed)
    if value is None or not known:
        reason = "a camp has no author besides its most linked ones"
        return Measure(_NAME, None, n, "authors", reason=reason, reference=_REFERENCE)
    mean, error = statistics.fmean(known), _standard_error(known)
    return Measure(_NAME, value, n, "authors", baseline=mean, baseline_error=error, reference=_REFERENCE)


def author_camps(tree: ReplyTree) -> dict[str, Stance]:
    """Each author's camp: the side of most of the author's decided comments; authors without a majority have none."""
    balance: Counter[str] = Counter()
    for i in tree.scored():
        if (name := tree.author(i)) is not None and tree.decided(i):
            balance[name] += 1 if tree.stance(i) is Stance.AGREE else -1
    return {name: Stance.AGREE if b > 0 else Stance.DISAGREE for name, b in balance.items() if b}


def author_graph(tree: ReplyTree) -> AuthorGraph:
    """The authors with a camp and the links between them, whichever way the replies went."""
    camps = author_camps(tree)
    number = {name: i for i, name in enumerate(camps)}
    pairs = {
        (min(number[a], number[b]), max(number[a], number[b]))
        for a, b in author_replies(tree)
        if a in number and b in number
    }
    links = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return AuthorGraph(links, np.array([camp is Stance.AGREE for camp in camps.values()], dtype=np.bool_))


def largest_part(graph: AuthorGraph) -> AuthorGraph:
    """The largest connected part of a graph, authors without a link left out; of equals the one that wrote first."""
    if not len(graph.links):
        return AuthorGraph(graph.links, graph.agrees[:0])
    part = _parts(graph.links, len(graph.agrees))
    inside = part == np.bincount(part).argmax()
    number = np.cumsum(inside) - 1
    return AuthorGraph(number[graph.links[inside[graph.links[:, 0]]]], graph.agrees[inside])


def random_walk_controversy(graph: AuthorGraph) -> float | None:
    """P(X|X)·P(Y|Y) − P(X|Y)·P(Y|X), P(A|B) the chance that a walk that ended at a hub of B began in A.

    A walk begins in either camp with the same chance, at any author but the hubs. None where a camp is all hubs.
    """
    hubs = _hubs(graph)
    inner = _reaching(graph, hubs) & ~hubs
    agree, disagree = inner & graph.agrees, inner & ~graph.agrees
    if not agree.any() or not disagree.any():
        return None
    ends = _ends_agreeing(graph, hubs, inner)
    from_x, from_y = float(ends[agree].mean()), float(ends[disagree].mean())
    to_x, to_y = from_x + from_y, 2 - from_x - from_y
    if min(to_x, to_y) <= _NEVER:
        return None
    return round((from_x * (1 - from_y) - from_y * (1 - from_x)) / (to_x * to_y), _DIGITS)


def _ends_agreeing(graph: AuthorGraph, hubs: BoolArray, inner: BoolArray) -> FloatArray:
    """Chance (n,) that a walk from each inner author ends at a hub that agrees; 0 for the others.

    The chain's equations times each author's number of links: symmetric and positive definite.
    """
    one, two = graph.links.T
    n = len(graph.agrees)
    links = np.bincount(graph.links.ravel(), minlength=n)
    at_hub = np.zeros(n)
    for here, there in ((one, two), (two, one)):
        at_hub += np.bincount(here, weights=hubs[there] & graph.agrees[there], minlength=n)
    between = inner[one] & inner[two]
    number = np.cumsum(inner) - 1
    found = np.zeros(n)
    found[inner] = _solved(number[one[between]], number[two[between]], links[inner].astype(np.float64), at_hub[inner])
    return found


def _solved(one: IntArray, two: IntArray, diagonal: FloatArray, right: FloatArray) -> FloatArray:
    """Solution of the symmetric system with −1 at every (one, two), to a relative residual of 1e-12.

    Conjugate gradients; where they are slow, as on long chains, a direct solution, which is quick there.
    """
    from scipy.sparse import csr_array, diags_array
    from scipy.sparse.linalg import cg, splu

    cells = np.concatenate([one, two]), np.concatenate([two, one])
    system = csr_array((np.full(len(cells[0]), -1.0), cells), shape=(len(diagonal),) * 2) + diags_array(diagonal)
    found, failed = cg(system, right, rtol=1e-12, maxiter=500, M=diags_array(1 / diagonal))
    return np.asarray(splu(system.tocsc()).solve(right) if failed else found)


def _refusal(tree: ReplyTree, graph: AuthorGraph) -> str | None:
    if all(tree.author(i) is None for i in range(len(tree.comments))):
        return "no comment has an author" if any(not c.missing for c in tree.comments) else "no comments"
    n = len(graph.agrees)
    if n < FEWEST_AUTHORS:
        return f"{n} authors with a camp are linked by replies; at least {FEWEST_AUTHORS} are needed"
    return "all linked authors are in one camp" if graph.agrees.all() or not graph.agrees.any() else None


def _hubs(graph: AuthorGraph) -> BoolArray:
    """The most linked tenth of each camp, at least one; of equals the one that wrote first."""
    links = np.bincount(graph.links.ravel(), minlength=len(graph.agrees))
    found = np.zeros(len(graph.agrees), dtype=np.bool_)
    for camp in (graph.agrees, ~graph.agrees):
        members = np.flatnonzero(camp)
        most = members[np.argsort(-links[members], kind="stable")]
        found[most[: math.ceil(HUBS * len(members))]] = True
    return found


def _reaching(graph: AuthorGraph, hubs: BoolArray) -> BoolArray:
    """Authors (n,) from whom a walk can come to a hub."""
    part = _parts(graph.links, len(hubs))
    return np.asarray(np.bincount(part, weights=hubs)[part] > 0)


def _parts(links: IntArray, nodes: int) -> IntArray:
    """The number of the connected part that each node is in, parts numbered by their first node."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    joined = coo_array((np.ones(len(links)), tuple(links.T)), shape=(nodes, nodes))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)


def _under_null(graph: AuthorGraph, seed: int) -> list[float]:
    """The measure of seeded shuffles: at least FEWEST_SHUFFLES, more until their mean is known to ERROR."""
    known: list[float] = []
    for links in shuffles(graph.links, len(graph.agrees), most=MOST_SHUFFLES, seed=seed):
        if len(known) >= FEWEST_SHUFFLES and _standard_error(known) <= ERROR:
            break
        value = random_walk_controversy(AuthorGraph(links, graph.agrees))
        known += [] if value is None else [value]
    return known


def _standard_error(values: list[float]) -> float:
    """Standard error of the mean; 0 for one value, which then is the only graph there is."""
    return statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
