"""Inputs of a batch as the user gives them → the files to read, each once, with size and hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Any

from threads.errors import EmptyInputError, SourceError
from threads.thread import Notice

_BLOCK = 1 << 20
_TOGETHER = "utterances.jsonl"
"""A directory with this file is one ConvoKit corpus and read as a whole."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file (or ConvoKit directory, or remote file) of a batch.

    `path` as the user gave it, `sha256` of its bytes; `secret` is a second digest of the same bytes that is published
    nowhere: the key of the pseudonyms comes from it.
    """

    path: str
    size: int
    sha256: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a batch, sorted by path, and what must be said about some of them."""

    files: tuple[InputFile, ...]
    notices: tuple[Notice, ...] = ()


def find(inputs: Iterable[str | Path]) -> Found:
    """Walk files, directories, globs and fsspec addresses (`hf://…`, `s3://…`), and hash what is there.

    Of several files with the same name and the same bytes the first is read, the others become notices. Raises
    SourceError for an input that does not exist, EmptyInputError where there is no file at all.
    """
    paths = sorted({path for given in inputs for path in _paths(str(given))})
    if not paths:
        raise EmptyInputError("There is nothing to read: no file was given, or the directories hold none.")
    files: list[InputFile] = []
    notices: list[Notice] = []
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        file = _hashed(path)
        first = seen.setdefault((Path(path).name, file.sha256), path)
        if first == path:
            files.append(file)
        else:
            notices.append(Notice("duplicate", f"{path} has the name and the bytes of {first}: read once.", path))
    return Found(tuple(files), tuple(notices))


def is_remote(path: str) -> bool:
    """Whether a path is an address that fsspec opens."""
    return "://" in path


def filesystem(path: str) -> Any:
    """The fsspec file system of an address. Raises SourceError where no installed package opens it."""
    import fsspec  # type: ignore[import-untyped]

    try:
        return fsspec.core.url_to_fs(path)[0]
    except (ImportError, ValueError) as error:
        raise SourceError(f"{path} cannot be opened: {error}.") from error


def _paths(given: str) -> Iterator[str]:
    if given == "-":
        raise SourceError("A batch cannot read standard input, since a resumed run must read it again: save it first.")
    if is_remote(given):
        yield from _remote(given)
        return
    path = Path(given)
    if path.is_dir():
        yield from _walk(path)
    elif path.exists():
        yield given
    elif has_magic(given):
        for match in glob(given, recursive=True):  # noqa: PTH207 - Path.glob takes no absolute pattern
            yield from _paths(match)
    else:
        raise SourceError(f"{given} does not exist.")


def _walk(directory: Path) -> Iterator[str]:
    if (directory / _TOGETHER).is_file():
        yield str(directory)
        return
    for path in directory.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield str(path)


def _remote(given: str) -> Iterator[str]:
    system = filesystem(given)
    protocol = given.partition("://")[0]
    plain = system._strip_protocol(given)
    try:
        found = system.glob(plain) if has_magic(given) else system.find(plain)
    except OSError as error:
        raise SourceError(f"{given} cannot be listed: {error}.") from error
    if not found:
        raise SourceError(f"{given} does not exist or holds no file.")
    yield from (f"{protocol}://{path.lstrip('/') if protocol != 'file' else path}" for path in found)


def _hashed(path: str) -> InputFile:
    public, secret, size = hashlib.sha256(), hashlib.blake2b(digest_size=32, person=b"threads.batch"), 0
    try:
        for block in _blocks(path):
            public.update(block)
            secret.update(block)
            size += len(block)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    return InputFile(path, size, public.hexdigest(), secret.digest())


def _blocks(path: str) -> Iterator[bytes]:
    if is_remote(path):
        system = filesystem(path)
        with system.open(system._strip_protocol(path), "rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
        return
    for part in sorted(p for p in Path(path).rglob("*") if p.is_file()) if Path(path).is_dir() else [Path(path)]:
        with part.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
