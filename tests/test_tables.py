"""The written tables: columns as in the codebook, the same bytes twice, nothing that a spreadsheet would run."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import made_analyses as made
import pandas as pd
import pyarrow.parquet as pq
import pytest

from threads.errors import FormatError, OutputError, SourceError
from threads.report import read_run, write_run
from threads.report.codebook import FLIPS, MEASURES, codebook
from threads.report.columns import COLUMNS
from threads.report.record import from_json, json_schema, to_json
from threads.report.tables import as_csv, comments_parquet, comments_table, flips_csv, measures_csv

DOCS = Path(__file__).parent.parent / "docs"
PROMISED = (
    "thread_id comment_id parent_id depth missing author timestamp language text stance p_agree p_neutral p_disagree"
)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_codebook_is_the_one_in_the_docs() -> None:
    assert (DOCS / "codebook.md").read_text(encoding="utf-8") == codebook()


def test_codebook_has_every_column() -> None:
    assert list(read_csv(flips_csv([made.four()]))[0]) == list(FLIPS)
    assert list(read_csv(measures_csv([made.four()]))[0]) == list(MEASURES)


def test_comment_columns() -> None:
    table = comments_table([made.four()])
    assert table.column_names == [c.name for c in COLUMNS]
    assert set(PROMISED.split()) <= set(table.column_names)
    assert all(field.metadata[b"description"] for field in table.schema)
    assert table.schema.metadata[b"schema"] == b"threads.comments/2"


def test_comment_values() -> None:
    rows = comments_table([made.four()]).to_pylist()
    second, lost, last = rows[1], rows[2], rows[3]
    assert (second["parent_id"], second["depth"], second["author"], second["timestamp"]) == (
        "c1",
        1,
        "gutih-tugad",
        "2024-03-01T11:30",
    )
    assert (second["stance"], second["p_disagree"], second["reply_agreement"]) == ("disagree", 0.86, "disagree")
    assert second["acts"] == ["question"]
    assert (lost["missing"], lost["author"], lost["text"], lost["stance"], lost["p_agree_text"]) == (
        True,
        None,
        None,
        None,
        None,
    )
    assert last["timestamp"] == "2024-03-03"
    for row in rows:
        assert row["p_agree"] + row["p_neutral"] + row["p_disagree"] == pytest.approx(1)


def test_tree_columns_are_empty_without_tree_inference() -> None:
    first = comments_table([made.analysis(made.four().thread, tree=False)]).to_pylist()[0]
    assert first["p_agree_tree"] is None
    assert first["p_agree"] == first["p_agree_text"]


def test_parquet_opens_in_pandas_and_is_the_same_twice(tmp_path: Path) -> None:
    analyses = [made.made(60), made.made(0, 1)]
    content = comments_parquet(analyses)
    assert content == comments_parquet(analyses)
    path = tmp_path / "comments.parquet"
    path.write_bytes(content)
    frame = pd.read_parquet(path)
    assert len(frame) == 60
    assert pq.read_metadata(path).num_rows == 60
    assert frame.loc[~frame.missing, "stance"].isin(["agree", "neutral", "disagree", "unclear"]).all()


def test_flips_have_ids_texts_and_probability() -> None:
    flip, contrast, *swings = read_csv(flips_csv([made.four()]))
    assert (flip["kind"], flip["author"], flip["before_id"], flip["after_id"]) == (
        "author flip",
        "gutih-tugad",
        "c2",
        "c4",
    )
    assert (flip["before_stance"], flip["after_stance"], float(flip["probability"])) == ("disagree", "agree", 0.86)
    assert flip["before_text"] == "Nein. Wer soll das bezahlen?"
    assert (contrast["kind"], contrast["author"]) == ("contrast", "")
    assert {row["kind"] for row in swings} == {"thread swing"}


def test_measures_give_a_reason_and_no_zero() -> None:
    rows = {row["measure"]: row for row in read_csv(measures_csv([made.made(12, authors=False)]))}
    assert rows["author_flips"]["value"] == ""
    assert rows["author_flips"]["reason"] == made.NO_AUTHORS
    assert rows["share_agree"]["interval"] == "wilson"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert read_csv(as_csv(["a"], [{"a": text}]))[0]["a"] == "'" + text


def test_cells() -> None:
    record = {"a": None, "b": True, "c": 0.1, "d": ("x", "y"), "e": 'say "hi"\nthere', "f": "\ud800"}
    assert read_csv(as_csv(list(record), [record])) == [
        {"a": "", "b": "TRUE", "c": "0.1", "d": "x y", "e": 'say "hi"\nthere', "f": "?"}
    ]


@pytest.mark.parametrize("analysis", [made.four(), made.made(0), made.made(40, 5), made.made(9, times=False)], ids=str)
def test_an_analysis_comes_back_from_its_line(analysis: made.Analysis) -> None:
    line = to_json(analysis)
    assert "\n" not in line
    assert line.startswith('{"schema": "threads.analysis/2"')
    assert from_json(line) == analysis
    jsonschema.validate(json.loads(line), json_schema())


@pytest.mark.parametrize(
    ("line", "said"),
    [("{}", "thread"), ("[]", "Not an analysis"), ("{", "Not an analysis"), ('{"thread": {"id": 3}}', "id")],
)
def test_other_lines_are_refused_in_one_sentence(line: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        from_json(line)


def test_a_run_is_the_same_bytes_twice_and_comes_back(tmp_path: Path) -> None:
    run = made.run(made.four(), made.made(25, 2), key="secret of mine")
    first, second = write_run(run, tmp_path / "a"), write_run(run, tmp_path / "b" / "c")
    assert [p.name for p in first] == [p.name for p in second]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))
    assert read_run(tmp_path / "a") == run.analyses
    assert {p.name for p in (tmp_path / "a").iterdir()} == {
        "comments.parquet", "flips.csv", "manifest.json", "measures.csv", "report.html", "threads.jsonl",
    }  # fmt: skip


def test_manifest_names_all_that_made_the_run_and_no_secret(tmp_path: Path) -> None:
    write_run(made.run(made.four(), key="secret of mine"), tmp_path)
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    record = json.loads(text)
    assert next(iter(record.items())) == ("schema", "threads.manifest/1")
    assert record["inputs"] == [{"path": "four.html", "sha256": "4" * 64, "format": "html"}]
    assert record["model"]["sha256"] == made.MODEL.sha256
    assert record["counts"] == {"threads": 1, "comments": 3, "placeholders": 1}
    assert record["options"]["pseudonym_key_given"] is True
    assert "secret" not in text
    for name, digest in record["outputs"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_a_run_that_cannot_be_written_or_read_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(OutputError, match="Cannot make the directory"):
        write_run(made.run(made.four()), blocked)
    with pytest.raises(SourceError, match="Cannot read"):
        read_run(tmp_path / "nothing")
    (tmp_path / "threads.jsonl").write_text("{}\n")
    with pytest.raises(FormatError, match="line 1"):
        read_run(tmp_path)


def test_broken_characters_are_written_as_replaced(tmp_path: Path) -> None:
    analysis = made.four()
    comments = tuple(replace(c, text="a\ud800b" if c.text else None) for c in analysis.thread.comments)
    run = made.run(replace(analysis, thread=replace(analysis.thread, comments=comments)))
    write_run(run, tmp_path)
    assert pd.read_parquet(tmp_path / "comments.parquet").text[0] == "a?b"
