"""Inputs of a batch as the user gives them → the files to read, each once, with size and hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Any

from threads.errors import EmptyInputError, SourceError
from threads.source import input_groups
from threads.thread import Notice

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of a batch, with the files that are read together with it (a corpus's conversations).

    `path` as the user gave it, `sha256` of its bytes and theirs; `secret` is a second digest of the same bytes that
    is published nowhere: the key of the pseudonyms comes from it.
    """

    path: str
    size: int
    sha256: str
    secret: bytes
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a batch, sorted by path, what must be said about some of them, and those that cannot be read."""

    files: tuple[InputFile, ...]
    notices: tuple[Notice, ...] = ()
    unreadable: tuple[Notice, ...] = ()


def find(inputs: Iterable[str | Path]) -> Found:
    """Walk files, directories, globs and fsspec addresses (`hf://…`, `s3://…`), and hash what is there.

    Of several files with the same name and the same bytes the first is read, the others become notices. Raises
    SourceError for an input that does not exist, EmptyInputError where there is no file at all.
    """
    groups = sorted(set(_groups([str(given) for given in inputs])))
    if not groups:
        raise EmptyInputError("There is nothing to read: no file was given, or the directories hold none.")
    files: list[InputFile] = []
    notices: list[Notice] = []
    unreadable: list[Notice] = []
    seen: dict[tuple[str, str], str] = {}
    for path, *beside in groups:
        try:
            file = _hashed(path, tuple(beside))
        except OSError as error:
            unreadable.append(Notice("unreadable", f"{path} cannot be read: {error.strerror or error}.", path))
            continue
        except Exception as error:  # every kind of store has errors of its own
            if not is_remote(path):
                raise
            unreadable.append(Notice("unreadable", f"{path} cannot be read: {error}.", path))
            continue
        first = seen.setdefault((Path(path).name, file.sha256), path)
        if first == path:
            files.append(file)
        else:
            notices.append(Notice("given-twice", f"{path} has the name and the bytes of {first}: read once.", path))
    if not files:
        raise SourceError(unreadable[0].message)
    return Found(tuple(files), tuple(notices), tuple(unreadable))


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


def _groups(inputs: list[str]) -> Iterator[tuple[str, ...]]:
    local: list[str] = []
    for given in inputs:
        if is_remote(given):
            yield from ((path,) for path in _remote(given))
        else:
            local += _present(given)
    yield from input_groups(local)


def _present(given: str) -> list[str]:
    if given == "-":
        raise SourceError("A batch cannot read standard input, since a resumed run must read it again: save it first.")
    if Path(given).exists():
        return [given]
    found = sorted(glob(given, recursive=True)) if has_magic(given) else []  # noqa: PTH207 - Path.glob wants no root
    if not found:
        raise SourceError(f"{given} does not exist.")
    return [path for path in found if Path(path).is_file()]


def _remote(given: str) -> Iterator[str]:
    system = filesystem(given)
    protocol = given.partition("://")[0]
    plain = system._strip_protocol(given)
    try:
        found = system.glob(plain) if has_magic(given) else system.find(plain)
    except Exception as error:  # every kind of store has errors of its own
        raise SourceError(f"{given} cannot be listed: {error}.") from error
    if not found:
        raise SourceError(f"{given} does not exist or holds no file.")
    yield from (f"{protocol}://{path.lstrip('/') if protocol != 'file' else path}" for path in found)


def _hashed(path: str, beside: tuple[str, ...]) -> InputFile:
    public, secret, size = hashlib.sha256(), hashlib.blake2b(digest_size=32, person=b"threads.batch"), 0
    for number, each in enumerate((path, *beside)):
        for block in _blocks(each):
            public.update(block)
            secret.update(block)
            size += 0 if number else len(block)
    return InputFile(path, size, public.hexdigest(), secret.digest(), beside)


def _blocks(path: str) -> Iterator[bytes]:
    system = filesystem(path) if is_remote(path) else None
    with system.open(system._strip_protocol(path), "rb") if system else Path(path).open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
