"""Prediction-powered shares: by hand, against simulation, and what is refused."""

import json
import random
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import made_analyses as made
import pytest

from threads.discourse.corrected import corrected_shares
from threads.errors import EmptyInputError, FormatError, SourceError
from threads.stance.label import Distribution, Stance
from threads.stance.reading import CommentStance
from threads.stance.sample import DrawnLabel, read_labels


def analysis(agree: list[float], name: str = "t") -> made.Analysis:
    """A thread whose comments c0, c1 … have these probabilities of agreement; the rest is disagreement."""
    one = made.made(len(agree))
    comments = tuple(replace(c, id=f"c{i}", parent=None, depth=0, missing=False, text="x") for i, c in
                     enumerate(one.thread.comments[: len(agree)]))  # fmt: skip
    stances = tuple(
        CommentStance(f"c{i}", Stance.AGREE, Distribution(p, 0.0, round(1 - p, 9))) for i, p in enumerate(agree)
    )
    return replace(
        one, thread=replace(one.thread, id=name, comments=comments), stance=replace(one.stance, comments=stances)
    )


def label(comment: int, stance: Stance, inclusion: float | None = 0.5, thread: str = "t") -> DrawnLabel:
    return DrawnLabel(thread, f"c{comment}", stance, inclusion)


def test_by_hand() -> None:
    found = corrected_shares([analysis([0.8, 0.6, 0.4, 0.2])], [label(0, Stance.AGREE), label(1, Stance.DISAGREE)])
    agree, neutral, disagree = found.shares
    # mean f = 0.5; errors 1 − 0.8 = 0.2 and 0 − 0.6 = −0.6, mean −0.2
    assert agree.model == pytest.approx(0.5)
    assert agree.share == pytest.approx(0.3)
    # var f = 0.2/3 over 4, var of the errors 0.32 over 2
    reach = 1.959964 * (0.2 / 3 / 4 + 0.32 / 2) ** 0.5
    assert (agree.interval.low, agree.interval.high) == (0.0, pytest.approx(min(1.0, 0.3 + reach)))
    assert (neutral.share, disagree.share) == (pytest.approx(0.0), pytest.approx(0.7))
    assert (found.comments, found.labelled, agree.sample) == (4, 2, 0.5)
    assert [n.code for n in found.notices] == ["few-labels"]


def test_threads_are_strata() -> None:
    labels = [
        label(0, Stance.AGREE), label(1, Stance.AGREE),
        label(0, Stance.DISAGREE, thread="u"), label(1, Stance.DISAGREE, thread="u"),
    ]  # fmt: skip
    found = corrected_shares([analysis([0.5] * 6), analysis([0.5] * 2, "u")], labels)
    assert found.shares[0].share == pytest.approx(6 / 8)


@pytest.mark.parametrize("bias", [-0.25, 0.0, 0.25])
def test_covers_the_truth_where_the_model_is_wrong(bias: float) -> None:
    generator, covered = random.Random(3), 0
    for _ in range(200):
        truth = [generator.random() < 0.4 for _ in range(300)]
        said = [min(1.0, max(0.0, 0.5 + 0.3 * (t - 0.5) + bias + generator.uniform(-0.1, 0.1))) for t in truth]
        drawn = generator.sample(range(300), 80)
        labels = [label(i, Stance.AGREE if truth[i] else Stance.DISAGREE, 80 / 300) for i in drawn]
        agree = corrected_shares([analysis(said)], labels).shares[0]
        covered += agree.interval.low <= 0.4 <= agree.interval.high
    assert 0.9 <= covered / 200 <= 1.0
    assert abs(fmean(said) - 0.4) > 0.1 or bias <= 0


def test_what_was_picked_by_hand_is_left_out() -> None:
    labels = [label(0, Stance.AGREE), label(1, Stance.AGREE), label(2, Stance.AGREE, None)]
    found = corrected_shares([analysis([0.5] * 8)], labels)
    assert [(n.code, n.where) for n in found.notices] == [
        ("few-labels", None),
        ("labels-left-out", None),
        ("sample-unfinished", "t"),
    ]
    with pytest.raises(EmptyInputError, match="drawn at random"):
        corrected_shares([analysis([0.5] * 8)], [label(0, Stance.AGREE, None), label(1, Stance.AGREE, None)])


def test_labels_are_read_as_the_report_saves_them(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    row = {"thread": "t", "comment": "c1", "label": "AGAINST", "inclusion": 0.25}
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert read_labels(path) == (DrawnLabel("t", "c1", Stance.DISAGREE, 0.25),)
    for wrong in ("[]", "{", json.dumps({**row, "label": "yes"}), json.dumps({**row, "inclusion": 0})):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(FormatError, match=r"labels\.jsonl:1"):
            read_labels(path)
    with pytest.raises(SourceError):
        read_labels(tmp_path / "none.jsonl")
