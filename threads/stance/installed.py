"""The models that are installed with the package: where they are, and what each says of itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threads.errors import ModelError, SourceError
from threads.shipped import shipped
from threads.stance.directory import check_directory
from threads.stance.reading import ModelRecord

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

DEFAULT_MODEL = "stance-mini"


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """A published figure: macro-F1 with its 95 % interval, in 0..1, on one part of a data set in one language.

    `language` None: all languages together.
    """

    task: str
    dataset: str
    part: str | None
    language: str | None
    rows: int
    macro_f1: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A shipped model: its record, directory, size in bytes, and the figures it was published with."""

    record: ModelRecord
    path: Path
    size: int
    figures: tuple[ModelFigure, ...]


def shipped_directories() -> tuple[Path, ...]:
    """The directories of the shipped models, sorted by name; none where the package was installed without."""
    try:
        models = shipped("models")
    except SourceError:
        return ()
    return tuple(sorted(path.parent for path in models.glob("*/config.json")))


def installed_models() -> tuple[InstalledModel, ...]:
    """Every shipped model. Raises ModelError where one of them is damaged."""
    return tuple(_installed(path) for path in shipped_directories())


def models_json(found: Sequence[InstalledModel]) -> dict[str, Any]:
    """The JSON form: schema first, then the models with their figures."""
    return {"schema": 1, "default": DEFAULT_MODEL, "models": [_form(one) for one in found]}


def models_table(found: Sequence[InstalledModel]) -> Group:
    """For the terminal: a line for each model, then its figures."""
    from rich.console import Group
    from rich.table import Table

    models = Table(
        "model", "kind", "licence", "size", "SHA-256 of the weights", title="Installed", title_justify="left"
    )
    for one in found:
        size = f"{one.size / 1e6:.0f} MB"
        models.add_row(
            one.record.name, one.record.kind, one.record.licence or "not stated", size, one.record.sha256[:12]
        )
    return Group(models, *(_figure_table(one) for one in found if one.figures))


def _figure_table(model: InstalledModel) -> Table:
    from rich.table import Table

    title = f"{model.record.name}: macro-F1 of the two sides (95 % interval), in percent"
    table = Table("task", "data set", "part", "language", title=title, title_justify="left")
    table.add_column("rows", justify="right")
    table.add_column("macro-F1", justify="right")
    for one in model.figures:
        interval = "" if one.low is None or one.high is None else f" ({100 * one.low:.0f}–{100 * one.high:.0f})"
        score = f"{100 * one.macro_f1:.1f}{interval}"
        table.add_row(one.task, one.dataset, one.part or "", one.language or "all", f"{one.rows:,}", score)
    return table


def _form(model: InstalledModel) -> dict[str, Any]:
    figures = [asdict(one) for one in model.figures]
    return {**asdict(model.record), "path": str(model.path), "size": model.size, "figures": figures}


def _installed(path: Path) -> InstalledModel:
    size = sum(file.stat().st_size for file in path.iterdir() if file.is_file())
    return InstalledModel(check_directory(path).record, path, size, _figures(path / "figures.json"))


def _figures(path: Path) -> tuple[ModelFigure, ...]:
    """The figures of `figures.json`; none where the file is missing."""
    if not path.is_file():
        return ()
    try:
        return tuple(_figure(row) for row in json.loads(path.read_text(encoding="utf-8"))["figures"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} does not hold the figures of a model ({error}).") from error


def _figure(row: dict[str, Any]) -> ModelFigure:
    low, high = row.get("interval") or (None, None)
    return ModelFigure(
        task=row.get("task", "stance"),
        dataset=row["dataset"],
        part=row.get("partition"),
        language=row.get("language"),
        rows=row["n"],
        macro_f1=row["macro_f1"],
        low=low,
        high=high,
    )
