"""The files of a batch → units of work: small groups whose make-up depends on the files alone.

A unit holds the files whose hashed paths begin with the same bits; a group that is too large is split at the next
bit. So neither the number of workers nor an interruption changes a part's bytes, and a grown site changes few parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threads.batch.inputs import InputFile

UNIT_BYTES = 16 << 20
"""Input bytes in a unit, at most, unless it is a single file."""

WHOLE = "all"
"""Name of the unit that holds every file."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are read one after the other, in the order of their paths; `name` starts its parts' names."""

    name: str
    files: tuple[InputFile, ...]

    @property
    def digest(self) -> str:
        """Hash of the files' paths and contents."""
        lines = "".join(f"{file.path}\0{file.sha256}\n" for file in self.files)
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def units(files: Iterable[InputFile], *, unit_bytes: int = UNIT_BYTES) -> tuple[Unit, ...]:
    """The units, sorted by name."""
    keyed = sorted((_bits(file.path), file) for file in files)
    return tuple(_split("", keyed, unit_bytes))


def _split(prefix: str, keyed: list[tuple[str, InputFile]], unit_bytes: int) -> Iterator[Unit]:
    if not keyed:
        return
    if len(keyed) == 1 or sum(file.size for _, file in keyed) <= unit_bytes:
        yield Unit(prefix or WHOLE, tuple(sorted((file for _, file in keyed), key=lambda file: file.path)))
        return
    at = len(prefix)
    for bit in "01":
        yield from _split(prefix + bit, [pair for pair in keyed if pair[0][at] == bit], unit_bytes)


def _bits(path: str) -> str:
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest()
    return "".join(f"{byte:08b}" for byte in digest)
