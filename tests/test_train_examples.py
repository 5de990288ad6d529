"""Labelled rows as examples: labels, cleaning, holding out, mixing and augmentation."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from threads.errors import SourceError
from threads.train.config import Config, HoldOut, Validation
from threads.train.examples import (
    Augmentation,
    Example,
    Source,
    augmented,
    held_out,
    key_of,
    mixture,
    read_source,
    untouchable,
    without_boilerplate,
)
from threads.train.heads import training_examples

ONE = Example("Die Steuern sollen erhöht werden.", "Nein danke.", None, "de", 2, None, "x", "g")
NONE = Augmentation(0, 0, 0, 0, 0, 0, 0, 0)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


STANCE_ROW = {"dataset": "d", "split": "train", "lang": "de", "target": "T", "text": "c", "label": "AGAINST"}


@pytest.mark.parametrize(
    ("row", "thesis", "parent", "stance", "reply"),
    [
        (STANCE_ROW, "T", None, 2, None),
        ({**STANCE_ROW, "label": "FAVOR", "context": ["a", "b"], "reply": "agree"}, "T", "b", 0, 0),
        ({**STANCE_ROW, "label": None, "context": ["b"], "reply": "neither"}, "T", "b", None, 1),
        ({**STANCE_ROW, "target": "face_masks", "label": "NEUTRAL"}, "face masks", None, 1, None),
        ({"lang": "de", "split": "train", "parent": "p", "reply": "c", "label": "DISAGREE"}, None, "p", None, 2),
        ({"lang": "en", "premise": "c", "hypothesis": "T", "label": "contradiction"}, "T", None, 2, None),
    ],
)
def test_rows_become_examples(
    tmp_path: Path,
    row: dict[str, object],
    thesis: str | None,
    parent: str | None,
    stance: int | None,
    reply: int | None,
) -> None:
    write(tmp_path / "rows.jsonl.gz", [row])
    (one,) = read_source(tmp_path, Source("rows.jsonl.gz"))
    assert (one.thesis, one.comment, one.parent, one.stance, one.reply) == (thesis, "c", parent, stance, reply)


def test_other_splits_and_unlabelled_rows_are_left_out(tmp_path: Path) -> None:
    write(tmp_path / "rows.jsonl.gz", [{**STANCE_ROW, "split": "test"}, {**STANCE_ROW, "label": None}])
    assert read_source(tmp_path, Source("rows.jsonl.gz")) == []


def test_boilerplate_is_kept_twice_and_only_looked_for_where_it_is() -> None:
    rows = [replace(ONE, source="wahlomat", comment="Dazu haben wir keine Meinung.")] * 4
    assert len(without_boilerplate(rows)) == 2
    assert len(without_boilerplate([replace(one, source="other") for one in rows])) == 4


def test_texts_of_test_splits_are_untouchable(tmp_path: Path) -> None:
    long = "Ein Kommentar, der lang genug ist, um wiedererkannt zu werden."
    write(tmp_path / "stance" / "a.jsonl.gz", [{**STANCE_ROW, "split": "test", "text": long}])
    (tmp_path / "reply").mkdir()
    assert key_of(long.upper()) in untouchable(tmp_path)


def test_holding_out_is_by_group_and_of_the_share_asked_for() -> None:
    groups = [str(number) for number in range(5000)]
    held = [group for group in groups if held_out(group, 0.1)]
    assert 400 < len(held) < 600
    assert held == [group for group in groups if held_out(group, 0.1)]
    assert not any(held_out(group, 0.0) for group in groups)


@pytest.mark.parametrize(("most", "repeat", "expected"), [(10, 1.0, 10), (10, 2.5, 25), (1000, 1.0, 40), (4, 0.5, 2)])
def test_mixture_draws_the_asked_number(most: int, repeat: float, expected: int) -> None:
    rows = [replace(ONE, comment=str(number)) for number in range(40)]
    drawn = mixture([Source("a", most=most, repeat=repeat)], {"a": rows}, seed=1)
    assert len(drawn) == expected
    assert drawn == mixture([Source("a", most=most, repeat=repeat)], {"a": rows}, seed=1)


@pytest.mark.parametrize(
    ("shares", "stance", "changed"),
    [
        (NONE, 2, False),
        (replace(NONE, negated=1.0), 0, True),
        (replace(NONE, denied=1.0), 0, True),
        (replace(NONE, affirmed=1.0), 2, True),
        (replace(NONE, foreign=1.0), 1, True),
        (replace(NONE, translated=1.0), 2, True),
    ],
)
def test_augmentation_keeps_label_and_thesis_together(shares: Augmentation, stance: int, changed: bool) -> None:
    foreign = {"x/de": tuple(f"Andere These {number}." for number in range(30))}
    forms = {ONE.thesis or "": ("Faut-il augmenter les impôts ?",)}
    made = augmented(ONE, random.Random(4), shares, other_forms=forms, foreign=foreign)
    assert made.stance == stance
    assert (made.thesis != ONE.thesis) is changed
    assert made.comment == ONE.comment


def test_known_opposites_mirror_the_label() -> None:
    one = replace(ONE, opposite="Steuern runter.")
    found = {
        (made.thesis, made.stance)
        for seed in range(40)
        for made in [augmented(one, random.Random(seed), NONE, other_forms={}, foreign={})]
    }
    assert found == {(ONE.thesis, 2), ("Steuern runter.", 0)}


def test_a_parent_is_never_dropped_where_the_reply_is_labelled() -> None:
    one = replace(ONE, parent="p", reply=2)
    made = augmented(one, random.Random(1), replace(NONE, without_parent=1.0), other_forms={}, foreign={})
    assert made.parent == "p"
    dropped = augmented(
        replace(one, reply=None), random.Random(1), replace(NONE, without_parent=1.0), other_forms={}, foreign={}
    )
    assert dropped.parent is None


def test_labels_beside_the_settings_name_comments_of_a_corpus(tmp_path: Path) -> None:
    corpus = [
        {"id": "1", "parent": None, "headline": "Na ja", "text": "Das sehe ich anders.", "lang": "de"},
        {"id": "2", "parent": "1", "headline": "", "text": "Und warum?", "lang": "de"},
    ]
    labels = [{"id": "2", "target": "Mehr Bäume in die Stadt.", "label": "NEUTRAL", "group": "g"}]
    beside = tmp_path / "settings"
    beside.mkdir()
    for path, rows in ((tmp_path / "posts.jsonl", corpus), (beside / "labels.jsonl", labels)):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    source = Source("posts.jsonl", labels="labels.jsonl")
    (one,) = read_source(tmp_path, source, beside)
    assert (one.thesis, one.comment, one.stance) == ("Mehr Bäume in die Stadt.", "Und warum?", 1)
    assert (one.parent, one.language, one.group) == ("Na ja\nDas sehe ich anders.", "de", "g")
    labels[0]["id"] = "3"
    (beside / "labels.jsonl").write_text(json.dumps(labels[0]), encoding="utf-8")
    with pytest.raises(SourceError, match="no comment 3"):
        read_source(tmp_path, source, beside)


def test_comments_without_ids_are_named_by_their_number(tmp_path: Path) -> None:
    corpus = [{"parent": "", "reply": "Nonsense.", "lang": "en"}, {"parent": "Nonsense.", "reply": "So?", "lang": "en"}]
    labels = [{"id": "2", "target": "More trees in town.", "label": "NEUTRAL", "reply": "DISAGREE", "group": "g"}]
    for name, rows in (("corpus.jsonl", corpus), ("labels.jsonl", labels)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (one,) = read_source(tmp_path, Source("corpus.jsonl", labels="labels.jsonl"), tmp_path)
    assert (one.comment, one.parent, one.stance, one.reply) == ("So?", "Nonsense.", 1, 2)


def test_a_comment_held_out_in_one_source_is_held_out_in_all(tmp_path: Path) -> None:
    _empty_data(tmp_path)
    long = "Das haben wir vor zwanzig Jahren schon einmal versucht, {}."
    for name, texts in (("one", ("leider", "zum Glück")), ("two", ("leider", "vergeblich"))):
        rows = [{"target": name, "text": long.format(text), "label": "FAVOR", "lang": "de"} for text in texts]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    sources = Source("one.jsonl", passes=(1,)), Source("two.jsonl")
    config = Config("x", tmp_path, tmp_path, sources=sources, hold_out=(HoldOut("one.jsonl", 1.0),))
    for number in (1, 2):
        assert [one.comment for one in training_examples(config, number)] == [long.format("vergeblich")]
    validating = replace(config, hold_out=(), validation=(Validation("one.jsonl", "train"),))
    assert [one.comment for one in training_examples(validating, 2)] == [long.format("vergeblich")]


def _empty_data(folder: Path) -> None:
    for name in ("stance", "reply"):
        (folder / name).mkdir()
    (folder / "stance" / "xstance_questions.json").write_text("{}", encoding="utf-8")


def test_sources_of_single_passes(tmp_path: Path) -> None:
    row = {"target": "Mehr Bäume.", "text": "Ja, unbedingt mehr davon.", "label": "FAVOR", "lang": "de"}
    _empty_data(tmp_path)
    for name in ("one", "two"):
        line = json.dumps({**row, "text": f"{row['text']} {name}"})
        (tmp_path / f"{name}.jsonl").write_text(line, encoding="utf-8")
    sources = Source("one.jsonl"), Source("two.jsonl", passes=(2,))
    config = Config("x", tmp_path, tmp_path, sources=sources)
    assert [len(training_examples(config, number)) for number in (1, 2, 3)] == [1, 2, 1]
