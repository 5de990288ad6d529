"""What a comment's surroundings say of its fate in: edited, deleted, a pingback, and how readers voted on it."""

from __future__ import annotations

import re
from functools import lru_cache

from threads.readers import removal
from threads.readers.html.naming import among_pingbacks, named_pingback
from threads.readers.html.page import Page
from threads.readers.html.survey import Survey
from threads.readers.html.zones import Zone
from threads.thread import Votes

_PINGBACK_TEXT = re.compile(r"^\W*(?:pingback|trackback|pingverweis|ping)\b", re.I)
_DELETED_KEY = re.compile(r"[.-](?:deleted|removed|is-?deleted|comment-?deleted|ghost|collapsed-deleted)(?=[.\[]|$)")
_EDITED = re.compile(
    r"^\W*(?:edited|last edit|bearbeitet|zuletzt bearbeitet|geändert|modifié|modificato|editado|edited by|"
    r"(?:this|the) (?:comment|post) (?:has been|was) edited|отредактировано|last edited)\b",
    re.I,
)
_EDIT_KEY = re.compile(r"edited|lastedit|last-?modified|edit-?(?:mark|note|info|indicator|history)")
_VOTES = (
    ("net", re.compile(r"score\.unvoted")),
    (
        "down",
        re.compile(r"dislike|down-?vot|vote-?down|thumbs?-?down|minus|negative|rating-?(?:down|neg)|daumen-?runter"),
    ),
    (
        "up",
        re.compile(r"like|up-?vot|vote-?up|thumbs?-?up|plus|positive|recommend|rating-?(?:up|pos)|daumen-?hoch|upvote"),
    ),
    (
        "net",
        re.compile(r"score|points|karma|vote-?(?:count|result|total|value)|rating-?(?:value|count)|wpd-vote-result"),
    ),
)
_IF_VOTED = re.compile(r"\.score\.(?:dis)?likes")
_COUNT = re.compile(r"^\W{0,3}?([+-]?\d{1,6}(?:[.,]\d)?)(k?)\s*(?:points?|likes?|votes?|upvotes?|punkte?)?\W*$", re.I)


def is_pingback(page: Page, block: int, text: str) -> bool:
    """Whether another site's link rather than a reader's comment stands here."""
    named = named_pingback(page.keys[block]) or among_pingbacks(page, block)
    return named or _PINGBACK_TEXT.match(text[:40]) is not None


def is_deleted(page: Page, zone: Zone, text: str) -> bool:
    """Whether only the mark of a deleted comment is left, as its words or, where it has none, beside them."""
    if len(text) > removal.LONGEST:
        return False
    if _DELETED_KEY.search(page.keys[zone.block]) is not None or removal.is_removal(text):
        return True
    return not text and any(removal.is_removal(page.texts[at]) for at in zone.elements if page.texts[at])


def is_edited(page: Page, survey: Survey, zone: Zone) -> bool:
    """Whether the page says that the comment was changed after it was posted."""
    for element in zone.elements[1:]:
        if _edit_key(page.keys[element]):
            if survey.lengths[element] or page.tags[element] == "time":
                return True
        elif 120 >= survey.lengths[element] >= 6 and _says_edited(page.texts[element]):
            return True
    return False


@lru_cache(maxsize=16384)
def _says_edited(text: str) -> bool:
    return _EDITED.match(text) is not None


@lru_cache(maxsize=16384)
def _edit_key(key: str) -> bool:
    return _EDIT_KEY.search(key) is not None and not key.startswith(("a.", "a#", "a[", "button"))


def votes(page: Page, survey: Survey, zone: Zone) -> Votes | None:
    """The counts that stand in elements named for votes."""
    counts: dict[str, int] = {}
    for element in zone.elements[1:]:
        if page.ends[element] - element > 2 or not 0 < survey.lengths[element] <= 14:
            continue
        number = _COUNT.match(page.text(element).replace("−", "-").replace("–", "-"))
        if not number:
            continue
        if _IF_VOTED.search(page.keys[element]):  # the score that a vote would make, hidden until then
            continue
        around = f"{page.keys[element]} {page.keys[page.parents[element]]}"
        name = next((name for name, pattern in _VOTES if pattern.search(around)), None)
        if name:
            value = float(number[1].replace(",", ".")) * (1000 if number[2] else 1)
            counts.setdefault(name, round(value))
    return Votes(counts.get("up"), counts.get("down"), counts.get("net")) if counts else None
