import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.errors import ModelError
from threads.stance.calibration import (
    Calibration,
    HeadCalibration,
    LanguageScaling,
    Scaling,
    fit_head,
    fit_scaling,
    negative_log_likelihood,
    read_calibration,
    write_calibration,
)


def drawn(rows: int, scaling: Scaling, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose labels are drawn from their probabilities under a scaling."""
    random = np.random.default_rng(seed)
    logits = random.normal(scale=3.0, size=(rows, 3))
    cumulated = scaling.probabilities(logits).cumsum(axis=1)
    return logits, (random.random(rows)[:, None] > cumulated).sum(axis=1)


@pytest.mark.parametrize(
    ("logits", "scaling", "expected"),
    [
        ([0.0, 0.0, 0.0], Scaling(), [1 / 3, 1 / 3, 1 / 3]),
        ([0.0, np.log(2.0), np.log(5.0)], Scaling(), [0.125, 0.25, 0.625]),
        ([0.0, -np.inf, np.log(4.0)], Scaling(2.0, 1.0), [1 / 3, 0.0, 2 / 3]),
        ([np.log(4.0), np.log(2.0), 0.0], Scaling(2.0, 1.0), [0.5, 0.25, 0.25]),
        ([0.0, np.log(4.0), 0.0], Scaling(1.0, 2.0), [0.25, 0.5, 0.25]),
        ([1000.0, 0.0, -1000.0], Scaling(), [1.0, 0.0, 0.0]),
        ([-np.inf, 0.3, -np.inf], Scaling(), [0.0, 1.0, 0.0]),
        ([0.3, -np.inf, -np.inf], Scaling(), [1.0, 0.0, 0.0]),
    ],
)
def test_probabilities(logits: list[float], scaling: Scaling, expected: list[float]) -> None:
    assert scaling.probabilities(np.array(logits)) == pytest.approx(expected)


def test_likelihood_is_exact() -> None:
    probabilities = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
    assert negative_log_likelihood(probabilities, np.array([0, 1])) == pytest.approx(-(np.log(0.5) + np.log(0.8)) / 2)


@pytest.mark.parametrize("scaling", [Scaling(), Scaling(0.5, 2.0), Scaling(4.0, 1.7)])
def test_the_temperatures_that_made_the_labels_are_found(scaling: Scaling) -> None:
    found = fit_scaling(*drawn(20_000, scaling))
    assert (found.side, found.neutral) == pytest.approx((scaling.side, scaling.neutral), rel=0.06)


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=3, unique=True), st.floats(0.1, 9), st.floats(0.1, 9))
def test_the_likeliest_label_stays(logits: list[float], side: float, neutral: float) -> None:
    found = Scaling(side, neutral).probabilities(np.array(logits))
    assert found[int(np.argmax(logits))] == found.max()
    assert found.sum() == pytest.approx(1.0)


def test_rows_that_cannot_be_neutral_teach_the_sides_alone() -> None:
    logits, labels = drawn(8000, Scaling(1.0, 1.0))
    forced = logits[labels != 1] * 3.0
    forced[:, 1] = -np.inf
    found = fit_scaling(np.concatenate([logits, forced]), np.concatenate([labels, labels[labels != 1]]))
    assert found.side > 1.5
    assert found.neutral == pytest.approx(1.0, rel=0.1)


def test_no_other_temperature_is_likelier() -> None:
    logits, labels = drawn(500, Scaling(2.0, 1.5))
    found, sided = fit_scaling(logits, labels), labels != 1
    either = np.where(np.arange(3) == 1, -np.inf, logits)[sided]

    def loss(scaling: Scaling, rows: np.ndarray, answers: np.ndarray) -> float:
        return negative_log_likelihood(scaling.probabilities(rows), answers)

    for other in np.geomspace(0.05, 20, 200):
        assert loss(found, either, labels[sided]) <= loss(Scaling(other), either, labels[sided]) + 1e-9
        assert loss(found, logits, labels) <= loss(Scaling(found.side, other), logits, labels) + 1e-9


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [((0, 2), Scaling(7.0, 8.0)), ((0, 1), Scaling(7.0, 8.0)), ((1,), Scaling(2.0, 8.0)), ((0,), Scaling(7.0, 2.0))],
)
def test_rows_that_say_nothing_leave_a_temperature_as_it_was(lacking: tuple[int, ...], expected: Scaling) -> None:
    logits, labels = drawn(8000, Scaling(2.0, 2.0))
    kept = ~np.isin(labels, lacking)
    forced = np.where(np.isin(np.arange(3), lacking), -np.inf, logits)[kept]
    found = fit_scaling(forced, labels[kept], otherwise=Scaling(7.0, 8.0))
    assert (found.side, found.neutral) == pytest.approx((expected.side, expected.neutral), rel=0.1)


def test_rows_that_cannot_have_but_one_label_change_nothing() -> None:
    logits, labels = drawn(2000, Scaling(2.0, 1.8))
    lone = np.where(np.arange(3) == 1, 0.3, -np.inf) * np.ones((5, 1))
    found = fit_scaling(np.concatenate([logits, lone]), np.concatenate([labels, np.ones(5, np.int64)]))
    assert found == fit_scaling(logits, labels)


def test_languages_with_enough_rows_get_their_own_temperatures() -> None:
    hot, cold = drawn(4000, Scaling(3.0, 3.0)), drawn(4000, Scaling(), seed=1)
    logits, labels = np.concatenate([hot[0], cold[0], hot[0][:50]]), np.concatenate([hot[1], cold[1], hot[1][:50]])
    fitted = fit_head(logits, labels, ["de"] * 4000 + ["fr"] * 4000 + ["it"] * 40 + [None] * 10, target_error=0.2)
    assert [one.language for one in fitted.by_language] == ["de", "fr"]
    assert fitted.scaling_of("de").side == pytest.approx(3.0, rel=0.1)
    assert fitted.scaling_of("fr").neutral == pytest.approx(1.0, rel=0.1)
    assert fitted.scaling_of("it") == fitted.scaling_of(None) == fitted.scaling


def test_a_language_with_too_few_rows_for_one_temperature_has_the_default_of_it() -> None:
    every, sided = drawn(4000, Scaling(3.0, 3.0)), drawn(4000, Scaling(), seed=1)
    chosen = (sided[1] != 1) | (np.arange(4000) < 100)
    forced = np.where((np.arange(3) == 1) & (sided[1] != 1)[:, None], -np.inf, sided[0])[chosen]
    logits, labels = np.concatenate([every[0], forced]), np.concatenate([every[1], sided[1][chosen]])
    fitted = fit_head(logits, labels, ["de"] * 4000 + ["fr"] * len(forced), target_error=0.2)
    assert fitted.scaling_of("fr").neutral == fitted.scaling.neutral != fitted.scaling_of("de").neutral
    assert fitted.scaling_of("fr").side == pytest.approx(1.0, rel=0.1)


def test_what_rows_do_not_tell_stays_as_it_was() -> None:
    logits, labels = drawn(4000, Scaling(2.0, 2.0))
    forced = np.where(np.arange(3) == 1, -np.inf, logits)[labels != 1]
    before = HeadCalibration(Scaling(5.0, 6.0))
    fitted = fit_head(forced, labels[labels != 1], ["de"] * len(forced), target_error=0.2, before=before)
    assert (fitted.scaling.side, fitted.scaling.neutral) == (pytest.approx(2.0, rel=0.1), 6.0)


def test_the_threshold_keeps_the_error() -> None:
    logits, labels = drawn(5000, Scaling(2.5, 2.5))
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
    stance = HeadCalibration(Scaling(1.25, 2.0), (LanguageScaling("de", Scaling(1.5, 0.9)),), 0.55, 0.2)
    calibration = Calibration(stance, HeadCalibration(Scaling(2.0)))
    write_calibration(calibration, tmp_path / "calibration.json")
    assert read_calibration(tmp_path / "calibration.json") == calibration
    written = json.loads((tmp_path / "calibration.json").read_text())
    assert next(iter(written)) == "schema"
    assert written["stance"]["temperature"] == {
        "default": {"side": 1.25, "neutral": 2.0},
        "de": {"side": 1.5, "neutral": 0.9},
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": 1}',
        '{"schema": 2, "stance": {"temperature": {"default": {"side": 0}}}}',
        '{"schema": 2, "stance": {"temperature": {"default": {"warmth": 1}}}}',
        '{"schema": 2, "stance": {"temperature": {"default": {"side": NaN}}}}',
        '{"schema": 2, "stance": {"temperature": {"default": {"side": Infinity}}}}',
        '{"schema": 2, "stance": 5}',
    ],
)
def test_what_is_no_calibration_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(ModelError, match=r"calibration\.json is no calibration"):
        read_calibration(path)
