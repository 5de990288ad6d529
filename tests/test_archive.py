"""Archives and compressed files: nested, cut off, hostile."""

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.errors import SourceError
from threads.source import Document, Format, open_documents, stream
from threads.source.archive import DEEPEST, unpack
from threads.source.leaf import Leaf
from threads.thread import Notice

PAGE = b"<!DOCTYPE html><html><body><p>A page with words.</p></body></html>"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def opened(content: bytes, name: str = "input") -> list[Document | Notice]:
    return list(unpack(io.BytesIO(content), name, Leaf()))


def documents(content: bytes) -> list[Document]:
    return [found for found in opened(content) if isinstance(found, Document)]


def codes(content: bytes) -> list[str]:
    return [found.code for found in opened(content) if isinstance(found, Notice)]


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def warc(pages: dict[str, bytes], *, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    records = []
    for url, content in pages.items():
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        block = head.encode() + content
        fields = f"WARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-04T09:00:00Z\r\n"
        fields += "WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        records.append(f"WARC/1.1\r\n{fields}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    return b"".join(records)


@pytest.mark.parametrize("packer", PACKERS.values(), ids=PACKERS)
def test_compressed_files_are_read_over_all_their_members(packer: Callable[[bytes], bytes]) -> None:
    (document,) = documents(packer(PAGE[:20]) + packer(PAGE[20:]))
    assert (document.content, document.format) == (PAGE, Format.HTML)


@pytest.mark.parametrize("name", PACKERS)
def test_a_cut_off_stream_gives_what_came_before_and_a_notice(name: str) -> None:
    words = b"".join(b"%d words and more\n" % number for number in range(200_000))
    packed = PACKERS[name](words)
    found = opened(packed[: len(packed) // 2])
    (document,) = [item for item in found if isinstance(item, Document)]
    assert words.startswith(document.content)
    assert len(document.content) > 1000
    assert [item.code for item in found if isinstance(item, Notice)] == ["damaged"]


def test_bytes_after_the_end_are_noticed_and_padding_is_not() -> None:
    assert codes(gzip.compress(PAGE) + b"rest") == ["damaged"]
    assert codes(gzip.compress(PAGE) + bytes(512)) == []


def test_archives_in_archives() -> None:
    inner = zipped({"a/one.html": PAGE, "two.txt.gz": gzip.compress(b"words")})
    content = gzip.compress(tarred({"inner.zip": inner, "three.html": PAGE}))
    assert [document.path for document in documents(content)] == [
        "input!/inner.zip!/a/one.html",
        "input!/inner.zip!/two.txt.gz",
        "input!/three.html",
    ]


def test_archives_nested_too_deep_are_not_opened() -> None:
    content = PAGE
    for _ in range(DEEPEST + 2):
        content = gzip.compress(content)
    assert codes(content) == ["nested"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\x", "a/../../b"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_climb_out_write_nothing(
    name: str, pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.parent.rglob("*"))
    (document,) = documents(pack({name: PAGE}))
    assert document.content == PAGE
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_link_in_a_tar_is_not_followed() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    assert opened(file.getvalue()) == []


@pytest.mark.parametrize("packer", PACKERS.values(), ids=PACKERS)
def test_a_bomb_is_stopped_and_noticed(packer: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "FLOOR", 2**20)
    monkeypatch.setattr("threads.source.stream.RATIO", 20)
    found = opened(packer(b" a" * 2**22))
    assert [item.code for item in found if isinstance(item, Notice)] == ["bomb"]
    assert sum(len(item.content) for item in found if isinstance(item, Document)) < 2**22


def test_bombs_that_hide_in_many_members_share_one_meter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "FLOOR", 2**20)
    monkeypatch.setattr("threads.source.stream.RATIO", 2)
    found = opened(zipped({f"{number}.txt": b"a " * 2**18 for number in range(30)}))
    assert sum(len(item.content) for item in found if isinstance(item, Document)) < 2**22
    assert "bomb" in {item.code for item in found if isinstance(item, Notice)}


@pytest.mark.parametrize("cut", [5, 30, -10])
def test_damaged_zip_files_are_noticed(cut: int) -> None:
    assert "damaged" in codes(zipped({"a.html": PAGE})[:cut])


def test_an_encrypted_member_is_noticed_and_the_others_are_read() -> None:
    content = bytearray(zipped({"a.html": PAGE, "b.html": PAGE + b" "}))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    found = opened(bytes(content))
    assert [item.code for item in found if isinstance(item, Notice)] == ["damaged"]
    assert [item.path for item in found if isinstance(item, Document)] == ["input!/b.html"]


def test_a_cut_off_tar_gives_what_came_before() -> None:
    content = tarred({"a.html": PAGE, "b.html": PAGE * 100})
    found = opened(content[:2000])
    assert next(item.path for item in found if isinstance(item, Document)) == "input!/a.html"
    assert "damaged" in [item.code for item in found if isinstance(item, Notice)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_pages_of_a_crawl_keep_address_and_moment(pack: Callable[[bytes], bytes]) -> None:
    content = warc({"https://a.example/1": PAGE, "https://a.example/2": PAGE + b"\n"})
    first, second = documents(pack(content))
    assert (first.url, first.format, first.content) == ("https://a.example/1", Format.HTML, PAGE)
    assert first.captured is not None
    assert first.captured.iso == "2021-03-04T09:00:00+00:00"
    assert second.path == "input!/https://a.example/2"


def test_what_is_no_page_in_a_crawl_is_counted() -> None:
    images = warc({"https://a.example/i": b"\x89PNG"}, kind="image/png")
    lost = warc({"https://a.example/l": PAGE}, status="404 Not Found")
    found = opened(warc({"https://a.example/1": PAGE}) + images + lost)
    assert [type(item) for item in found] == [Document, Notice]
    assert "1 image/png, 1 with status 404" in str(found[1])


def test_a_cut_off_crawl_gives_what_came_before_and_a_notice() -> None:
    long = PAGE + b"".join(b"<p>%d</p>" % (number * 7919 % 10007) for number in range(3000))
    content = warc({"https://a.example/1": PAGE, "https://a.example/2": long})
    for packed in (content[:-1500], gzip.compress(content)[:-600]):
        found = opened(packed)
        pages = [item for item in found if isinstance(item, Document)]
        assert pages[0].content == PAGE
        assert "damaged" in [item.code for item in found if isinstance(item, Notice)] or any(
            notice.code == "damaged" for page in pages for notice in page.notices
        )


def test_a_wacz_gives_the_pages_of_its_crawls_only() -> None:
    crawl = gzip.compress(warc({"https://a.example/1": PAGE}))
    content = zipped(
        {"datapackage.json": b"{}", "pages/pages.jsonl": b'{"text": "x", "id": 1}', "archive/data.warc.gz": crawl}
    )
    assert [document.path for document in documents(content)] == ["input!/archive/data.warc.gz!/https://a.example/1"]


def test_a_zipped_corpus_has_its_conversations_beside_it() -> None:
    utterance = b'{"id": "u", "conversation_id": "u", "speaker": "s", "text": "x", "reply_to": null}\n'
    content = zipped(
        {
            "c/utterances.jsonl": utterance,
            "c/conversations.json": b'{"u": {"meta": {"title": "T"}}}',
            "c/speakers.json": b"{}",
            "c/index.json": b"{}",
            "c/corpus.json": b"{}",
        }
    )
    (document,) = documents(content)
    assert document.format is Format.CONVOKIT
    assert [beside.path for beside in document.beside] == ["input!/c/conversations.json"]


def test_an_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(zipped({"a.html": PAGE}))))
    (found,) = open_documents(["-"])
    assert isinstance(found, Document)
    assert found.path == "-!/a.html"


def test_an_archive_without_anything_readable_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.png": b"\x89PNG" + bytes(50)}))
    with pytest.raises(SourceError, match="PNG"):
        list(open_documents([path]))


SAMPLES = [
    *(packer(PAGE * 3) for packer in PACKERS.values()),
    zipped({"a.html": PAGE, "b.gz": gzip.compress(PAGE)}),
    tarred({"a.html": PAGE}),
    warc({"https://a.example/1": PAGE}),
]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SAMPLES), st.data())
def test_mutated_archives_never_raise(sample: bytes, data: st.DataObject) -> None:
    content = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    assert all(isinstance(found, (Document, Notice)) for found in opened(bytes(content[:cut])))


def test_no_named_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    documents(gzip.compress(zipped({"a.html": PAGE})))
    assert list(tmp_path.iterdir()) == []
