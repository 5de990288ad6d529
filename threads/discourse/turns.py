"""Branches with stance → branch turns: the majority before and after a comment differs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from threads.discourse.measure import Finding
from threads.discourse.replies import ReplyTree

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BranchTurn:
    """The branch under top-level comment `branch` turns at comment `pivot`, the one with the largest change.

    `before` and `after` are mean balances (p(agree) − p(disagree), −1..1) of the comments up to and including the
    one before the pivot, and from the pivot on; `n` comments in the branch; `p_value` from seeded permutations of
    the order, `p_adjusted` the same after Holm's correction for all branches looked at.
    """

    branch: str
    pivot: str
    before: float
    after: float
    n: int
    p_value: float
    p_adjusted: float | None = None


SMALLEST_SIDE = 2
"""Comments with a stance that a branch must have before the pivot, and from it on."""
PERMUTATIONS = 999


def branch_turns(tree: ReplyTree, *, seed: int = 0) -> Finding[BranchTurn]:
    """Branches whose majority differs before and after a comment; `checked` counts the branches long enough to turn.

    The pivot maximises the difference of the mean balances, weighted by √(n₁n₂)/n so that a split near an end is not
    favoured for its noise (the likelihood of one change in the mean).
    """
    if not tree.scored():
        return Finding(reason="no comments" if not tree.comments else "no comment has a stance")
    generator = np.random.default_rng(seed)
    lines = [(top, line) for top in tree.tops if len(line := _line(tree, top)) >= 2 * SMALLEST_SIDE]
    if not lines:
        return Finding(reason=f"no branch has {2 * SMALLEST_SIDE} comments with a stance")
    turns = [turn for top, line in lines if (turn := _turn(tree, top, line, generator)) is not None]
    return Finding(_holm(turns, len(lines)), len(lines))


def _line(tree: ReplyTree, top: int) -> tuple[int, ...]:
    return tree.ordered(tuple(i for i in tree.below(top) if tree.distribution(i) is not None)).positions


def _turn(tree: ReplyTree, top: int, line: tuple[int, ...], generator: np.random.Generator) -> BranchTurn | None:
    balances = np.array([d.agree - d.disagree for i in line if (d := tree.distribution(i)) is not None])
    sums = np.cumsum(balances)
    splits = np.arange(SMALLEST_SIDE, len(line) - SMALLEST_SIDE + 1)
    before, after = sums[splits - 1] / splits, (sums[-1] - sums[splits - 1]) / (len(line) - splits)
    turning = before * after < 0
    if not turning.any():
        return None
    statistic = np.where(turning, _weighted(balances[None, :])[0], -1.0)
    best = int(statistic.argmax())
    p = _p_value(balances, float(statistic[best]), generator)
    pivot = tree.comments[line[int(splits[best])]].id
    return BranchTurn(tree.comments[top].id, pivot, float(before[best]), float(after[best]), len(line), p)


def _weighted(rows: FloatArray) -> FloatArray:
    """Weighted change of the mean at every split, of every row: (r, n) → (r, splits)."""
    n = rows.shape[1]
    splits = np.arange(SMALLEST_SIDE, n - SMALLEST_SIDE + 1)
    sums = rows.cumsum(axis=1)
    first, last = sums[:, splits - 1], sums[:, -1:]
    change = np.abs((last - first) / (n - splits) - first / splits)
    return np.asarray(change * np.sqrt(splits * (n - splits)) / n)


def _p_value(balances: FloatArray, observed: float, generator: np.random.Generator) -> float:
    """Share of orders, the given one counted in, whose largest weighted change is at least as large."""
    rows = max(1, min(PERMUTATIONS, 2_000_000 // len(balances)))
    done = larger = 0
    while done < PERMUTATIONS:
        rows = min(rows, PERMUTATIONS - done)
        shuffled = generator.permuted(np.tile(balances, (rows, 1)), axis=1)
        larger += int((_weighted(shuffled).max(axis=1) >= observed - 1e-12).sum())
        done += rows
    return (1 + larger) / (1 + PERMUTATIONS)


def _holm(turns: list[BranchTurn], looked_at: int) -> tuple[BranchTurn, ...]:
    adjusted, highest = {}, 0.0
    for rank, turn in enumerate(sorted(turns, key=lambda t: t.p_value)):
        highest = max(highest, min(1.0, turn.p_value * (looked_at - rank)))
        adjusted[turn.branch] = highest
    return tuple(replace(turn, p_adjusted=adjusted[turn.branch]) for turn in turns)
