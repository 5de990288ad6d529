"""The comment section of a text dump: lines and bylines come in, its bounds and what it announces come out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from threads.readers.text.bylines import Byline
from threads.readers.text.lines import Line
from threads.readers.wording import Announcement, announced, ends_comments

_CALL = re.compile(r"(?:[\w.-]+ ){0,4}@\w")
_WIDE = 12
"""Lines between list items beyond which they are two lists."""
_FEWEST = 3
"""Bylines of one form that make a comment section although no heading announces one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Comments stand in `lines[start:end]` (positions); `heading` is the position of the announcing line, if any.

    `top` is where the article's text ends: at the first of the headings that stand together above the comments.
    """

    start: int
    end: int
    top: int
    heading: int | None = None
    declared: int | None = None
    title: str | None = None


def find(lines: Sequence[Line], bylines: Sequence[Byline]) -> Section | None:
    """The section, or None where nothing shows that there is one."""
    heads = [(at, said) for at, line in enumerate(lines) if line.text and (said := announced(line.full))]
    places = [byline.first for byline in bylines]
    forms = [
        at for at, line in enumerate(lines) if line.text and (ends_comments(line.full) or ends_comments(line.text))
    ]
    items = [at for at, line in enumerate(lines) if line.marker and len(line.text.split()) > 3]
    best, score = None, 0.0
    for position, (at, said) in enumerate(heads):
        form = _end(forms, at + 1, places)
        until = len(lines) if form is None else form
        worth = _worth(said, _within(places, at, until), _within(items, at, until), form is not None)
        worth += position * 1e-6
        if worth >= score:
            best, score = Section(at + 1, until, _top(lines, at), at, said.count, said.title), worth
    dense = _dense(lines, bylines)
    inside = _within(places, best.start, best.end) if best and score > 0 else 0
    if dense and 2 * inside < dense.bylines and (best is None or best.declared != 0):
        start = _upward(lines, dense.start)
        return Section(start, _or_end(_end(forms, start, places), lines), start)
    if best is None or score <= 0:
        return _addressed(lines, items, forms, places)
    return _with_count(best, heads)


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


def _with_count(section: Section, heads: Sequence[tuple[int, Announcement]]) -> Section:
    """A heading without a number takes the number of another one that stands just above it."""
    if section.declared is not None or section.heading is None:
        return section
    near = [said for at, said in heads if said.count is not None and section.heading - 30 <= at < section.heading]
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


def _end(forms: Sequence[int], start: int, bylines: Sequence[int]) -> int | None:
    """The first comment form after `start` that leaves at most a tenth of the bylines behind it, else None."""
    total = len(bylines) - bisect_left(bylines, start)
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
    """Where bylines of one form stand close together: the position of the first, and how many there are."""

    start: int
    bylines: int


def _dense(lines: Sequence[Line], bylines: Sequence[Byline]) -> _Dense | None:
    """The longest run of bylines of one form, no gap of which is ten times the median, if it has three at least."""
    forms = Counter(b.form for b in bylines if b.shape != "date" or " with clock" in b.form or b.relative)
    best: _Dense | None = None
    spoken = [form for form in forms if not form.endswith("date") and not form.endswith("name")]
    for form in spoken or list(forms):
        if forms[form] < _FEWEST or (best and forms[form] <= best.bylines):
            continue
        run = _longest([b.first for b in bylines if b.form == form])
        if len(run) >= _FEWEST and (best is None or len(run) > best.bylines):
            best = _Dense(run[0], len(run))
    return best


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
