"""What a stance model is: it takes (thesis, comment, parent) inputs and gives a calibrated prediction for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from threads.stance.label import Distribution
from threads.stance.reading import ModelRecord

Logits = tuple[float, float, float]
"""Unscaled scores of agree, neutral (for replies: neither) and disagree."""

Progress = Callable[[int], None]
"""Called with the number of inputs done since the last call."""


@dataclass(frozen=True, slots=True)
class StanceInput:
    """A comment's own words, the thesis they are measured against, and the own words of the comment replied to.

    Without a thesis only the relation to the parent is predicted, without a parent only the stance. `language` is an
    ISO 639-1 code and chooses the temperature.
    """

    thesis: str | None
    comment: str
    parent: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Which parts of an input were longer than what the model reads of them: their beginnings were read."""

    thesis: bool = False
    parent: bool = False


@dataclass(frozen=True, slots=True)
class Prediction:
    """Calibrated distributions, not rounded; the logits are kept as the model gave them.

    `stance` is None without a thesis, `reply` without a parent or where the model has no such head.
    `windows` is the number of overlapping pieces a long comment was read in; its logits are their mean, weighted by
    the comment tokens in each. `cut` says whether thesis and parent were read whole.
    """

    stance: Distribution | None
    reply: Distribution | None
    stance_logits: Logits | None = None
    reply_logits: Logits | None = None
    windows: int = 1
    cut: Cut = Cut()


class StanceModel(Protocol):
    """Anything that predicts stance; `load_model` gives one."""

    @property
    def record(self) -> ModelRecord:
        """Which model it is, for manifests and reports."""

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        """One prediction per input, in the order of the inputs, whatever their order or company."""
