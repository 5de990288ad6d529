"""Entropy and Esteban–Ray by hand, with guards for small numbers."""

import math

import numpy as np
import pytest
from made_threads import star

from threads.discourse.measure import Measure
from threads.discourse.polarisation import SENSITIVITY, entropy, esteban_ray, polarisation


def measured(letters: str) -> dict[str, Measure]:
    return {measure.name: measure for measure in polarisation(star("a" * len(letters), letters))}


@pytest.mark.parametrize(
    ("shares", "value"), [((1, 0, 0), 0.0), ((1 / 3, 1 / 3, 1 / 3), 1.0), ((0.5, 0, 0.5), math.log(2) / math.log(3))]
)
def test_entropy_by_hand(shares: tuple[float, ...], value: float) -> None:
    assert entropy(np.array([shares]))[0] == pytest.approx(value)


@pytest.mark.parametrize(("shares", "value"), [((1, 0, 0), 0.0), ((0, 1, 0), 0.0), ((0.5, 0, 0.5), 1.0)])
def test_esteban_ray_at_its_ends(shares: tuple[float, ...], value: float) -> None:
    assert esteban_ray(np.array([shares]))[0] == pytest.approx(value)


def test_esteban_ray_is_the_published_double_sum() -> None:
    shares, positions = (0.5, 0.2, 0.3), (1, 0, -1)
    raw = sum(
        p ** (1 + SENSITIVITY) * q * abs(x - y)
        for p, x in zip(shares, positions, strict=True)
        for q, y in zip(shares, positions, strict=True)
    )
    assert esteban_ray(np.array([shares]))[0] == pytest.approx(raw * 2**SENSITIVITY)


def test_two_camps_are_more_polarised_than_three() -> None:
    two, three = measured("+++---")["esteban_ray"].value, measured("++00--")["esteban_ray"].value
    assert two is not None
    assert three is not None
    assert two > three


def test_unclear_comments_do_not_count() -> None:
    assert measured("+++---????")["esteban_ray"].n == 6


@pytest.mark.parametrize("name", ["stance_entropy", "esteban_ray"])
def test_few_comments_are_refused(name: str) -> None:
    measure = measured("+-+-??")[name]
    assert measure.value is None
    assert measure.reason == "4 comments agree, disagree or are neutral; at least 5 are needed"


@pytest.mark.parametrize("name", ["stance_entropy", "esteban_ray"])
def test_swapping_sides_changes_nothing(name: str) -> None:
    assert measured("++++--0")[name] == measured("----++0")[name]


def test_intervals_contain_the_value() -> None:
    measure = measured("++++++----00")["esteban_ray"]
    assert measure.value is not None
    assert measure.interval is not None
    assert measure.interval.low < measure.value < measure.interval.high
