import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from sklearn.metrics import f1_score

from threads.errors import EmptyInputError, SourceError
from threads.stance import scores
from threads.stance.evaluate import evaluate
from threads.stance.evaluation import Evaluation, GroupFigures
from threads.stance.label import Distribution
from threads.stance.model import Prediction, Progress, StanceInput
from threads.stance.reading import ModelRecord
from threads.stance.rows import Task, read_rows

ANSWERS = {"yes": Distribution(0.8, 0.15, 0.05), "no": Distribution(0.05, 0.15, 0.8), "hm": Distribution(0.1, 0.6, 0.3)}


class Reader:
    """A model that takes the first word of a comment for its stance."""

    record = ModelRecord("reader", "00", "stance", 0.7)

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        found = [ANSWERS[one.comment.split()[0]] for one in inputs]
        return [
            Prediction(answer if one.thesis else None, answer if one.parent else None)
            for one, answer in zip(inputs, found, strict=True)
        ]


def row(text: str, label: str | None, **more: Any) -> dict[str, Any]:
    base = {"target": "It is so.", "text": text, "label": label, "lang": "de", "dataset": "set", "split": "test"}
    return {**base, **more}


def write(path: Path, rows: Sequence[Any]) -> Path:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def one_group(evaluation: Evaluation) -> GroupFigures:
    assert len(evaluation.groups) == 1
    return evaluation.groups[0]


THREE = [row("yes", "FAVOR"), row("yes", "AGAINST"), row("no", "AGAINST"), row("hm", "NEUTRAL"), row("hm", "FAVOR")]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_figures_are_exact(tmp_path: Path, name: str) -> None:
    found = one_group(evaluate(write(tmp_path / name, THREE), Reader()))
    gold, predicted = [0, 2, 2, 1, 0], [0, 0, 2, 1, 1]
    assert found.rows == 5
    assert found.macro_f1.value == pytest.approx(f1_score(gold, predicted, average="macro"))
    assert found.macro_f1_favor_against is not None
    assert found.macro_f1_favor_against.value == pytest.approx(
        f1_score(gold, predicted, average="macro", labels=[0, 2])
    )
    assert found.macro_f1_two_way is not None
    assert found.macro_f1_two_way.value == pytest.approx(f1_score([0, 2, 2, 0], [0, 0, 2, 2], average="macro"))
    assert found.accuracy.value == pytest.approx(0.6)
    assert (found.coverage, found.risk) == pytest.approx((0.6, 1 / 3))
    assert found.coverage_at_80 == 0.0
    assert [(one.label, one.rows) for one in found.labels] == [("agree", 2), ("neutral", 1), ("disagree", 2)]
    assert found.macro_f1.low <= found.macro_f1.value <= found.macro_f1.high


def test_a_set_without_neutral_makes_the_model_take_a_side(tmp_path: Path) -> None:
    found = one_group(
        evaluate(write(tmp_path / "rows.jsonl", [one for one in THREE if one["label"] != "NEUTRAL"]), Reader())
    )
    gold, forced = [0, 2, 2, 0], [0, 0, 2, 2]
    assert found.macro_f1.value == pytest.approx(f1_score(gold, forced, average="macro"))
    assert found.macro_f1_favor_against == found.macro_f1 == found.macro_f1_two_way
    assert found.macro_f1_three_way is not None
    assert found.macro_f1_three_way.value == pytest.approx(f1_score(gold, [0, 0, 2, 1], average="macro", labels=[0, 2]))


def test_groups_are_split_parts_and_languages_and_pools_of_them(tmp_path: Path) -> None:
    rows = [
        row("yes", "FAVOR", test_set="new"),
        row("no", "AGAINST", test_set="old"),
        row("no", "AGAINST", test_set="new", lang="fr"),
        row("yes", "FAVOR", split="train"),
        row("yes", "FAVOR", dataset="other"),
    ]
    evaluation = evaluate(write(tmp_path / "rows.jsonl", rows), Reader())
    found = [(f.group.dataset, f.group.split, f.group.part, f.group.language, f.rows) for f in evaluation.groups]
    assert found == [
        ("other", "test", None, "de", 1),
        ("set", "test", "new", "de", 1),
        ("set", "test", "new", "fr", 1),
        ("set", "test", "old", "de", 1),
        ("set", "test", None, None, 3),
        ("set", "train", None, "de", 1),
        (None, "test", None, "de", 3),
    ]
    assert [f.group.pooled for f in evaluation.groups] == [False, False, False, False, True, False, True]
    assert evaluation.primary_metric == "macro_f1"
    assert evaluation.primary == 1.0
    assert all(f.group.split == "train" for f in evaluate(tmp_path / "rows.jsonl", Reader(), split="train").groups)


def test_replies_are_rows_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"parent": "So?", "reply": "yes", "label": "AGREE", "lang": "de", "dataset": "pairs", "split": "valid"},
        {"parent": "So?", "reply": "hm", "label": "NEITHER", "lang": "de", "dataset": "pairs", "split": "valid"},
        row("no", None, context=["First.", "Second."], reply="disagree"),
        row("no", "AGAINST", context=[], reply=None),
    ]
    read = read_rows(write(tmp_path / "rows.jsonl", rows))
    assert [(one.task, one.gold) for one in read.rows] == [
        (Task.REPLY, 0), (Task.REPLY, 1), (Task.REPLY, 2), (Task.STANCE, 2),
    ]  # fmt: skip
    assert read.rows[0].input == StanceInput(None, "yes", "So?", "de")
    assert read.rows[2].input == StanceInput("It is so.", "no", "Second.", "de")
    assert read.unlabelled == 1
    evaluation = evaluate(tmp_path / "rows.jsonl", Reader())
    assert {f.group.task for f in evaluation.groups} == {Task.REPLY, Task.STANCE}
    assert all(f.accuracy.value == 1.0 for f in evaluation.groups)


def test_bad_rows_are_notices_with_their_line(tmp_path: Path) -> None:
    bad = [
        "{",
        "[1]",
        row("yes", "MAYBE"),
        row("", "FAVOR"),
        row("yes", "FAVOR", context="x"),
        {"text": "yes"},
        row(5, "FAVOR"),
    ]
    path = write(tmp_path / "rows.jsonl", [row("yes", "FAVOR"), *bad, row("yes", None)])
    evaluation = evaluate(path, Reader())
    assert (evaluation.unreadable, evaluation.unlabelled) == (7, 1)
    assert [notice.where for notice in evaluation.notices] == [f"{path}:{line}" for line in range(2, 9)]
    assert "MAYBE" in evaluation.notices[2].message
    assert one_group(evaluation).rows == 1


def test_many_bad_rows_are_told_once(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", [row("yes", "FAVOR"), *["{"] * 50])
    notices = evaluate(path, Reader()).notices
    assert len(notices) == 21
    assert notices[-1].message.startswith("30 more rows")


@pytest.mark.parametrize("content", [b"", b"\n\n", b'{"target": "a", "text": "b", "label": null}'])
def test_nothing_labelled_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(EmptyInputError, match="no labelled row"):
        evaluate(path, Reader())


@pytest.mark.parametrize(
    ("name", "content"), [("rows.jsonl.gz", b"plain"), ("rows.jsonl", b"\xff\xfe\x00"), ("none", None)]
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match="Cannot read the rows"):
        evaluate(path, Reader())


def test_rows_the_model_cannot_score_are_said(tmp_path: Path) -> None:
    class OnlyStance(Reader):
        def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
            return [Prediction(one.stance, None) for one in super().predict(inputs)]

    rows = [row("yes", "FAVOR"), {"parent": "So?", "reply": "yes", "label": "AGREE"}]
    evaluation = evaluate(write(tmp_path / "rows.jsonl", rows), OnlyStance())
    assert one_group(evaluation).group.task is Task.STANCE
    assert evaluation.notices[0].message.startswith("1 rows were not scored")


def test_json_and_table_are_the_same_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", THREE * 20)
    first, second = evaluate(path, Reader()), evaluate(path, Reader())
    assert json.dumps(first.as_json()) == json.dumps(second.as_json())
    form = json.loads(json.dumps(first.as_json(), allow_nan=False))
    assert next(iter(form)) == "schema"
    assert form["groups"][0]["macro_f1"]["value"] == form["primary"]
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(first.table())
    assert "100" in console.export_text()


def test_a_sample_is_small_stable_and_of_every_group(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", [*THREE * 20, *(row("no", "AGAINST", lang="fr") for _ in range(3))])
    evaluation = evaluate(path, Reader(), sample=10)
    assert {f.group.language: f.rows for f in evaluation.groups} == {"de": 10, "fr": 3, None: 13}
    assert evaluation.as_json() == evaluate(path, Reader(), sample=10).as_json()


def test_macro_f1_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    gold, predicted = random.integers(0, 3, 200), random.integers(0, 3, 200)
    counts = scores.confusion(gold, predicted, None, labels=3)[0]
    assert float(scores.macro_f1(counts)) == pytest.approx(f1_score(gold, predicted, average="macro"))
    assert float(scores.accuracy(counts)) == pytest.approx((gold == predicted).mean())


def test_bootstrap_draws_whole_threads() -> None:
    gold, predicted = np.array([0, 0, 0, 2, 2, 2]), np.array([0, 0, 0, 0, 0, 0])
    counts = scores.confusion(gold, predicted, ["a", "a", "a", "b", "b", "b"], labels=3)
    drawn = scores.accuracy(scores.resampled(counts, seed=1, draws=200))
    assert set(drawn) == {0.0, 0.5, 1.0}


def test_bootstrap_of_rows_has_the_known_spread() -> None:
    counts = np.array([[[90.0, 10.0], [10.0, 90.0]]])
    found = scores.estimate(scores.accuracy(counts[0]), scores.accuracy(scores.resampled(counts, seed=1, draws=4000)))
    half = 1.96 * np.sqrt(0.9 * 0.1 / 200)
    assert (found.low, found.high) == pytest.approx((0.9 - half, 0.9 + half), abs=0.006)
