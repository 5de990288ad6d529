"""How far probabilities can be trusted: calibration errors, reliability bins and the risk–coverage curve.

Guo et al. 2017, "On Calibration of Modern Neural Networks"; Brier 1950; Geifman & El-Yaniv 2017 (risk and coverage).
Probabilities are arrays of shape (rows, labels) whose rows sum to 1, labels are column numbers of shape (rows,).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
Labels = NDArray[np.int64]

BINS = 15


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Rows whose confidence lies in (low, high]; mean confidence and accuracy are None where there are none."""

    low: float
    high: float
    rows: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The risk–coverage curve: deciding only from `threshold[i]` on decides `coverage[i]` and errs in `risk[i]`.

    Thresholds fall, coverage rises; risk is the share of wrong labels among the decided.
    """

    threshold: tuple[float, ...]
    coverage: tuple[float, ...]
    risk: tuple[float, ...]


def reliability(probabilities: Probabilities, labels: Labels, *, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Equal-width bins of confidence (the probability of the most probable label) with their accuracy."""
    confidence, correct = _decisions(probabilities, labels)
    edges = np.linspace(0.0, 1.0, bins + 1)
    index = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, bins - 1)
    return tuple(
        _bin(float(edges[i]), float(edges[i + 1]), confidence[index == i], correct[index == i]) for i in range(bins)
    )


def expected_calibration_error(probabilities: Probabilities, labels: Labels, *, bins: int = BINS) -> float:
    """Mean gap between confidence and accuracy over the bins, weighted by their rows (ECE, in 0..1)."""
    filled = [b for b in reliability(probabilities, labels, bins=bins) if b.rows]
    total = sum(b.rows for b in filled)
    gaps = (b.rows * abs(b.accuracy - b.confidence) for b in filled if b.accuracy is not None and b.confidence)
    return sum(gaps) / total if total else float("nan")


def brier_score(probabilities: Probabilities, labels: Labels) -> float:
    """Mean squared distance between the distribution and the right label, summed over labels (0 best, 2 worst)."""
    hit = np.zeros_like(probabilities)
    hit[np.arange(len(labels)), labels] = 1.0
    return float(np.square(probabilities - hit).sum(axis=1).mean())


def risk_coverage(probabilities: Probabilities, labels: Labels) -> RiskCoverage:
    """One point per distinct confidence, from the most confident rows alone to all rows."""
    confidence, correct = _decisions(probabilities, labels)
    order = np.argsort(-confidence, kind="stable")
    falling, errors = confidence[order], np.cumsum(~correct[order])
    last = np.flatnonzero(np.append(falling[1:] != falling[:-1], True)) if len(falling) else np.array([], dtype=int)
    decided = last + 1
    return RiskCoverage(
        tuple(falling[last].tolist()),
        tuple((decided / max(1, len(falling))).tolist()),
        tuple((errors[last] / decided).tolist()),
    )


def threshold_for_error(curve: RiskCoverage, target: float, *, least: float = 0.0) -> float | None:
    """The threshold that decides most rows with a risk of at most `target`; None where no threshold does.

    `least` is the smallest coverage to accept: a low risk among a handful of rows is luck.
    """
    points = zip(curve.threshold, curve.coverage, curve.risk, strict=True)
    allowed = [threshold for threshold, coverage, risk in points if risk <= target and coverage >= least]
    return allowed[-1] if allowed else None


def coverage_for_error(curve: RiskCoverage, target: float) -> float:
    """The largest share of rows that can be decided with a risk of at most `target`; 0 where none can."""
    return max((c for c, risk in zip(curve.coverage, curve.risk, strict=True) if risk <= target), default=0.0)


def at_threshold(probabilities: Probabilities, labels: Labels, threshold: float) -> tuple[float, float | None]:
    """Coverage and risk when only confidences from `threshold` on are decided; risk is None where nothing is."""
    confidence, correct = _decisions(probabilities, labels)
    decided = confidence >= threshold
    if not decided.any():
        return 0.0, None
    return float(decided.mean()), float(1.0 - correct[decided].mean())


def _decisions(probabilities: Probabilities, labels: Labels) -> tuple[Probabilities, NDArray[np.bool_]]:
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == labels


def _bin(low: float, high: float, confidence: Probabilities, correct: NDArray[np.bool_]) -> ReliabilityBin:
    if not len(confidence):
        return ReliabilityBin(low, high, 0, None, None)
    return ReliabilityBin(low, high, len(confidence), float(confidence.mean()), float(correct.mean()))
