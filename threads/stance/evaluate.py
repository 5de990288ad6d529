"""Labelled rows and a model in, figures per data set and language out: macro-F1, accuracy, calibration, coverage.

One contract for every figure that is published of a model; the figures are defined at `GroupFigures`.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from threads.stance import reliability, scores
from threads.stance.conformal import measured_sets
from threads.stance.evaluation import Evaluation, Group, GroupFigures, LabelFigure
from threads.stance.model import Prediction, Progress, StanceModel
from threads.stance.rows import LabelledRow, Task, read_rows
from threads.thread import Notice

_SIDES = (0, 2)
_LEAST_THREADS = 5
"""With fewer threads than this the bootstrap draws rows: so few clusters give no usable interval."""


def evaluate(
    path: Path,
    model: StanceModel,
    *,
    split: str | None = None,
    sample: int | None = None,
    seed: int = 0,
    draws: int = scores.DRAWS,
    progress: Progress | None = None,
) -> Evaluation:
    """Score a model on the labelled rows of a file; `read_rows` says which rows it takes.

    `split` keeps one split, `sample` at most that many rows of each data set, split, part and language. Raises
    SourceError where the file cannot be read, EmptyInputError where nothing in it is labelled.
    """
    read = read_rows(path, split=split)
    allowed = _labels_of_datasets(read.rows)
    rows = read.rows if sample is None else tuple(_sampled(read.rows, sample, seed))
    predictions = model.predict([row.input for row in rows], progress=progress)
    scored, unscored = _scored(rows, predictions, allowed)
    thresholds = {Task.STANCE: model.record.threshold, Task.REPLY: model.record.reply_threshold}
    groups = tuple(_figures(g, members, thresholds[g.task], seed, draws) for g, members in _grouped(scored))
    notices = (*read.notices, *_unscored_notice(unscored, path))
    return Evaluation(model.record, groups, read.unlabelled, read.unreadable, notices)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A row with the model's three probabilities, and which labels its data set has."""

    row: LabelledRow
    probabilities: tuple[float, float, float]
    allowed: tuple[bool, bool, bool]


def _labels_of_datasets(rows: Sequence[LabelledRow]) -> Mapping[tuple[Task, str], tuple[bool, bool, bool]]:
    present: dict[tuple[Task, str], set[int]] = defaultdict(set)
    for row in rows:
        present[row.task, row.dataset].add(row.gold)
    return {key: (0 in gold, 1 in gold, 2 in gold) for key, gold in present.items()}


def _group(row: LabelledRow) -> Group:
    return Group(row.task, row.dataset, row.split, row.part, row.input.language)


def _order(group: Group) -> tuple[str, ...]:
    last = "\uffff"
    return (
        group.task,
        group.dataset or last,
        group.split or "",
        last * group.pooled,
        group.part or "",
        group.language or "",
    )


def _sampled(rows: Sequence[LabelledRow], size: int, seed: int) -> Iterator[LabelledRow]:
    key = lambda row: _order(_group(row))  # noqa: E731 - one key for sorting and grouping
    for _, members in groupby(sorted(rows, key=key), key=key):
        whole = list(members)
        yield from whole if len(whole) <= size else random.Random(seed).sample(whole, size)


def _scored(
    rows: Sequence[LabelledRow],
    predictions: Sequence[Prediction],
    allowed: Mapping[tuple[Task, str], tuple[bool, bool, bool]],
) -> tuple[list[_Scored], int]:
    scored = []
    for row, prediction in zip(rows, predictions, strict=True):
        found = prediction.stance if row.task is Task.STANCE else prediction.reply
        if found is not None:
            probabilities = (found.agree, found.neutral, found.disagree)
            scored.append(_Scored(row, probabilities, allowed[row.task, row.dataset]))
    return scored, len(rows) - len(scored)


def _unscored_notice(count: int, path: Path) -> Iterator[Notice]:
    if count:
        message = f"{count} rows were not scored: the model does not predict what they are labelled for."
        yield Notice("not-scored", message, str(path))


def _grouped(scored: Sequence[_Scored]) -> Iterator[tuple[Group, list[_Scored]]]:
    """The groups in order; what a language or a data set has in a split is also pooled, where that is not one group."""
    groups: dict[Group, list[_Scored]] = defaultdict(list)
    parts: dict[Group, set[Group]] = defaultdict(set)
    for one in scored:
        group = _group(one.row)
        groups[group].append(one)
        for pooled in _pools(group):
            groups[pooled].append(one)
            parts[pooled].add(group)
    for group in sorted(groups, key=_order):
        if not group.pooled or len(parts[group]) > 1:
            yield group, groups[group]


def _pools(group: Group) -> tuple[Group, Group]:
    by_language = Group(group.task, None, group.split, None, group.language, pooled=True)
    return by_language, Group(group.task, group.dataset, group.split, None, None, pooled=True)


def _figures(group: Group, members: Sequence[_Scored], threshold: float, seed: int, draws: int) -> GroupFigures:
    gold = np.array([one.row.gold for one in members], dtype=np.int64)
    free = np.array([one.probabilities for one in members], dtype=np.float64)
    chosen = _restricted(free, np.array([one.allowed for one in members]))
    clusters = _clusters(members)
    counts = scores.confusion(gold, chosen.argmax(axis=1), clusters, labels=3)
    drawn = scores.resampled(counts, seed=seed, draws=draws)
    whole = counts.sum(axis=0)
    coverage, risk = reliability.at_threshold(chosen, gold, threshold)
    return GroupFigures(
        group=group,
        rows=len(members),
        labels=_label_figures(group.task, whole),
        macro_f1=scores.estimate(scores.macro_f1(whole), scores.macro_f1(drawn)),
        macro_f1_favor_against=_sides(counts, seed, draws),
        macro_f1_three_way=_sides(scores.confusion(gold, free.argmax(axis=1), clusters, labels=3), seed, draws),
        macro_f1_two_way=_two_way(gold, free, clusters, seed, draws),
        accuracy=scores.estimate(scores.accuracy(whole), scores.accuracy(drawn)),
        majority=_majority(whole),
        ece=reliability.expected_calibration_error(chosen, gold),
        brier=reliability.brier_score(chosen, gold),
        threshold=threshold,
        coverage=coverage,
        risk=risk,
        coverage_at_80=reliability.coverage_for_error(reliability.risk_coverage(chosen, gold), 0.2),
        resampled="rows" if clusters is None else "threads",
        sets=measured_sets(chosen, gold, clusters, seed=seed),
    )


def _restricted(probabilities: reliability.Probabilities, allowed: NDArray[np.bool_]) -> reliability.Probabilities:
    """Probabilities given that the label is one of those allowed."""
    kept = np.where(allowed, np.maximum(probabilities, 1e-12), 0.0)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def _clusters(members: Sequence[_Scored]) -> list[str] | None:
    threads = [one.row.thread for one in members]
    if None in threads or len(set(threads)) < _LEAST_THREADS:
        return None
    return [f"{one.row.dataset} {one.row.thread}" for one in members]


def _label_figures(task: Task, whole: scores.Counts) -> tuple[LabelFigure, ...]:
    rows, f1 = whole.sum(axis=1), scores.f1_by_label(whole)
    return tuple(LabelFigure(task.labels[i], int(rows[i]), float(f1[i])) for i in range(3) if rows[i])


def _sides(counts: scores.Counts, seed: int, draws: int) -> scores.Estimate | None:
    """Macro-F1 over the two sides; None where no row has a side."""
    if not counts[:, _SIDES, :].sum():
        return None
    drawn = scores.resampled(counts, seed=seed, draws=draws)
    return scores.estimate(scores.macro_f1(counts.sum(axis=0), _SIDES), scores.macro_f1(drawn, _SIDES))


def _two_way(
    gold: reliability.Labels, free: reliability.Probabilities, clusters: list[str] | None, seed: int, draws: int
) -> scores.Estimate | None:
    kept = gold != 1
    if not kept.any():
        return None
    predicted = np.where(free[kept, 0] >= free[kept, 2], 0, 2)
    names = None if clusters is None else [name for name, keep in zip(clusters, kept, strict=True) if keep]
    return _sides(scores.confusion(gold[kept], predicted, names, labels=3), seed, draws)


def _majority(whole: scores.Counts) -> float:
    rows = whole.sum(axis=1)
    constant = np.zeros_like(whole)
    constant[:, int(rows.argmax())] = rows
    return float(scores.macro_f1(constant))
