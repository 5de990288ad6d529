"""Comments cut out of a section: lines and bylines come in, posts (where each begins and ends, its byline) come out.

What marks the boundaries is decided for the whole page by agreement among its comments: bylines before the text,
bylines after it, list markers alone, or the buttons under each comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from threads.readers.text.bylines import Byline
from threads.readers.text.lines import Line
from threads.readers.text.section import Section
from threads.readers.wording import is_button, is_chrome


class Boundary(StrEnum):
    """What told the comments of a page apart."""

    BYLINE_BEFORE = "byline-before"
    BYLINE_AFTER = "byline-after"
    MARKER = "list-marker"
    BUTTON = "button"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Post:
    """One comment: `lines` of its text, chrome and byline left out; `head` is the line whose indent gives the depth."""

    head: Line
    lines: tuple[Line, ...]
    byline: Byline | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A section cut into posts; `left` are its lines with words that belong to none."""

    posts: tuple[Post, ...]
    boundary: Boundary
    left: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines `start`..`end` (exclusive) of one comment; `head` the position that carries its marker or indent."""

    start: int
    end: int
    head: int
    byline: Byline | None = None


def cut(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> Cut:
    """Cut a section into comments."""
    inside = _trusted([b for b in bylines if section.start <= b.first and b.last < section.end])
    boundary = _boundary(lines, section, inside)
    if boundary is Boundary.BYLINE_BEFORE:
        spans = _before(lines, section, inside)
    elif boundary is Boundary.BYLINE_AFTER:
        spans = _after(lines, section, inside)
    elif boundary is Boundary.MARKER:
        spans = _marked(lines, section)
    elif boundary is Boundary.BUTTON:
        spans = _buttoned(lines, section)
    else:
        spans = []
    return _gather(lines, section, spans, boundary)


def _trusted(bylines: list[Byline]) -> list[Byline]:
    """Without the forms that are rare on the page: a date inside a comment is not its byline."""
    shapes = Counter(b.shape for b in bylines)
    rare = max(shapes.values(), default=0) / 8
    return [b for b in bylines if shapes[b.shape] > rare]


def _boundary(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> Boundary:
    items = _items(lines, section)
    if bylines and (len(bylines) >= 2 or len(items) <= 3):
        after = _votes_after(lines, section, bylines)
        return Boundary.BYLINE_AFTER if after > 0 else Boundary.BYLINE_BEFORE
    if items:
        return Boundary.MARKER
    buttons = sum(is_button(lines[at].full) for at in range(section.start, section.end) if lines[at].text)
    return Boundary.BUTTON if buttons and section.heading is not None else Boundary.NONE


def _items(lines: Sequence[Line], section: Section) -> list[int]:
    """Positions of list items with words that are no buttons."""
    return [
        at for at in range(section.start, section.end)
        if lines[at].marker and lines[at].text and not is_chrome(lines[at].text)
    ]  # fmt: skip


def _votes_after(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> int:
    """Above 0 where the bylines stand after their texts, by what stands around each and at both ends of the section."""
    votes = 0
    for byline in bylines:
        above = _word_line(lines, byline.first - 1, section.start - 1, -1)
        below = _word_line(lines, byline.last + 1, section.end, 1)
        starts = lines[byline.first].marker is not None or _bare_marker(lines, byline.first) is not None
        votes += 2 * (byline.shape == "lead") - 3 * starts
        votes -= above is not None and is_button(lines[above].text) and below is not None
        votes += below is not None and (is_button(lines[below].text) or lines[below].marker is not None)
    edge = max(2, len(bylines) // 2)
    votes += edge * (1 if _words(lines, section.start, bylines[0].first) else -1)
    votes += edge * (-1 if _words(lines, bylines[-1].last + 1, section.end) else 1)
    return votes


def _words(lines: Sequence[Line], start: int, end: int) -> bool:
    """True where the lines hold words that are no chrome."""
    return any(lines[at].text and not is_chrome(lines[at].text) for at in range(start, end))


def _word_line(lines: Sequence[Line], at: int, stop: int, step: int) -> int | None:
    return next((i for i in range(at, stop, step) if lines[i].text), None)


def _bare_marker(lines: Sequence[Line], at: int) -> int | None:
    """The position of a list marker without words right above `at` (blank lines between allowed)."""
    for i in range(at - 1, max(-1, at - 4), -1):
        if lines[i].marker and lines[i].blank:
            return i
        if lines[i].text:
            return None
    return None


def _kind(line: Line) -> str:
    return f"{'number' if line.marker and line.marker[0].isdecimal() else 'bullet'}{line.indent}"


def _unsigned(lines: Sequence[Line], section: Section, heads: Sequence[int]) -> list[int]:
    """List items that are comments although no byline is theirs: of a kind whose bylines are often lost."""
    items = _items(lines, section)
    signed = Counter(_kind(lines[at]) for at in heads if lines[at].marker)
    present = Counter(_kind(lines[at]) for at in items)
    known = set(heads)
    return [at for at in items if at not in known and 0 < signed[_kind(lines[at])] < 0.8 * present[_kind(lines[at])]]


def _before(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> list[_Span]:
    marks = [_bare_marker(lines, b.first) if lines[b.first].marker is None else None for b in bylines]
    starts: dict[int, tuple[int, Byline | None]] = {}
    for byline, mark in zip(bylines, marks, strict=True):
        head = byline.first if mark is None else mark
        starts[head] = (head, byline)
    for at in _unsigned(lines, section, list(starts)):
        starts.setdefault(at, (at, None))
    order = sorted(starts)
    ends = [*order[1:], section.end]
    return [_Span(at, end, *starts[at]) for at, end in zip(order, ends, strict=True)]


def _after(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> list[_Span]:
    spans: list[_Span] = []
    floor = section.start
    for byline in bylines:
        spans.append(_Span(floor, byline.last + 1, _first_words(lines, floor, byline.first), byline))
        floor = byline.last + 1
    lost = _unsigned(lines, section, [span.head for span in spans])
    return _split(spans, lost, lines, floor, section.end)


def _split(spans: list[_Span], lost: list[int], lines: Sequence[Line], floor: int, end: int) -> list[_Span]:
    """Give every unsigned item the lines up to the next one; the byline stays with the last piece."""
    pieces: list[_Span] = []
    tail = [at for at in lost if at >= floor]
    at = 0
    for span in spans:
        cuts = []
        while at < len(lost) and lost[at] < span.end:
            cuts.append(lost[at])
            at += 1
        bounds = sorted({span.head, *cuts})
        for i, start in enumerate(bounds):
            last = i == len(bounds) - 1
            stop = span.end if last else bounds[i + 1]
            pieces.append(_Span(start if i else span.start, stop, start, span.byline if last else None))
    stops = [*tail, end][1:]
    return pieces + [_Span(a, b, a) for a, b in zip(tail, stops, strict=True)]


def _first_words(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of words that are no chrome, a bare list marker above it taken in its place."""
    for at in range(start, end):
        if lines[at].text and not is_chrome(lines[at].text):
            mark = _bare_marker(lines, at) if lines[at].marker is None else None
            return mark if mark is not None and mark >= start else at
    return max(start, end - 1)


def _marked(lines: Sequence[Line], section: Section) -> list[_Span]:
    items = _items(lines, section)
    return [_Span(at, end, at) for at, end in zip(items, [*items[1:], section.end], strict=True)]


def _buttoned(lines: Sequence[Line], section: Section) -> list[_Span]:
    spans: list[_Span] = []
    floor = section.start
    for at in range(section.start, section.end):
        if lines[at].text and is_button(lines[at].full):
            if _words(lines, floor, at):
                spans.append(_Span(floor, at, _first_words(lines, floor, at)))
            floor = at + 1
    return spans


def _gather(lines: Sequence[Line], section: Section, spans: Sequence[_Span], boundary: Boundary) -> Cut:
    """Turn spans into posts: byline and chrome at the edges off, what hangs below the last comment off."""
    used: set[int] = set()
    posts: list[Post] = []
    body = _indented(lines, spans)
    for span in spans:
        own = range(span.start, span.end)
        signed = range(span.byline.first, span.byline.last + 1) if span.byline else range(0)
        kept = _trim(lines, [at for at in own if at not in signed])
        if body:
            kept = _outdented(lines, kept, lines[span.head])
        used.update(kept, signed)
        if kept or span.byline:
            posts.append(Post(lines[span.head], tuple(lines[at] for at in kept), span.byline))
    left = tuple(
        lines[at] for at in range(section.start, section.end)
        if at not in used and lines[at].text and not is_chrome(lines[at].full) and not is_chrome(lines[at].text)
    )  # fmt: skip
    return Cut(tuple(posts), boundary, left)


def _trim(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """Without blank lines and chrome at both ends."""
    start, end = 0, len(kept)
    while start < end and _idle(lines[kept[start]]):
        start += 1
    while end > start and _idle(lines[kept[end - 1]]):
        end -= 1
    return kept[start:end]


def _idle(line: Line) -> bool:
    return line.blank or is_chrome(line.text) or is_chrome(line.full)


def _indented(lines: Sequence[Line], spans: Sequence[_Span]) -> bool:
    """True where the texts stand right of their list markers on nearly the whole page."""
    right = wrong = 0
    for span in spans[:-1]:
        head = lines[span.head]
        if head.marker is None:
            return False
        below = [lines[at] for at in range(span.head + 1, span.end) if lines[at].text]
        right += sum(line.indent > head.indent for line in below)
        wrong += sum(line.indent <= head.indent for line in below)
    return right > 0 and wrong * 20 < right


def _outdented(lines: Sequence[Line], kept: list[int], head: Line) -> list[int]:
    """Without what follows the first line that stands left of the comment's marker."""
    for i, at in enumerate(kept):
        if (
            lines[at].text
            and lines[at].number > head.number
            and lines[at].indent <= head.indent
            and lines[at] is not head
        ):
            return _trim(lines, kept[:i])
    return kept
