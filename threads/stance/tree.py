"""Stance of single comments → stance given the whole reply tree: exact marginals and the most probable labelling.

Sum-product and max-product on a tree (Pearl 1988), two passes, linear time. P(s) ∝ Π φ(sᵢ) · Π ψ(s_parent, sᵢ; rᵢ):
φ is the text model's distribution, r that of the reply's relation to its parent, ψ the mixture of "same" (agree),
"swapped" (disagree) and flat (neither). After Walker et al. 2012 and Sridhar et al. 2015.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from threads.errors import FormatError
from threads.stance.label import Distribution
from threads.stance.reading import CommentStance, ThreadStance
from threads.thread import Thread

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

ARTICLE = -1
"""Parent of a top-level comment: the article, which agrees with itself."""

_DIGITS = 4
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
    """Of n comments: `marginals` (n, 3), rows sum to 1; `labels` (n,), the jointly most probable columns."""

    marginals: FloatArray
    labels: IntArray


def adjust(thread: Thread, stance: ThreadStance, *, coupling: Coupling = DEFAULT) -> ThreadStance:
    """The stance with `tree` distributions and the labels read from them; `text` distributions stay.

    Placeholders and comments without a stance have flat φ and get none. Unchanged where the coupling is off or
    nothing was scored.
    """
    if coupling.strength == 0 or stance.thesis is None or not any(c.text for c in stance.comments):
        return stance
    by_id = {entry.comment_id: entry for entry in stance.comments}
    entries = [by_id.get(comment.id) for comment in thread.comments]
    beliefs = infer(
        parent_positions(thread), np.array([_phi(entry) for entry in entries]), potentials(entries, coupling)
    )
    adjusted = {
        entry.comment_id: _adjusted(entry, row, stance.model.threshold)
        for entry, row in zip(entries, beliefs.marginals, strict=True)
        if entry is not None and entry.text is not None
    }
    return replace(stance, comments=tuple(adjusted.get(entry.comment_id, entry) for entry in stance.comments))


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


def potentials(entries: list[CommentStance | None], coupling: Coupling) -> FloatArray:
    """ψ of each comment (n, parent's stance, own stance), all positive; flat where the relation is not known."""
    relations = np.array([_relation(entry) for entry in entries]).reshape(-1, 3)
    neither = (1 - coupling.neutral) * _FLAT + coupling.neutral * _NEUTRAL
    tables = np.stack([_SAME, neither, _SWAPPED])  # in the order of a Distribution: agree, neither, disagree
    known = np.array([entry is not None and entry.reply is not None for entry in entries])
    mixture = np.where(known[:, None, None], np.einsum("nk,kps->nps", relations, tables), _FLAT)
    return np.asarray(coupling.strength * mixture + (1 - coupling.strength) * _FLAT)


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
    marginals = _downwards(parents, summed, messages, psi, steps)
    best, _ = _upwards(parents, local, joint, steps, _log_max)
    return Beliefs(marginals, _labelling(parents, best, joint, steps))


def _phi(entry: CommentStance | None) -> tuple[float, float, float]:
    if entry is None or entry.text is None:
        return 1 / 3, 1 / 3, 1 / 3
    return entry.text.agree, entry.text.neutral, entry.text.disagree


def _relation(entry: CommentStance | None) -> tuple[float, float, float]:
    if entry is None or entry.reply is None:
        return 0.0, 1.0, 0.0
    return entry.reply.agree, entry.reply.neutral, entry.reply.disagree


def _adjusted(entry: CommentStance, marginal: FloatArray, threshold: float) -> CommentStance:
    agree, neutral, disagree = (round(float(p), _DIGITS) for p in marginal)
    tree = Distribution(agree, neutral, disagree)
    return replace(entry, tree=tree, stance=tree.stance(threshold))


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
) -> FloatArray:
    """Marginals (n, 3): what is collected below, times what comes from above without the node's own message."""
    beliefs = collected.copy()
    for step in steps:
        above = beliefs[parents[step]] - messages[step]
        weights = np.exp(above - above.max(axis=1, keepdims=True))
        with np.errstate(divide="ignore"):
            beliefs[step] += np.log(np.einsum("np,nps->ns", weights, psi[step]))
        beliefs[step] -= beliefs[step].max(axis=1, keepdims=True)
    marginals = np.exp(beliefs[:-1])
    return np.asarray(marginals / marginals.sum(axis=1, keepdims=True))


def _labelling(parents: IntArray, best: FloatArray, joint: FloatArray, steps: list[IntArray]) -> IntArray:
    labels = np.zeros(len(parents) + 1, dtype=np.int64)  # the article, last, agrees: column 0
    for step in steps:
        labels[step] = (joint[step, labels[parents[step]]] + best[step]).argmax(axis=1)
    return labels[:-1]
