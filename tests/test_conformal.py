"""Conformal prediction sets: a case by hand, the promise on drawn rows, and what small groups give."""

from __future__ import annotations

import math

import numpy as np
import pytest

from threads.stance.conformal import LEAST, LabelSets, conformal_limit, label_sets, measured_sets

FITTED = np.array([[0.9, 0.05, 0.05], [0.2, 0.7, 0.1], [0.25, 0.25, 0.5], [0.4, 0.3, 0.3]])
RIGHT = np.array([0, 1, 2, 1])
"""Scores of the right labels: 0.1, 0.3, 0.5, 0.7."""


@pytest.mark.parametrize(
    ("error", "limit"),
    [(0.8, 0.1), (0.6, 0.3), (0.5, 0.5), (0.4, 0.5), (0.3, 0.7), (0.2, 0.7), (0.19, math.inf), (0.0, math.inf)],
)
def test_the_limit_by_hand(error: float, limit: float) -> None:
    """Of 4 rows the rank is ⌈5 · (1 − error)⌉: 1, 2, 3, 3, 4, 4, and 5 is one too many."""
    assert conformal_limit(FITTED, RIGHT, error=error) == pytest.approx(limit)


def test_the_sets_by_hand() -> None:
    rows = np.array([[0.6, 0.3, 0.1], [0.34, 0.33, 0.33], [0.45, 0.55, 0.0], [0.98, 0.01, 0.01]])
    assert label_sets(rows, 0.5).tolist() == [
        [True, False, False],
        [False, False, False],
        [False, True, False],
        [True, False, False],
    ]
    assert label_sets(rows, math.inf).sum(axis=1).tolist() == [3, 3, 2, 3]


def test_both_halves_by_hand() -> None:
    """In either half every right label has 0.6 but one in ten, which has 0.3: the limit at 20 % errors is 0.4."""
    rows = np.tile([[0.6, 0.3, 0.1]], (400, 1))
    labels = np.zeros(400, np.int64)
    names = [f"thread {i // 10}" for i in range(400)]
    labels[::10] = 1
    assert measured_sets(rows, labels, names, error=0.2) == LabelSets(0.8, pytest.approx(0.9), pytest.approx(1.0))
    assert measured_sets(rows, labels, names, error=0.05) == LabelSets(0.95, pytest.approx(1.0), pytest.approx(2.0))


@pytest.mark.parametrize("error", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("sharpness", [0.3, 3.0])
def test_the_promise_is_kept_whatever_the_model(error: float, sharpness: float) -> None:
    """Probabilities far too sure or unsure: the sets hold the right label as often as promised all the same."""
    random = np.random.default_rng(3)
    true = random.dirichlet([1, 1, 1], size=6000)
    labels = np.array([random.choice(3, p=row) for row in true])
    told = true**sharpness / (true**sharpness).sum(axis=1, keepdims=True)
    found = measured_sets(told, labels, error=error)
    assert found is not None
    assert found.coverage == pytest.approx(1 - error, abs=0.015)


def test_rows_of_a_cluster_stay_together() -> None:
    """Of a thread's equal rows none may tell the limit for another: with two threads each is alone in its half."""
    rows = np.array([[0.9, 0.05, 0.05]] * LEAST + [[0.2, 0.7, 0.1]] * LEAST)
    labels = np.zeros(2 * LEAST, np.int64)
    found = measured_sets(rows, labels, ["a"] * LEAST + ["b"] * LEAST)
    assert found is not None
    assert found.coverage == 0.5


@pytest.mark.parametrize("rows", [0, 1, 2 * LEAST - 1])
def test_too_few_rows_give_none(rows: int) -> None:
    assert measured_sets(np.full((rows, 3), 1 / 3), np.zeros(rows, np.int64)) is None


def test_the_same_seed_gives_the_same() -> None:
    random = np.random.default_rng(0)
    rows, labels = random.dirichlet([1, 1, 1], size=100), random.integers(0, 3, 100)
    assert measured_sets(rows, labels, seed=4) == measured_sets(rows, labels, seed=4)
