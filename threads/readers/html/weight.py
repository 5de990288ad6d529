"""Elements of a page in, how much they look like one comment each out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from threads.readers.html.naming import named_pingback
from threads.readers.html.page import Page
from threads.readers.html.survey import Survey

_NUMBER = re.compile(r"[0-9a-f](?=[0-9a-f-]{0,40}\d)[0-9a-f-]{10,60}(?![0-9a-z])|\d{2,}", re.I)
"""What tells one comment's id from that of another: figures, or a long hexadecimal name that begins like others."""
_PINGBACK_WORTH = 0.7
"""Another site's link has no author and often no date: its name says what it is."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate set of blocks: `total` its worth, `mean` per block, `letters` the text it holds."""

    indices: tuple[int, ...]
    total: float
    mean: float
    letters: int


def weigh(page: Page, survey: Survey, indices: Sequence[int]) -> Weighed | None:
    """How much a set of elements looks like comments: each should have words, a date and an author of its own."""
    members = _without_wrappers(page, survey, indices)
    if not members:
        return None
    total, letters = 0.0, 0
    for index, nested in _with_nested(page, members):
        own = _own(page, survey, index, nested)
        letters += own.letters
        if own.letters < 2:
            continue
        if named_pingback(page.keys[index]):
            total += _PINGBACK_WORTH
            continue
        dates = 0.4 if 1 <= own.stamps <= 3 else 0.1 if own.stamps else 0.0
        words = 0.3 if own.prose else 0.1
        total += words + dates + (0.3 if own.authors else 0.0) - (0.2 if own.forms else 0.0)
    return Weighed(tuple(members), total, total / len(members), letters)


@dataclass(frozen=True, slots=True)
class _Own:
    """What a block holds outside the blocks nested in it."""

    letters: int
    stamps: int
    authors: int
    forms: int
    prose: int


def _own(page: Page, survey: Survey, index: int, nested: Sequence[int]) -> _Own:
    end = page.ends[index]
    letters = survey.lengths[index]
    stamps = survey.stamps[end] - survey.stamps[index]
    authors = survey.authors[end] - survey.authors[index + 1]
    forms = survey.forms[end] - survey.forms[index]
    prose = survey.prose[end] - survey.prose[index]
    for inner in nested:
        last = page.ends[inner]
        letters -= survey.lengths[inner]
        stamps -= survey.stamps[last] - survey.stamps[inner]
        authors -= survey.authors[last] - survey.authors[inner]
        forms -= survey.forms[last] - survey.forms[inner]
        prose -= survey.prose[last] - survey.prose[inner]
    return _Own(letters, stamps, authors, forms, prose)


def _with_nested(page: Page, members: Sequence[int]) -> Iterable[tuple[int, list[int]]]:
    """Each member with those directly inside it."""
    inside: dict[int, list[int]] = {index: [] for index in members}
    path: list[int] = []
    for index in members:
        while path and page.ends[path[-1]] <= index:
            path.pop()
        if path:
            inside[path[-1]].append(index)
        path.append(index)
    return inside.items()


def _without_wrappers(page: Page, survey: Survey, indices: Sequence[int]) -> list[int]:
    """The set without elements that only wrap another one, and without second elements of one comment."""
    kept = set(indices)
    for index, nested in _with_nested(page, indices):
        if not nested:
            continue
        own_number = _number(page, index)
        twins = [inner for inner in nested if own_number and _number(page, inner) == own_number]
        kept.difference_update(twins)
        if not twins and _own(page, survey, index, nested).letters == 0:
            kept.discard(index)
    return [index for index in indices if index in kept]


def _number(page: Page, index: int) -> str | None:
    match = _NUMBER.search(page.attributes[index].get("id", ""))
    return match[0] if match else None
