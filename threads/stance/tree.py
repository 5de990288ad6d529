"""Stance of single comments → stance given the whole reply tree: exact marginals and the most probable labelling.

Sum-product and max-product on a tree (Pearl 1988), two passes, linear time. P(s) ∝ Π φ(sᵢ) · Π ψ(s_parent, sᵢ; rᵢ):
φ is the text model's distribution, r that of the reply's relation to its parent, ψ the mixture of "same" (agree),
"swapped" (disagree) and flat (neither). After Walker et al. 2012 and Sridhar et al. 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from threads.errors import FormatError
from threads.stance.reading import CommentStance
from threads.thread import Thread

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

ARTICLE = -1
"""Parent of a top-level comment: the article, which agrees with itself."""

_SAME = np.eye(3)
_SWAPPED = np.eye(3)[::-1]
_FLAT = np.full((3, 3), 1 / 3)
_NEUTRAL = np.tile([0.0, 1.0, 0.0], (3, 1))


@dataclass(frozen=True, slots=True)
class Coupling:
    """How far a reply's stance is tied to its parent's: 0 not at all, under 1; fitted by `fit_coupling`.

    `neutral` (0..1) is how far a reply that neither agrees nor disagrees with its parent is drawn to neutral; at 0 such
    a reply says nothing (flat).
    """

    strength: float
    neutral: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.strength < 1:
            raise ValueError(f"the coupling strength is {self.strength}; it must be at least 0 and under 1")
        if not 0 <= self.neutral <= 1:
            raise ValueError(f"the pull to neutral is {self.neutral}; it must be in 0..1")


OFF = Coupling(0.0)
DEFAULT = OFF
"""The coupling used where none is given: off, since no coupling helped on labelled threads (docs/methods.md)."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Of n comments: `marginals` (n, 3), rows sum to 1; `labels` (n,), the jointly most probable columns.

    `above` (n, 3) weighs the stances of each comment's parent by all that is known but for the comment and what hangs
    under it, `below` (n, 3) the comment's own by itself and what hangs under it.
    """

    marginals: FloatArray
    labels: IntArray
    above: FloatArray
    below: FloatArray


def parent_positions(thread: Thread) -> IntArray:
    """Position of each comment's parent (n,), ARTICLE for top-level ones. Raises FormatError if it comes later."""
    position: dict[str | None, int] = {None: ARTICLE}
    parents = np.empty(len(thread.comments), dtype=np.int64)
    for i, comment in enumerate(thread.comments):
        if comment.parent not in position:
            raise FormatError(
                f"Comment '{comment.id}' of thread '{thread.id}' replies to '{comment.parent}', which does not stand "
                "before it; every parent must precede its replies."
            )
        parents[i] = position[comment.parent]
        position[comment.id] = i
    return parents


def evidence(entries: Sequence[CommentStance | None]) -> FloatArray:
    """φ of each comment (n, 3): the text model's distribution, flat where there is none."""
    return np.array([_phi(entry) for entry in entries]).reshape(-1, 3)


def potentials(entries: Sequence[CommentStance | None], coupling: Coupling) -> FloatArray:
    """ψ of each comment (n, parent's stance, own stance), all positive; flat where the relation is not known."""
    known = np.array([entry is not None and entry.reply is not None for entry in entries])
    mixture = np.where(known[:, None, None], np.einsum("nk,kps->nps", _relations(entries), _tables(coupling)), _FLAT)
    return np.asarray(coupling.strength * mixture + (1 - coupling.strength) * _FLAT)


def relations(beliefs: Beliefs, entries: Sequence[CommentStance | None], coupling: Coupling) -> FloatArray:
    """What the stances around it make of each reply's relation to its parent (n, 3): agree, neither, disagree.

    P(r) ∝ rᵢ(r) · Σ above(s) · (c·table_r + (1 − c)·flat)(s, s') · below(s'): exact under the model of `infer`. Rows of
    comments whose relation is not known mean nothing.
    """
    tables = coupling.strength * _tables(coupling) + (1 - coupling.strength) * _FLAT
    weights = _relations(entries) * np.einsum("np,kps,ns->nk", beliefs.above, tables, beliefs.below)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def infer(parents: IntArray, phi: FloatArray, psi: FloatArray) -> Beliefs:
    """Exact marginals and the most probable labelling.

    `parents` (n,) are positions before the comment's own, or ARTICLE; `phi` (n, 3) ≥ 0, no row all 0; `psi`
    (n, 3, 3) > 0, the parent's stance first. The article is the root, with stance agree.
    """
    order, bounds = _levels(parents)
    root = np.array([[1.0, 0.0, 0.0]])
    with np.errstate(divide="ignore"):
        local = np.log(np.concatenate([phi, root]))  # the article stands last, where position −1 finds it
        joint = np.log(psi)
    steps = [order[start:end] for start, end in pairwise(bounds)]
    summed, messages = _upwards(parents, local, joint, steps, _log_sum)
    marginals, above = _downwards(parents, summed, messages, psi, steps)
    best, _ = _upwards(parents, local, joint, steps, _log_max)
    return Beliefs(marginals, _labelling(parents, best, joint, steps), above, _weights(summed[:-1]))


def _phi(entry: CommentStance | None) -> tuple[float, float, float]:
    if entry is None or entry.text is None:
        return 1 / 3, 1 / 3, 1 / 3
    return entry.text.agree, entry.text.neutral, entry.text.disagree


def _tables(coupling: Coupling) -> FloatArray:
    """What each relation makes of a parent's stance (3, 3, 3), in the order of a Distribution."""
    neither = (1 - coupling.neutral) * _FLAT + coupling.neutral * _NEUTRAL
    return np.stack([_SAME, neither, _SWAPPED])


def _relations(entries: Sequence[CommentStance | None]) -> FloatArray:
    return np.array([_relation(entry) for entry in entries]).reshape(-1, 3)


def _relation(entry: CommentStance | None) -> tuple[float, float, float]:
    if entry is None or entry.reply is None:
        return 0.0, 1.0, 0.0
    return entry.reply.agree, entry.reply.neutral, entry.reply.disagree


def _levels(parents: IntArray) -> tuple[IntArray, list[int]]:
    """Positions sorted by level, and the bounds of the levels in that order."""
    level = np.zeros(len(parents) + 1, dtype=np.int64)
    level[-1] = -1
    above = parents.tolist()
    depths = level.tolist()
    for i, parent in enumerate(above):
        depths[i] = depths[parent] + 1
    level = np.array(depths[:-1], dtype=np.int64)
    order = np.argsort(level, kind="stable")
    return order, [0, *np.cumsum(np.bincount(level)).tolist()] if len(parents) else [0]


_Collapse = Callable[[FloatArray], FloatArray]


def _log_sum(values: FloatArray) -> FloatArray:
    top = values.max(axis=-1)
    return np.asarray(np.log(np.exp(values - top[..., None]).sum(axis=-1)) + top)


def _log_max(values: FloatArray) -> FloatArray:
    return np.asarray(values.max(axis=-1))


def _upwards(
    parents: IntArray, local: FloatArray, joint: FloatArray, steps: list[IntArray], collapse: _Collapse
) -> tuple[FloatArray, FloatArray]:
    """Collected evidence of each node (n + 1, 3), and each node's message to its parent (n, 3); deepest level first."""
    collected, messages = local.copy(), np.zeros((len(parents), 3))
    for step in reversed(steps):
        message = collapse(joint[step] + collected[step][:, None, :])
        message -= message.max(axis=1, keepdims=True)
        messages[step] = message
        np.add.at(collected, parents[step], message)
    return collected, messages


def _downwards(
    parents: IntArray, collected: FloatArray, messages: FloatArray, psi: FloatArray, steps: list[IntArray]
) -> tuple[FloatArray, FloatArray]:
    """Marginals (n, 3): what is collected below, times what comes from above; and the latter's weights (n, 3)."""
    beliefs, above = collected.copy(), np.empty_like(messages)
    for step in steps:
        above[step] = _weights(beliefs[parents[step]] - messages[step])
        with np.errstate(divide="ignore"):
            beliefs[step] += np.log(np.einsum("np,nps->ns", above[step], psi[step]))
        beliefs[step] -= beliefs[step].max(axis=1, keepdims=True)
    marginals = np.exp(beliefs[:-1])
    return np.asarray(marginals / marginals.sum(axis=1, keepdims=True)), above


def _weights(logs: FloatArray) -> FloatArray:
    return np.asarray(np.exp(logs - logs.max(axis=1, keepdims=True)))


def _labelling(parents: IntArray, best: FloatArray, joint: FloatArray, steps: list[IntArray]) -> IntArray:
    labels = np.zeros(len(parents) + 1, dtype=np.int64)  # the article, last, agrees: column 0
    for step in steps:
        labels[step] = (joint[step, labels[parents[step]]] + best[step]).argmax(axis=1)
    return labels[:-1]
