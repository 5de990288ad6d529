"""Label names of a classifier in, what each output column means out: agree, neutral or disagree, stance or NLI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.model import Logits

JOINT_LABELS = ("agree", "neutral", "disagree", "reply:agree", "reply:neither", "reply:disagree")
"""The labels of a model trained with `threads train`: a stance head and a reply head side by side."""


class Kind(StrEnum):
    """What a classifier was trained for, told by its labels."""

    JOINT = "joint"
    STANCE = "stance"
    NLI = "nli"


_NLI = ({"entailment", "entail", "entails", "e"}, {"neutral", "n"}, {"contradiction", "contradict", "contradicts", "c"})
_STANCE = (
    {"favor", "favour", "in favor", "in favour", "agree", "agrees", "agreement", "pro", "support", "supports"}
    | {"supporting", "supported", "for", "argument for", "stance favor", "yes"},
    {"none", "neutral", "neither", "comment", "commenting", "query", "discuss", "unrelated", "no stance"}
    | {"no argument", "noargument", "other", "observing", "not enough info", "irrelevant"},
    {"against", "disagree", "disagrees", "disagreement", "con", "contra", "oppose", "opposes", "opposing", "opposed"}
    | {
        "attack",
        "attacks",
        "deny",
        "denies",
        "refute",
        "refutes",
        "refuted",
        "argument against",
        "stance against",
        "no",
    },
)
_RENAME = 'name them in its config.json, for example "id2label": {"0": "agree", "1": "neutral", "2": "disagree"}'


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a classifier's output that mean agree, neutral and disagree; several may mean the same."""

    agree: tuple[int, ...]
    neutral: tuple[int, ...]
    disagree: tuple[int, ...]

    def logits(self, raw: NDArray[np.float64]) -> Logits:
        """Logits of agree, neutral, disagree from those of all labels, shape (labels,).

        Labels that mean the same are added as probabilities; a meaning that no label has gets a logit of -1e4.
        """
        return _added(raw, self.agree), _added(raw, self.neutral), _added(raw, self.disagree)


@dataclass(frozen=True, slots=True)
class Head:
    """What the columns of a classifier's output mean; `reply` only where it also reads replies."""

    kind: Kind
    stance: Columns
    reply: Columns | None = None


def head_of(labels: Sequence[str], *, model: str) -> Head:
    """What the columns mean. Raises ModelError where the labels say no stance."""
    if sorted(labels) == sorted(JOINT_LABELS):
        at = [(labels.index(name),) for name in JOINT_LABELS]
        return Head(Kind.JOINT, Columns(*at[:3]), Columns(*at[3:]))
    names = [_normal(label) for label in labels]
    for kind, meanings in ((Kind.NLI, _NLI), (Kind.STANCE, _STANCE)):
        if set(names) <= set().union(*meanings):
            columns = [tuple(i for i, name in enumerate(names) if name in meaning) for meaning in meanings]
            if columns[0] and columns[2]:
                return Head(kind, Columns(*columns))
    raise ModelError(f"Model {model} {_fault(names)}.")


def _normal(label: str) -> str:
    return " ".join(re.split(r"[\s_:.-]+", label.lower().strip())).strip()


def _fault(names: Sequence[str]) -> str:
    listed = ", ".join(names) or "none"
    if all(re.fullmatch(r"(label )?\d+", name) for name in names):
        return f"does not say what its labels mean ({listed}); {_RENAME}"
    if {"entailment", "not entailment"} == set(names):
        return (
            "tells entailment from all else only, so it cannot tell disagreement from neutrality; use a three-way one"
        )
    if {"positive", "negative"} <= set(names):
        return "is a sentiment model (labels positive, negative); sentiment is not stance, use a stance or NLI model"
    return f"has labels that mean no stance ({listed}); if they do, {_RENAME}"


def _added(raw: NDArray[np.float64], columns: tuple[int, ...]) -> float:
    return float(np.logaddexp.reduce(raw[list(columns)])) if columns else -1e4
