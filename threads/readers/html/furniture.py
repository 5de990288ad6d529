"""Comments in, the parts of them that are the site's words out: buttons, counters, labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from threads.readers.html.answers import is_reply_link
from threads.readers.html.election import Found
from threads.readers.html.scene import Scene
from threads.readers.html.selectors import compiled
from threads.readers.html.zones import Zone, stem
from threads.readers.wording import is_button

_NAMED = re.compile(
    r"sharedaddy|jp-relatedposts|comment-?likes|comment-?_?reply|\.reply|reply-?link|signature|lastedit|edited-?by|vote"
    r"|rating|moderat|permalink|actions?(?=[.\[-]|$)|toolbar|social-?share|share-|avatar|screen-reader|visually-hidden"
    r"|sr-only|buttons?(?=[.\[-]|$)|expand|likes?(?=[.\[-]|$)|report|flag|gravatar|\.says|comment-?author|badge"
)
TEXT_KEY = re.compile(
    r"comment-?_?(?:content|text|body|message|entry|copy|txt)|\[itemprop=(?:text|commenttext|articlebody|commentbody)"
    r"|\.e-content|post-?_?(?:content|text|body|message)|message-?(?:content|text|body)|usertext|komment\w*-?text"
)
"""Names that sites give to the element with a comment's words."""
_LABEL = 40
_OFTEN = 0.5


@dataclass(frozen=True, slots=True)
class Furniture:
    """The site's words in one zone: parts `named` as such, `buttons`, and labels `repeated` by nearly every comment."""

    named: frozenset[int]
    buttons: frozenset[int]
    repeated: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """All of them."""
        return self.named | self.buttons | self.repeated


def find_furniture(
    scene: Scene, authors: Sequence[Found | None], times: Sequence[Found | None]
) -> tuple[Furniture, ...]:
    """The furniture of every zone; the elements of author and date are none."""
    page = scene.page
    labels = [_labels(scene, zone) for zone in scene.zones]
    often = Counter(label for shown in labels for label in set(shown.values()))
    common = {label for label, times_seen in often.items() if times_seen >= max(3, _OFTEN * len(labels))}
    named = _named(scene)
    large = _large(scene, named)
    parts: list[Furniture] = []
    for zone, shown, author, time, own in zip(scene.zones, labels, authors, times, named, strict=True):
        kept = {part.element for part in (author, time) if part}
        repeated = frozenset(i for i, text in shown.items() if i not in kept and text in common)
        buttons = {i for i, text in shown.items() if i not in kept and page.tags[i] != "p" and is_button(text)}
        buttons.update(i for i in zone.elements if page.tags[i] == "a" and is_reply_link(page, i))
        small = frozenset(i for i in own if stem(page.keys[i]) not in large)
        parts.append(Furniture(small, frozenset(buttons), repeated))
    return tuple(parts)


def _labels(scene: Scene, zone: Zone) -> dict[int, str]:
    """Short texts by element."""
    page, ends, lengths = scene.page, scene.page.ends, scene.survey.lengths
    short = (i for i in zone.elements[1:] if ends[i] - i <= 4 and 0 < lengths[i] <= _LABEL)
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
    """Names that sound like furniture and hold most of the words: they are not."""
    page = scene.page
    held: Counter[str] = Counter()
    for zone, elements in zip(scene.zones, named, strict=True):
        for element in elements:
            replies = sum(scene.length(inner) for inner in zone.nested if element < inner < page.ends[element])
            held[stem(page.keys[element])] += scene.length(element) - replies
    whole = sum(zone.letters for zone in scene.zones)
    return {name for name, letters in held.items() if letters > 0.6 * whole}
