"""Comments with their authors, dates and furniture in, the element that holds each comment's words out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from threads.readers.html.election import Found
from threads.readers.html.furniture import TEXT_KEY, Furniture
from threads.readers.html.page import Page
from threads.readers.html.platforms import Platform
from threads.readers.html.scene import Scene
from threads.readers.html.selectors import rank
from threads.readers.html.zones import Zone, stem

_SOME = re.compile(r"content|text|body|message|msg|inhalt|entry|words|\.md(?=[.\[]|$)|texte|testo|copy")
_INLINE = frozenset({"a", "time", "b", "strong", "em", "i", "cite", "img", "button"})
_PARTS = frozenset({"p", "div", "span", "li", "td", "dd", "font", "blockquote", "section"})
_LEAST_WORTH = 0.75
_LEAST_SHARE = 0.3
_LITTLE_SHARE, _MUCH = 0.3, 0.6
_LEAST_SAME = 3
_NEARLY_ALL, _MOST, _LITTLE = 0.8, 0.5, 120
_MIXED = 0.85


@dataclass(frozen=True, slots=True)
class TextElement:
    """Where a comment's words are, and by which rule; the block itself where they are what is left of it."""

    element: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Share:
    """The share of a zone's `net` characters of words that an element holds, in 0..1."""

    element: int
    share: float
    net: int


def find_text_elements(
    scene: Scene,
    authors: Sequence[Found | None],
    times: Sequence[Found | None],
    furniture: Sequence[Furniture],
) -> tuple[TextElement, ...]:
    """Per comment the element whose name holds most of the words in all comments."""
    shares: list[dict[str, _Share]] = []
    out_of_sight = _hidden(scene)
    for zone, author, time, parts, hidden in zip(scene.zones, authors, times, furniture, out_of_sight, strict=True):
        fixed = [part.element for part in (author, time) if part]
        taken = sum(scene.length(i) for i in fixed) + _length_of(scene, parts.all.union(hidden), fixed)
        shares.append(_shares(scene, zone, fixed, hidden, max(1, zone.letters - taken)))
    names = {name for zone in shares for name in zone} - _repeated_names(scene)
    worth = {name: _worth(name, shares, scene.platform) for name in names}
    order = sorted((name for name in names if worth[name] >= _LEAST_SHARE), key=lambda name: (-worth[name], name))
    order = _unmixed(scene, order, worth, shares, furniture)
    order = [name for name in order if not _says_the_same(scene, name, shares)]
    if scene.platform.flat and (known := _known(scene.platform, order, shares)):
        order = known
    elif order and worth[order[0]] < _LEAST_WORTH:
        most = [name for name in order if _leaves_little(name, shares)]
        order = most or (order if _are_kinds(order, shares) else [])
    return tuple(_chosen(scene.page, zone, own, order) for zone, own in zip(scene.zones, shares, strict=True))


def _known(platform: Platform, order: Sequence[str], shares: Sequence[Mapping[str, _Share]]) -> list[str]:
    """The names for the words of a post under which nearly all have some: what is said of members may be longer."""
    return [
        name
        for name in order
        if rank(platform.text, name) is not None and sum(name in zone for zone in shares) >= _NEARLY_ALL * len(shares)
    ]


def _unmixed(
    scene: Scene,
    order: Sequence[str],
    worth: Mapping[str, float],
    shares: Sequence[Mapping[str, _Share]],
    furniture: Sequence[Furniture],
) -> list[str]:
    """The names in order once more, less worth those of elements that in most comments hold the site's words too."""
    near = [name for name in order if worth[name] >= _MIXED * worth[order[0]]]
    if len(near) < 2:
        return list(order)
    often: Counter[str] = Counter()
    for zone, parts in zip(shares, furniture, strict=True):
        inside = sorted(parts.repeated - parts.named - parts.buttons - parts.notes)
        for name in near if inside else ():
            share = zone.get(name)
            at = bisect_right(inside, share.element) if share else 0
            often[name] += share is not None and at < len(inside) and inside[at] < scene.page.ends[share.element]
    mixed = {name for name in near if 2 * often[name] > sum([name in zone for zone in shares])}
    return sorted(order, key=lambda name: (-worth[name] * (_MIXED if name in mixed else 1.0), name))


def _leaves_little(name: str, shares: Sequence[Mapping[str, _Share]]) -> bool:
    """Whether an element stands in most comments, holds most words of these, and leaves but a line or two in any."""
    found = [zone[name] for zone in shares if name in zone]
    if len(found) < _NEARLY_ALL * sum(map(bool, shares)):
        return False
    if sum(share.share * share.net for share in found) < _MOST * sum(share.net for share in found):
        return False
    return all((1 - share.share) * share.net <= _LITTLE for share in found)


def _are_kinds(order: Sequence[str], shares: Sequence[Mapping[str, _Share]]) -> bool:
    """Whether comments of some kinds, such as answers and comments on them, have each their name for most words."""
    chosen = [next((zone[name].share for name in order if name in zone), 0.0) for zone in shares if zone]
    return sum(chosen) >= _LEAST_WORTH * len(chosen)


def _says_the_same(scene: Scene, name: str, shares: Sequence[Mapping[str, _Share]]) -> bool:
    """Whether an element holds the site's words: the same in three comments and more, all that have it."""
    places = [zone[name].element for zone in shares if name in zone]
    if len(places) < _LEAST_SAME or len({scene.length(place) for place in places}) > 1:
        return False
    return len({scene.page.text(place) for place in places}) == 1


def _chosen(page: Page, zone: Zone, own: Mapping[str, _Share], order: Sequence[str]) -> TextElement:
    for name in order:
        if found := own.get(name) or next((own[other] for other in own if _is_kind(other, name)), None):
            return TextElement(found.element, f"text: {name}")
    if order and (drawn := next((at for at in zone.elements if _is_drawn(page, at, order[0])), None)):
        return TextElement(drawn, f"text: {order[0]}")
    return TextElement(zone.block, "text: what is left of the block")


def _is_drawn(page: Page, element: int, name: str) -> bool:
    """Whether an element of that name says all it says by pictures of emoji."""
    inside = range(element + 1, page.ends[element])
    return stem(page.keys[element]) == name and any(
        page.tags[at] == "img" and not page.attributes[at].get("alt", "").isascii() for at in inside
    )


@lru_cache(maxsize=4096)
def _is_kind(name: str, of: str) -> bool:
    """Whether a name has the tag and all classes of another, which has some: `div.words.faded` is a `div.words`."""
    (tag, *classes), (other, *least) = name.split("."), of.split(".")
    return tag == other and bool(least) and set(classes) > set(least)


def _length_of(scene: Scene, elements: Collection[int], without: Sequence[int]) -> int:
    """Characters in a set of elements, nested ones counted once, those around any of `without` not at all."""
    total = end = 0
    for element in sorted(elements):
        if element >= end and not any(element <= inner < scene.page.ends[element] for inner in without):
            total += scene.length(element)
            end = scene.page.ends[element]
    return total


def _hidden(scene: Scene) -> list[list[int]]:
    """Per comment the outermost elements that the page hides by their style, as it does in most comments."""
    attributes, ends = scene.page.attributes, scene.page.ends
    found: list[list[int]] = []
    for zone in scene.zones:
        own, end = list[int](), 0
        for element in zone.elements[1:]:
            if element >= end and "style" in attributes[element] and _HIDDEN.search(attributes[element]["style"]):
                own.append(element)
                end = ends[element]
        found.append(own)
    names = [[stem(scene.page.keys[element]) for element in own] for own in found]
    often = Counter(name for own in names for name in set(own))
    usual = {name for name, times in often.items() if times > _MOST * len(found) and times >= _LEAST_SAME}
    return [
        [element for element, name in zip(own, called, strict=True) if name in usual]
        for own, called in zip(found, names, strict=True)
    ]


_HIDDEN = re.compile(r"display\s*:\s*none", re.I)


def _shares(scene: Scene, zone: Zone, fixed: Sequence[int], hidden: Sequence[int], net: int) -> dict[str, _Share]:
    """By name the first element of that name that holds not author or date too, a later one with far more words."""
    page, lengths = scene.page, scene.survey.lengths
    shares: dict[str, _Share] = {}
    for element in zone.elements[1:]:
        letters = lengths[element]
        if not letters or page.tags[element] in _INLINE:
            continue
        name = stem(page.keys[element])
        end = page.ends[element]
        if any(element <= part < end for part in fixed):
            continue
        letters -= sum(scene.length(inner) for inner in (*zone.nested, *hidden) if element < inner < end)
        share = min(1.0, letters / net)
        if letters > 0 and (name not in shares or shares[name].share < _LITTLE_SHARE < _MUCH < share):
            shares[name] = _Share(element, share, net)
    return shares


def _repeated_names(scene: Scene) -> set[str]:
    """Names that stand more than once in a comment: parts of its text, not the element that holds it."""
    page = scene.page
    repeated: set[str] = set()
    for zone in scene.zones:
        seen = Counter(page.keys[i] for i in zone.elements if page.tags[i] in _PARTS)
        repeated.update(stem(key) for key, often in seen.items() if often > 1)
    return repeated


def _worth(name: str, shares: Sequence[Mapping[str, _Share]], platform: Platform) -> float:
    """The mean share of the words under a name; more where the name itself speaks for it."""
    with_words = [zone for zone in shares if zone]
    mean = sum(zone[name].share for zone in with_words if name in zone) / max(1, len(with_words))
    position = rank(platform.text, name)
    if position is not None:
        return mean * (1.6 - 0.02 * position)
    return mean * (1.25 if TEXT_KEY.search(name) else 1.1 if _SOME.search(name) else 1.0)
