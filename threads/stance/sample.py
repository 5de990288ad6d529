"""Labels saved from the report in; labelled comments, each with its chance of having been drawn, out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from threads.errors import FormatError, SourceError
from threads.stance.label import Stance

_GOLD = {"FAVOR": Stance.AGREE, "NEUTRAL": Stance.NEUTRAL, "AGAINST": Stance.DISAGREE}


@dataclass(frozen=True, slots=True)
class DrawnLabel:
    """A comment's label by a reader; `inclusion` is its chance of being in the random sample, None if hand-picked."""

    thread: str
    comment: str
    stance: Stance
    inclusion: float | None


def read_labels(path: Path) -> tuple[DrawnLabel, ...]:
    """The labels of a file that the report saved, in its order. Raises SourceError, FormatError with the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"Cannot read the labels {path}: {error}.") from error
    return tuple(_label(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def _label(line: str, where: str) -> DrawnLabel:
    try:
        row = json.loads(line)
        chance = row.get("inclusion")
        label = DrawnLabel(
            str(row["thread"]), str(row["comment"]), _GOLD[row["label"]], None if chance is None else float(chance)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{where} is no label as the report saves it ({error!r}); thread, comment and label are needed."
        ) from error
    if label.inclusion is not None and not 0 < label.inclusion <= 1:
        raise FormatError(f"{where}: inclusion {label.inclusion:g} is no chance of being drawn; it lies in (0, 1].")
    return label
