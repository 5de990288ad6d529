"""Two lines above each date of a page, either of which may be a name, in; the one that is comes out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from threads.readers.text.bylines import bare_name, is_name
from threads.readers.text.lines import Line
from threads.readers.wording import announced, find_stamp, is_chrome

ENDED = re.compile(r"(?<!\b\w)\.$|[:,;]$")
"""A sentence's end, not an initial's."""
_MOST = 0.8
_NEAR = 3
_SHORTEST = 3
_WORDS = 2.5
"""In the mean, more words than names have."""


def names_of_two(
    lines: Sequence[Line], names: Mapping[int, int], passed: Callable[[Line], bool] = lambda _: False
) -> dict[int, int]:
    """The lines of names by those of dates, a line higher where what stands above dates is a rank or a place.

    A person comes back with the same rank, and many people have one. Lines that are `passed` are looked through.
    """
    above = {date: at for date, low in names.items() if (at := _name_above(lines, low, passed)) is not None}
    if not above or len(above) < _MOST * len(names):
        return dict(names)
    pairs = [(bare_name(lines[above[date]].text), bare_name(lines[names[date]].text)) for date in above]
    return {**names, **above} if _are_names([up for up, _ in pairs], [low for _, low in pairs]) else dict(names)


def _name_above(lines: Sequence[Line], low: int, passed: Callable[[Line], bool]) -> int | None:
    near = range(low - 1, max(-1, low - _NEAR - 1), -1)
    at = next((at for at in near if lines[at].text and not passed(lines[at])), None)
    if at is None:
        return None
    text = lines[at].text
    fits = is_name(bare_name(text)) and len(text) >= _SHORTEST and not ENDED.search(text)
    return at if fits and not (is_chrome(text) or find_stamp(text) or announced(text)) else None


def _are_names(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the upper ones of such lines are the names."""
    below, over = defaultdict(set), defaultdict(set)
    for up, low in zip(upper, lower, strict=True):
        below[up].add(low)
        over[low].add(up)
    times = Counter(upper)
    if any(len(each) > 1 for each in below.values()):
        return False
    if any(times[up] > 1 for up in below) and any(len(each) > 1 for each in over.values()):
        return True
    return sum(len(up.split()) for up in upper) <= _WORDS * len(upper)
