"""Dispatch: which reader a document goes to, the ids of its threads, and what becomes of one that a reader fails on."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.errors import FormatError, ThreadsError
from threads.readers import read_strictly, read_threads
from threads.readers.export import disqus
from threads.readers.identity import slug, thread_id
from threads.source import Document, Format
from threads.source.leaf import read_bytes
from threads.thread import Notice, Thread

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = [path.read_bytes() for path in sorted((FIXTURES / "export").glob("*.*"))]


def document(path: str, form: Format = Format.TEXT, text: str = "words") -> Document:
    return Document(path, form, text.encode(), "0123456789abcdef" * 4, text)


@pytest.mark.parametrize(
    ("path", "native", "expected"),
    [
        ("/a/b/My Page.html", None, "my-page-01234567"),
        ("b/../My Page.html", None, "my-page-01234567"),
        ("dump.ndjson.zst", "abc", "dump-01234567/abc"),
        ("x.zip!/inner/Über uns.htm", None, "über-uns-01234567"),
        ("x.warc.gz!/https://a.example/2021/wind/?p=1", None, "wind-01234567"),
        ("corpus/utterances.jsonl", "u", "corpus-01234567/u"),
        ("-", None, "input-01234567"),
        ("C:\\data\\page.html", None, "page-01234567"),
    ],
)
def test_ids_come_from_name_and_content(path: str, native: str | None, expected: str) -> None:
    assert thread_id(document(path), native) == expected


def test_a_slug_is_short_and_has_no_odd_characters() -> None:
    assert slug("a b/" * 100) == ("a-b-" * 15)[:-1]
    assert slug("…") == ""


def test_a_failing_reader_costs_its_page_only_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(document: Document) -> Iterator[Thread]:
        yield Thread("first", document.source, made.article)
        raise RecursionError("too deep")

    (made,) = read_threads(document("x.txt"))
    monkeypatch.setattr(disqus, "read", read)
    first, failed = read_threads(document("x.xml", Format.DISQUS_XML))
    assert first.id == "first"
    assert (failed.comments, failed.id) == ((), "x-01234567/unread")
    assert "After 1 threads the rest of x.xml could not be read" in failed.notices[0].message


def test_what_a_format_does_not_promise_is_a_notice_in_a_thread_without_comments() -> None:
    bad = document("x.json", Format.JSON_TREE, "[1, 2]")
    with pytest.raises(FormatError):
        list(read_strictly(bad))
    (thread,) = read_threads(bad)
    assert thread.notices[0].code == "unread"


def test_notices_of_the_document_stand_in_its_threads() -> None:
    found = Document("x.txt", Format.TEXT, b"words", "0" * 64, "words", notices=(Notice("null-bytes", "…"),))
    (thread,) = read_threads(found)
    assert thread.notices[0].code == "null-bytes"


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.PARQUET])
@settings(deadline=None, max_examples=25)
@given(text=st.text(max_size=80) | st.sampled_from(SAMPLES).map(lambda sample: sample.decode("utf-8", "replace")))
def test_any_text_in_any_reader_raises_nothing_undeclared(form: Format, text: str) -> None:
    try:
        for thread in read_strictly(document("x", form, text)):
            assert len({comment.id for comment in thread.comments}) == len(thread.comments)
    except ThreadsError:
        pass


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SAMPLES), st.data())
def test_mutated_exports_raise_nothing_undeclared(sample: bytes, data: st.DataObject) -> None:
    content = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 6))):
        at, length = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(0, 3))
        content[at : at + length] = data.draw(st.binary(max_size=3) | st.sampled_from([b"null", b"{}", b"<"]))
    found = read_bytes(bytes(content), "x")
    if isinstance(found, Document):
        with suppress(ThreadsError):
            list(read_strictly(found))


@pytest.mark.parametrize(
    "text", ["<![&#0;x", '<![&#0;DO"', "<![if IE]><p>x</p><![endif]>", "<![foo[ x ]]><p>y</p>", "<![CDATA["]
)
def test_marked_sections_in_html(text: str) -> None:
    assert len(list(read_strictly(document("x", Format.HTML, text)))) == 1
