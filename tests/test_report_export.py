"""Exports, opened by the programs they are for: pandas, datasets, networkx, ConvoKit, XML, image and PDF readers."""

import csv
import io
import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
import made_analyses as made
import networkx as nx
import pandas as pd
import pytest
from lxml import etree

from threads.errors import OutputError
from threads.report.export import To, export
from threads.report.export.graph import author_graph, reply_graph
from threads.report.record import to_json
from threads.schema import to_json as thread_to_json
from threads.thread import Quote

ANALYSES = (made.made(60, 7), made.four(), made.made(0, 9))
THERE = sum(len(a.thread.comments) for a in ANALYSES)
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def odd() -> made.Analysis:
    """A thread with characters that XML forbids, in every text."""
    analysis = made.four()
    text = "\x00\x0b<b>&amp;]]>\ud800 ok"
    comments = tuple(replace(c, text=text, author=text) if c.text else c for c in analysis.thread.comments)
    article = replace(analysis.thread.article, title=text, author=text, text=text, url="https://x.example/a b\x01")
    return made.analysis(replace(analysis.thread, id=f"t{text}", comments=comments, article=article))


@pytest.mark.parametrize("to", list(To))
def test_every_export_is_the_same_bytes_twice_and_takes_any_text(to: To, tmp_path: Path) -> None:
    if to in (To.PNG, To.PDF):
        pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    analyses = (*ANALYSES, odd())
    first, second = export(analyses, tmp_path / "a", to), export(analyses, tmp_path / "b", to)
    assert first
    assert [p.name for p in first] == [p.name for p in second]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


def test_csv_has_a_row_a_comment_and_its_codebook(tmp_path: Path) -> None:
    paths = {p.name: p for p in export(ANALYSES, tmp_path, To.CSV)}
    assert set(paths) == {"comments.csv", "flips.csv", "measures.csv", "codebook.md"}
    frame = pd.read_csv(paths["comments.csv"], dtype={"comment_id": str})
    assert len(frame) == THERE
    rows = list(csv.DictReader(io.StringIO(paths["comments.csv"].read_text(encoding="utf-8"), newline="")))
    assert rows[-2]["missing"] == "TRUE"
    assert rows[-1]["text"] == "Gut, das sehe ich ein: sperren!"
    codebook = paths["codebook.md"].read_text(encoding="utf-8")
    assert all(f"`{name}`" in codebook for name in frame.columns)


def test_parquet_opens_in_pandas(tmp_path: Path) -> None:
    (path,) = export(ANALYSES, tmp_path, To.PARQUET)
    assert len(pd.read_parquet(path)) == THERE


def test_datasets_opens_what_it_is_given(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    export(ANALYSES, tmp_path, To.DATASETS)
    loaded = datasets.load_from_disk(str(tmp_path / "datasets"))
    assert len(loaded) == THERE
    assert loaded[-1]["text"] == "Gut, das sehe ich ein: sperren!"
    assert loaded.features["depth"].dtype == "int64"


@pytest.mark.parametrize(("to", "read"), [(To.GEXF, nx.read_gexf), (To.GRAPHML, nx.read_graphml)])
def test_graphs_come_back_from_networkx(to: To, read: object, tmp_path: Path) -> None:
    replies, authors = (read(path) for path in export(ANALYSES, tmp_path, to))  # type: ignore[operator]
    expected = reply_graph(ANALYSES)
    assert set(replies.nodes) == set(expected.nodes)
    assert replies.number_of_edges() == expected.number_of_edges() == THERE
    edge = next(d for a, b, d in replies.edges(data=True) if (a, b) == ("four/c2", "four/c1"))
    assert (edge["sign"], edge["stance"], edge["agreement"]) == (-1, "disagree", "disagree")
    assert (edge["start"], edge["time"]) == (1709292600.0, "2024-03-01T11:30")
    assert replies.nodes["four/c4"]["text"] == "Gut, das sehe ich ein: sperren!"
    made_by = author_graph(ANALYSES)
    assert Counter(list(authors.edges())) == Counter(list(made_by.edges()))


def test_a_comment_has_one_edge_and_a_top_comment_points_to_the_article() -> None:
    graph = reply_graph([made.four()])
    assert all(graph.out_degree(n) == 1 for n in graph if n != "four")
    top = graph.get_edge_data("four/c1", "four")["four/c1"]
    assert (top["sign"], top["stance"]) == (1, "agree")
    assert "sign" not in graph.get_edge_data("four/c3", "four/c2")["four/c3"]
    assert graph.nodes["four/c3"]["kind"] == "lost"


def test_author_graph_leaves_out_what_has_no_author() -> None:
    assert list(author_graph([made.four()]).edges()) == [("gutih-tugad", "lusab-babad")]
    assert not author_graph([made.made(20, authors=False)])


def test_convokit_files_fit_together(tmp_path: Path) -> None:
    paths = {p.name: p for p in export(ANALYSES, tmp_path, To.CONVOKIT)}
    utterances = [json.loads(line) for line in paths["utterances.jsonl"].read_text(encoding="utf-8").splitlines()]
    assert len(utterances) == THERE + len(ANALYSES)
    ids = {u["id"] for u in utterances}
    assert len(ids) == len(utterances)
    assert all(u["reply-to"] is None or u["reply-to"] in ids for u in utterances)
    assert {u["conversation_id"] for u in utterances} == {u["id"] for u in utterances if u["reply-to"] is None}
    speakers = json.loads(paths["speakers.json"].read_text(encoding="utf-8"))
    assert {u["speaker"] for u in utterances} == set(speakers)
    unknown = [u for u in utterances if u["speaker"].startswith("unknown/")]
    assert len({u["speaker"] for u in unknown}) == len(unknown)


def test_convokit_itself_loads_the_corpus(tmp_path: Path) -> None:
    convokit = pytest.importorskip("convokit.model", reason="ConvoKit is not installed", exc_type=ImportError)
    export(ANALYSES, tmp_path, To.CONVOKIT)
    corpus = convokit.Corpus(filename=str(tmp_path / "convokit"))
    assert len(list(corpus.iter_utterances())) == THERE + len(ANALYSES)
    reply = corpus.get_utterance("four/c2")
    assert (reply.reply_to, reply.speaker.id, reply.meta["stance"]) == ("four/c1", "gutih-tugad", "disagree")
    assert corpus.get_conversation("four").check_integrity(verbose=False)


def test_tei_posts_reply_to_posts(tmp_path: Path) -> None:
    paths = export(ANALYSES, tmp_path, To.TEI)
    assert [p.name for p in paths] == ["00001.xml", "00002.xml", "00003.xml"]
    for path, analysis in zip(paths, ANALYSES, strict=True):
        tree = etree.parse(path)
        ids = [e.get(XML_ID) for e in tree.iter() if e.get(XML_ID)]
        assert len(set(ids)) == len(ids)
        posts = tree.findall(".//t:post", TEI)
        assert [p.get("n") for p in posts] == [c.id for c in analysis.thread.comments]
        assert [int(p.get("indentLevel", "")) for p in posts] == [c.depth for c in analysis.thread.comments]
        pointers = [value[1:] for p in posts for key in ("replyTo", "who", "ana") if (value := p.get(key))]
        assert set(pointers) <= set(ids)


def test_tei_says_who_when_what_and_how_sure(tmp_path: Path) -> None:
    tree = etree.parse(export([made.four()], tmp_path, To.TEI)[0])
    first, second, lost, last = tree.findall(".//t:post", TEI)
    assert second.get("replyTo") == f"#{first.get(XML_ID)}"
    assert (second.get("when-iso"), second.get("ana")) == ("2024-03-01T11:30", "#stance.disagree")
    assert second.find("t:certainty", TEI).get("degree") == "0.860"  # type: ignore[union-attr]
    assert lost.find("t:gap", TEI) is not None
    assert last.get("replyTo") == f"#{lost.get(XML_ID)}"
    assert first.get("replyTo") == "#article"


def test_tei_sets_quoted_words_apart(tmp_path: Path) -> None:
    four = made.four()
    text = "Sie sagen: „Wer zahlt?“\n\nAlle."
    start, end = text.index("„"), text.index("“") + 1
    comments = (replace(four.thread.comments[0], text=text, quotes=(Quote(start, end),)),)
    tree = etree.parse(export([made.analysis(replace(four.thread, comments=comments))], tmp_path, To.TEI)[0])
    post = tree.find(".//t:post", TEI)
    assert post is not None
    assert [p.xpath("string()") for p in post.findall("t:p", TEI)] == ["Sie sagen:", "„Wer zahlt?“", "Alle."]
    assert post.findtext("t:p/t:quote", namespaces=TEI) == "„Wer zahlt?“"


def test_bibtex_names_software_model_and_methods(tmp_path: Path) -> None:
    (path,) = export(ANALYSES, tmp_path, To.BIBTEX)
    text = path.read_text(encoding="utf-8")
    assert made.MODEL.sha256 in text
    keys = [line.split("{")[1].rstrip(",") for line in text.splitlines() if line.startswith("@")]
    assert len(keys) == len(set(keys)) > 15
    assert text.count("{") == text.count("}")


def test_schemas_hold_for_what_is_written(tmp_path: Path) -> None:
    paths = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in export(ANALYSES, tmp_path, To.SCHEMA)}
    for analysis in ANALYSES:
        jsonschema.validate(json.loads(thread_to_json(analysis.thread)), paths["thread.schema.json"])
        jsonschema.validate(json.loads(to_json(analysis)), paths["analysis.schema.json"])


def test_figures_hold_a_tick_for_every_comment(tmp_path: Path) -> None:
    paths = export(ANALYSES, tmp_path, To.SVG)
    assert len(paths) == 2
    drawing = etree.parse(paths[0])
    assert len(drawing.findall(".//{*}rect")) == 60
    words = [t.text for t in drawing.findall(".//{*}text")]
    assert "47\u00a0% (34–59\u00a0%)" in words
    assert "Agree" in words


def test_figures_speak_the_language_of_the_summary(tmp_path: Path) -> None:
    four = made.four()
    found = replace(four.discourse, summary=replace(four.discourse.summary, language="de"))
    (path,) = export([replace(four, discourse=found)], tmp_path, To.SVG)
    assert "Zustimmung" in [t.text for t in etree.parse(path).findall(".//{*}text")]


def test_png_figures_open_and_show_both_colours(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    paths = export(ANALYSES, tmp_path, To.PNG)
    with image.open(paths[0]) as picture:
        assert (picture.format, picture.width) == ("PNG", 2000)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=1)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0x1B, 0x66, 0xA8), (0xC2, 0x54, 0x0A), (255, 255, 255)} <= colours


def test_pdf_figures_open_as_one_page_with_words_and_no_date(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    document = pypdf.PdfReader(export(ANALYSES, tmp_path, To.PDF)[0])
    (page,) = document.pages
    assert "(34–59" in page.extract_text()
    assert page.mediabox.width == pytest.approx(640 * 72 / 96)
    assert document.metadata.title == ANALYSES[0].thread.article.title
    assert document.metadata.creation_date is None


def test_without_matplotlib_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OutputError, match=r"pip install 'threads-discourse\[figures\]'"):
        export(ANALYSES, tmp_path, To.PNG)


SUBSET = etree.RelaxNG(etree.parse(Path(__file__).parent / "fixtures" / "tei" / "posts.rng"))


def test_tei_is_valid_by_the_part_of_the_schema_that_it_uses(tmp_path: Path) -> None:
    for path in export((*ANALYSES, odd()), tmp_path, To.TEI):
        SUBSET.assertValid(etree.parse(path))


@pytest.mark.parametrize(
    ("was", "broken"),
    [
        ('indentLevel="0"', 'indentLevel="-1"'),
        ('degree="0.860"', 'degree="1.860"'),
        ('when-iso="2024-03-01T11:30"', 'when-iso="yesterday"'),
        (' replyTo="#c1"', ""),
        ('reason="lost"/>', 'reason="lost"/><p>words</p>'),
        ("<certainty", "<likely"),
    ],
)
def test_that_part_of_the_schema_finds_what_is_wrong(was: str, broken: str, tmp_path: Path) -> None:
    text = export([made.four()], tmp_path, To.TEI)[0].read_text(encoding="utf-8")
    assert was in text
    wrong = text.replace(was, broken, 1)
    assert not SUBSET.validate(etree.ElementTree(etree.fromstring(wrong.encode())))


def test_tei_is_valid_by_the_consortium_s_schema(tmp_path: Path) -> None:
    """Point TEI_RNG to tei_all.rng of TEI P5 4.8 or later (https://tei-c.org/Vault/P5/current/xml/tei/custom/schema/)."""
    rng = os.environ.get("TEI_RNG")
    if not rng:
        pytest.skip("TEI_RNG names no schema")
    schema = etree.RelaxNG(etree.parse(rng))
    for path in export((*ANALYSES, odd()), tmp_path, To.TEI):
        schema.assertValid(etree.parse(path))
