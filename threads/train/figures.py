"""A trained model directory and the labelled sets in, `figures.json` out: every figure of the card."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from threads.stance.evaluate import evaluate
from threads.stance.evaluation import GroupFigures
from threads.stance.load import load_model

SCHEMA = 1
FILE = "figures.json"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A file and a split that the card gives figures for; `sample` bounds the rows of each group."""

    path: str
    split: str
    sample: int | None = None


EVALUATED = (
    Evaluated("stance/xstance.jsonl.gz", "test"),
    Evaluated("stance/wahlomat.jsonl.gz", "test"),
    Evaluated("stance/blog_threads.jsonl.gz", "dev"),
    Evaluated("stance/written.jsonl.gz", "valid"),
    Evaluated("stance/vast.jsonl.gz", "test", 1000),
    Evaluated("stance/perspectrum.jsonl.gz", "test", 1000),
    Evaluated("stance/kpa2021.jsonl.gz", "test"),
    Evaluated("stance/ibm_claim.jsonl.gz", "test", 1000),
    Evaluated("stance/mt_csd.jsonl.gz", "test", 1000),
    Evaluated("stance/decidim.jsonl.gz", "test"),
    Evaluated("stance/cic.jsonl.gz", "test", 1000),
    Evaluated("stance/efra_rita.jsonl.gz", "test"),
    Evaluated("stance/semeval2016t6.jsonl.gz", "test"),
    Evaluated("reply/omp_pairs.jsonl.gz", "valid"),
    Evaluated("reply/iac_silver.jsonl.gz", "test", 1000),
)


def figures(directory: Path, data: Path, evaluated: Iterable[Evaluated] = EVALUATED) -> list[GroupFigures]:
    """Figures of the model in `directory` for each data set, split, part and language, in the order given."""
    model = load_model(str(directory))
    found: list[GroupFigures] = []
    for one in evaluated:
        result = evaluate(data / one.path, model, split=one.split, sample=one.sample)
        found.extend(group for group in result.groups if group.group.dataset is not None)
    return found


def write_figures(found: Iterable[GroupFigures], directory: Path) -> None:
    """Write `figures.json`: schema first, one object a group, four decimals."""
    rows = [_row(one) for one in found]
    text = json.dumps({"schema": SCHEMA, "figures": rows}, ensure_ascii=False, indent=1)
    (directory / FILE).write_text(text + "\n", encoding="utf-8")


def _row(one: GroupFigures) -> dict[str, object]:
    sides = one.macro_f1_favor_against
    main = sides if sides is not None else one.macro_f1
    return {
        "task": one.group.task.value,
        "dataset": one.group.dataset,
        "split": one.group.split,
        "partition": one.group.part,
        "language": one.group.language,
        "n": one.rows,
        "macro_f1": round(main.value, 4),
        "interval": [round(main.low, 4), round(main.high, 4)],
        "macro_f1_all": round(one.macro_f1.value, 4),
        "interval_all": [round(one.macro_f1.low, 4), round(one.macro_f1.high, 4)],
        "accuracy": round(one.accuracy.value, 4),
        "majority": round(one.majority, 4),
        "ece": round(one.ece, 4),
        "brier": round(one.brier, 4),
        "coverage": round(one.coverage, 4),
        "risk": None if one.risk is None else round(one.risk, 4),
        "coverage_at_80": round(one.coverage_at_80, 4),
    }
