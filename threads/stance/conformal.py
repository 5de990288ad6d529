"""Probabilities in, sets of labels that hold the right one with a stated probability out: split conformal prediction.

Vovk, Gammerman & Shafer 2005; Angelopoulos & Bates 2023, "Conformal Prediction: A Gentle Introduction". The score of a
label is 1 − its probability. What is promised holds for rows drawn like those that the limit was fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.stance.reliability import Labels, Probabilities

ERROR = 0.1
"""Share of sets that may miss the right label."""

LEAST = 20
"""Rows in either half under which no sets are made: the limit would be the worst score there is."""


@dataclass(frozen=True, slots=True)
class LabelSets:
    """How prediction sets fare: the share that was promised to hold the right label and that did, and their size.

    A `size` of 1 is a decision, of 3 none at all; an empty set counts as 0.
    """

    promised: float
    coverage: float
    size: float


def conformal_limit(probabilities: Probabilities, labels: Labels, *, error: float = ERROR) -> float:
    """The score up to which a label belongs to a set, fitted on labelled rows: (rows, labels) and (rows,).

    The ⌈(n + 1)(1 − error)⌉-th smallest score of the right labels; infinite where n is too small for the promise.
    """
    scores = np.sort(1.0 - probabilities[np.arange(len(labels)), labels])
    rank = math.ceil((len(scores) + 1) * (1 - error) - 1e-9)
    return float(scores[rank - 1]) if rank <= len(scores) else math.inf


def label_sets(probabilities: Probabilities, limit: float) -> NDArray[np.bool_]:
    """Which labels belong to each row's set, shape (rows, labels); a label without any probability never does."""
    return np.asarray((1.0 - probabilities <= limit) & (probabilities > 0))


def measured_sets(
    probabilities: Probabilities,
    labels: Labels,
    clusters: Sequence[str] | None = None,
    *,
    error: float = ERROR,
    seed: int = 0,
) -> LabelSets | None:
    """Coverage and size when either half of the rows gets the limit of the other; None where a half is too small.

    The halves are drawn by `seed`; rows of one cluster stay together.
    """
    first = _half(len(labels) if clusters is None else clusters, seed)
    if min(int(first.sum()), int((~first).sum())) < LEAST:
        return None
    sets = np.zeros(probabilities.shape, np.bool_)
    for held in (first, ~first):
        sets[held] = label_sets(probabilities[held], conformal_limit(probabilities[~held], labels[~held], error=error))
    hit = sets[np.arange(len(labels)), labels]
    return LabelSets(1 - error, float(hit.mean()), float(sets.sum(axis=1).mean()))


def _half(rows: int | Sequence[str], seed: int) -> NDArray[np.bool_]:
    """The rows of the first half, shape (rows,)."""
    number = np.arange(rows) if isinstance(rows, int) else np.unique(np.asarray(rows), return_inverse=True)[1]
    count = int(number.max(initial=-1)) + 1
    chosen = np.random.default_rng(seed).permutation(count)[: count // 2]
    return np.asarray(np.isin(number, chosen))
