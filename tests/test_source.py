"""Inputs → documents: files, directories, standard input, decoding, and what is said of bad ones."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.errors import EmptyInputError, SourceError
from threads.source import Document, Format, open_documents
from threads.source.decode import binary_kind, decode
from threads.source.leaf import Leaf, read_bytes
from threads.thread import Notice

COMMENT = "Für mich überzeugend – «oui», да."


def documents(*inputs: str | Path, **columns: str) -> list[Document]:
    return [found for found in open_documents(inputs, columns=columns) if isinstance(found, Document)]


def notices(*inputs: str | Path) -> list[Notice]:
    return [found for found in open_documents(inputs) if isinstance(found, Notice)]


def test_a_directory_is_walked_in_sorted_order_and_a_bad_file_becomes_a_notice(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("two")
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / ".hidden").write_text("never")
    found = list(open_documents([tmp_path]))
    assert [item.path.rpartition("/")[2] for item in found if isinstance(item, Document)] == ["a.txt", "two.txt"]
    assert [item.message for item in found if isinstance(item, Notice)] == [
        f"{tmp_path}/image.png is no text: it is a PNG image."
    ]


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<html><body><p>x</p></body></html>")))
    (document,) = documents("-")
    assert (document.path, document.format) == ("-", Format.HTML)


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (None, SourceError, "does not exist"),
        (b" \n", EmptyInputError, "is empty"),
        (b"\x7fELF" + bytes(99), SourceError, "no text"),
    ],
)
def test_nothing_readable_at_all_is_one_plain_sentence(
    tmp_path: Path, content: bytes | None, error: type[SourceError], sentence: str
) -> None:
    path = tmp_path / "page.html"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=sentence) as raised:
        list(open_documents([path]))
    assert "\n" not in str(raised.value)
    assert str(path) in str(raised.value)


def test_no_input_and_an_empty_directory_are_empty_inputs(tmp_path: Path) -> None:
    for inputs in ([], [tmp_path]):
        with pytest.raises(EmptyInputError, match="nothing to read"):
            list(open_documents(inputs))


def test_several_bad_inputs_are_each_told_before_the_error(tmp_path: Path) -> None:
    told: list[Notice | Document] = []
    with pytest.raises(SourceError, match="None of the inputs"):
        told.extend(open_documents([tmp_path / "a", tmp_path / "b"]))
    walk: Iterator[Document | Notice] = open_documents([tmp_path / "a", tmp_path / "b"])
    assert [item.code for item in (next(walk), next(walk)) if isinstance(item, Notice)] == ["not-found", "not-found"]


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("words")
    assert [notice.code for notice in notices(path, path)] == ["given-twice"]
    assert len(documents(path, path)) == 1


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "koi8-r", "shift_jis"]
)
def test_declared_and_undeclared_encodings(encoding: str) -> None:
    words = {"koi8-r": "Это мне кажется убедительным, спасибо автору. ", "shift_jis": "私はこの記事に賛成です。"}
    text = f'<html><meta charset="{encoding}"><p>' + words.get(encoding, "Für mich überzeugend, würde ich sagen. ") * 3
    assert decode(text.encode(encoding)).text.lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("content", "text", "code"),
    [
        ('<meta charset="iso-8859-1">über'.encode(), '<meta charset="iso-8859-1">über', "encoding-misdeclared"),
        (
            '<meta charset="utf-8">über schön'.encode("cp1252"),
            '<meta charset="utf-8">über schön',
            "encoding-misdeclared",
        ),
        (b"one\x00two", "onetwo", "null-bytes"),
        ("ä".encode() * 40 + b"\xff", "ä" * 40 + "\ufffd", "undecodable"),
        (b'<meta charset="unicode_escape">\\u0041', '<meta charset="unicode_escape">\\u0041', None),
    ],
)
def test_wrong_declarations_are_noticed(content: bytes, text: str, code: str | None) -> None:
    decoded = decode(content)
    assert decoded.text == text
    assert [notice.code for notice in decoded.notices] == ([code] if code else [])


def test_a_transfer_header_names_the_charset() -> None:
    assert decode("да, конечно".encode("cp1251"), "windows-1251").text == "да, конечно"


def test_binary_data_is_refused_and_utf_16_is_none() -> None:
    assert binary_kind(bytes(range(256)) * 20) == "binary data"
    assert binary_kind("words without a mark".encode("utf-16-le")) is None


def test_a_line_of_fifty_megabytes_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 10_000_000)
    (document,) = documents(path)
    assert len(document.content) == 50_000_000


def test_user_columns_make_any_table_a_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Nr;Beitrag\n1;Ja\n2;Nein\n")
    assert documents(path)[0].format is Format.TEXT
    (document,) = documents(path, text="Beitrag")
    assert (document.format, dict(document.columns)) == (Format.CSV, {"text": "Beitrag"})


def test_a_large_dump_comes_as_documents_of_whole_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threads.source.spool.CHUNK", 2000)
    lines = [f'{{"thread": "t{number % 7}", "id": "{number}", "text": "words {number}"}}' for number in range(500)]
    content = "\n".join(lines).encode()
    stream = io.BufferedReader(io.BytesIO(content))  # type: ignore[arg-type]
    found = [item for item in Leaf(spooled_from=1000).documents(stream, "dump.jsonl") if isinstance(item, Document)]
    assert len(found) == 7
    assert [number for part in found for number in part.numbers or ()] == [
        1 + number for thread in range(7) for number in range(thread, 500, 7)
    ]
    whole = read_bytes(content, "dump.jsonl")
    assert isinstance(whole, Document)
    assert {part.sha256 for part in found} == {whole.sha256}
    assert found[1].line_number(2) == 9


def test_a_large_csv_is_spooled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threads.source.spool.CHUNK", 10)
    content = b'thread,id,text\na,1,"two\nlines"\nb,2,x\na,3,y\n'
    stream = io.BufferedReader(io.BytesIO(content))  # type: ignore[arg-type]
    found = [item for item in Leaf(spooled_from=20).documents(stream, "t.csv") if isinstance(item, Document)]
    assert [part.numbers for part in found] == [(1, 3), (2,)]
    assert [part.format for part in found] == [Format.JSONL, Format.JSONL]


def test_something_large_that_is_no_dump_of_lines_is_refused_above_the_limit() -> None:
    stream = io.BufferedReader(io.BytesIO(b"words " * 1000))  # type: ignore[arg-type]
    (found,) = Leaf(spooled_from=100, longest=1000).documents(stream, "big.txt")
    assert isinstance(found, Notice)
    assert found.code == "too-large"


def test_reddit_comments_find_their_submissions(tmp_path: Path) -> None:
    (tmp_path / "village_comments.ndjson").write_text(
        '{"id": "c", "subreddit": "v", "author": "a", "link_id": "t3_s", "parent_id": "t3_s", "body": "x"}\n'
    )
    (tmp_path / "village_submissions.ndjson").write_text(
        '{"id": "s", "subreddit": "v", "author": "a", "title": "T", "selftext": "", "num_comments": 1}\n'
    )
    (document,) = documents(tmp_path)
    assert document.path.endswith("village_comments.ndjson")
    assert document.text is not None
    assert document.text.count("\n") == 1


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_notice(content: bytes) -> None:
    assert isinstance(read_bytes(content, "x"), (Document, Notice))
