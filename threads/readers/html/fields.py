"""Comments in, each one's author, date and words out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from threads.readers.html.authors import find_authors
from threads.readers.html.election import Found
from threads.readers.html.furniture import Furniture, find_furniture
from threads.readers.html.render import Rendered, render
from threads.readers.html.scene import Scene
from threads.readers.html.texts import TextElement, find_text_elements
from threads.readers.html.times import find_times
from threads.readers.html.wrapping import SIGNED
from threads.readers.html.zones import Zone

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINE_WORDS = 14
_WORDY = frozenset({"p", "blockquote", "pre"})


@dataclass(frozen=True, slots=True)
class Fields:
    """What one comment holds; `place` says where its text was found."""

    author: Found | None
    time: Found | None
    text: Rendered
    place: TextElement


def read_fields(scene: Scene) -> tuple[Fields, ...]:
    """The fields of every comment, in order."""
    times = find_times(scene)
    authors = find_authors(scene, times)
    furniture = find_furniture(scene, authors, times)
    places = find_text_elements(scene, authors, times, furniture)
    return tuple(
        Fields(author, time, _text(scene, zone, place, parts, author, time), place)
        for zone, author, time, parts, place in zip(scene.zones, authors, times, furniture, places, strict=True)
    )


def _text(
    scene: Scene, zone: Zone, place: TextElement, parts: Furniture, author: Found | None, time: Found | None
) -> Rendered:
    """The words of a comment without its replies and furniture, and, where they are the rest, without its byline."""
    skip = {*parts.named, *parts.buttons, *zone.nested, *zone.outside}
    mute: set[int] = set()
    if place.element == zone.block:
        skip |= parts.repeated
        for found in (author, time):
            if found and found.after:
                mute.add(found.element)
            elif found and found.element != zone.block:
                skip.add(_line_around(scene, zone, found.element, parts.all))
    else:  # a forum repeats the subject above each post
        skip.update(i for i in parts.repeated if scene.page.tags[i] in _HEADINGS)
    return render(scene.page, place.element, skip=skip, mute=mute, forum=scene.platform.flat)


def _line_around(scene: Scene, zone: Zone, element: int, furniture: Collection[int]) -> int:
    """The largest element around a field that holds hardly more than it: the line "Comment by … — 3 May 2012"."""
    page = scene.page
    if SIGNED in page.keys[element]:
        return element
    spare = scene.length(element) + _LINE_WORDS
    while page.parents[element] > zone.block:
        above = page.parents[element]
        inner = range(above + 1, page.ends[above])
        letters = scene.length(above) - sum(scene.length(i) for i in inner if i > element and i in furniture)
        beside = any(page.tags[i] in _WORDY and not i <= element < page.ends[i] for i in inner)
        if letters > spare or beside:
            break
        element = above
    return element
