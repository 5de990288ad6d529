"""Quality floors of the shipped model on small fixed samples: what was reached may only rise.

The labelled data is not part of the project; it is looked for in `THREADS_DATA` and beside the checkout. No row here is
of a test split or was learned from.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from threads.stance.evaluate import evaluate
from threads.stance.evaluation import GroupFigures
from threads.stance.load import load_model, model_directory
from threads.stance.model import StanceModel
from threads.stance.rows import Task
from threads.train import examine, heads, probe
from threads.train.config import read_config

DATA = Path(os.environ.get("THREADS_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
pytestmark = pytest.mark.skipif(not (DATA / "stance").is_dir(), reason=f"no labelled data in {DATA}")

FLOORS = (
    ("stance/blog_threads.jsonl.gz", "dev", Task.STANCE, 0.42),
    ("stance/written.jsonl.gz", "valid", Task.STANCE, 0.5),
    ("reply/omp_pairs.jsonl.gz", "valid", Task.REPLY, 0.57),
)
"""Macro-F1 over all labels of a set."""

XSTANCE = "stance/xstance.jsonl.gz"
HELD_FLOORS = {
    XSTANCE: 0.61,
    "labels-one-million-posts-articles.jsonl.gz": 0.5,
    "labels-sfu-c3-articles.jsonl.gz": 0.45,
}
"""The same on 200 rows each of questions and articles that no training saw."""


@pytest.fixture(scope="module")
def model() -> StanceModel:
    return load_model()


@pytest.fixture(scope="module")
def held_out() -> dict[str, heads.ValidationSet]:
    """Sets of questions and articles that no training saw."""
    config = replace(read_config(model_directory().path / "training.toml"), data=DATA)
    chosen = tuple(one for one in config.validation if one.path in HELD_FLOORS)
    return {held.setting.path: held for held in heads.validation_sets(replace(config, validation=chosen))}


def _whole(groups: tuple[GroupFigures, ...], task: Task) -> GroupFigures:
    return max((one for one in groups if one.group.task is task), key=lambda one: one.rows)


@pytest.mark.parametrize(("path", "split", "task", "floor"), FLOORS)
def test_labelled_sets(model: StanceModel, path: str, split: str, task: Task, floor: float) -> None:
    found = _whole(evaluate(DATA / path, model, split=split, draws=20).groups, task)
    assert found.macro_f1.value >= floor
    assert found.macro_f1.value > found.majority + 0.1


@pytest.mark.parametrize("path", HELD_FLOORS)
def test_theses_never_seen(model: StanceModel, held_out: dict[str, heads.ValidationSet], path: str) -> None:
    small = replace(held_out[path], examples=held_out[path].examples[:200])
    scores = examine.stance_logits(model)(small.inputs)
    (found,) = heads.scores(small, np.hstack([scores, np.zeros_like(scores)]))
    assert found.macro_f1 >= HELD_FLOORS[path]


def test_the_thesis_is_read(model: StanceModel, held_out: dict[str, heads.ValidationSet]) -> None:
    """How often a mirrored thesis mirrors the answer, and what is left of the score without one."""
    examples = [one for one in held_out[XSTANCE].examples if one.stance in (0, 2)][:200]
    found = {one.name: one for one in probe.probes(examples, examine.stance_logits(model))}
    assert found["denied"].turned >= 0.5
    assert found["affirmed"].turned <= 0.25
    assert found["without thesis"].after < found["without thesis"].before
