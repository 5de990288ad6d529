"""Macro-F1 and accuracy with bootstrap intervals, from counts of gold against predicted labels.

Efron & Tibshirani 1993 (percentile bootstrap); whole threads are drawn where rows of one thread are not independent.
A confusion is an array of shape (…, gold, predicted) of counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Indices = NDArray[np.int64]

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def confusion(gold: Indices, predicted: Indices, clusters: Sequence[str] | None, *, labels: int) -> Counts:
    """Confusion per cluster, shape (clusters, labels, labels); without `clusters` all rows in one."""
    if clusters is None:
        number, count = np.zeros(len(gold), dtype=np.int64), 1
    else:
        names, number = np.unique(np.asarray(clusters), return_inverse=True)
        count = len(names)
    counts = np.zeros((count, labels, labels))
    np.add.at(counts, (number, gold, predicted), 1.0)
    return counts


def f1_by_label(counts: Counts) -> Counts:
    """F1 of each label, shape (…, labels); nan for a label that has no gold row, 0 where it is never predicted."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    gold, predicted = counts.sum(axis=-1), counts.sum(axis=-2)
    f1 = 2 * right / np.maximum(gold + predicted, 1e-12)
    return np.where(gold > 0, f1, np.nan)


def macro_f1(counts: Counts, labels: Sequence[int] | None = None) -> Counts:
    """Mean F1 over those of `labels` (default: all) that have gold rows, shape (…); nan where none has."""
    f1 = f1_by_label(counts)[..., list(labels) if labels is not None else slice(None)]
    present = ~np.isnan(f1)
    summed = np.where(present, f1, 0.0).sum(axis=-1)
    return np.where(present.any(axis=-1), summed / np.maximum(present.sum(axis=-1), 1), np.nan)


def accuracy(counts: Counts) -> Counts:
    """Share of rows with the right label, shape (…)."""
    right = np.diagonal(counts, axis1=-2, axis2=-1).sum(axis=-1)
    return np.asarray(right / np.maximum(counts.sum(axis=(-2, -1)), 1e-12))


def resampled(counts: Counts, *, seed: int, draws: int = DRAWS) -> Counts:
    """Confusions of `draws` bootstrap samples, shape (draws, labels, labels).

    With one cluster rows are drawn (counts of drawn rows are multinomial over the cells), else whole clusters.
    """
    random = np.random.default_rng(seed)
    if len(counts) == 1:
        cells = counts[0].ravel()
        rows = round(float(cells.sum()))
        drawn = random.multinomial(rows, cells / cells.sum(), size=draws).astype(np.float64)
    else:
        weights = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=draws)
        drawn = weights.astype(np.float64) @ counts.reshape(len(counts), -1)
    return drawn.reshape(draws, *counts.shape[1:])


def estimate(value: Counts, drawn: Counts) -> Estimate:
    """A figure with the 2.5 % and 97.5 % quantiles of its bootstrap draws."""
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return Estimate(float(value), float(low), float(high))
