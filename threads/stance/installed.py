"""The models that are installed with the package: where they are, and what each says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threads.errors import ModelError, SourceError
from threads.shipped import shipped
from threads.stance.directory import check_directory
from threads.stance.reading import ModelRecord

DEFAULT_MODEL = "stance-mini"


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """A published figure: macro-F1 with its 95 % interval, in 0..1, on one part of a data set in one language."""

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
    return ModelFigure(row["dataset"], row.get("partition"), row.get("language"), row["n"], row["macro_f1"], low, high)
