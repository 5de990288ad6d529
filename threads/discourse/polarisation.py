"""A thread with stance → how divided it is: entropy, Esteban–Ray, controversy and signed balance of the authors.

Esteban & Ray 1994; Garimella et al. 2018, with the chain solved exactly; Salloum, Chen & Kivelä 2022 (null model).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from threads.discourse.balance import balance
from threads.discourse.controversy import controversy
from threads.discourse.measure import Interval, Measure
from threads.discourse.replies import ReplyTree
from threads.stance.label import Stance

FEWEST_COMMENTS = 5
"""Comments with agree, neutral or disagree under which entropy and Esteban–Ray are refused."""
SENSITIVITY = 1.3
"""Esteban and Ray's α, between 1 and 1.6: how much a group's own size sharpens its identity."""

_RESAMPLES = 2000
_SIDES = (Stance.AGREE, Stance.NEUTRAL, Stance.DISAGREE)
_POSITIONS = np.array([1.0, 0.0, -1.0])
_ESTEBAN_RAY = "Esteban & Ray 1994, On the Measurement of Polarization"


def polarisation(tree: ReplyTree, *, seed: int = 0) -> tuple[Measure, ...]:
    """Entropy and Esteban–Ray of the stances, controversy and signed balance of the authors; `unclear` is left out."""
    tally = Counter(tree.stance(i) for i in tree.scored())
    counts = np.array([tally[side] for side in _SIDES], dtype=np.float64)
    return (
        _of_counts("stance_entropy", counts, seed, "Shannon 1948"),
        _of_counts("esteban_ray", counts, seed, _ESTEBAN_RAY),
        controversy(tree, seed=seed),
        *balance(tree),
    )


def entropy(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Normalised entropy of each row of shares (r, 3): 0 where all take one stance, 1 where all three are even."""
    logs = np.log(np.where(rows > 0, rows, 1.0))
    return np.asarray(-(rows * logs).sum(axis=1) / math.log(rows.shape[1]))


def esteban_ray(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Esteban–Ray of each row of shares (r, 3) at 1, 0, −1: 0 where all agree, 1 for two even and opposed halves."""
    distance = np.abs(_POSITIONS[:, None] - _POSITIONS[None, :])
    raw = np.einsum("ri,ij,rj->r", rows ** (1 + SENSITIVITY), distance, rows)
    return np.asarray(raw * 2**SENSITIVITY)


def _of_counts(name: str, counts: npt.NDArray[np.float64], seed: int, reference: str) -> Measure:
    n = int(counts.sum())
    if n < FEWEST_COMMENTS:
        reason = f"{n} comments agree, disagree or are neutral; at least {FEWEST_COMMENTS} are needed"
        return Measure(name, None, n, "comments", reason=reason, reference=reference)
    formula, ordered = entropy if name == "stance_entropy" else esteban_ray, _larger_first(counts)
    intervals = _bootstrap(tuple(int(count) for count in ordered), seed)
    interval = intervals.entropy if name == "stance_entropy" else intervals.esteban_ray
    return Measure(name, float(formula(ordered[None, :] / n)[0]), n, "comments", interval=interval, reference=reference)


@dataclass(frozen=True, slots=True)
class _Intervals:
    """Of both measures of the same counts."""

    entropy: Interval
    esteban_ray: Interval


@lru_cache(maxsize=1024)
def _bootstrap(counts: tuple[int, ...], seed: int) -> _Intervals:
    """Percentile bootstrap of comments; small threads have the same few counts again and again."""
    n = sum(counts)
    rows = np.random.default_rng(seed).multinomial(n, np.array(counts) / n, size=_RESAMPLES) / n
    return _Intervals(_middle(entropy(rows)), _middle(esteban_ray(rows)))


def _middle(drawn: npt.NDArray[np.float64]) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high), "bootstrap")


def _larger_first(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The larger side first: both formulas are symmetric, and so is then their last digit."""
    return np.array([max(counts[0], counts[2]), counts[1], min(counts[0], counts[2])])
