"""The format of a document comes from its content."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.source import Document, Format
from threads.source.leaf import read_bytes
from threads.source.sniff import sniff

EXPORTS = Path(__file__).parent / "fixtures" / "export"
FORMATS = {
    "blog.wxr.xml": Format.WXR,
    "disqus.xml": Format.DISQUS_XML,
    "reddit.json": Format.REDDIT_JSON,
    "reddit.ndjson": Format.REDDIT_NDJSON,
    "algolia.json": Format.HACKERNEWS_JSON,
    "firebase.json": Format.HACKERNEWS_JSON,
    "discourse.json": Format.DISCOURSE_JSON,
    "youtube.json": Format.YOUTUBE_JSON,
    "ytdlp.info.json": Format.YOUTUBE_JSON,
    "mastodon.json": Format.MASTODON_JSON,
    "lemmy.json": Format.LEMMY_JSON,
    "Posts.xml": Format.STACKEXCHANGE_XML,
    "comments-feed.xml": Format.FEED,
    "comments-feed.atom": Format.FEED,
    "stackexchange.json": Format.STACKEXCHANGE_JSON,
    "corpus/utterances.jsonl": Format.CONVOKIT,
    "comments.json": Format.JSON_TREE,
    "comments.jsonl": Format.JSONL,
    "comments.csv": Format.CSV,
}


@pytest.mark.parametrize(("name", "form"), FORMATS.items())
def test_each_export_is_known_by_its_content(name: str, form: Format) -> None:
    found = read_bytes((EXPORTS / name).read_bytes(), "name-that-says-nothing.bin")
    assert isinstance(found, Document)
    assert found.format is form


def test_every_fixture_is_listed() -> None:
    beside = {"corpus/conversations.json", "corpus/speakers.json", "corpus/index.json", "corpus/corpus.json"}
    present = {path.relative_to(EXPORTS).as_posix() for path in EXPORTS.rglob("*") if path.is_file()}
    assert present - beside - {"beitraege.csv"} == set(FORMATS)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Just words, and more of them.", Format.TEXT),
        ("a,b\n1,2\n", Format.TEXT),
        ("id,text\n1,2\n", Format.CSV),
        ("id\ttext\n1\t2\n", Format.CSV),
        ("I said <p> once.", Format.TEXT),
        ("<!DOCTYPE html><p>x", Format.HTML),
        ("<div>one</div>\n<div>two</div>", Format.HTML),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', Format.HTML),
        (
            'garbage <?xml version="1.0"?>\n<disqus xmlns="http://disqus.com"><title>t</title></disqus>',
            Format.DISQUS_XML,
        ),
        ("{not json", Format.TEXT),
        ("[1] a footnote, and words", Format.TEXT),
        ("[image] and words", Format.TEXT),
        ("[{}] and words", Format.TEXT),
        ('{"a": 1}\n{"a": 2}\n', Format.JSONL),
        ('[{"text": "x", "id": 1}]', Format.JSON_TREE),
        ('{"schema": "threads.thread/1"}', Format.THREADS_JSONL),
    ],
)
def test_small_examples(text: str, form: Format) -> None:
    assert sniff(text.encode(), text) is form


def test_json_too_deep_for_recursion_is_json() -> None:
    text = '[{"text": "x", "id": 1, "replies": ' * 30_000 + "[]" + "}]" * 30_000
    assert sniff(text.encode(), text) is Format.JSON_TREE


@settings(deadline=None)
@given(st.text() | st.text(alphabet='{}[]",:<>/= abcdisquwprt\n'))
def test_every_text_has_a_format(text: str) -> None:
    assert sniff(text.encode("utf-8", "replace"), text) in Format
