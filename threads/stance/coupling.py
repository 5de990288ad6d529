"""Labelled threads → the coupling and consistency that predict their stance best, and what they add to the text alone.

The strength with the least negative log-likelihood; macro-F1 of both, with a paired bootstrap over threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.stance.consistency import author_groups, settle
from threads.stance.reading import CommentStance
from threads.stance.scores import Estimate, confusion, estimate, macro_f1, resampled
from threads.stance.tree import OFF, Coupling, IntArray, evidence, infer, potentials

STRENGTHS = tuple(round(0.05 * step, 2) for step in range(20))
"""The grid that is searched: 0, 0.05, …, 0.95."""

UNLABELLED = -1


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """A thread as `infer` takes it: `parents` positions, text-only stance and reply relation, `gold` columns.

    `gold` is 0 agree, 1 neutral, 2 disagree, or UNLABELLED; `entries` has one CommentStance a comment, None for a
    comment that was not scored. `authors` has one name a comment, None where it is unknown; empty where all are.
    """

    name: str
    parents: tuple[int, ...]
    entries: tuple[CommentStance | None, ...]
    gold: tuple[int, ...]
    authors: tuple[str | None, ...] = ()

    @property
    def groups(self) -> tuple[IntArray, ...]:
        """Positions of the scored comments of each author with several."""
        names = self.authors or (None,) * len(self.entries)
        return author_groups([name if e and e.text else None for name, e in zip(names, self.entries, strict=True)])


@dataclass(frozen=True, slots=True)
class CouplingFigures:
    """How one coupling does: mean negative log-likelihood of the gold labels in nats, and macro-F1."""

    coupling: Coupling
    loss: float
    macro_f1: float
    consistency: float = 0.0


@dataclass(frozen=True, slots=True)
class CouplingFit:
    """The chosen coupling and the evidence. `gain` is macro-F1 of the tree minus that of the text, on the same rows.

    `comments` gold labels in `threads` threads are behind it; `replies` of them have a scored relation to a parent,
    `recurring` are by an author with several scored comments in the thread. `consistency` is that of the authors.
    """

    coupling: Coupling
    text: Estimate
    tree: Estimate
    gain: Estimate
    comments: int
    replies: int
    threads: int
    curve: tuple[CouplingFigures, ...]
    consistency: float = 0.0
    recurring: int = 0


def fit_coupling(
    threads: Sequence[LabelledThread], *, neutrals: Sequence[float] = (0.0,), seed: int = 0
) -> CouplingFit:
    """Fit the strength, and `neutral` among `neutrals`, on labelled threads.

    Raises ValueError where no comment has a gold label.
    """
    grid = (Coupling(strength, neutral) for neutral in neutrals for strength in STRENGTHS)
    gold = _checked(threads)
    curve = tuple(_figures(threads, gold, coupling, 0.0) for coupling in grid)
    best = min(curve, key=lambda point: (point.loss, point.coupling.strength))
    return evaluate_coupling(threads, best.coupling, seed=seed, curve=curve)


def fit_consistency(threads: Sequence[LabelledThread], *, coupling: Coupling = OFF, seed: int = 0) -> CouplingFit:
    """Fit the authors' consistency on labelled threads, the coupling given; `gain` is that of both over the text.

    Raises ValueError where no comment has a gold label, or no author has two scored comments in a thread.
    """
    gold = _checked(threads)
    if not any(thread.groups for thread in threads):
        raise ValueError("no author has two comments in a labelled thread; a consistency cannot be fitted")
    curve = tuple(_figures(threads, gold, coupling, strength) for strength in STRENGTHS)
    best = min(curve, key=lambda point: (point.loss, point.consistency))
    return evaluate_coupling(threads, coupling, consistency=best.consistency, seed=seed, curve=curve)


def evaluate_coupling(
    threads: Sequence[LabelledThread],
    coupling: Coupling,
    *,
    consistency: float = 0.0,
    seed: int = 0,
    curve: tuple[CouplingFigures, ...] = (),
) -> CouplingFit:
    """Macro-F1 of text-only and adjusted labels with intervals; whole threads are drawn, the same for both."""
    gold, clusters = _gold(threads)
    both = marginals(threads, OFF), marginals(threads, coupling, consistency=consistency)
    counts = [confusion(gold, rows.argmax(axis=1), clusters, labels=3) for rows in both]
    draws = [macro_f1(resampled(one, seed=seed)) for one in counts]
    text, tree = (macro_f1(one.sum(axis=0)) for one in counts)
    replies = sum(
        e is not None and e.reply is not None and g != UNLABELLED
        for t in threads
        for e, g in zip(t.entries, t.gold, strict=True)
    )
    return CouplingFit(
        coupling,
        estimate(text, draws[0]),
        estimate(tree, draws[1]),
        estimate(tree - text, draws[1] - draws[0]),
        len(gold),
        replies,
        len(threads),
        curve,
        consistency,
        sum(t.gold[i] != UNLABELLED for t in threads for group in t.groups for i in group),
    )


def marginals(
    threads: Sequence[LabelledThread], coupling: Coupling, *, consistency: float = 0.0
) -> NDArray[np.float64]:
    """Marginals of the comments with a gold label, one thread after the other, shape (comments, 3).

    As in `adjust`, a thread whose authors' consistency does not settle has those of the tree alone.
    """
    rows = [np.empty((0, 3))]
    for thread in threads:
        parents = np.array(thread.parents, dtype=np.int64)
        phi, psi = evidence(thread.entries), potentials(thread.entries, coupling)
        settled = settle(parents, phi, psi, thread.groups, strength=consistency) if consistency else None
        beliefs = settled.beliefs if settled is not None and settled.converged else infer(parents, phi, psi)
        rows.append(beliefs.marginals[np.array(thread.gold) != UNLABELLED])
    return np.concatenate(rows)


def _checked(threads: Sequence[LabelledThread]) -> IntArray:
    """The gold labels. Raises ValueError where there are none."""
    gold, _ = _gold(threads)
    if not len(gold):
        raise ValueError("no comment of the labelled threads has a gold label; a coupling cannot be fitted")
    return gold


def _gold(threads: Sequence[LabelledThread]) -> tuple[IntArray, list[str]]:
    labelled = [(g, thread.name) for thread in threads for g in thread.gold if g != UNLABELLED]
    return np.array([g for g, _ in labelled], dtype=np.int64), [name for _, name in labelled]


def _figures(
    threads: Sequence[LabelledThread], gold: IntArray, coupling: Coupling, consistency: float
) -> CouplingFigures:
    rows = marginals(threads, coupling, consistency=consistency)
    right = np.maximum(rows[np.arange(len(gold)), gold], 1e-12)
    counts = confusion(gold, rows.argmax(axis=1), None, labels=3)
    return CouplingFigures(coupling, float(-np.log(right).mean()), float(macro_f1(counts.sum(axis=0))), consistency)
