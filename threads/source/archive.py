"""Archives and compressed files, nested or not → the documents in them. Nothing is ever written to disk by name."""

from __future__ import annotations

import io
import posixpath
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from threads.source import warc
from threads.source.document import Document, Format
from threads.source.leaf import Leaf, read_bytes
from threads.source.stream import DAMAGE, Counted, Expanded, Meter, Unpacked, magic_of
from threads.thread import Notice

DEEPEST = 6
"""How many archives may lie in one another."""

_BUFFER = 2**20
_HEAD = 512
_IN_MEMORY = 64 * 2**20
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
UTTERANCES = ("utterances.jsonl", "utterances.json")
BESIDE = "conversations.json"
CORPUS = frozenset({BESIDE, "speakers.json", "users.json", "corpus.json", "index.json"})
"""Files of a ConvoKit corpus that hold no utterances."""


def unpack(stream: IO[bytes], path: str, leaf: Leaf) -> Iterator[Document | Notice]:
    """Every document in a stream: the stream itself, or what it holds where it is an archive or compressed."""
    meter = Meter()
    yield from _Unpacking(meter, leaf).open(_buffered(Counted(stream, meter)), path, 0)


def unpack_pair(
    submissions: IO[bytes], comments: IO[bytes], path: str, partner: str, leaf: Leaf
) -> Iterator[Document | Notice]:
    """Reddit's submissions and their comments, dumped to two files, as one dump; other files one after the other."""
    meter = Meter()
    plain = [_plain(Counted(stream, meter), meter) for stream in (submissions, comments)]
    heads = [read_bytes(stream.buffered.peek(_HEAD), path) for stream in plain]
    if all(isinstance(head, Document) and head.format is Format.REDDIT_NDJSON for head in heads):
        yield from leaf.lines([stream.buffered for stream in plain], path, Format.REDDIT_NDJSON)
        for stream, name in zip(plain, (partner, path), strict=True):
            yield from _fault(stream.expanded, name) if stream.expanded else ()
        return
    for raw, name in ((submissions, partner), (comments, path)):
        raw.seek(0)
        yield from unpack(raw, name, leaf)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A stream and, where it is compressed, what expands it."""

    buffered: io.BufferedReader
    expanded: Expanded | None


def _plain(raw: io.RawIOBase, meter: Meter) -> _Plain:
    stream = _buffered(raw)
    magic = magic_of(stream.peek(_HEAD)[:_HEAD])
    if magic is None:
        return _Plain(stream, None)
    expanded = Expanded(stream, magic, meter)
    return _Plain(_buffered(expanded), expanded)


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _BUFFER)


class _Unpacking:
    """One input being unpacked; all that is nested in it shares one meter."""

    def __init__(self, meter: Meter, leaf: Leaf) -> None:
        self._meter, self._leaf = meter, leaf

    def open(self, stream: io.BufferedReader, path: str, depth: int) -> Iterator[Document | Notice]:
        """What the stream holds, told from its first bytes."""
        head = stream.peek(_HEAD)[:_HEAD]
        if depth > DEEPEST:
            yield Notice("nested", f"{path} lies in more than {DEEPEST} archives and is not opened.", path)
        elif magic := magic_of(head):
            expanded = Expanded(stream, magic, self._meter)
            yield from self.open(_buffered(expanded), path, depth + 1)
            yield from _fault(expanded, path)
        elif head.startswith(_ZIP):
            yield from self._zip(stream, path, depth)
        elif head[257:262] == b"ustar":
            yield from self._tar(stream, path, depth)
        elif head.startswith(warc.MAGIC):
            yield from self._warc(stream, path)
        else:
            yield from self._leaf.documents(stream, path)

    def _zip(self, stream: io.BufferedReader, path: str, depth: int) -> Iterator[Document | Notice]:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            file: IO[bytes] = stream if stream.seekable() else _copied(stream, copy)
            try:
                archive = zipfile.ZipFile(file)
            except DAMAGE as error:
                yield Notice("damaged", f"{path} is a damaged zip file ({error}).", path)
                return
            with archive:
                members = [info for info in archive.infolist() if _is_file(info.filename)]
                names = {info.filename for info in members}
                corpora = {posixpath.dirname(name) for name in names if posixpath.basename(name) in UTTERANCES}
                wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
                for info in members:
                    if wacz and not info.filename.startswith("archive/"):
                        continue
                    if posixpath.dirname(info.filename) in corpora and _of_corpus(info.filename):
                        continue
                    yield from self._member(archive, info, path, depth)

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, depth: int
    ) -> Iterator[Document | Notice]:
        inner = f"{path}!/{info.filename}"
        try:
            raw = archive.open(info)
        except DAMAGE as error:
            yield Notice("damaged", f"{inner} cannot be unpacked: {error}.", inner)
            return
        with raw:
            member = Unpacked(raw, self._meter)
            leaf = self._leaf
            if posixpath.basename(info.filename) in UTTERANCES:
                self._leaf = leaf.with_beside(self._beside(archive, info.filename, path))
            yield from self.open(_buffered(member), inner, depth + 1)
            self._leaf = leaf
            yield from _fault(member, inner)

    def _beside(self, archive: zipfile.ZipFile, utterances: str, path: str) -> tuple[Document, ...]:
        """The conversations of the corpus that a file of utterances belongs to."""
        name = posixpath.join(posixpath.dirname(utterances), BESIDE)
        try:
            with archive.open(name) as raw:
                content = _buffered(Unpacked(raw, self._meter)).read(self._leaf.longest)
        except DAMAGE:
            return ()
        found = read_bytes(content, f"{path}!/{name}")
        return () if isinstance(found, Notice) else (found,)

    def _tar(self, stream: io.BufferedReader, path: str, depth: int) -> Iterator[Document | Notice]:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for info in archive:
                    raw = archive.extractfile(info) if info.isfile() and not _hidden(info.name) else None
                    if raw is None:
                        continue
                    inner = f"{path}!/{info.name}"
                    member = Unpacked(raw, self._meter)
                    yield from self.open(_buffered(member), inner, depth + 1)
                    yield from _fault(member, inner)
        except DAMAGE as error:
            yield Notice("damaged", f"{path} is damaged or cut off ({error}); what came before is read.", path)

    def _warc(self, stream: io.BufferedReader, path: str) -> Iterator[Document | Notice]:
        for page in warc.pages(stream, path):
            if isinstance(page, Notice):
                yield page
                continue
            inner = f"{path}!/{page.url or 'page'}"
            yield self._leaf.page(page, inner)


def _of_corpus(name: str) -> bool:
    base = posixpath.basename(name)
    return base in CORPUS or base.startswith("info.") or base.endswith((".bin", ".npy", ".pkl"))


def _is_file(name: str) -> bool:
    return bool(name) and not name.endswith(("/", "\\")) and not _hidden(name)


def _hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in re.split(r"[/\\]", name)
    )


def _fault(stream: Unpacked, path: str) -> Iterator[Notice]:
    if stream.fault:
        code = "bomb" if "expands" in stream.fault else "damaged"
        yield Notice(code, f"{path} {stream.fault}.", path)


def _copied(stream: io.BufferedReader, copy: tempfile.SpooledTemporaryFile[bytes]) -> IO[bytes]:
    """A stream that can only be read once, in a temporary file without a name."""
    while piece := stream.read(_BUFFER):
        copy.write(piece)
    copy.seek(0)
    return copy
