"""Branches with stance → branch turns: the majority before and after a comment differs."""

from __future__ import annotations

from dataclasses import dataclass


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
