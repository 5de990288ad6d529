"""Comments in, each one's author, date and words out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from threads.readers.html.authors import find_authors
from threads.readers.html.election import Found
from threads.readers.html.furniture import Furniture, find_furniture
from threads.readers.html.numbers import without_numbers
from threads.readers.html.page import HEADINGS, PARAGRAPHS
from threads.readers.html.render import Rendered, render
from threads.readers.html.scene import Scene
from threads.readers.html.signatures import without_signatures
from threads.readers.html.subjects import find_subjects, titles_again
from threads.readers.html.texts import TextElement, find_text_elements
from threads.readers.html.times import find_times
from threads.readers.html.wrapping import SIGNED
from threads.readers.html.zones import Zone
from threads.readers.wording import is_verb

_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?: [^\W\d_a-zß-ÿ][\w'’.-]*){0,2}")
_LINE_WORDS = 14
_SEPARATORS = " \t\r\n\u00a0|·•–—/,;:"


@dataclass(frozen=True, slots=True)
class Fields:
    """What one comment holds; `place` says where its text was found, `edited` whether a note in it told of edits."""

    author: Found | None
    time: Found | None
    text: Rendered
    place: TextElement
    edited: bool


def read_fields(scene: Scene) -> tuple[Fields, ...]:
    """The fields of every comment, in order."""
    times = find_times(scene)
    authors = find_authors(scene, times)
    furniture = find_furniture(scene, authors, times)
    places = find_text_elements(scene, authors, times, furniture)
    again = titles_again(scene)
    subjects = find_subjects(scene, authors, times, furniture, places, again)
    if not any(authors):
        authors, subjects = _signed(scene, authors, times, subjects)
    found: list[Fields] = []
    for zone, author, time, parts, place, subject in zip(
        scene.zones, authors, times, furniture, places, subjects, strict=True
    ):
        text = _text(scene, zone, place, parts, author, time, subject, again)
        if not text.text and parts.named and place.element != zone.block:  # what sounds like furniture is all there is
            text = _text(scene, zone, place, replace(parts, named=frozenset()), author, time, subject, again)
        if not text.text and parts.notes:  # a sentence of the author's own that tells of a change
            parts = replace(parts, notes=frozenset())
            text = _text(scene, zone, place, parts, author, time, subject, again)
        if subject is not None and place.element != zone.block:
            title = render(scene.page, subject, skip=parts.all).text
            text = _titled(" ".join(title.split()) or scene.page.text(subject), text)
        found.append(Fields(author, time, text, place, bool(parts.notes)))
    texts = without_signatures(
        [part.author.value if part.author else None for part in found], without_numbers([part.text for part in found])
    )
    return tuple(replace(part, text=text) for part, text in zip(found, texts, strict=True))


def _signed(
    scene: Scene, authors: tuple[Found | None, ...], times: Sequence[Found | None], subjects: tuple[int | None, ...]
) -> tuple[tuple[Found | None, ...], tuple[int | None, ...]]:
    """Authors and titles: where nobody signs, few words with capitals beside every date are names and no titles."""
    page = scene.page
    for at, time in zip(subjects, times, strict=True):
        if at is None or time is None or page.parents[at] != page.parents[time.element]:
            return authors, subjects
        if not _NAME.fullmatch(page.text(at)):
            return authors, subjects
    rule = "author: title beside the date"
    return tuple(None if at is None else Found(page.text(at), at, rule) for at in subjects), (None,) * len(subjects)


def _titled(title: str, text: Rendered) -> Rendered:
    """The words under their title, where they do not begin with it anyway."""
    begun = " ".join(text.text[: 2 * len(title)].split()).casefold()
    if begun.startswith(title.rstrip(" .…").casefold()):
        return text
    moved = len(title) + 2
    quotes = tuple(replace(quote, start=quote.start + moved, end=quote.end + moved) for quote in text.quotes)
    return Rendered(f"{title}\n\n{text.text}", quotes) if text.text else Rendered(title)


def _text(
    scene: Scene,
    zone: Zone,
    place: TextElement,
    parts: Furniture,
    author: Found | None,
    time: Found | None,
    subject: int | None,
    again: frozenset[int],
) -> Rendered:
    """The words of a comment without its replies and furniture, and, where they are the rest, without its byline.

    Titles said `again` are left out as well.
    """
    skip = {*parts.named, *parts.buttons, *parts.notes, *zone.nested, *zone.outside}
    skip |= again.intersection(zone.elements)
    mute: set[int] = set()
    if place.element == zone.block:
        skip |= parts.repeated
        if len(scene.page.tagged("h1")) == 1:
            skip.update(scene.page.tagged("h1"))
        for found in (author, time):
            if found and found.after:
                mute.add(found.element)
            elif found and found.element != zone.block:
                line = _line_around(scene, zone, found.element, parts.all, subject)
                skip.add(line)
                tail = scene.page.tails[line]
                if not tail.strip(_SEPARATORS) or is_verb(tail):
                    mute.add(line)
    else:  # a forum repeats the subject above each post, and other links stand beside the button to reply
        ends = scene.page.ends
        skip.update(
            i
            for i in parts.repeated
            if scene.page.tags[i] in HEADINGS
            or _TITLE_KEY.search(scene.page.keys[i])
            or any(i < at < ends[i] for at in parts.buttons)
        )
    return render(scene.page, place.element, skip=skip, mute=mute, forum=scene.platform.flat)


_TITLE_KEY = re.compile(r"title|subject|titel|titre|titul|titol|betreff|sujet|oggetto|asunto")


def _line_around(scene: Scene, zone: Zone, element: int, furniture: Collection[int], subject: int | None = None) -> int:
    """The largest element around a field that holds hardly more than it: the line "Comment by … — 3 May 2012"."""
    page = scene.page
    if SIGNED in page.keys[element]:
        return element
    spare = scene.length(element) + _LINE_WORDS
    while page.parents[element] > zone.block:
        above = page.parents[element]
        inner = range(above + 1, page.ends[above])
        letters = scene.length(above) - sum(scene.length(i) for i in inner if i > element and i in furniture)
        beside = any((page.tags[i] in PARAGRAPHS and not i <= element < page.ends[i]) or i == subject for i in inner)
        if letters > spare or beside:
            break
        element = above
    return element
