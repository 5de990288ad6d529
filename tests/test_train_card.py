"""The card of a run: every figure in its place, nothing left open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from threads.stance.directory import licence
from threads.stance.evaluation import Group, GroupFigures, LabelFigure
from threads.stance.rows import Task
from threads.stance.scores import Estimate
from threads.train import calibrate, card, figures
from threads.train.config import Validation, read_config
from threads.train.examples import Example, Source
from threads.train.heads import ValidationSet, scores, selection

SHIPPED = Path(__file__).parents[1] / "models" / "stance-mini" / "training.toml"


def group_figures(part: str = "new_comments_it", value: float = 0.5678) -> GroupFigures:
    estimate = Estimate(value, value - 0.02, value + 0.02)
    return GroupFigures(
        group=Group(Task.STANCE, "xstance", "test", part, "it"),
        rows=1173,
        labels=(LabelFigure("agree", 600, value), LabelFigure("disagree", 573, value)),
        macro_f1=estimate,
        macro_f1_favor_against=estimate,
        macro_f1_three_way=estimate,
        macro_f1_two_way=estimate,
        accuracy=estimate,
        majority=0.33,
        ece=0.0312,
        brier=0.4,
        threshold=0.5,
        coverage=0.61,
        risk=0.22,
        coverage_at_80=0.4,
        resampled="rows",
    )


def test_the_card_has_every_figure_and_no_open_place(tmp_path: Path) -> None:
    figures.write_figures([group_figures()], tmp_path)
    card.write_card(read_config(SHIPPED), tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "{{" not in text
    assert "| new_comments_it | it | 1,173 | **56.8 (54.8–58.8)** | 53.7 | 70.2 |" in text
    assert "CC BY-NC 4.0" in text
    assert re.search(r"wahlomat .*\| all × 1 ", text)
    assert licence(tmp_path) == "research-and-other-non-commercial-use"


def test_the_card_says_how_far_a_second_reader_agrees(tmp_path: Path) -> None:
    rows = [{"id": str(n), "label": "FAVOR" if n < 5 else "AGAINST"} for n in range(12)]
    for n, row in enumerate(rows[:10]):
        row["second"] = row["label"] if n else "NEUTRAL"
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    read = [{"id": "1", "label": "FAVOR", "second": "AGAINST"}, {"id": "2", "label": "FAVOR", "second": "FAVOR"}]
    (tmp_path / "read.jsonl").write_text("".join(json.dumps(row) + "\n" for row in read), encoding="utf-8")
    sources = Source("own.jsonl"), Source("not/here.jsonl"), Source("not/here.jsonl", labels="read.jsonl")
    config = replace(read_config(SHIPPED), folder=tmp_path, sources=sources)
    card.write_card(config, tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "10 rows of `own` were labelled again" in text
    assert "90% got the same one" in text
    assert "9 of 9 times the same" in text
    assert "2 rows of `read` were labelled again" in text
    assert "1 of 2 times the same" in text
    card.write_card(replace(config, sources=()), tmp_path)
    assert "None of them was labelled twice." in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_figures_are_written_rounded(tmp_path: Path) -> None:
    figures.write_figures([group_figures(value=0.123456)], tmp_path)
    (row,) = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert row["macro_f1"] == 0.1235
    assert row["interval"] == [0.1035, 0.1435]
    assert (row["dataset"], row["partition"], row["language"], row["n"]) == ("xstance", "new_comments_it", "it", 1173)


def held(labels: list[int], *, weight: float = 1.0, name: str = "a") -> ValidationSet:
    made = tuple(Example("T", str(n), None, "de", label, None, name, "g") for n, label in enumerate(labels))
    return ValidationSet(name, made, Validation(f"{name}.jsonl", weight=weight))


def logits_for(answers: list[int], strength: float = 4.0) -> np.ndarray:
    made = np.zeros((len(answers), 6))
    made[np.arange(len(answers)), answers] = strength
    return made


@pytest.mark.parametrize(
    ("labels", "answers", "macro_f1", "accuracy"),
    [
        ([0, 1, 2] * 10, [0, 1, 2] * 10, 1.0, 1.0),
        ([0, 2] * 10, [0, 0] * 10, 1 / 3, 0.5),
        ([0, 2] * 10, [0, 1] * 10, 1 / 3, 0.5),  # neutral is not among the labels: agree, the first, is taken
    ],
)
def test_scores(labels: list[int], answers: list[int], macro_f1: float, accuracy: float) -> None:
    (found,) = scores(held(labels), logits_for(answers))
    assert found.macro_f1 == pytest.approx(macro_f1)
    assert found.accuracy == pytest.approx(accuracy)


def test_the_choosing_value_is_weighted() -> None:
    right, wrong = held([0, 2] * 10, weight=3.0), held([0, 2] * 10, name="b")
    found = {
        "a": scores(right, logits_for([0, 2] * 10)),
        "b": scores(wrong, logits_for([2, 0] * 10)),
    }
    assert selection(found, [right, wrong]) == pytest.approx(0.75)


def test_calibration_makes_confidence_as_high_as_accuracy() -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 900)
    answers = np.where(random.random(900) < 0.7, labels, (labels + 1) % 3)
    sets = [held(labels.tolist())]
    rows = calibrate.held_rows(sets, [logits_for(answers.tolist(), 9.0)], "stance")
    found = calibrate.calibrated(rows, rows, stance_error=0.3, reply_error=0.3)
    whole, german = calibrate.reports("stance", rows, found.stance)
    assert (whole.language, german.language) == (None, "de")
    assert whole.ece < 0.03 < whole.ece_before
    assert whole.accuracy == pytest.approx((answers == labels).mean())


def test_a_label_that_a_set_lacks_has_no_chance() -> None:
    rows = calibrate.held_rows([held([0, 2] * 6)], [logits_for([1] * 12)], "stance")
    assert np.isneginf(rows.logits[:, 1]).all()
    assert rows.labels.tolist() == [0, 2] * 6
