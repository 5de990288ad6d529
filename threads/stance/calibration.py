"""Temperatures and thresholds: logits in, calibrated probabilities out; fitted on held-out rows, kept as JSON.

Temperature scaling: Guo et al. 2017, "On Calibration of Modern Neural Networks".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.label import Distribution
from threads.stance.model import Logits
from threads.stance.reliability import Labels, Probabilities, risk_coverage, threshold_for_error

FILE = "calibration.json"
SCHEMA = 1
DIGITS = 4
"""Decimals of temperatures, thresholds and predicted probabilities."""

_HOTTEST, _COLDEST = 20.0, 0.05


@dataclass(frozen=True, slots=True)
class LanguageTemperature:
    """The temperature of one language, by its ISO 639-1 code."""

    language: str
    temperature: float


@dataclass(frozen=True, slots=True)
class HeadCalibration:
    """Temperatures of one head, and the confidence from which its labels are decided.

    `target_error` is the share of wrong labels among the decided that `threshold` was chosen for.
    """

    temperature: float = 1.0
    by_language: tuple[LanguageTemperature, ...] = ()
    threshold: float = 0.0
    target_error: float | None = None

    def temperature_of(self, language: str | None) -> float:
        """The temperature for a language, else the default."""
        return next((one.temperature for one in self.by_language if one.language == language), self.temperature)

    def probabilities(self, logits: NDArray[np.float64], language: str | None = None) -> Probabilities:
        """Calibrated probabilities, the shape of `logits` (labels last)."""
        return softmax(logits, self.temperature_of(language))

    def distribution(self, logits: Logits, language: str | None = None) -> Distribution:
        """Calibrated probabilities of one input."""
        return Distribution(*self.probabilities(np.array(logits), language).tolist())


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both heads of a model; a head without figures is used as it is (temperature 1, everything decided)."""

    stance: HeadCalibration = field(default_factory=HeadCalibration)
    reply: HeadCalibration = field(default_factory=HeadCalibration)


def softmax(logits: NDArray[np.float64], temperature: float = 1.0) -> Probabilities:
    """Probabilities over the last axis at a temperature."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return cast(Probabilities, weights / weights.sum(axis=-1, keepdims=True))


def negative_log_likelihood(logits: NDArray[np.float64], labels: Labels, temperature: float = 1.0) -> float:
    """Mean negative log-likelihood of the labels, in nats."""
    right = softmax(logits, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-300)).mean())


def fit_temperature(logits: NDArray[np.float64], labels: Labels) -> float:
    """The temperature with the least negative log-likelihood, in 0.05..20; `logits` (rows, labels), `labels` (rows,).

    The likelihood is log-concave in 1 / temperature, so the minimum is the only one.
    """
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda inverse: negative_log_likelihood(logits, labels, 1.0 / inverse),
        bounds=(1.0 / _HOTTEST, 1.0 / _COLDEST),
        method="bounded",
        options={"xatol": 1e-6},
    )
    return round(1.0 / float(found.x), DIGITS)


def fit_head(
    logits: NDArray[np.float64],
    labels: Labels,
    languages: Sequence[str | None],
    *,
    target_error: float,
    least_rows: int = 300,
    least_coverage: float = 0.05,
) -> HeadCalibration:
    """Temperatures (own ones for languages with `least_rows` rows) and the threshold for `target_error`.

    Where no threshold keeps the error, the one with the lowest error at `least_coverage` or more is taken.
    """
    of = np.array([language or "" for language in languages])
    default = fit_temperature(logits, labels)
    enough = sorted({str(one) for one in of if one and (of == one).sum() >= least_rows})
    by_language = tuple(
        LanguageTemperature(one, fit_temperature(logits[of == one], labels[of == one])) for one in enough
    )
    fitted = HeadCalibration(default, by_language)
    probabilities = np.stack([fitted.probabilities(row, language) for row, language in zip(logits, of, strict=True)])
    threshold = _threshold(probabilities.round(DIGITS), labels, target_error, least_coverage)
    return HeadCalibration(default, by_language, threshold, target_error)


def _threshold(probabilities: Probabilities, labels: Labels, target: float, least: float) -> float:
    curve = risk_coverage(probabilities, labels)
    found = threshold_for_error(curve, target, least=least)
    if found is None:
        points = zip(curve.risk, curve.threshold, curve.coverage, strict=True)
        found = min((risk, threshold) for risk, threshold, coverage in points if coverage >= least)[1]
    return round(found, DIGITS)


def read_calibration(path: Path) -> Calibration:
    """Read `calibration.json`. Raises ModelError where it is not in the form that `write_calibration` gives."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["schema"] != SCHEMA:
            raise ValueError(f"its schema is {written['schema']}, not {SCHEMA}")
        return Calibration(_head(written.get("stance")), _head(written.get("reply")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is no calibration of a stance model ({error}); train the model again.") from error


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Write `calibration.json`: schema first, figures rounded, the same bytes for the same calibration."""
    heads = {"stance": calibration.stance, "reply": calibration.reply}
    form = {"schema": SCHEMA, **{name: _form(head) for name, head in heads.items()}}
    path.write_text(json.dumps(form, indent=2) + "\n", encoding="utf-8")


def _head(written: dict[str, Any] | None) -> HeadCalibration:
    if written is None:
        return HeadCalibration()
    temperatures = {language: float(value) for language, value in written.get("temperature", {}).items()}
    if any(not value > 0 for value in temperatures.values()):
        raise ValueError("a temperature is not above 0")
    default = temperatures.pop("default", 1.0)
    by_language = tuple(LanguageTemperature(*one) for one in sorted(temperatures.items()))
    target = written.get("target_error")
    return HeadCalibration(
        default, by_language, float(written.get("threshold") or 0.0), None if target is None else float(target)
    )


def _form(head: HeadCalibration) -> dict[str, Any]:
    temperatures = {one.language: round(one.temperature, DIGITS) for one in head.by_language}
    return {
        "temperature": {"default": round(head.temperature, DIGITS), **dict(sorted(temperatures.items()))},
        "threshold": round(head.threshold, DIGITS),
        "target_error": head.target_error,
    }
