"""Comments in, the parts of them that are the site's words out: buttons, counters, labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from threads.readers.html.answers import is_reply_line, is_reply_link
from threads.readers.html.election import Found
from threads.readers.html.page import Page
from threads.readers.html.phrases import runs_on, set_forms
from threads.readers.html.platforms import Platform
from threads.readers.html.scene import Scene
from threads.readers.html.selectors import compiled, rank
from threads.readers.html.zones import Zone, stem
from threads.readers.wording import is_button, is_edit_note, tells_of_edits

_NAMED = re.compile(
    r"sharedaddy|jp-relatedposts|comment-?likes|comment-?_?reply|\.reply|reply-?link|signature|[._-]sig(?=[.\[_-]|$)|lastedit|edit(?:ed)?-?(?:by|markup|note|info)|vote"
    r"|rating|moderat|permalink|actions?(?=[.\[-]|$)|toolbar|social-?share|share-|avatar|screen-reader|visually-hidden"
    r"|sr-only|buttons?(?=[.\[-]|$)|expand|likes?(?=[.\[-]|$)|report|flag|gravatar|\.says|\.[\w-]*(?:(?:read|show|see)-?more|more-?link)|comment-?(?:author|number)|badge|\.received(?=[.\[]|$)"
)
TEXT_KEY = re.compile(
    r"comment-?_?(?:content|text|body|message|entry|copy|txt)|\[itemprop=(?:text|commenttext|articlebody|commentbody)"
    r"|\.e-content|post-?_?(?:content|text|body|message)|message-?(?:content|text|body)|usertext|komment\w*-?text"
)
"""Names that sites give to the element with a comment's words."""
_SURELY = re.compile(
    r"signature|[._-]sig(?=[.\[_-]|$)|edited-?by|lastedit|moderat|avatar|screen-reader|visually-hidden|sr-only|comment-?author|sharedaddy|jp-related"
)
"""Names of furniture that may well be wordy."""
_PROSE = 100
"""Characters of prose, in one comment, that no furniture has."""
_LABEL, _NOTICE = 40, 100
"""Characters that a button, and words of the site under each comment ("Log in to reply …"), have at most."""
_OFTEN = 0.5
_SMALL = 7
"""Elements that such words hold at most, a row of buttons with what they stand in."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The site's words in one zone: parts `named` as such, `buttons`, and labels `repeated` by nearly every comment.

    `notes` tell when the comment was changed.
    """

    named: frozenset[int]
    buttons: frozenset[int]
    repeated: frozenset[int]
    notes: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """All of them."""
        return self.named | self.buttons | self.repeated | self.notes


def find_furniture(
    scene: Scene, authors: Sequence[Found | None], times: Sequence[Found | None]
) -> tuple[Furniture, ...]:
    """The furniture of every zone; the elements of author and date are none."""
    page = scene.page
    labels = [_labels(scene, zone) for zone in scene.zones]
    often = Counter(label for shown in labels for label in set(shown.values()))
    common = {label for label, times_seen in often.items() if times_seen >= max(3, _OFTEN * len(labels))}
    notes = set(filter(is_edit_note, often)) if tells_of_edits("\n".join(often)) else set[str]()
    waiting = set(filter(_WAITS.match, often))
    names = {author.value for author in authors if author}
    linked = {label for label in common if not (label.startswith("@") or label in names)}
    named = _named(scene)
    others = [
        {i: text for i, text in shown.items() if i not in own}
        for shown, own in zip(labels, map(set, named), strict=True)
    ]
    formed = set_forms(scene, others, names)
    large = _large(scene, named)
    parts: list[Furniture] = []
    for zone, shown, author, time, own in zip(scene.zones, labels, authors, times, named, strict=True):
        kept = {part.element for part in (author, time) if part}
        repeated = frozenset(i for i, text in shown.items() if i not in kept and (text in common or i in formed))
        buttons = {
            i for i, text in shown.items() if i not in kept and _may_be_button(page.tags[i], text) and is_button(text)
        }
        buttons.update(
            i
            for i, text in shown.items()
            if i not in kept and page.tags[i] == "a" and text in linked and not runs_on(scene, i)
        )
        links = [i for i in zone.elements if page.tags[i] == "a"]
        buttons.update(i for i in links if is_reply_link(page, i))
        buttons.update(page.parents[i] for i in links if is_reply_line(page, i))
        small = frozenset(i for i in own if stem(page.keys[i]) not in large)
        told = _told(page, {i: text for i, text in shown.items() if text in notes and i not in kept})
        waits = {i for i, text in shown.items() if text in waiting}
        parts.append(Furniture(small | waits, frozenset(buttons), repeated, told))
    return tuple(parts)


_WAITS = re.compile(
    r"\W*(?:your|dein|ihr|votre|il tuo|tu|su|je|uw|o seu|seu|ваш|twój|din|váš)\s(?:\S+\s){1,2}(?:is\s)?"
    r"(?:awaiting (?:moderation|approval)|wartet auf|muss noch|est en attente|è in attesa|está pendiente"
    r"|wacht op|aguarda|está aguardando|ожидает|oczekuje|väntar på|inväntar|čeká na)[^.!]{0,40}[.!]?\W*$",
    re.I,
)
"""What a site tells the author of a comment that only he sees."""


def _told(page: Page, notes: Mapping[int, str]) -> frozenset[int]:
    """Of elements that read like notes of edits those that hold nothing else: not the comment that ends with one."""
    return frozenset(
        i
        for i, text in notes.items()
        if not any(j in notes and text.replace(notes[j], "").strip(_BRACKETS) for j in range(i + 1, page.ends[i]))
    )


_BRACKETS = " \n[](){}<>|*·•–—-_:.,"


def _may_be_button(tag: str, text: str) -> bool:
    return tag != "p" and len(text) <= _LABEL


def _labels(scene: Scene, zone: Zone) -> dict[int, str]:
    """Short texts by element, and what it might be that the site says under each comment."""
    page, ends, lengths = scene.page, scene.page.ends, scene.survey.lengths
    short = (i for i in zone.elements[1:] if ends[i] - i <= _SMALL and 0 < lengths[i] <= _NOTICE)
    return {i: _REPLY_TO_TITLE.sub("", text) if ":" in (text := page.text(i)) else text for i in short}


_REPLY_TO_TITLE = re.compile(r"^(?:(?:re|aw|antw|rép|sv|odp)\s?:\s*)+(?=\S)", re.I)
"""What forums put before a thread's title to make that of a reply."""


def _named(scene: Scene) -> list[list[int]]:
    keys = scene.page.keys
    drop = compiled(scene.platform.drop) if scene.platform.drop else None
    known: dict[str, bool] = {}

    def is_furniture(key: str) -> bool:
        answer = known.get(key)
        if answer is None:
            answer = known[key] = _sounds_like_furniture(key) or (drop is not None and drop.match(key) is not None)
        return answer

    return [[i for i in zone.elements[1:] if is_furniture(keys[i])] for zone in scene.zones]


@lru_cache(maxsize=8192)
def _sounds_like_furniture(key: str) -> bool:
    if re.match(r"(?:button|nav)(?=[#.\[]|$)", key):
        return True
    return _NAMED.search(key) is not None and TEXT_KEY.search(key) is None


def _large(scene: Scene, named: Sequence[Collection[int]]) -> set[str]:
    """Names that sound like furniture and hold most of the words, or prose that differs between comments: no such."""
    held: Counter[str] = Counter()
    prose: dict[str, list[int]] = defaultdict(list)
    for zone, elements in zip(scene.zones, named, strict=True):
        for element in elements:
            name = stem(scene.page.keys[element])
            letters = _without(scene.length, scene, zone, element)
            held[name] += letters
            if letters >= _PROSE and not _is_surely(scene.platform, name) and _prose(scene, zone, element) >= _PROSE:
                prose[name].append(element)
    whole = sum(zone.letters for zone in scene.zones)
    most = {name for name, letters in held.items() if letters > 0.6 * whole}
    return most | {name for name, where in prose.items() if len(where) == len(set(map(scene.page.text, where)))}


def _is_surely(platform: Platform, name: str) -> bool:
    return _SURELY.search(name) is not None or rank(platform.drop, name) is not None


def _prose(scene: Scene, zone: Zone, element: int) -> int:
    prose, ends = scene.survey.prose, scene.page.ends
    return _without(lambda at: prose[ends[at]] - prose[at], scene, zone, element)


def _without(measure: Callable[[int], int], scene: Scene, zone: Zone, element: int) -> int:
    """A measure of an element less that of the replies and forms in it."""
    end = scene.page.ends[element]
    return measure(element) - sum(measure(at) for at in (*zone.nested, *zone.outside) if element < at < end)
