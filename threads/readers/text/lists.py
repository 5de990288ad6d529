"""List items of a section in, those that are comments although nobody signs them out.

Menus and teasers are lists too: what is said has sentences, and a list of another kind is another list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.text.agreement import bare_marker
from threads.readers.text.bylines import Byline
from threads.readers.text.lines import Line
from threads.readers.text.section import Section
from threads.readers.text.spoken import is_spoken
from threads.readers.wording import is_chrome, is_pingback


def items_of(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> list[int]:
    """Positions of list items with words that are no buttons and no part of a byline."""
    inner = {at for b in bylines for at in range(b.first, b.last + 1)}
    return [
        at for at in range(section.start, section.end)
        if lines[at].marker and lines[at].text and at not in inner and not is_chrome(lines[at].text)
    ]  # fmt: skip


def one_list(lines: Sequence[Line], items: list[int]) -> list[int]:
    """The items of the first list, numbered or not: what has other marks and stands as far left begins another."""
    if not items:
        return items
    head = lines[items[0]]
    numbered = _is_numbered(head)
    other = (i for i, at in enumerate(items) if _is_numbered(lines[at]) != numbered and lines[at].indent <= head.indent)
    return items[: next(other, len(items))]


def _is_numbered(line: Line) -> bool:
    return line.marker is not None and line.marker[0].isdecimal()


def _kind(line: Line) -> str:
    return f"{'1.' if _is_numbered(line) else line.marker}{line.indent}"


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Positions of list items that are comments although no byline is theirs, and where a list of others begins."""

    items: list[int]
    end: int


def unsigned(lines: Sequence[Line], section: Section, heads: Sequence[int], bylines: Sequence[Byline]) -> Unsigned:
    """List items of a kind whose bylines are often lost, as far as they are spoken.

    Below the last byline only those that the page announces, and links from other pages, are comments.
    """
    known = {*heads, *(first_words(lines, b.last + 1, min(b.last + 5, section.end)) for b in bylines)}
    items = [at for at in items_of(lines, section, bylines) if at not in known]
    signed = Counter(_kind(lines[at]) for at in heads if lines[at].marker)
    others = Counter(_kind(lines[at]) for at in items)
    items = [at for at in items if 4 * others[kind := _kind(lines[at])] > signed[kind] > 0]
    borders = sorted({*items, *heads, section.end})
    kept: list[int] = []
    for at in items:
        words = said(lines, at, borders[bisect_right(borders, at)])
        if at < bylines[-1].first:
            wanted = is_spoken(words)
        else:
            wanted = is_pingback(words) or (len(heads) + len(kept) < (section.declared or 0) and is_spoken(words))
            if not wanted:
                return Unsigned(kept, at)
        if wanted:
            kept.append(at)
    return Unsigned(kept, section.end)


def said(lines: Sequence[Line], start: int, end: int) -> str:
    """The words of some lines as one text."""
    return " ".join(lines[at].text for at in range(start, end) if lines[at].text)


def first_words(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of words that are no chrome, a bare list marker above it taken in its place."""
    for at in range(start, end):
        if lines[at].text and not is_chrome(lines[at].text):
            mark = bare_marker(lines, at, start) if lines[at].marker is None else None
            return at if mark is None else mark
    return max(start, end - 1)
