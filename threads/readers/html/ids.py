"""Comments in, the id that the page gives each of them out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from threads.readers.html.page import Page
from threads.readers.html.zones import Zone

ANY_ID = re.compile(
    r"t1_\w+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![a-z0-9])(?=[a-z0-9]{12})[a-z]{0,5}\d+[a-z][a-z0-9]*"
    r"|\d{1,25}",
    re.I,
)
"""An id of Reddit's, a UUID, figures and letters mixed, or a number."""
WPDISCUZ = re.compile(r"w(?:pd|c)-comm-(\d+)_(\d+)")
"""wpDiscuz: the id of a comment and that of its parent."""

_ID_NAME = re.compile(
    r"data-(?:comment|question|answer|post|posting|message|msg|reply|entry|item|thing)[-_]?id|data-[cp]?id|data-key"
    r"|(?:thing|comment|message|msg)[-_]?id"
)
_INNER_IDS = ("data-comment-id", "data-post-id")
_WORDS = re.compile(r"comm|post|msg|c\d|p\d|mess|koment|komment|beitrag|answer", re.I)
_STEPS = 3


def own_ids(page: Page, found: Sequence[Zone]) -> tuple[str | None, ...]:
    """The id of each comment: in that of its element, of an anchor in it or before it, or of what holds it alone."""
    ids = [_own_id(page, zone) for zone in found]
    if any(ids):
        return tuple(ids)
    ids = [_anchor_id(page, zone.block) for zone in found]
    if any(ids):
        return tuple(ids)
    starts = [zone.block for zone in found]
    return tuple(_around_id(page, zone.block, starts) for zone in found)


def _anchor_id(page: Page, block: int) -> str | None:
    """The id in an empty anchor right before a block."""
    if page.tags[block - 1] != "a" or page.ends[block - 1] != block:
        return None
    anchor = page.attributes[block - 1]
    numbers = ANY_ID.findall(anchor.get("name") or anchor.get("id") or "")
    return str(numbers[-1]) if numbers else None


def _own_id(page: Page, zone: Zone) -> str | None:
    for element in (zone.block, *zone.elements[1:12]):
        own = element == zone.block
        for name, value in page.attributes[element].items():
            if name not in ("id", "name") and not (own and _ID_NAME.fullmatch(name)) and name not in _INNER_IDS:
                continue
            match = WPDISCUZ.search(value)
            if match:
                return match[1]
            numbers = ANY_ID.findall(value)
            if numbers and (own or _WORDS.search(value)):
                return str(numbers[-1])
    return None


def _around_id(page: Page, block: int, starts: Sequence[int]) -> str | None:
    """The id of the nearest element around a block that holds no comment beside it and those in it."""
    inside = bisect_left(starts, page.ends[block]) - bisect_left(starts, block)
    at = page.parents[block]
    for _ in range(_STEPS):
        if at < 0 or bisect_left(starts, page.ends[at]) - bisect_left(starts, at) > inside:
            return None
        for name, value in page.attributes[at].items():
            if (name == "id" or _ID_NAME.fullmatch(name)) and (numbers := ANY_ID.findall(value)):
                return str(numbers[-1])
        at = page.parents[at]
    return None
