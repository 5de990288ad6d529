"""Validation logits in, the model's `calibration.json` and its validation report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.stance.calibration import Calibration, HeadCalibration, fit_head
from threads.stance.reliability import brier_score, expected_calibration_error, risk_coverage
from threads.train.heads import ValidationSet, labels_of

COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class HeldRows:
    """Rows of one head: logits of shape (rows, 3), labels and languages. A label its data set lacks has no chance."""

    logits: NDArray[np.float64]
    labels: NDArray[np.int64]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Calibration of one head on its validation rows; `risk` is the share of errors at each of `COVERAGES`."""

    head: str
    language: str | None
    rows: int
    accuracy: float
    ece_before: float
    ece: float
    brier: float
    risk: tuple[float, ...]


def held_rows(sets: Sequence[ValidationSet], logits: Sequence[NDArray[np.float64]], head: str) -> HeldRows:
    """The rows of the sets that calibrate, for one head."""
    start = 0 if head == "stance" else 3
    parts, labels, languages = [], [], []
    for held, values in zip(sets, logits, strict=True):
        of_set = labels_of(held.examples, head)
        chosen = of_set >= 0
        if not held.setting.calibrate or not chosen.any():
            continue
        scores = values[chosen, start : start + 3].copy()
        missing = [label for label in range(3) if label not in of_set[chosen]]
        scores[:, missing] = -np.inf
        parts.append(scores)
        labels.append(of_set[chosen])
        languages += [one.language for one, keep in zip(held.examples, chosen, strict=True) if keep]
    return HeldRows(np.concatenate(parts), np.concatenate(labels), tuple(languages))


def calibrated(stance: HeldRows, reply: HeldRows, *, stance_error: float, reply_error: float) -> Calibration:
    """Temperatures and thresholds of both heads."""
    return Calibration(_head(stance, stance_error), _head(reply, reply_error))


def _head(rows: HeldRows, error: float) -> HeadCalibration:
    return fit_head(rows.logits, rows.labels, rows.languages, target_error=error)


def reports(head: str, rows: HeldRows, calibration: HeadCalibration, *, least: int = 100) -> list[CalibrationReport]:
    """A report over all rows, and one for each language with `least` rows or more."""
    languages = np.array(rows.languages)
    named = sorted({str(one) for one in languages if (languages == one).sum() >= least})
    found = [_report(head, None, rows, np.ones(len(languages), bool), calibration)]
    return found + [_report(head, one, rows, languages == one, calibration) for one in named]


def _report(
    head: str, language: str | None, rows: HeldRows, chosen: NDArray[np.bool_], calibration: HeadCalibration
) -> CalibrationReport:
    logits, labels = rows.logits[chosen], rows.labels[chosen]
    languages = [one for one, keep in zip(rows.languages, chosen, strict=True) if keep]
    after = np.stack([calibration.probabilities(row, of) for row, of in zip(logits, languages, strict=True)])
    before = HeadCalibration().probabilities(logits)
    curve = risk_coverage(after, labels)
    risk = np.interp(COVERAGES, curve.coverage, curve.risk)
    return CalibrationReport(
        head,
        language,
        len(labels),
        float((after.argmax(axis=1) == labels).mean()),
        expected_calibration_error(before, labels),
        expected_calibration_error(after, labels),
        brier_score(after, labels),
        tuple(float(value) for value in risk),
    )
