"""Shares of stance as the model has them → shares corrected by a labelled random sample.

Prediction-powered inference (Angelopoulos et al. 2023), stratified by thread: the mean of the model's probabilities
plus the mean error that the sample shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from threads.discourse.corpus import Analysed
from threads.discourse.measure import Interval
from threads.errors import EmptyInputError
from threads.stance.label import Stance
from threads.stance.sample import DrawnLabel
from threads.thread import Notice

_Z = 1.959963984540054  # 97.5 % point of the normal distribution
FEWEST_LABELS = 30
"""Below so many labels the normal interval cannot be trusted."""
_SIDES = (Stance.AGREE, Stance.NEUTRAL, Stance.DISAGREE)


@dataclass(frozen=True, slots=True)
class CorrectedShare:
    """One stance: the model's mean probability, the corrected share with its 95 % interval, the sample's own share."""

    stance: Stance
    model: float
    share: float
    interval: Interval
    sample: float


@dataclass(frozen=True, slots=True)
class CorrectedShares:
    """Shares over agree, neutral and disagree of `comments` comments, corrected by `labelled` of them."""

    comments: int
    labelled: int
    shares: tuple[CorrectedShare, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stratum:
    """One thread: the model's probability of every comment with a stance, and the labels of those drawn."""

    id: str
    predicted: Mapping[str, Mapping[Stance, float]]
    labels: Mapping[str, DrawnLabel]

    @property
    def drawn(self) -> int:
        """Comments that the sample held, labelled or not."""
        chance = max(label.inclusion or 0.0 for label in self.labels.values())
        return round(chance * len(self.predicted))


def corrected_shares(analyses: Sequence[Analysed], labels: Sequence[DrawnLabel]) -> CorrectedShares:
    """Shares over the threads that have at least two labels drawn at random; other labels are left out, with a notice.

    The variance is var(f)/N + Σ (N_t/N)² var(y − f in t)/n_t over threads t; intervals are normal, cut at 0 and 1.
    Raises EmptyInputError where no thread has two such labels.
    """
    strata = list(_strata(analyses, labels))
    if not strata:
        raise EmptyInputError(
            "No thread has two labels that were drawn at random. In the report choose the random sample, label it "
            "and save the labels: hand-picked labels say nothing about the rest."
        )
    shares = tuple(_share(stance, strata) for stance in _SIDES)
    used = sum(len(stratum.labels) for stratum in strata)
    return CorrectedShares(
        sum(len(s.predicted) for s in strata), used, shares, tuple(_notices(strata, len(labels) - used))
    )


def _strata(analyses: Sequence[Analysed], labels: Sequence[DrawnLabel]) -> list[_Stratum]:
    drawn: dict[str, dict[str, DrawnLabel]] = {}
    for label in labels:
        if label.inclusion is not None:
            drawn.setdefault(label.thread, {})[label.comment] = label
    found = []
    for analysis in analyses:
        spreads = {s.comment_id: s.distribution for s in analysis.stance.comments if s.distribution}
        predicted = {i: dict(zip(_SIDES, (d.agree, d.neutral, d.disagree), strict=True)) for i, d in spreads.items()}
        mine = {i: label for i, label in drawn.get(analysis.thread.id, {}).items() if i in predicted}
        if len(mine) > 1:
            found.append(_Stratum(analysis.thread.id, predicted, mine))
    return found


def _share(stance: Stance, strata: Sequence[_Stratum]) -> CorrectedShare:
    predicted = [p[stance] for stratum in strata for p in stratum.predicted.values()]
    n, correction, spread = len(predicted), 0.0, 0.0
    for stratum in strata:
        weight = len(stratum.predicted) / n
        errors = [(label.stance is stance) - stratum.predicted[i][stance] for i, label in stratum.labels.items()]
        correction += weight * fmean(errors)
        spread += weight**2 * variance(errors) / len(errors)
    model = fmean(predicted)
    share, reach = model + correction, _Z * math.sqrt(variance(predicted) / n + spread)
    interval = Interval(max(0.0, share - reach), min(1.0, share + reach), "prediction-powered")
    given = [label.stance is stance for stratum in strata for label in stratum.labels.values()]
    return CorrectedShare(stance, model, min(1.0, max(0.0, share)), interval, fmean(given))


def _notices(strata: Sequence[_Stratum], left_out: int) -> list[Notice]:
    made = []
    used = sum(len(stratum.labels) for stratum in strata)
    if used < FEWEST_LABELS:
        message = f"Only {used} labels: the intervals are narrower than they should be. Label {FEWEST_LABELS} or more."
        made.append(Notice("few-labels", message))
    if left_out:
        made.append(Notice("labels-left-out", f"Labels not drawn at random from these threads, left out: {left_out}."))
    for stratum in strata:
        if len(stratum.labels) < stratum.drawn:
            message = (
                f"{stratum.drawn} comments were drawn and {len(stratum.labels)} labelled; the figures hold only if "
                "you did not choose which."
            )
            made.append(Notice("sample-unfinished", message, stratum.id))
    return made
