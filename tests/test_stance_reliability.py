import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.stance.reliability import (
    at_threshold,
    brier_score,
    coverage_for_error,
    expected_calibration_error,
    reliability,
    risk_coverage,
    threshold_for_error,
)

PROBABILITIES = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.6, 0.4], [0.45, 0.55]])
LABELS = np.array([0, 1, 1, 0, 0])  # right, wrong, right, right, wrong


def test_brier_is_exact() -> None:
    assert brier_score(PROBABILITIES, LABELS) == pytest.approx(2 * (0.01 + 0.64 + 0.04 + 0.16 + 0.3025) / 5)


def test_bins_hold_their_edges() -> None:
    bins = reliability(PROBABILITIES, LABELS, bins=5)
    assert [one.rows for one in bins] == [0, 0, 2, 2, 1]  # 0.6 and 0.8 belong to the bins they close
    assert bins[0].confidence is None
    assert bins[0].accuracy is None
    assert bins[3].confidence == pytest.approx(0.8)
    assert bins[3].accuracy == 0.5


def test_calibration_error_is_exact() -> None:
    assert expected_calibration_error(PROBABILITIES, LABELS, bins=5) == pytest.approx(
        (2 * abs(0.575 - 0.5) + 2 * abs(0.8 - 0.5) + abs(0.9 - 1)) / 5
    )


def test_sure_and_right_has_no_error() -> None:
    sure = np.eye(3)[[0, 1, 2, 2]]
    assert expected_calibration_error(sure, np.array([0, 1, 2, 2])) == 0.0
    assert brier_score(sure, np.array([0, 1, 2, 2])) == 0.0


def test_risk_coverage_counts_ties_together() -> None:
    curve = risk_coverage(PROBABILITIES, LABELS)
    assert curve.threshold == pytest.approx((0.9, 0.8, 0.6, 0.55))
    assert curve.coverage == pytest.approx((0.2, 0.6, 0.8, 1.0))
    assert curve.risk == pytest.approx((0, 1 / 3, 0.25, 0.4))


@pytest.mark.parametrize(
    ("target", "least", "threshold", "coverage"),
    [(0.0, 0.0, 0.9, 0.2), (0.0, 0.5, None, 0.2), (0.26, 0.0, 0.6, 0.8), (0.4, 0.0, 0.55, 1.0)],
)
def test_threshold(target: float, least: float, threshold: float | None, coverage: float) -> None:
    curve = risk_coverage(PROBABILITIES, LABELS)
    assert threshold_for_error(curve, target, least=least) == threshold
    assert coverage_for_error(curve, target) == pytest.approx(coverage)


def test_no_threshold_is_good_enough() -> None:
    wrong = risk_coverage(PROBABILITIES, 1 - PROBABILITIES.argmax(axis=1))
    assert threshold_for_error(wrong, 0.5) is None
    assert coverage_for_error(wrong, 0.5) == 0.0


def test_at_threshold() -> None:
    assert at_threshold(PROBABILITIES, LABELS, 0.0) == pytest.approx((1.0, 0.4))
    assert at_threshold(PROBABILITIES, LABELS, 0.7) == pytest.approx((0.6, 1 / 3))
    assert at_threshold(PROBABILITIES, LABELS, 0.95) == (0.0, None)


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(0, 1)), min_size=1, max_size=40))
def test_the_curve_agrees_with_every_threshold(rows: list[tuple[float, int]]) -> None:
    probabilities = np.array([[p, 1 - p] for p, _ in rows])
    labels = np.array([label for _, label in rows])
    curve = risk_coverage(probabilities, labels)
    assert curve.coverage[-1] == 1.0
    for threshold, coverage, risk in zip(curve.threshold, curve.coverage, curve.risk, strict=True):
        assert at_threshold(probabilities, labels, threshold) == pytest.approx((coverage, risk))
