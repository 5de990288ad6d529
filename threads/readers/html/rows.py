"""A page whose comments no element holds in, the same page with an element around each of them out.

There who and when, and what was said, stand side by side (`h4`, `p`, `p`, `h4`, `p` …): what recurs begins each
comment, or ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from threads.readers.html.page import Page
from threads.readers.html.survey import Survey
from threads.readers.html.wrapping import ROW, Run, wrapped
from threads.readers.html.zones import stem

_TERMS = frozenset({"dt", "dd"})
"""What these are is told by their tag: classes only set some of them apart."""
_LEAST = 3
_MOST_DATES = 3
_NEVER = frozenset({"tr", "td", "th", "tbody", "option", "meta", "link", "script", "head"})


def with_rows(page: Page, survey: Survey) -> Page | None:
    """The page with its rows marked; None where nothing on it stands in rows."""
    best: list[Run] = []
    for seat in _seats(page, survey):
        for runs in _divided(page, survey, seat):
            if len(runs) > len(best) or (len(runs) == len(best) and best and runs[0].start < best[0].start):
                best = runs
    return wrapped(page, best, ROW) if best else None


def _seats(page: Page, survey: Survey) -> Iterator[int]:
    """Elements with enough children, dates and words to be a list of comments."""
    children: dict[int, int] = defaultdict(int)
    for parent in page.parents:
        children[parent] += 1
    for seat, count in children.items():
        dates = survey.stamps[page.ends[seat]] - survey.stamps[seat] if seat >= 0 else 0
        if count >= 2 * _LEAST and dates >= _LEAST and page.tags[seat] not in _NEVER:
            yield seat


def _divided(page: Page, survey: Survey, seat: int) -> Iterator[list[Run]]:
    """The children cut into comments, once for each name that recurs among them as a beginning or an end."""
    children = _children(page, seat)
    names = [page.tags[at] if page.tags[at] in _TERMS else stem(page.keys[at]) for at in children]
    places: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        places[name].append(position)
    for where in places.values():
        if len(where) < _LEAST:
            continue
        for cuts in (_beginnings(names, where), _ends(names, where)):
            runs = [Run(children[a], page.ends[children[b - 1]]) for a, b in cuts]
            if len(runs) >= _LEAST and _are_comments(survey, runs):
                yield runs


def _children(page: Page, seat: int) -> list[int]:
    found: list[int] = []
    at = seat + 1
    while at < page.ends[seat]:
        if page.tags[at] not in ("hr", "br", "script", "style"):
            found.append(at)
        at = page.ends[at]
    return found


def _beginnings(names: Sequence[str], where: Sequence[int]) -> list[tuple[int, int]]:
    """From each place to the next; from the last one as far as names go that stand in the others."""
    known = set(names[where[0] : where[-1]])
    end = where[-1] + 1
    while end < len(names) and names[end] in known and names[end] != names[where[0]]:
        end += 1
    return list(pairwise([*where, end]))


def _ends(names: Sequence[str], where: Sequence[int]) -> list[tuple[int, int]]:
    """Up to each place from the one before; to the first one as far back as names go that stand in the others."""
    known = set(names[where[0] + 1 : where[-1]])
    start = where[0]
    while start > 0 and names[start - 1] in known:
        start -= 1
    return list(pairwise([start, *(place + 1 for place in where)]))


def _are_comments(survey: Survey, runs: Sequence[Run]) -> bool:
    """Whether each run is more than one element and has a date of its own, and most have words."""
    dated = all(1 <= survey.stamps[run.end] - survey.stamps[run.start] <= _MOST_DATES for run in runs)
    worded = sum(survey.prose[run.end] > survey.prose[run.start] for run in runs)
    return dated and worded >= 0.75 * len(runs) and all(run.end - run.start > 1 for run in runs)
