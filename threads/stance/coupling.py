"""Labelled threads → the coupling that predicts their stance best, and what the tree adds to the text alone.

The strength with the least negative log-likelihood; macro-F1 of both, with a paired bootstrap over threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.stance.reading import CommentStance
from threads.stance.scores import Estimate, confusion, estimate, macro_f1, resampled
from threads.stance.tree import Coupling, IntArray, infer, potentials

STRENGTHS = tuple(round(0.05 * step, 2) for step in range(20))
"""The grid that is searched: 0, 0.05, …, 0.95."""

UNLABELLED = -1


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """A thread as `infer` takes it: `parents` positions, text-only stance and reply relation, `gold` columns.

    `gold` is 0 agree, 1 neutral, 2 disagree, or UNLABELLED; `entries` has one CommentStance a comment, None for a
    comment that was not scored.
    """

    name: str
    parents: tuple[int, ...]
    entries: tuple[CommentStance | None, ...]
    gold: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CouplingFigures:
    """How one coupling does: mean negative log-likelihood of the gold labels in nats, and macro-F1."""

    coupling: Coupling
    loss: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class CouplingFit:
    """The chosen coupling and the evidence. `gain` is macro-F1 of the tree minus that of the text, on the same rows.

    `comments` gold labels in `threads` threads are behind it; `replies` of them have a scored relation to a parent.
    """

    coupling: Coupling
    text: Estimate
    tree: Estimate
    gain: Estimate
    comments: int
    replies: int
    threads: int
    curve: tuple[CouplingFigures, ...]


def fit_coupling(
    threads: Sequence[LabelledThread], *, neutrals: Sequence[float] = (0.0,), seed: int = 0
) -> CouplingFit:
    """Fit the strength, and `neutral` among `neutrals`, on labelled threads.

    Raises ValueError where no comment has a gold label.
    """
    gold, _ = _gold(threads)
    if not len(gold):
        raise ValueError("no comment of the labelled threads has a gold label; a coupling cannot be fitted")
    grid = (Coupling(strength, neutral) for neutral in neutrals for strength in STRENGTHS)
    curve = tuple(_figures(threads, gold, coupling) for coupling in grid)
    best = min(curve, key=lambda point: (point.loss, point.coupling.strength))
    return evaluate_coupling(threads, best.coupling, seed=seed, curve=curve)


def evaluate_coupling(
    threads: Sequence[LabelledThread],
    coupling: Coupling,
    *,
    seed: int = 0,
    curve: tuple[CouplingFigures, ...] = (),
) -> CouplingFit:
    """Macro-F1 of text-only and tree-adjusted labels with intervals; whole threads are drawn, the same for both."""
    gold, clusters = _gold(threads)
    counts = [
        confusion(gold, marginals(threads, c).argmax(axis=1), clusters, labels=3) for c in (Coupling(0.0), coupling)
    ]
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
    )


def marginals(threads: Sequence[LabelledThread], coupling: Coupling) -> NDArray[np.float64]:
    """Marginals of the comments with a gold label, one thread after the other, shape (comments, 3)."""
    rows = [np.empty((0, 3))]
    for thread in threads:
        phi = np.array([_phi(entry) for entry in thread.entries]).reshape(-1, 3)
        psi = potentials(list(thread.entries), coupling)
        beliefs = infer(np.array(thread.parents, dtype=np.int64), phi, psi)
        rows.append(beliefs.marginals[np.array(thread.gold) != UNLABELLED])
    return np.concatenate(rows)


def _phi(entry: CommentStance | None) -> tuple[float, float, float]:
    if entry is None or entry.text is None:
        return 1 / 3, 1 / 3, 1 / 3
    return entry.text.agree, entry.text.neutral, entry.text.disagree


def _gold(threads: Sequence[LabelledThread]) -> tuple[IntArray, list[str]]:
    labelled = [(g, thread.name) for thread in threads for g in thread.gold if g != UNLABELLED]
    return np.array([g for g, _ in labelled], dtype=np.int64), [name for _, name in labelled]


def _figures(threads: Sequence[LabelledThread], gold: IntArray, coupling: Coupling) -> CouplingFigures:
    rows = marginals(threads, coupling)
    right = np.maximum(rows[np.arange(len(gold)), gold], 1e-12)
    counts = confusion(gold, rows.argmax(axis=1), None, labels=3)
    return CouplingFigures(coupling, float(-np.log(right).mean()), float(macro_f1(counts.sum(axis=0))))
