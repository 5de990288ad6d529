"""Repeated elements in, whether people talk in them out: teasers, tickers and parts of articles repeat as well."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.html.naming import AROUND, NAMED, says_comments
from threads.readers.html.page import HEADINGS, Page
from threads.readers.html.spoken import is_answered, is_under_heading
from threads.readers.html.survey import AUTHOR_KEY, PROFILE, Survey, dated
from threads.readers.html.weight import Weighed

_SAMPLE = 12
_MOST = 0.8
_LINKED = 0.62
_WHOLE = 0.7
_HALF = 0.5
_LEAST_PAGES = 3
_PAGE = 0.3


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a set of elements looks like: the shares of them with a title that leads away, an author, and a date; the
    share of text that is linked in the middle one of them, and of the page's text that is in them.
    """

    titles: float
    authors: float
    dates: float
    linked: float
    page: float

    @property
    def complete(self) -> bool:
        """Whether nearly all have an author and a date."""
        return min(self.authors, self.dates) >= _MOST


def is_talk(page: Page, survey: Survey, weighed: Weighed, hint: float) -> bool:
    """Whether the elements, found with a hint of that strength, are comments rather than teasers or the article."""
    indices = weighed.indices
    if _is_box(page, survey, indices) or holds_article(page, indices):
        return False
    shape = _shape(page, survey, indices)
    if shape.linked > _LINKED:
        return False
    if shape.titles >= _HALF:
        return _is_titled_talk(page, survey, indices, shape)
    if len(indices) == 1:
        sure = weighed.mean >= _WHOLE or (shape.dates > 0 and _spoken(page, survey, indices))
        return sure and says_comments(page, indices[0])
    if hint >= AROUND:
        filled = shape.page >= _PAGE and shape.linked <= _HALF
        signed = shape.authors >= _HALF and shape.dates >= _HALF
        return hint >= NAMED or signed or filled or _spoken(page, survey, indices)
    return _spoken(page, survey, indices) or (shape.complete and shape.page >= _PAGE)


def lead_away(page: Page, survey: Survey, indices: Sequence[int]) -> bool:
    """Whether most elements have a title that leads to another page, and nothing shows that they are comments."""
    shape = _shape(page, survey, indices)
    return shape.titles >= _HALF and not _is_titled_talk(page, survey, indices, shape)


def _is_titled_talk(page: Page, survey: Survey, indices: Sequence[int], shape: _Shape) -> bool:
    """Whether elements with titles that lead away are comments: answered, or called so and signed or announced."""
    if is_answered(page, indices):
        return True
    return says_comments(page, indices[0]) and (shape.complete or is_under_heading(page, survey, indices[0]))


def holds_article(page: Page, indices: Sequence[int]) -> bool:
    """Whether an element holds the page's heading, and so the article."""
    return _headed(page, indices) > 0


def are_headed(page: Page, indices: Sequence[int]) -> bool:
    """Whether several of the elements hold a heading of the first order: each its own, none that of the article."""
    return _headed(page, indices) > 1


def _headed(page: Page, indices: Sequence[int]) -> int:
    headings = page.tagged("h1")
    return sum(len(_within(headings, index, page.ends[index])) > 0 for index in indices[:_SAMPLE])


def of_this_page(page: Page, indices: Sequence[int]) -> Sequence[int]:
    """The elements without lists of which each links to a comment of another page: side bars of the whole site."""
    if _from_many_pages(page, indices):
        return []
    lists: dict[int, list[int]] = {}
    alone = Counter(page.parents[index] for index in indices)
    for index in indices:
        seat = page.parents[index]
        lists.setdefault(page.parents[seat] if alone[seat] == 1 and seat >= 0 else seat, []).append(index)
    others = {index for inside in lists.values() if _from_many_pages(page, inside) for index in inside}
    return [index for index in indices if index not in others] if others else indices


def _is_box(page: Page, survey: Survey, indices: Sequence[int]) -> bool:
    """Whether the only element holds a form: the box below the article."""
    first = indices[0]
    return len(indices) == 1 and survey.forms[page.ends[first]] > survey.forms[first]


def _from_many_pages(page: Page, indices: Sequence[int]) -> bool:
    if len(indices) < _LEAST_PAGES:
        return False
    paths = [_commented(page, index) for index in indices[:_SAMPLE]]
    known = [path for path in paths if path]
    return len(known) >= _MOST * len(paths) and len(set(known)) >= max(_LEAST_PAGES, _HALF * len(known))


def _commented(page: Page, index: int) -> str:
    """The page on which a link in the element goes to a comment, without its numbers; empty where there is none."""
    for link in _within(page.tagged("a"), index, page.ends[index]):
        path, mark, target = page.attributes[link].get("href", "").partition("#")
        if mark and path and _TO_COMMENT.match(target):
            return _NUMBERS.sub("", path.partition("?")[0])
    return ""


_NUMBERS = re.compile(r"\d+")
_TO_COMMENT = re.compile(r"(?:[a-z-]*comment|kommentar|c)-?\d|comments?$|respond$", re.I)


def _spoken(page: Page, survey: Survey, indices: Sequence[int]) -> bool:
    return is_answered(page, indices) or is_under_heading(page, survey, indices[0])


def _shape(page: Page, survey: Survey, indices: Sequence[int]) -> _Shape:
    sample = indices[:_SAMPLE]
    shares = sorted(_share_linked(page, survey, index) for index in sample)
    return _Shape(
        titles=sum(_has_title(page, index) for index in sample) / len(sample),
        authors=sum(survey.authors[page.ends[i]] > survey.authors[i + 1] for i in sample) / len(sample),
        dates=sum(survey.stamps[page.ends[i]] > survey.stamps[i] for i in sample) / len(sample),
        linked=shares[len(shares) // 2],
        page=sum(survey.lengths[index] for index in indices) / max(1, survey.lengths[0]),
    )


def _share_linked(page: Page, survey: Survey, index: int) -> float:
    return (survey.links[page.ends[index]] - survey.links[index]) / max(1, survey.lengths[index])


def _has_title(page: Page, index: int) -> bool:
    """Whether a heading in the element is a link to another page."""
    return any(
        _leads_away(page, heading) for tag in HEADINGS for heading in _within(page.tagged(tag), index, page.ends[index])
    )


def _leads_away(page: Page, heading: int) -> bool:
    around = page.parents[heading]
    links = [
        at
        for at in _within(page.tagged("a"), heading, page.ends[heading])
        if not (dated(page.text(at)) or _is_member(page, at))
    ]
    if around >= 0 and page.tags[around] == "a":
        links.append(around)
    hrefs = (page.attributes[link].get("href", "") for link in links)
    return any(href and "#" not in href and not href.startswith("javascript:") for href in hrefs)


def _is_member(page: Page, link: int) -> bool:
    """Whether a link is called, or leads to, a member of the site."""
    key = f"{page.keys[link]} {page.keys[page.parents[link]]}"
    return AUTHOR_KEY.search(key) is not None and PROFILE.search(page.attributes[link].get("href", "")) is not None


def _within(sorted_indices: Sequence[int], start: int, end: int) -> Sequence[int]:
    return sorted_indices[bisect_left(sorted_indices, start) : bisect_left(sorted_indices, end)]
