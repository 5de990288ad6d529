"""Inputs as the user gives them (files, directories, archives, standard input) → documents and notices."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from threads.errors import EmptyInputError, SourceError
from threads.source.archive import BESIDE, CORPUS, UTTERANCES, unpack, unpack_pair
from threads.source.document import Document
from threads.source.leaf import Leaf, read_bytes
from threads.thread import Notice

STDIN = "-"
_IN_MEMORY = 64 * 2**20
_SUBMISSIONS = re.compile(r"(?<![A-Za-z])RS(?=[_-])|submissions", re.I)
_COMMENTS = {"rs": "RC", "submissions": "comments"}


def open_documents(
    inputs: Iterable[str | Path], *, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Notice]:
    """Each page or dump of the inputs as one document, in order; what cannot be read becomes a notice.

    An input is a file, a directory (walked in sorted order), an archive or compressed file, or `-` for standard
    input. `columns` maps comment fields (`text`, `author`, `parent`, …) to the columns of tables. A dump of lines that
    does not fit in memory comes as several documents of whole threads.
    Raises SourceError where not one input can be read, EmptyInputError where there is nothing in them.
    """
    seen, held = _Seen(), None
    for found in _all(_files(inputs), Leaf(columns=dict(columns or {}))):
        told = seen.look_at(found)
        if held is None and isinstance(told, Notice) and seen.first is told and not seen.documents:
            held = told  # perhaps it is all there is to say: then it is the error
            continue
        if held:
            yield held
            held = None
        yield told
    if not seen.documents:
        raise seen.nothing()


def input_groups(inputs: Iterable[str | Path]) -> tuple[tuple[str, ...], ...]:
    """The files of the inputs, directories walked, each with the files that belong to it and are read with it.

    `open_documents` of one group gives the documents that it gives for it among all inputs.
    """
    groups = []
    for file in _files(inputs):
        with_it = (file.submissions, file.conversations)
        groups.append((file.given, *(str(path) for path in with_it if path is not None and path.is_file())))
    return tuple(groups)


@dataclass(slots=True)
class _Seen:
    """What has come out of the inputs so far."""

    documents: int = 0
    notices: int = 0
    first: Notice | None = None
    filled: bool = False
    keys: dict[tuple[str, str, str | None, int | None], str] = field(default_factory=dict)

    def look_at(self, found: Document | Notice) -> Document | Notice:
        """The same, or, where the same bytes under the same name were there before, a notice of that."""
        told = found if isinstance(found, Notice) else self._again(found) or found
        if isinstance(told, Notice):
            self.first = self.first or told
            self.notices += 1
            self.filled |= told.code != "empty"
        else:
            self.documents += 1
        return told

    def _again(self, found: Document) -> Notice | None:
        name = found.path.rpartition("/")[2]
        key = (found.sha256, name, found.url, found.numbers[0] if found.numbers else None)
        if key not in self.keys:
            self.keys[key] = found.path
            return None
        message = f"{found.path} has the same name and content as {self.keys[key]} and is read once."
        return Notice("given-twice", message, found.path)

    def nothing(self) -> SourceError:
        """Why there is not one document, in one sentence."""
        if self.first is None:
            return EmptyInputError("There is nothing to read: no file was given, or the directories hold none.")
        message = self.first.message
        if self.notices > 1 and self.filled:
            message = f"None of the inputs could be read; {self.notices} things were wrong, the first: {message}"
        return SourceError(message) if self.filled else EmptyInputError(message)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to open: `given` as the user wrote it, the file of submissions or conversations that belongs to it."""

    given: str
    submissions: Path | None = None
    conversations: Path | None = None


def _files(inputs: Iterable[str | Path]) -> list[_File]:
    """The files of the inputs, directories walked, corpora and pairs of Reddit dumps put together."""
    found: list[Path] = []
    for given in inputs:
        path = Path(given)
        found += [path] if str(given) == STDIN or not path.is_dir() else _walk(path)
    comments = {path: _partner(path) for path in found if _SUBMISSIONS.search(path.name)}
    submissions = {partner: path for path, partner in comments.items() if partner in set(found)}
    corpora = {path.parent for path in found if path.name in UTTERANCES}
    files = []
    for path in found:
        if path in submissions.values() or (path.parent in corpora and path.name in CORPUS):
            continue
        beside = path.parent / BESIDE if path.name in UTTERANCES else None
        files.append(_File(str(path), submissions.get(path), beside))
    return files


def _walk(directory: Path) -> list[Path]:
    return sorted(
        path
        for path in directory.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(directory).parts)
    )


def _partner(submissions: Path) -> Path:
    """Where the comments lie that go with a dump of submissions, by the names under which such dumps are handed on."""
    name = _SUBMISSIONS.sub(lambda match: _COMMENTS[match[0].lower()], submissions.name, count=1)
    return submissions.with_name(name)


def _all(files: Iterable[_File], leaf: Leaf) -> Iterator[Document | Notice]:
    for file in files:
        if file.given == STDIN:
            yield from _stdin(leaf)
            continue
        try:
            yield from _open(file, leaf)
        except FileNotFoundError:
            yield Notice("not-found", f"{file.given} does not exist.", file.given)
        except OSError as error:
            yield Notice("unreadable", f"{file.given} cannot be read: {error.strerror or error}.", file.given)


def _stdin(leaf: Leaf) -> Iterator[Document | Notice]:
    """Standard input, in a temporary file without a name, for archives are read at several places."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.seek(0)
        yield from unpack(cast(IO[bytes], copy), STDIN, leaf)


def _open(file: _File, leaf: Leaf) -> Iterator[Document | Notice]:
    path = Path(file.given)
    if file.submissions:
        with path.open("rb") as comments, file.submissions.open("rb") as submissions:
            yield from unpack_pair(submissions, comments, file.given, str(file.submissions), leaf)
        return
    if file.conversations and file.conversations.is_file():
        beside = read_bytes(file.conversations.read_bytes(), str(file.conversations))
        leaf = leaf.with_beside((beside,) if isinstance(beside, Document) else ())
    with path.open("rb") as stream:
        yield from unpack(stream, file.given, leaf)
