"""The bylines of one section brought into agreement: candidates come in, those of the page's own form come out.

A date inside a comment, or a dated list in a sidebar, looks like a byline; what most comments of the page do, decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from threads.readers.text.bylines import Byline, bare_name, is_name
from threads.readers.text.columns import ENDED, names_of_two
from threads.readers.text.furniture import MOST, row
from threads.readers.text.lines import Line
from threads.readers.wording import BY, NO_NAME, find_stamp, is_button, is_chrome

_INTRODUCED = re.compile(rf"(?:{BY}) [^:]{{1,40}}:", re.I)
"""A name on a line of its own, behind a date and before the words: "von Eva:"."""
_FIRST = 6
_RARE = 8
_NEXT = 8
"""Words that may stand between what closes a comment and the next byline: a name, a title."""
_CLOSED = 4
"""Votes a byline that the buttons below the last comment have."""
_AHEAD, _FAR, _LEAST, _SOME = 4, 60, 3, 0.3
"""Lines at most before the name with which a comment begins, and before the first one; comments, and their share, at
least that begin so: of some forums leave out the names.
"""
_TEXT = 12
"""Words above the first byline that are likelier a comment than an introduction."""


def trusted(bylines: Sequence[Byline]) -> tuple[Byline, ...]:
    """Without forms that are rare among the bylines, and without those that only begin where the main form ends.

    Where comments are dated, "X said:" without a date begins a quotation.
    """
    if not bylines:
        return ()
    shapes = Counter(b.form for b in bylines)
    main = Counter(b.form for b in bylines[:_FIRST]).most_common(1)[0][0]
    if shapes[main] * _RARE < max(shapes.values()):
        main = shapes.most_common(1)[0][0]
    dated = Counter(b.form for b in bylines if b.stamp).most_common(1)
    if (
        dated
        and dated[0][1] > 1
        and dated[0][1] * 4 >= shapes[main]
        and not any(b.stamp for b in bylines if b.form == main)
    ):
        main = dated[0][0]
        bylines = [b for b in bylines if b.stamp]
    if all(b.stamp for b in bylines if b.form == main):
        bylines = [b for b in bylines if b.stamp or b.shape != "said"]
    last = max(at for at, b in enumerate(bylines) if b.form == main)
    kept = {b.form for b in bylines[:last] if shapes[b.form] * _RARE > shapes[main]} | {main}
    return tuple(b for at, b in enumerate(bylines) if b.form in kept and (at <= last or b.form == main))


class _Side(StrEnum):
    ABOVE = "name/date"
    BELOW = "date/name"


def paired(
    lines: Sequence[Line],
    bylines: Sequence[Byline],
    start: int,
    end: int,
    *,
    after: bool,
    usual: Set[str] = frozenset(),
) -> tuple[Byline, ...]:
    """Dates that stand alone joined with the names above or below them, whichever most dates of the section have.

    Dates above the first that has a name are the article's, where nearly all have one. A name below a date that stands
    `after` its text is the next comment's. `usual` are the forms of lines that many comments have.
    """
    alone = [b for b in bylines if b.shape == "date"]
    taken = {at for b in bylines for at in range(b.first, b.last + 1)}
    around = _Around(lines, start, end, taken, usual)
    above = {b.first: at for b in alone if (at := around.name_near(b.first, -1)) is not None}
    below = {b.first: at for b in alone if not after and (at := around.name_near(b.last, 1)) is not None}
    side = _side(len(alone), above, below, lines)
    if side is None:
        return tuple(bylines)
    near = names_of_two(lines, _marked(lines, above, start), around.passed) if side is _Side.ABOVE else below
    made = [_join(lines, b, near[b.first], side) if b.shape == "date" and b.first in near else b for b in bylines]
    first = next(at for at, b in enumerate(made) if b.author)
    return tuple(made[first:] if sum(b.author is not None for b in made) * 5 >= len(made) * 4 else made)


def _side(dates: int, above: dict[int, int], below: dict[int, int], lines: Sequence[Line]) -> _Side | None:
    """The side on which at least three dates in five have a name; closer ones win, then the upper ones."""
    if max(len(above), len(below)) < 0.6 * dates or not dates:
        return None
    if len(above) == len(below):
        gap_above = sum(date - at for date, at in above.items())
        gap_below = sum(at - date for date, at in below.items())
        return _Side.ABOVE if gap_above <= gap_below else _Side.BELOW
    return _Side.ABOVE if len(above) > len(below) else _Side.BELOW


def _marked(lines: Sequence[Line], names: dict[int, int], start: int) -> dict[int, int]:
    """Where nearly all names carry a list marker, the marked line above one that does not ("guest") is the name."""
    if sum(lines[at].marker is not None for at in names.values()) * 5 < len(names) * 4:
        return names
    moved = {}
    for date, at in names.items():
        above = None if lines[at].marker else _word_line(lines, at - 1, max(start, at - 4) - 1, -1)
        fits = above is not None and lines[above].marker and is_name(bare_name(lines[above].text))
        moved[date] = above if fits and above is not None else at
    return moved


@dataclass(frozen=True, slots=True)
class _Around:
    """The lines `start`..`end` of a section, those `taken` by bylines, and the `usual` ones: forms that most have."""

    lines: Sequence[Line]
    start: int
    end: int
    taken: Set[int]
    usual: Set[str]

    def name_near(self, at: int, step: int) -> int | None:
        """The position of a line that is only a name, at most five lines away and nothing but roles between."""
        for near in range(at + step, at + 6 * step, step):
            if not self.start <= near < self.end or near in self.taken:
                return None
            text = self.lines[near].text
            if text and not self.passed(self.lines[near]):
                fits = is_name(bare_name(text)) and not is_chrome(text) and not find_stamp(text)
                sentence = ENDED.search(text) and len(text.split()) > 1 and not _INTRODUCED.fullmatch(text)
                return near if fits and not sentence else None
        return None

    def passed(self, line: Line) -> bool:
        """Whether a line is a role, or one that most have."""
        return NO_NAME.match(line.text) is not None or row(line.text) in self.usual


def _join(lines: Sequence[Line], byline: Byline, name: int, side: _Side) -> Byline:
    first, last = min(name, byline.first), max(name, byline.last)
    return replace(
        byline,
        first=first,
        last=last,
        author=bare_name(lines[name].text),
        shape=side.value,
        link=lines[name].link,
        lines=(lines[first].number, lines[last].number),
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where bylines stand: `after` their texts or before; `votes` says how clearly."""

    after: bool
    votes: int


def position(
    lines: Sequence[Line],
    bylines: Sequence[Byline],
    start: int,
    end: int,
    *,
    announced: bool,
    usual: Set[str] = frozenset(),
) -> Position:
    """Whether bylines stand after their texts, by what stands around each and at both ends of the section.

    Where no heading announces the section, the words above the first byline say nothing.
    """
    votes = 0
    for byline in bylines:
        first = _beginning(lines, byline, start, end)
        above = _word_line(lines, first - 1, start - 1, -1)
        below = _word_line(lines, byline.last + 1, end, 1)
        begins = lines[first].marker is not None or bare_marker(lines, first, start) is not None
        votes += 2 * (byline.shape == "lead" or byline.buttons) - 3 * begins
        votes -= byline.shape == "said"
        votes += below is not None and (_is_button(lines[below], usual) or lines[below].marker is not None)
        votes -= above is not None and _is_button(lines[above], usual) and below is not None
    votes -= _CLOSED * len(bylines) * _are_closed(lines, bylines, start, end, usual)
    votes += _CLOSED * len(bylines) * bool(heads(lines, bylines, start))
    edge = max(2, len(bylines))
    behind = words(lines, bylines[-1].last + 1, end)
    if not announced:
        return Position(votes + (-edge if behind else edge) > 0, votes)
    ahead = words(lines, start, _beginning(lines, bylines[0], start, end))
    if ahead >= _TEXT:
        votes += 2 * edge
    else:
        votes += edge // 2 if ahead else -2 * edge
    votes += -edge // 2 if behind else edge
    return Position(votes > 0, votes)


def heads(lines: Sequence[Line], bylines: Sequence[Byline], start: int) -> dict[int, int]:
    """Where many comments begin with the name that also signs them below: by first line of the byline, that line."""
    found: dict[int, int] = {}
    for above, byline in zip((None, *bylines), bylines, strict=False):
        floor = above.last + 1 if above else start
        worded = [at for at in range(floor, byline.first) if lines[at].text]
        name = byline.author
        if above is None:
            worded = worded[-_FAR:]
        near = (at for at in worded[:_AHEAD] if name and lines[at].text.startswith(name) and at != worded[-1])
        if (at := next(near, None)) is not None:
            found[byline.first] = at
    return found if len(found) >= max(_LEAST, _SOME * len(bylines)) else {}


def _are_closed(lines: Sequence[Line], bylines: Sequence[Byline], start: int, end: int, usual: Set[str]) -> bool:
    """Whether what closes most comments also stands below the last byline, which so is above its text, and not above
    the first.
    """
    gaps = [(a.last + 1, b.first) for a, b in pairwise(bylines)]
    closers = Counter(each for gap in gaps for each in _closers(lines, *gap, usual))
    if len(gaps) < 2:
        return False
    longest = max(b - a for a, b in gaps)
    below = range(bylines[-1].last + 1, min(end, bylines[-1].last + 2 * longest))
    behind = {row(lines[at].text) for at in below}
    ahead = {row(lines[at].text) for at in range(start, bylines[0].first)}
    return any(closers[each] >= MOST * len(gaps) for each in behind - ahead)


def _closers(lines: Sequence[Line], start: int, end: int, usual: Set[str]) -> set[str]:
    """The forms of the usual lines between two bylines that words stand above and hardly any below."""
    worded = [(row(lines[at].text), len(lines[at].text.split())) for at in range(start, end) if lines[at].text]
    found: set[str] = set()
    below = 0
    for at in range(len(worded) - 1, 0, -1):
        each, count = worded[at]
        if each in usual:
            found.add(each)
        else:
            below += count
            if below > _NEXT:
                return found - {"0"}
    return found - {"0"} if any(each not in usual for each, _ in worded[:1]) else set()


def _is_button(line: Line, usual: Set[str]) -> bool:
    return is_button(line.text) or row(line.text) in usual


def _beginning(lines: Sequence[Line], byline: Byline, start: int, end: int) -> int:
    """The first line of a byline, the name above a date that stands alone included."""
    around = _Around(lines, start, end, frozenset(), frozenset())
    name = around.name_near(byline.first, -1) if byline.shape == "date" else None
    return byline.first if name is None else name


def words(lines: Sequence[Line], start: int, end: int) -> int:
    """How many words the lines hold that are no chrome."""
    return sum(len(lines[at].text.split()) for at in range(start, end) if not is_chrome(lines[at].text))


def bare_marker(lines: Sequence[Line], at: int, start: int) -> int | None:
    """The position of a list marker without words above `at`; blank lines and buttons between are passed over.

    A line that has its own marker is only moved up over buttons in the same list.
    """
    passed = lines[at].marker is None
    for i in range(at - 1, max(start - 1, at - 9), -1):
        if lines[i].marker and lines[i].blank:
            return i if passed else None
        if lines[i].text and not is_button(lines[i].text):
            return None
        passed = passed or (bool(lines[i].text) and lines[i].indent == lines[at].indent)
    return None


def _word_line(lines: Sequence[Line], at: int, stop: int, step: int) -> int | None:
    return next((i for i in range(at, stop, step) if lines[i].text), None)
