import json
from pathlib import Path

import numpy as np
import pytest

from threads.errors import ModelError
from threads.stance.calibration import (
    Calibration,
    HeadCalibration,
    LanguageTemperature,
    fit_head,
    fit_temperature,
    negative_log_likelihood,
    read_calibration,
    softmax,
    write_calibration,
)


def drawn(rows: int, temperature: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose labels are drawn from their softmax at a temperature."""
    random = np.random.default_rng(seed)
    logits = random.normal(scale=3.0, size=(rows, 3))
    cumulated = softmax(logits, temperature).cumsum(axis=1)
    return logits, (random.random(rows)[:, None] > cumulated).sum(axis=1)


@pytest.mark.parametrize(
    ("logits", "temperature", "expected"),
    [
        ([0.0, 0.0, 0.0], 1.0, [1 / 3, 1 / 3, 1 / 3]),
        ([0.0, np.log(2.0), np.log(5.0)], 1.0, [0.125, 0.25, 0.625]),
        ([0.0, np.log(4.0)], 2.0, [1 / 3, 2 / 3]),
        ([1000.0, 0.0], 1.0, [1.0, 0.0]),
    ],
)
def test_softmax(logits: list[float], temperature: float, expected: list[float]) -> None:
    assert softmax(np.array(logits), temperature) == pytest.approx(expected)


def test_likelihood_is_exact() -> None:
    logits = np.log(np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]]))
    assert negative_log_likelihood(logits, np.array([0, 1])) == pytest.approx(-(np.log(0.5) + np.log(0.8)) / 2)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7, 4.0])
def test_the_temperature_that_made_the_labels_is_found(temperature: float) -> None:
    assert fit_temperature(*drawn(20_000, temperature)) == pytest.approx(temperature, rel=0.05)


def test_no_other_temperature_is_likelier() -> None:
    logits, labels = drawn(500, 2.0)
    best = negative_log_likelihood(logits, labels, fit_temperature(logits, labels))
    assert all(best <= negative_log_likelihood(logits, labels, t) + 1e-9 for t in np.geomspace(0.05, 20, 200))


def test_languages_with_enough_rows_get_their_own_temperature() -> None:
    hot, cold = drawn(4000, 3.0), drawn(4000, 1.0, seed=1)
    logits, labels = np.concatenate([hot[0], cold[0], hot[0][:50]]), np.concatenate([hot[1], cold[1], hot[1][:50]])
    fitted = fit_head(logits, labels, ["de"] * 4000 + ["fr"] * 4000 + ["it"] * 40 + [None] * 10, target_error=0.2)
    assert [one.language for one in fitted.by_language] == ["de", "fr"]
    assert fitted.temperature_of("de") == pytest.approx(3.0, rel=0.1)
    assert fitted.temperature_of("fr") == pytest.approx(1.0, rel=0.1)
    assert fitted.temperature_of("it") == fitted.temperature_of(None) == fitted.temperature


def test_the_threshold_keeps_the_error() -> None:
    logits, labels = drawn(5000, 2.5)
    fitted = fit_head(logits, labels, ["de"] * 5000, target_error=0.1)
    probabilities = fitted.probabilities(logits, "de").round(4)
    decided = probabilities.max(axis=1) >= fitted.threshold
    wrong = probabilities.argmax(axis=1) != labels
    assert wrong[decided].mean() <= 0.1 < wrong.mean()
    assert fitted.target_error == 0.1


def test_an_error_that_cannot_be_kept_gives_the_lowest_there_is() -> None:
    logits, labels = np.array([[2.0, 0.0, 0.0], [1.0, 0.0, 0.0]] * 50), np.array([1, 0] * 50)
    fitted = fit_head(logits, labels, [None] * 100, target_error=0.01)
    probabilities = fitted.probabilities(logits).round(4)
    decided = probabilities.max(axis=1) >= fitted.threshold
    assert (probabilities.argmax(axis=1) != labels)[decided].mean() == 0.5


def test_round_trip(tmp_path: Path) -> None:
    stance = HeadCalibration(1.25, (LanguageTemperature("de", 1.5), LanguageTemperature("fr", 0.9)), 0.55, 0.2)
    calibration = Calibration(stance, HeadCalibration(2.0))
    write_calibration(calibration, tmp_path / "calibration.json")
    assert read_calibration(tmp_path / "calibration.json") == calibration
    written = json.loads((tmp_path / "calibration.json").read_text())
    assert next(iter(written)) == "schema"
    assert written["stance"]["temperature"] == {"default": 1.25, "de": 1.5, "fr": 0.9}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": 2}',
        '{"schema": 1, "stance": {"temperature": {"default": 0}}}',
        '{"schema": 1, "stance": 5}',
    ],
)
def test_what_is_no_calibration_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(ModelError, match=r"calibration\.json is no calibration"):
        read_calibration(path)
