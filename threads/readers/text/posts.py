"""Comments cut out of a section: lines and bylines come in, posts (where each begins and ends, its byline) come out.

What marks the boundaries is decided for the whole page by agreement among its comments: bylines before the text,
bylines after it, list markers alone, or the buttons under each comment.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise, zip_longest

from threads.readers.counting import counts
from threads.readers.text import furniture
from threads.readers.text.agreement import bare_marker, heads, paired, position, trusted, words
from threads.readers.text.bylines import Byline, bare_name, is_name
from threads.readers.text.lines import Line
from threads.readers.text.lists import first_words, items_of, one_list, said, unsigned
from threads.readers.text.section import Section
from threads.readers.text.spoken import is_answer, is_spoken
from threads.readers.wording import NO_NAME, is_button, is_chrome, level

_TEASERS = 2
_NEAR = 6


class Boundary(StrEnum):
    """What told the comments of a page apart."""

    BYLINE_BEFORE = "byline-before"
    BYLINE_AFTER = "byline-after"
    MARKER = "list-marker"
    BUTTON = "button"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Post:
    """One comment: `lines` of its text, chrome and byline left out; `head` is the line whose indent gives the depth.

    `level` is the depth that the page states in words ("level 2": 1), if it does.
    """

    head: Line
    lines: tuple[Line, ...]
    byline: Byline | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A section cut into posts; `left` are its lines with words that belong to none, `closed` whether most posts have a
    line of the site's in common.
    """

    posts: tuple[Post, ...]
    boundary: Boundary
    left: tuple[Line, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines `start`..`end` (exclusive) of one comment; `head` the position that carries its marker or indent."""

    start: int
    end: int
    head: int
    byline: Byline | None = None
    name: int | None = None


def cut(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> Cut:
    """Cut a section into comments."""
    inside = trusted([b for b in bylines if section.start <= b.first and b.last < section.end])
    items = items_of(lines, section, ())
    if inside and (len(inside) >= 2 or len(items) <= 3 or _opens(lines, section, inside[0], items)):
        return _signed(lines, section, inside)
    answered = _answered(lines, section, items)
    if answered:
        return _gather(lines, section, answered, Boundary.BUTTON)
    items = one_list(lines, items)
    if items:
        return _gather(lines, section, _marked(lines, items, section), Boundary.MARKER)
    spans = _buttoned(lines, section) if section.heading is not None else []
    return _gather(lines, section, spans, Boundary.BUTTON if spans else Boundary.NONE)


def _opens(lines: Sequence[Line], section: Section, byline: Byline, items: Sequence[int]) -> bool:
    """Whether a byline with a time of day stands right below the heading, and no list of what else was announced.

    Where nothing announces anything, it must say that somebody says.
    """
    if section.heading is None:
        return byline.shape == "said" and byline.clocked
    if not (byline.clocked or (byline.relative and byline.author)):
        return False
    above = sum(bool(lines[at].text) for at in range(section.start, byline.first))
    if above > (_NEAR if byline.author else 2):
        return False
    borders = [*items, section.end]
    spoken = sum(is_spoken(said(lines, at, until)) for at, until in pairwise(borders))
    return section.declared in (None, 1) or 2 * spoken < len(items)


def _signed(lines: Sequence[Line], section: Section, inside: Sequence[Byline]) -> Cut:
    """Cut where the bylines tell the comments apart."""
    usual = _usual(lines, inside)
    where = position(lines, inside, section.start, section.end, announced=section.heading is not None, usual=usual)
    inside = paired(lines, inside, section.start, section.end, after=where.after, usual=usual)
    if where.after:
        return _gather(lines, section, _after(lines, section, inside), Boundary.BYLINE_AFTER)
    until = replace(section, end=_tail(lines, section, inside))
    return _gather(lines, section, _before(lines, until, inside), Boundary.BYLINE_BEFORE)


def _usual(lines: Sequence[Line], bylines: Sequence[Byline]) -> frozenset[str]:
    """The forms of lines that many comments have between their bylines."""
    told = [[furniture.row(line.text) for line in lines[a.last + 1 : b.first]] for a, b in pairwise(bylines)]
    return furniture.in_many(told, share=furniture.MOST)


def _tail(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> int:
    """Where the last comment ends, if bylines stand first: at its buttons, if comments of the page end with buttons."""
    closed = sum(_closing(lines, a.last + 1, b.first) is not None for a, b in pairwise(bylines))
    start = bylines[-1].last + 1
    if len(bylines) > 1 and closed * 5 < (len(bylines) - 1) * 3:
        return section.end
    for at in range(start, section.end):
        if lines[at].text and is_button(lines[at].text):
            return at + 1
    return section.end


def _closing(lines: Sequence[Line], start: int, end: int) -> int | None:
    """The last line with words, if it is a button."""
    last = next((at for at in range(end - 1, start - 1, -1) if lines[at].text), None)
    return last if last is not None and is_button(lines[last].text) else None


def _before(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> list[_Span]:
    starts: dict[int, Byline | None] = {}
    floor = section.start
    for byline in bylines:
        mark = bare_marker(lines, byline.first, floor)
        starts[byline.first if mark is None else mark] = byline
        floor = byline.last + 1
    lost = unsigned(lines, section, list(starts), bylines)
    for at in lost.items:
        starts.setdefault(at, None)
    order = sorted(starts)
    ends = [*order[1:], lost.end]
    return [_Span(at, end, at, starts[at]) for at, end in zip(order, ends, strict=True)]


def _after(lines: Sequence[Line], section: Section, bylines: Sequence[Byline]) -> list[_Span]:
    spans: list[_Span] = []
    floor = section.start
    begun = heads(lines, bylines, section.start)
    for byline in bylines:
        name = begun.get(byline.first)
        head = first_words(lines, floor, byline.first) if name is None else name
        spans.append(_Span(floor, byline.last + 1, head, byline, name))
        floor = byline.last + 1
    spans = _named(lines, spans)
    lost = unsigned(lines, section, [span.head for span in spans], bylines)
    return _split(spans, lost.items, lines, floor, lost.end)


def _named(lines: Sequence[Line], spans: list[_Span]) -> list[_Span]:
    """Where dates stand below the texts and names above them: each comment takes the name that it begins with."""
    heads = [_title(lines, span) for span in spans]
    if (
        any(span.byline and span.byline.author for span in spans)
        or sum(h is not None for h in heads) * 5 < len(spans) * 4
    ):
        return spans
    return [
        replace(span, byline=replace(span.byline, author=bare_name(lines[at].text)), name=at)
        if span.byline and at is not None else span
        for span, at in zip(spans, heads, strict=True)
    ]  # fmt: skip


def _title(lines: Sequence[Line], span: _Span) -> int | None:
    """The first line of a comment if it is only a name and text follows it; the second of two that say the same."""
    if span.byline is None:
        return None
    worded = [at for at in range(span.head, span.byline.first) if lines[at].text and not NO_NAME.match(lines[at].text)]
    if (
        len(worded) < 2
        or not is_name(bare_name(lines[worded[0]].text))
        or len(bare_name(lines[worded[0]].text).split()) > 4
    ):
        return None
    again = lines[worded[1]].text in lines[worded[0]].text and len(worded) > 2
    return worded[1] if again else worded[0]


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
            name = None if i else span.name
            pieces.append(_Span(start if i else span.start, stop, start, span.byline if last else None, name))
    return pieces + [_Span(a, b, a) for a, b in zip(tail, [*tail[1:], end], strict=False)]


def _marked(lines: Sequence[Line], items: list[int], section: Section) -> list[_Span]:
    """List items as comments; beyond the announced number they are none."""
    kept = items[: section.declared] if section.declared else list(items)
    end = items[len(kept)] if len(kept) < len(items) else section.end
    return [_Span(at, stop, at) for at, stop in zip(kept, [*kept[1:], end], strict=True)]


def _buttoned(lines: Sequence[Line], section: Section) -> list[_Span]:
    spans: list[_Span] = []
    floor = section.start
    for at in range(section.start, section.end):
        if lines[at].text and (is_button(lines[at].full) or is_answer(lines[at].text)):
            if words(lines, floor, at):
                spans.append(_Span(floor, at, first_words(lines, floor, at)))
            floor = at + 1
    return spans


def _answered(lines: Sequence[Line], section: Section, items: Sequence[int]) -> list[_Span]:
    """What stands between a heading and the button to answer it with, where lists come only below."""
    answers = [at for at in range(section.start, section.end) if is_answer(lines[at].text)]
    if section.heading is None or not items or not answers or answers[-1] > items[0]:
        return []
    return [span for span in _buttoned(lines, replace(section, end=items[0])) if span.head < answers[-1]]


def _gather(lines: Sequence[Line], section: Section, spans: Sequence[_Span], boundary: Boundary) -> Cut:
    """Turn spans into posts: byline and chrome at the edges off, what hangs below the last comment off."""
    posts: list[Post] = []
    places: list[set[int]] = []
    body = _indented(lines, spans)
    rows = [_rows(lines, span) for span in spans]
    told = [list(each.values()) for each in rows]
    many, most = (furniture.in_many(told, share=share) for share in (furniture.MANY, furniture.MOST))
    at_edges, anywhere = ({at for each in rows for at in each if each[at] in usual} for usual in (many, most))
    for span, below in zip_longest(spans, spans[1:]):
        own = range(span.start, span.end)
        signed = range(span.byline.first, span.byline.last + 1) if span.byline else range(0)
        floor = span.start if span.name is None else span.name + 1
        whole = _trim(lines, [at for at in own if at not in signed and at >= floor])
        if boundary is Boundary.BYLINE_BEFORE:
            whole = _until_closed(lines, whole, anywhere)
        kept = _without_avatar(lines, _trim(lines, whole, at_edges) or whole, below)
        if body:
            kept = _outdented(lines, kept, lines[span.head])
        if kept or span.byline:
            words = tuple(lines[at] for at in kept)
            posts.append(Post(lines[span.head], words, span.byline, _level(lines, span.head)))
            places.append({*kept, *signed, *_said_by(lines, span, range(span.start, floor))})
    posts = _with_titles(lines, _without_numbers(_with_bare_names(_without_teasers(posts))))
    used = set[int]().union(*places[: len(posts)])
    left = tuple(
        lines[at] for at in range(section.start, section.end)
        if at not in used and lines[at].text and not is_chrome(lines[at].full) and not is_chrome(lines[at].text)
    )  # fmt: skip
    return Cut(tuple(posts), boundary, left, any(each != "0" for each in most))


def _said_by(lines: Sequence[Line], span: _Span, above: range) -> list[int]:
    """Of the lines above a comment's words those that the comment has told: its author's name, and that it is one."""
    author = span.byline.author if span.byline else None
    return [at for at in above if NO_NAME.match(lines[at].text) or bare_name(lines[at].text) == author]


def _rows(lines: Sequence[Line], span: _Span) -> dict[int, str]:
    """The rows of a span's lines, without its byline."""
    signed = range(span.byline.first, span.byline.last + 1) if span.byline else range(0)
    name = span.byline.author if span.byline else None
    return {at: furniture.row(lines[at].text, name) for at in range(span.start, span.end) if at not in signed}


def _with_bare_names(posts: list[Post]) -> list[Post]:
    """The posts, their authors without what the site sets around names."""
    bare = furniture.bare_names([post.byline.author for post in posts if post.byline and post.byline.author])
    return [
        replace(post, byline=replace(post.byline, author=bare[post.byline.author]))
        if post.byline and post.byline.author
        else post
        for post in posts
    ]


def _with_titles(lines: Sequence[Line], posts: list[Post]) -> list[Post]:
    """The posts, the titles in their bylines above their words, but for one that repeats that of an earlier post."""
    seen = set[str]()
    titled = []
    for post in posts:
        title = post.byline.title if post.byline else None
        if post.byline and title and furniture.form(title) not in seen:
            above = replace(lines[post.byline.first], text=title, full=title)
            post = replace(post, lines=(above, replace(above, text="", full=""), *post.lines))
            seen.add(furniture.form(title))
        titled.append(post)
    return titled


def _without_numbers(posts: list[Post]) -> list[Post]:
    """The posts, their first lines without the numbers that the page counts its comments with: "7. A title"."""
    first = {i: next((line for line in post.lines if line.text), post.head) for i, post in enumerate(posts)}
    numbers = {
        i: line.marker.rstrip(".)")
        for i, line in first.items()
        if line is not posts[i].head and line.marker and line.marker[0].isdecimal()
    }
    if not counts(numbers, len(posts)):
        return posts
    bare = {i: replace(first[i], full=first[i].text) for i in numbers}
    return [
        replace(post, lines=tuple(bare[i] if i in bare and line is first[i] else line for line in post.lines))
        for i, post in enumerate(posts)
    ]


def _without_teasers(posts: list[Post]) -> list[Post]:
    """Without dated names in a row, no words between them, below the last comment: they are a list of articles."""
    end = len(posts) - bool(posts and posts[-1].lines)  # the last may have got the foot of the page
    start = end
    while start and not posts[start - 1].lines:
        start -= 1
    return posts[:start] if start and end - start >= _TEASERS else posts


def _level(lines: Sequence[Line], head: int) -> int | None:
    """The depth in words right above a comment, if it stands there."""
    stated = (level(lines[at].text) for at in range(head - 1, max(-1, head - 4), -1))
    return next((depth for depth in stated if depth is not None), None)


def _trim(lines: Sequence[Line], kept: list[int], usual: Set[int] = frozenset()) -> list[int]:
    """Without blank lines, chrome and the `usual` lines at both ends."""
    start, end = 0, len(kept)
    while start < end and (kept[start] in usual or _idle(lines[kept[start]])):
        start += 1
    while end > start and (kept[end - 1] in usual or _idle(lines[kept[end - 1]])):
        end -= 1
    return kept[start:end]


def _until_closed(lines: Sequence[Line], kept: list[int], usual: Set[int]) -> list[int]:
    """Without what follows the first usual line below a comment's words: buttons, and what begins the next comment."""
    spoken = False
    for i, at in enumerate(kept):
        if lines[at].blank:
            continue
        if at not in usual and not _idle(lines[at]):
            spoken = True
        elif spoken and at in usual:
            return kept[:i]
    return kept


def _without_avatar(lines: Sequence[Line], kept: list[int], below: _Span | None) -> list[int]:
    """Without the letter that stands for the picture of whoever signs the comment below, and begins that name."""
    if not kept or below is None or below.byline is None:
        return kept
    name = below.byline.author or ""
    alone = len(kept) > 1 and len(last := lines[kept[-1]].text) == 1 and last.isalpha()
    return _trim(lines, kept[:-1]) if alone and name.startswith(last) else kept


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
