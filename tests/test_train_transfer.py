"""Word alignment and the vectors made of it, on corpora small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest

from threads.train import transfer


def brute_force_links(new: list[list[int]], old: list[list[int]]) -> dict[tuple[int, int], int]:
    counts: dict[tuple[int, int], int] = {}
    for left, right in zip(new, old, strict=True):
        for a in left:
            for b in right:
                counts[a, b] = counts.get((a, b), 0) + 1
    return counts


NEW = [[0, 1], [0, 2], [1, 2, 3], [3], [0, 3]]
OLD = [[5, 6], [5, 7], [6, 7, 8], [8], [5, 8]]


def test_links_are_all_pairs_of_positions() -> None:
    found = transfer.links(NEW, OLD, 9)
    counts = np.bincount(found.cell)
    cells = {(int(a), int(b)): int(n) for a, b, n in zip(found.new, found.old, counts, strict=True)}
    assert cells == brute_force_links(NEW, OLD)
    assert len(np.unique(found.new_place)) == sum(map(len, NEW))
    assert len(np.unique(found.old_place)) == sum(map(len, OLD))


def test_alignment_finds_the_translation() -> None:
    found = transfer.links(NEW * 3, OLD * 3, 9)
    counts = transfer.align(found, rounds=5)
    best = {}
    for new, old, _ in sorted(zip(found.new, found.old, counts, strict=True), key=lambda one: one[2]):
        best[int(new)] = int(old)
    assert best == {0: 5, 1: 6, 2: 7, 3: 8}


def test_vectors_are_weighted_means() -> None:
    found = transfer.links([[0], [0], [0, 1]], [[2], [2], [2, 3]], 4)
    counts = np.array([3.0, 1.0, 1.0, 3.0])
    old = np.eye(4, dtype=np.float32)
    vectors = transfer.transferred(found, counts, old, [(), (), (0, 1), ()], least=1.0)
    assert vectors[0] == pytest.approx(0.75 * old[2] + 0.25 * old[3])
    assert vectors[1] == pytest.approx(0.25 * old[2] + 0.75 * old[3])
    assert vectors[2] == pytest.approx((vectors[0] + vectors[1]) / 2)
    assert vectors[3] == pytest.approx((vectors[0] + vectors[1]) / 2)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("Haus", (0,)), ("HAUS", ()), ("haus", (1,)), ("Hausboot", (0, 2)), ("HAUSBOOT", ()), ("qqqq", ())],
)
def test_spellings(token: str, expected: tuple[int, ...]) -> None:
    tokens = ["Haus", "haus", "boot", token]
    trusted = np.array([True, True, True, False])
    found = transfer.spellings(tokens, trusted)[3]
    if token == "HAUS":
        assert found == (1,)  # the lower-cased form is trusted
    elif token == "HAUSBOOT":
        assert found == (1, 2)
    else:
        assert found == expected
