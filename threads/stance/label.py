"""Stance towards a thesis and agreement with a parent: labels, and distributions over them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """Stance of a comment towards the article's thesis; `unclear` where the calibrated confidence is too low."""

    AGREE = "agree"
    NEUTRAL = "neutral"
    DISAGREE = "disagree"
    UNCLEAR = "unclear"


class Agreement(StrEnum):
    """Relation of a reply to its parent; `unclear` where the calibrated confidence is too low."""

    AGREE = "agree"
    NEITHER = "neither"
    DISAGREE = "disagree"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Distribution:
    """Probabilities of agree, neutral (for replies: neither) and disagree; they sum to 1."""

    agree: float
    neutral: float
    disagree: float

    @property
    def confidence(self) -> float:
        """Probability of the most probable label."""
        return max(self.agree, self.neutral, self.disagree)

    def stance(self, threshold: float = 0.0) -> Stance:
        """The most probable stance, or `unclear` where its probability is under the threshold."""
        if self.confidence < threshold:
            return Stance.UNCLEAR
        return max((self.agree, Stance.AGREE), (self.disagree, Stance.DISAGREE), (self.neutral, Stance.NEUTRAL))[1]

    def agreement(self, threshold: float = 0.0) -> Agreement:
        """The most probable relation to the parent, or `unclear`."""
        stance = self.stance(threshold)
        return Agreement.NEITHER if stance is Stance.NEUTRAL else Agreement(stance.value)
