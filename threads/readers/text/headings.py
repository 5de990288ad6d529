"""Lines in, those that announce comments out.

A heading's words may also be a menu's entry: what stands around it tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.text.lines import Line
from threads.readers.wording import Announcement, announced

_MENU_WORDS = 5
_LISTS = 3
"""Counts of comments in the same words: the page lists articles."""
_BULLETS = frozenset("*•·●○◦□■◇◆☆★△▲▪▫▸‣⁃∙+-–")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line at a position announces; `entry` where a menu, or each of many articles, has such a line."""

    at: int
    said: Announcement
    entry: bool


def find(lines: Sequence[Line]) -> list[Heading]:
    """All lines that announce comments, in order."""
    read_all = ((at, announced(line.full)) for at, line in enumerate(lines) if line.text)
    found = [(at, said) for at, said in read_all if said]
    counts: dict[str, set[int | None]] = {}
    for at, said in found:
        counts.setdefault(_wording(lines[at]), set()).add(said.count)
    return [Heading(at, said, len(counts[_wording(lines[at])]) >= _LISTS or _is_entry(lines, at)) for at, said in found]


def _wording(line: Line) -> str:
    """A line without its figures: what the counts of many articles' comments have in common."""
    return re.sub(r"\d+", "0", line.full.casefold())


def _is_entry(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is an item among items of a few words."""
    if lines[at].marker not in _BULLETS:
        return False
    beside = (_next(lines, at, step) for step in (-1, 1))
    return any(other is not None and _is_item(lines[other], lines[at]) for other in beside)


def _is_item(line: Line, entry: Line) -> bool:
    return line.marker == entry.marker and line.indent == entry.indent and len(line.text.split()) <= _MENU_WORDS


def _next(lines: Sequence[Line], at: int, step: int) -> int | None:
    near = range(at + step, at + 4 * step, step)
    return next((i for i in near if 0 <= i < len(lines) and lines[i].text), None)
