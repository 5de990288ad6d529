"""What an evaluation found: figures per data set and language, their JSON form, and a table for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from threads.stance.conformal import LabelSets
from threads.stance.reading import ModelRecord
from threads.stance.rows import Task
from threads.stance.scores import Estimate
from threads.thread import Notice

if TYPE_CHECKING:
    from rich.table import Table

SCHEMA = 1
PRIMARY_METRIC = "macro_f1"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are scored together; `part` is a named part of a test split (`test_set`).

    `pooled`: several groups taken together, over what is None (all data sets of a language, or all languages and
    parts of a data set; never over splits).
    """

    task: Task
    dataset: str | None
    split: str | None
    part: str | None
    language: str | None
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class LabelFigure:
    """Gold rows of one label and the F1 it got."""

    label: str
    rows: int
    f1: float


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of one group, all in 0..1.

    The model chooses among the labels that the data set has: on a set without NEUTRAL, such as x-stance, it has to
    take a side, as in published figures. So are `macro_f1` (over all labels present), `macro_f1_favor_against` (mean
    of the two sides' F1; NEUTRAL answers are misses), `accuracy`, `ece`, `brier`, `coverage` and `risk`.
    `macro_f1_three_way` is the sides' mean F1 with NEUTRAL always allowed; `macro_f1_two_way` leaves NEUTRAL rows
    out and makes the model take a side (both None where no row has a side). `majority` is the macro-F1 of always
    saying the most frequent label. `threshold` decides: `coverage` is the share of rows decided, `risk` the share of
    wrong labels among them; `coverage_at_80` is the largest share that can be decided with 80 % accuracy, picked on
    these rows. `resampled` says what the bootstrap draws: `rows` or whole `threads`. `sets` are conformal prediction
    sets, either half of the rows with the limit fitted on the other (None where there are too few rows).
    """

    group: Group
    rows: int
    labels: tuple[LabelFigure, ...]
    macro_f1: Estimate
    macro_f1_favor_against: Estimate | None
    macro_f1_three_way: Estimate | None
    macro_f1_two_way: Estimate | None
    accuracy: Estimate
    majority: float
    ece: float
    brier: float
    threshold: float
    coverage: float
    risk: float | None
    coverage_at_80: float
    resampled: str
    sets: LabelSets | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one model on one file of rows; `unlabelled` rows have no gold label, `unreadable` ones are notices."""

    model: ModelRecord
    groups: tuple[GroupFigures, ...]
    unlabelled: int
    unreadable: int
    notices: tuple[Notice, ...] = ()
    primary_metric: str = PRIMARY_METRIC

    @property
    def primary(self) -> float | None:
        """Mean of `macro_f1` over the groups that are not pooled: the one figure to compare models by."""
        values = [figures.macro_f1.value for figures in self.groups if not figures.group.pooled]
        return round(sum(values) / len(values), 4) if values else None

    def as_json(self) -> dict[str, Any]:
        """The JSON form: schema first, figures with four decimals, nothing that JSON lacks."""
        form: dict[str, Any] = {"schema": SCHEMA, "primary_metric": self.primary_metric, "primary": self.primary}
        rest = {one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "primary_metric"}
        return {**form, **rest}

    def table(self) -> Table:
        """A Rich table, one group a line, percentages with their 95 % intervals."""
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        title = f"{self.model.name}: macro-F1 over all labels and over the two sides, calibration; percent"
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        table.add_column("rows of", overflow="fold")
        for name in ("", "rows", "all labels", "two sides", "right", "ECE", "decided", "wrong", "set size"):
            table.add_column(name, justify="right", no_wrap=True)
        for figures in self.groups:
            table.add_row(*_cells(figures))
        return table


def _cells(figures: GroupFigures) -> Iterator[str]:
    group = figures.group
    every = "all" if group.pooled else ""
    yield " ".join(name for name in (group.task.value, group.dataset or every, group.split, group.part) if name)
    yield group.language or every
    yield f"{figures.rows:,}"
    yield from (_interval(figures.macro_f1), _interval(figures.macro_f1_favor_against))
    yield _share(figures.accuracy.value)
    yield f"{100 * figures.ece:.1f}"
    yield from (_share(figures.coverage), _share(figures.risk))
    yield "–" if figures.sets is None else f"{figures.sets.size:.2f}"


def _interval(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    return f"{100 * estimate.value:.1f} ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _plain(value: object) -> Any:
    """A value as JSON has it: dataclasses flat, the group's own fields beside its figures, floats rounded."""
    if isinstance(value, GroupFigures):
        return {**_plain(value.group), **{f.name: _plain(getattr(value, f.name)) for f in fields(value)[1:]}}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value
