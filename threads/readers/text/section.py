"""The comment section of a text dump: lines and bylines come in, its bounds and what it announces come out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from threads.readers.text import headings
from threads.readers.text.bylines import Byline
from threads.readers.text.headings import Heading
from threads.readers.text.lines import Line
from threads.readers.wording import Announcement, announced, ends_comments

_CALL = re.compile(r"(?:[\w.-]+ ){0,4}@\w")
_WIDE = 12
"""Lines between list items beyond which they are two lists."""
_MOST_HEADINGS = 4
_MOST_RUNS = 3
_FEWEST = 3
"""Bylines of one form that make a comment section although no heading announces one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Comments stand in `lines[start:end]` (positions); `heading` is the position of the announcing line, if any, and
    `entry` says that it is an entry of a menu.

    `top` is where the article's text ends: at the first of the headings that stand together above the comments.
    """

    start: int
    end: int
    top: int
    heading: int | None = None
    declared: int | None = None
    title: str | None = None
    entry: bool = False


def candidates(lines: Sequence[Line], bylines: Sequence[Byline]) -> Iterator[Section]:
    """What may be the section, the likeliest first: what headings announce, bylines close together, addressed items."""
    heads = headings.find(lines)
    places = [byline.first for byline in bylines]
    forms = [
        at for at, line in enumerate(lines) if line.text and (ends_comments(line.full) or ends_comments(line.text))
    ]
    items = [at for at, line in enumerate(lines) if line.marker and len(line.text.split()) > 3]
    ranked = _ranked(lines, heads, places, forms, items)
    runs = [] if ranked and ranked[0].declared == 0 else _dense(bylines)
    starts = [_upward(lines, run.start) for run in runs]
    dense = [Section(start, _or_end(_end(forms, start, places), lines), start) for start in starts]
    if dense and (not ranked or 2 * _within(places, ranked[0].start, ranked[0].end) < runs[0].bylines):
        yield dense.pop(0)
    yield from ranked[:_MOST_HEADINGS]
    yield from dense
    told = [byline.first for byline in bylines if byline.shape == "said" and byline.clocked]
    if 0 < len(told) < _FEWEST:
        start = _upward(lines, told[0])
        yield Section(start, _or_end(_end(forms, start, places, len(told)), lines), start)
    if addressed := _addressed(lines, items, forms, places):
        yield addressed


def _ranked(
    lines: Sequence[Line],
    heads: Sequence[Heading],
    places: Sequence[int],
    forms: Sequence[int],
    items: Sequence[int],
) -> list[Section]:
    """The sections below headings for which anything speaks, the likeliest first, of equals the lower."""
    rated: list[tuple[float, Section]] = []
    for position, (at, said, entry) in enumerate((head.at, head.said, head.entry) for head in heads):
        form = _end(forms, at + 1, places, said.count)
        until = len(lines) if form is None else form
        worth = _worth(said, _within(places, at, until), 0 if entry else _within(items, at, until), form is not None)
        worth -= entry
        if worth > 0:
            found = Section(at + 1, until, _top(lines, at), at, said.count, said.title, entry)
            rated.append((worth + position * 1e-6, _with_count(found, heads)))
    return [found for _, found in sorted(rated, key=lambda each: -each[0])]


def _worth(said: Announcement, bylines: int, items: int, form: bool) -> float:
    """How much speaks for a heading: the comments it is followed by, its wording, the number it gives."""
    if said.count == 0:
        return 0.5 if not bylines and said.exact else 0.0
    evidence = min(bylines, 50) + (min(items, 50) / 2 if said.count else 0.0)
    if said.count:
        evidence = min(evidence, 2.0 * said.count)
    if not evidence and not form:
        return 0.2 if said.count and said.exact else 0.0
    return evidence + (2.0 if said.exact else 0.0) + (2.0 if said.count else 0.0) + (1.0 if said.title else 0.0)


def _with_count(section: Section, heads: Sequence[Heading]) -> Section:
    """A heading without a number takes the number of another one that stands just above it."""
    if section.declared is not None or section.heading is None:
        return section
    near = [
        head.said for head in heads
        if head.said.count is not None and section.heading - 30 <= head.at < section.heading
    ]  # fmt: skip
    if not near:
        return section
    return replace(section, declared=near[-1].count, title=section.title or near[-1].title)


def _top(lines: Sequence[Line], heading: int) -> int:
    """The first of the headings that stand together, blank lines between allowed."""
    top = heading
    for at in range(heading - 1, max(-1, heading - 8), -1):
        if lines[at].text and not announced(lines[at].full):
            break
        top = at if lines[at].text else top
    return top


def _end(forms: Sequence[int], start: int, bylines: Sequence[int], count: int | None = None) -> int | None:
    """The first comment form after `start` below the announced `count` of bylines, or else below all but a tenth."""
    total = len(bylines) - bisect_left(bylines, start)
    if count and count <= total:
        at = bisect_left(forms, bylines[bisect_left(bylines, start) + count - 1] + 1)
        return forms[at] if at < len(forms) else None
    last = bylines[len(bylines) - 1 - total // 10] if total else start - 1
    at = bisect_left(forms, max(start, last + 1))
    return forms[at] if at < len(forms) else None


def _addressed(
    lines: Sequence[Line], items: Sequence[int], forms: Sequence[int], places: Sequence[int]
) -> Section | None:
    """A list whose items address each other by "@name" is made of comments, announced or not."""
    calls = [at for at in items if _CALL.match(lines[at].text)]
    if len(calls) < _FEWEST:
        return None
    first = bisect_left(items, calls[0])
    while first > 0 and items[first] - items[first - 1] < _WIDE:
        first -= 1
    start = items[first]
    return Section(start, _or_end(_end(forms, calls[-1], places), lines), start)


@dataclass(frozen=True, slots=True)
class _Dense:
    """Where bylines of one form stand close together: the position of the first, how many there are, and whether
    they say more than a name and a day.
    """

    start: int
    bylines: int
    spoken: bool


def _dense(bylines: Sequence[Byline]) -> list[_Dense]:
    """The longest run of bylines of each form that has three at least, the most first, mere days for half as many."""
    runs = []
    for form, times in Counter(b.form for b in bylines).items():
        run = _longest([b.first for b in bylines if b.form == form]) if times >= _FEWEST else []
        if len(run) >= _FEWEST:
            runs.append(_Dense(run[0], len(run), not form.endswith(("date", "name"))))
    return sorted(runs, key=lambda run: -run.bylines * (1 + run.spoken))[:_MOST_RUNS]


def _longest(places: list[int]) -> list[int]:
    """The longest stretch without a gap of more than ten times the median gap (and of more than 60 lines)."""
    gaps = [b - a for a, b in pairwise(places)]
    wide = max(60, 10 * sorted(gaps)[len(gaps) // 2])
    runs, run = [], places[:1]
    for gap, place in zip(gaps, places[1:], strict=True):
        if gap > wide:
            runs.append(run)
            run = []
        run.append(place)
    return max([*runs, run], key=len)


def _upward(lines: Sequence[Line], first: int) -> int:
    """The paragraph, list marker or name right above the first byline may be the first comment's."""
    at = first
    while at > 0 and first - at < 4 and not lines[at - 1].text:
        at -= 1
    while at > 0 and first - at < 12 and lines[at - 1].text and not lines[at].marker:
        at -= 1
    return at


def _or_end(at: int | None, lines: Sequence[Line]) -> int:
    return len(lines) if at is None else at


def _within(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)
