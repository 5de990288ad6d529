"""Comments with their fields in, the titles that their authors gave them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from functools import lru_cache

from threads.readers.html.election import Found
from threads.readers.html.furniture import Furniture
from threads.readers.html.scene import Scene
from threads.readers.html.survey import AUTHOR_KEY, dated
from threads.readers.html.texts import TextElement
from threads.readers.html.zones import Zone
from threads.readers.wording import announced, is_button, is_form

_TITLED = re.compile(
    r"(?:^h[1-6]|[.#_-](?:title|titre|titel|titulo|subject|betreff|sujet|headline|asunto))(?=[.#\[-]|$)"
)
_NOT_TITLED = re.compile(
    r"sub-?title|entry|article|page|product|section|thread|topic|link|date|time|meta|count|rating|badge|avatar"
)
_ANSWERING = re.compile(r"\W*(?:(?:re|aw|antw|rép|sv|odp)\s?:\s*)+", re.I)
"""What makes the title of an answer of another title."""
_NO_TITLE = re.compile(rf"{_ANSWERING.pattern}|@\S+$", re.I)
"""A title that was made of another one, and the handle of a member."""
_TELLING = 7
"""Letters of a title at least that a second one repeats, and not by chance."""
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 160


def find_subjects(
    scene: Scene,
    authors: Sequence[Found | None],
    times: Sequence[Found | None],
    furniture: Sequence[Furniture],
    places: Sequence[TextElement],
    again: Set[int],
) -> tuple[int | None, ...]:
    """Per comment the element with its title, none of those said `again`.

    None on a forum, where each post repeats that of the thread.
    """
    if scene.platform.flat:
        return (None,) * len(scene.zones)
    by_key = scene.page.by_key
    titled = {at for key in filter(_is_titled, by_key) for at in by_key[key]}
    if len(scene.page.tagged("h1")) == 1:  # that of the page, in the question which opens it
        titled.difference_update(scene.page.tagged("h1"))
    if not titled:
        return (None,) * len(scene.zones)
    found: list[int | None] = []
    for zone, author, time, parts, place in zip(scene.zones, authors, times, furniture, places, strict=True):
        at = _subject(scene, zone, titled, [part.element for part in (author, time) if part], parts, place.element)
        named = at is not None and author is not None and author.value in scene.page.text(at)
        found.append(None if named or at in again else at)
    shown = [None if at is None else _DIGITS.sub("", scene.page.text(at)) for at in found]
    often = Counter(shown)
    return tuple(at if often[text] < max(2, len(found) / 2) else None for at, text in zip(found, shown, strict=True))


def titles_again(scene: Scene) -> frozenset[int]:
    """The titles that repeat the one of an earlier comment, as it is or behind "Re:": the site's words in answers."""
    page, seen, again = scene.page, set[str](), set[int]()
    for zone in scene.zones:
        own: dict[int, str] = {}
        for at in zone.elements[1:]:
            if _is_heading(page.keys[at]) and 1 < scene.length(at) <= _LONGEST:
                own[at] = page.text(at)
        bare = {at: _ANSWERING.sub("", title).strip().casefold() for at, title in own.items()}
        again.update(
            at for at, title in own.items()
            if bare[at] in seen and (len(bare[at]) >= _TELLING or _ANSWERING.match(title))
        )  # fmt: skip
        seen.update(bare.values())
    return frozenset(again)


def _subject(
    scene: Scene, zone: Zone, titled: Set[int], fixed: Sequence[int], parts: Furniture, place: int
) -> int | None:
    page, ends = scene.page, scene.page.ends
    end = place if place != zone.block else ends[zone.block]
    for at in zone.elements[1:]:
        if at >= end:
            break
        if at not in titled or not 1 < scene.length(at) <= _LONGEST or at in parts.all:
            continue
        above = page.parents[at]
        if above != zone.block and scene.length(above) <= 2 * _LONGEST and AUTHOR_KEY.search(page.keys[above]):
            continue  # what is said of a member
        if at < place < ends[at] or any(at <= field < ends[at] or field <= at < ends[field] for field in fixed):
            continue
        text = page.text(at)
        if _LETTER.search(text) and not (_NO_TITLE.match(text) or dated(text) or is_button(text)):
            return None if announced(text) or is_form(text) else at
    return None


@lru_cache(maxsize=8192)
def _is_heading(key: str) -> bool:
    return _TITLED.search(key) is not None


@lru_cache(maxsize=8192)
def _is_titled(key: str) -> bool:
    plain = key.replace("[itemprop=name]", "")
    if _TITLED.search(plain) is None and (plain == key or not plain.startswith(("p", "div"))):
        return False
    return AUTHOR_KEY.search(plain) is None and _NOT_TITLED.search(plain) is None
