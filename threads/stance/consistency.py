"""Stance given the reply tree → stance given also that an author tends to keep to one side in a thread.

Every author with several comments has a hidden position; each of the author's comments takes it with a certain weight.
That makes loops with the reply tree: loopy belief propagation (Pearl 1988; Murphy, Weiss & Jordan 1999), every round
exact over the whole tree. It is exact where authors and tree together have no loop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from threads.privacy import stands_for_anybody
from threads.stance.tree import Beliefs, FloatArray, IntArray, infer

ROUNDS = 200
"""Rounds after which the search for a fixed point is given up."""
TOLERANCE = 1e-5
"""Distance to the fixed point, estimated, at which the marginals are taken: under the four decimals that are kept."""
DAMPED = 40
"""Rounds after which each message is moved only half way, against oscillation."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Beliefs after `rounds` rounds; no marginal is further than `distance` from the fixed point, by the last changes.

    With change d in the last round, and q the larger of the shares that the last two changes are of those before them,
    the distance is d·q/(1 − q).
    """

    beliefs: Beliefs
    rounds: int
    distance: float

    @property
    def converged(self) -> bool:
        """False where the rounds ran out: the beliefs should not be used."""
        return self.distance <= TOLERANCE


def check_consistency(strength: float) -> float:
    """The strength, if it is one. Raises ValueError."""
    if not 0 <= strength < 1:
        raise ValueError(f"the author's consistency is {strength}; it must be at least 0 and under 1")
    return strength


def author_groups(names: Sequence[str | None]) -> tuple[IntArray, ...]:
    """Positions of the comments of each author with several, given every comment's author.

    None where a comment is a placeholder or takes no stance; "Anonymous" and the like are nobody's name.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        if (known := " ".join((name or "").split())) and not stands_for_anybody(known):
            groups[known].append(i)
    return tuple(np.array(positions) for positions in groups.values() if len(positions) > 1)


def settle(
    parents: IntArray, phi: FloatArray, psi: FloatArray, groups: Sequence[IntArray], *, strength: float
) -> Settled:
    """Marginals with each author's comments tied by `strength` (0..1) to one hidden position.

    `parents`, `phi` and `psi` are those of `infer`; `groups` holds positions of comments by one author. P(s, z) is
    that of `infer` times Π c·[s = z] + (1 − c)/3 over the grouped comments.
    """
    messages = np.full(phi.shape, 1 / 3)
    before, change, share = infer(parents, phi, psi), np.inf, np.inf
    for done in range(1, ROUNDS + 1):
        messages = _from_authors(before.marginals, messages, groups, strength, 1.0 if done <= DAMPED else 0.5)
        after = infer(parents, phi * messages, psi)
        last, change = change, float(np.abs(after.marginals - before.marginals).max(initial=0.0))
        earlier, share = share, change / last if np.isfinite(last) and last else np.inf
        before, distance = after, _distance(change, max(earlier, share))
        if distance <= TOLERANCE:
            break
    return Settled(before, done, distance)


def _distance(change: float, share: float) -> float:
    """How far the fixed point is, if every further change is at most that share of the one before."""
    if change < 1e-12:  # what is left is rounding
        return change
    return change * share / (1 - share) if share < 1 else np.inf


def _from_authors(
    marginals: FloatArray, messages: FloatArray, groups: Sequence[IntArray], strength: float, step: float
) -> FloatArray:
    """What each grouped comment hears from its author's hidden position (n, 3), without what it said itself."""
    heard = messages.copy()
    for group in groups:
        own = marginals[group] / messages[group]
        said = np.log(strength * own / own.sum(axis=1, keepdims=True) + (1 - strength) / 3)
        others = said.sum(axis=0) - said
        position = np.exp(others - others.max(axis=1, keepdims=True))
        position /= position.sum(axis=1, keepdims=True)
        heard[group] += step * (strength * position + (1 - strength) / 3 - messages[group])
    return heard
