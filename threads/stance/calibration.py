"""Temperatures and thresholds: logits in, calibrated probabilities out; fitted on held-out rows, kept as JSON.

Temperature scaling: Guo et al. 2017, "On Calibration of Modern Neural Networks"; here with two temperatures, one for
each question that the labels answer (which side, and whether a side at all).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.label import Distribution
from threads.stance.model import Logits
from threads.stance.reliability import Labels, Probabilities, risk_coverage, threshold_for_error

FILE = "calibration.json"
SCHEMA = 2
DIGITS = 4
"""Decimals of temperatures, thresholds and predicted probabilities."""

LEAST_ROWS = 300
"""Rows of a language from which a temperature is its own."""

_NEUTRAL, _SIDES = 1, [0, 2]
_HOTTEST, _COLDEST = 20.0, 0.05


@dataclass(frozen=True, slots=True)
class Scaling:
    """Two temperatures: `side` between agree and disagree, `neutral` between neutral and the likelier side.

    The likeliest label stays the likeliest. Where both are the same it is temperature scaling. Rows of a data set that
    has no neutral thus teach the one and leave the other alone.
    """

    side: float = 1.0
    neutral: float = 1.0

    def probabilities(self, logits: NDArray[np.float64]) -> Probabilities:
        """Probabilities in the shape of `logits` (labels last); a label with the logit minus infinity has none."""
        found = np.asarray(logits, dtype=np.float64)
        top = np.maximum(found[..., 0], found[..., 2])[..., None]
        top = np.where(np.isfinite(top), top, 0.0)
        scaled = (found - top) / np.array([self.side, self.neutral, self.side])
        weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
        return cast(Probabilities, weights / weights.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class LanguageScaling:
    """The scaling of one language, by its ISO 639-1 code."""

    language: str
    scaling: Scaling


@dataclass(frozen=True, slots=True)
class HeadCalibration:
    """Scalings of one head, and the confidence from which its labels are decided.

    `target_error` is the share of wrong labels among the decided that `threshold` was chosen for.
    """

    scaling: Scaling = field(default_factory=Scaling)
    by_language: tuple[LanguageScaling, ...] = ()
    threshold: float = 0.0
    target_error: float | None = None

    def scaling_of(self, language: str | None) -> Scaling:
        """The scaling for a language, else the default."""
        return next((one.scaling for one in self.by_language if one.language == language), self.scaling)

    def probabilities(self, logits: NDArray[np.float64], language: str | None = None) -> Probabilities:
        """Calibrated probabilities, the shape of `logits` (labels last)."""
        return self.scaling_of(language).probabilities(logits)

    def distribution(self, logits: Logits, language: str | None = None) -> Distribution:
        """Calibrated probabilities of one input."""
        return Distribution(*self.probabilities(np.array(logits), language).tolist())


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both heads of a model; a head without figures is used as it is (temperatures 1, everything decided)."""

    stance: HeadCalibration = field(default_factory=HeadCalibration)
    reply: HeadCalibration = field(default_factory=HeadCalibration)


def negative_log_likelihood(probabilities: Probabilities, labels: Labels) -> float:
    """Mean negative log-likelihood of the labels, in nats."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-300)).mean())


def fit_scaling(
    logits: NDArray[np.float64], labels: Labels, *, least: int = 20, otherwise: Scaling | None = None
) -> Scaling:
    """The likeliest `side`, then, given it, the likeliest `neutral`, in 0.05..20; `logits` (rows, 3), `labels` (rows,).

    A logit of minus infinity says that the row could not have that label. `side` is of rows that take one of two,
    `neutral` of rows that could be neutral or not; either is that of `otherwise` (1) where fewer than `least` are.
    """
    known = otherwise or Scaling()
    possible = np.isfinite(logits)
    sided = (labels != _NEUTRAL) & possible[:, _SIDES].all(axis=1)
    free = possible[:, _NEUTRAL] & possible[:, _SIDES].any(axis=1)
    side, neutral = known.side, known.neutral
    if sided.sum() >= least:
        either = np.where(np.arange(3) == _NEUTRAL, -np.inf, logits)
        side = _likeliest(either[sided], labels[sided], Scaling)
    if free.sum() >= least:
        neutral = _likeliest(logits[free], labels[free], lambda found: Scaling(side, found))
    return Scaling(side, neutral)


def _likeliest(logits: NDArray[np.float64], labels: Labels, scaling: Callable[[float], Scaling]) -> float:
    """The temperature of the likeliest scaling; the likelihood is log-concave in 1 / temperature."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda inverse: negative_log_likelihood(scaling(1.0 / inverse).probabilities(logits), labels),
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
    least_rows: int = LEAST_ROWS,
    least_coverage: float = 0.05,
    before: HeadCalibration | None = None,
) -> HeadCalibration:
    """Scalings (own ones for languages with `least_rows` rows for a temperature) and the threshold for `target_error`.

    What the rows do not tell stays as it was `before`. Where no threshold keeps the error, the one with the lowest
    error at `least_coverage` or more is taken.
    """
    of = np.array([language or "" for language in languages])
    default = fit_scaling(logits, labels, otherwise=before.scaling if before else None)
    own = {
        str(one): fit_scaling(logits[of == one], labels[of == one], least=least_rows, otherwise=default)
        for one in sorted(set(of) - {""})
    }
    by_language = tuple(LanguageScaling(one, scaling) for one, scaling in own.items() if scaling != default)
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
    scalings = {language: Scaling(**values) for language, values in written.get("temperature", {}).items()}
    if not all(0 < value < np.inf for one in scalings.values() for value in (one.side, one.neutral)):
        raise ValueError("a temperature is not above 0, or without end")
    default = scalings.pop("default", Scaling())
    by_language = tuple(LanguageScaling(*one) for one in sorted(scalings.items()))
    target = written.get("target_error")
    return HeadCalibration(
        default, by_language, float(written.get("threshold") or 0.0), None if target is None else float(target)
    )


def _form(head: HeadCalibration) -> dict[str, Any]:
    scalings = {one.language: asdict(one.scaling) for one in head.by_language}
    return {
        "temperature": {"default": asdict(head.scaling), **dict(sorted(scalings.items()))},
        "threshold": round(head.threshold, DIGITS),
        "target_error": head.target_error,
    }
