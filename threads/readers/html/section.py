"""A page and its comment blocks in, what the comment section says of itself out: its count, and its other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from threads.readers.html.metadata import Metadata
from threads.readers.html.numbers import POST_NUMBER
from threads.readers.html.page import HEADINGS, Page
from threads.readers.html.survey import Survey
from threads.readers.wording import Announcement, announced, is_older, page_of
from threads.thread import Notice, Pagination

_COUNT_KEY = re.compile(
    r"comment-?s?-?(?:count|number|title|total)|[.#]comments-?title|count-?comment|\[itemprop=commentcount\]"
)
_NUMBER = re.compile(r"\d{1,6}")
_MAY_ANNOUNCE = frozenset({"a", "span", "p", "div", "strong"})
_COMMENT_PAGE = re.compile(r"comment-page-(\d+)|[?&](?:cpage|comment_page|commentpage)=(\d+)", re.I)
_PAGER = re.compile(r"pag(?:e|er|ination|enav)|navigation|nav-?links")
_LONGEST = 140
_LINKING = frozenset({"a", "strong", "span", "b"})
_COUNTED = re.compile(
    r"(?:\d|\b(?:one|no|an?|ein\w*|keine?|une?|un[oa]|aucun|nessun|ningún|один|нет)\b).{0,25}?"
    r"(?:gedank|antwort|kom|rea[kc]|meinung|leser|wort|thought|comm|respon|repl|répon|réac|réfl|pens|rispost|coment|"
    r"respu|opini|отв|отз|мыс|мне|yorum|tangg|hozzá)|(?:comm|kom|rea|repl|resp|antw|rispo|leser|meinung|disku|coment|отз|"
    r"yorum|tangg|hozzá).{0,16}?\d"
)
_STEMS = (
    "gedank", "antw", "kom", "rea", "meinung", "leser", "wort", "thought", "comm", "resp", "rep", "rép", "réac", "réfl",
    "pens", "rispo", "coment", "opini", "disku", "yorum", "tangg", "hozzá", "отв", "отз", "мыс", "мне",
)  # fmt: skip
"""One of these stands in whatever fits `_COUNTED`."""


def declared(page: Page, survey: Survey, metadata: Metadata, blocks: Sequence[int]) -> int | None:
    """The number of comments that the page announces: the heading nearest above the first comment, else below it."""
    best: tuple[float, int] | None = None
    first = blocks[0] if blocks else len(page)
    last = page.ends[blocks[-1]] if blocks else 0
    lengths, ends, tags = survey.lengths, page.ends, page.tags
    small = [i for i, letters in enumerate(lengths) if 3 <= letters <= _LONGEST and ends[i] - i <= 8]
    for index in small:
        if first <= index < last:
            continue
        heading = tags[index] in HEADINGS or _counts(page.keys[index])
        near = first - 60 < index < first
        if not heading and not near and tags[index] not in _MAY_ANNOUNCE:
            continue
        found = _announcement(page.text(index))
        if found is None or found.count is None or not (found.exact or heading):
            continue
        worth = 2.0 * heading + 1.0 * near + 0.5 * found.exact - abs(first - index) / max(1, len(page))
        if best is None or worth > best[0]:
            best = (worth, found.count)
    return best[1] if best else _machine_count(metadata)


@lru_cache(maxsize=8192)
def _counts(key: str) -> bool:
    return _COUNT_KEY.search(key) is not None


@lru_cache(maxsize=16384)
def _announcement(shown: str) -> Announcement | None:
    lowered = shown.lower()
    if not any(stem in lowered for stem in _STEMS):
        return None
    return announced(shown) if _COUNTED.search(lowered) else None


def _machine_count(metadata: Metadata) -> int | None:
    stated: list[object] = [item.get("commentCount") for item in metadata.items]
    stated.append(metadata.meta.get("commentcount") or metadata.meta.get("interactioncount"))
    for value in stated:
        match = _NUMBER.search(str(value)) if value is not None else None
        if match:
            return int(match[0])
    return None


def pagination(page: Page, survey: Survey, blocks: Sequence[int], url: str | None) -> Pagination | None:
    """Which page of the comments this is, where there are others."""
    if not blocks:
        return None
    linked: list[int] = []
    older = False
    pagers = (index for key, indices in page.by_key.items() if _is_pager(key) for index in indices)
    for at in _outside(page, sorted({*page.tagged("a"), *pagers}), blocks):
        text = page.text(at) if page.ends[at] - at < 12 and 0 < survey.lengths[at] <= 80 else ""
        numbers = page_of(text)
        if numbers and numbers.pages > 1:
            return Pagination(numbers.page, numbers.pages)
        href = page.attributes[at].get("href", "")
        target = _COMMENT_PAGE.search(href) if "page" in href.lower() else None
        older = older or (page.tags[at] == "a" and is_older(text))
        if target and "reply" not in href:
            linked.append(int(target[1] or target[2]))
    if not older and not linked:
        return None
    return _which(linked, _COMMENT_PAGE.search(url or ""))


def _outside(page: Page, elements: Iterable[int], blocks: Sequence[int]) -> Iterator[int]:
    """Those of the elements that are in no block; both come in document order."""
    waiting = iter(blocks)
    block, end = next(waiting, len(page)), 0
    for at in elements:
        while block <= at:
            block, end = next(waiting, len(page)), max(end, page.ends[block])
        if at >= end:
            yield at


@lru_cache(maxsize=8192)
def _is_pager(key: str) -> bool:
    return _PAGER.search(key) is not None


def opens(page: Page, block: int) -> bool:
    """Whether a forum's post may be the first of its thread: it bears no number, or the number 1."""
    numbers = (POST_NUMBER.match(page.texts[at]) for at in range(block, page.ends[block]) if page.tags[at] in _LINKING)
    return next((int(match[1]) == 1 for match in numbers if match), True)


def _which(linked: Sequence[int], address: re.Match[str] | None) -> Pagination:
    """This page's number: from its address, else the gap in the numbers that it links to, else after the last one."""
    if address:
        here = int(address[1] or address[2])
        return Pagination(here, max((here, *linked)) if linked else None)
    known = set(linked)
    if not known:
        return Pagination(1)
    gap = next((number for number in range(1, max(known)) if number not in known), None)
    here = gap or max(known) + 1
    return Pagination(here, max(here, max(known)))


def rest_is_elsewhere(place: Pagination) -> Notice:
    """What a reader of the results must know of a thread cut into pages."""
    of = f" of {place.pages}" if place.pages else ", and there are more"
    return Notice(
        "pagination", f"This is page {place.page}{of}: the comments of the other pages are not in this thread."
    )
