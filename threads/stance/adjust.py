"""Stance of single comments → stance given the reply tree and, where asked for, the author's other comments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threads.stance.consistency import ROUNDS, author_groups, check_consistency, settle
from threads.stance.label import Distribution
from threads.stance.reading import CommentStance, ThreadStance
from threads.stance.tree import (
    DEFAULT,
    Beliefs,
    Coupling,
    FloatArray,
    evidence,
    infer,
    parent_positions,
    potentials,
    relations,
)
from threads.thread import Notice, Thread

_DIGITS = 4


def adjust(
    thread: Thread, stance: ThreadStance, *, coupling: Coupling = DEFAULT, author_consistency: float = 0.0
) -> ThreadStance:
    """The stance with `tree` and `reply_tree` distributions and the labels read from them; the text-only ones stay.

    Placeholders and comments without a stance have flat φ and get none. `author_consistency` (0: off, under 1) ties an
    author's comments to one hidden position; where that does not settle, it is left out, with a notice. Unchanged where
    both are off or nothing was scored. Raises ValueError where the consistency is out of range.
    """
    off = coupling.strength == 0 and check_consistency(author_consistency) == 0
    if off or stance.thesis is None or not any(c.text for c in stance.comments):
        return stance
    by_id = {entry.comment_id: entry for entry in stance.comments}
    entries = [by_id.get(comment.id) for comment in thread.comments]
    beliefs, notices = _beliefs(thread, entries, coupling, author_consistency)
    related = relations(beliefs, entries, coupling) if coupling.strength else [None] * len(entries)
    adjusted = {
        entry.comment_id: _adjusted(entry, row, relation, stance)
        for entry, row, relation in zip(entries, beliefs.marginals, related, strict=True)
        if entry is not None and entry.text is not None
    }
    comments = tuple(adjusted.get(entry.comment_id, entry) for entry in stance.comments)
    return replace(stance, comments=comments, notices=(*stance.notices, *notices))


def _beliefs(
    thread: Thread, entries: list[CommentStance | None], coupling: Coupling, author_consistency: float
) -> tuple[Beliefs, tuple[Notice, ...]]:
    parents, phi, psi = parent_positions(thread), evidence(entries), potentials(entries, coupling)
    groups = author_groups(
        [
            comment.author if entry is not None and entry.text is not None and not comment.missing else None
            for comment, entry in zip(thread.comments, entries, strict=True)
        ]
    )
    if not author_consistency or not groups:
        return infer(parents, phi, psi), ()
    settled = settle(parents, phi, psi, groups, strength=author_consistency)
    if settled.converged:
        return settled.beliefs, ()
    told = f"The authors' consistency did not settle in {ROUNDS} rounds; the stance is given without it."
    return infer(parents, phi, psi), (Notice("author-consistency", told, thread.id),)


def _adjusted(
    entry: CommentStance, marginal: FloatArray, relation: FloatArray | None, stance: ThreadStance
) -> CommentStance:
    tree, model = _distribution(marginal), stance.model
    found = replace(entry, tree=tree, stance=tree.stance(model.threshold))
    if relation is None or entry.reply is None:
        return found
    reply = _distribution(relation)
    return replace(found, reply_tree=reply, agreement=reply.agreement(model.reply_threshold))


def _distribution(row: FloatArray) -> Distribution:
    agree, neutral, disagree = (round(float(p), _DIGITS) for p in np.asarray(row))
    return Distribution(agree, neutral, disagree)
