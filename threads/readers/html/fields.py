"""Zones in, each comment's author, date and words out.

Which element holds a field is decided for the page, not for the comment: an element's name is believed as far as it
holds that field in all comments (wrapper induction); what the platform is known to do only weighs more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from threads.readers.html.names import clean_name, is_number
from threads.readers.html.page import Page
from threads.readers.html.parents import is_reply_link
from threads.readers.html.platforms import Platform
from threads.readers.html.render import Rendered, render
from threads.readers.html.selectors import compiled
from threads.readers.html.survey import AUTHOR_KEY, STAMP_ATTRIBUTES, Survey, dated
from threads.readers.html.zones import Zone, stem
from threads.readers.timestamps import day_first, parse_timestamp
from threads.readers.wording import is_button
from threads.thread import Precision, Timestamp


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value with the element and the rule that gave it; `after` where it is the text after the element."""

    value: str
    element: int
    rule: str
    stamp: Timestamp | None = None
    after: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """What one zone holds."""

    author: Found | None
    time: Found | None
    text: Rendered
    text_element: int
    text_rule: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The page's own ways: its language, and the moment it was saved."""

    language: str | None = None
    now: Timestamp | None = None


_STRONG_AUTHOR = re.compile(
    r"comment-?_?author|author-?_?name|user-?_?name|nick|display-?name|commenter|poster|\.fn(?=[.\[]|$)|\[rel=author\]"
    r"|\[itemprop=name\]|screen-?name|comment-?_?name|comment-?user|account-?name"
)
_NO_AUTHOR = re.compile(
    r"avatar|title|badge|rank|role|user-?info|stat|count|meta(?=[.\[]|$)|reply|date|time|text|content|extra|menu|tooltip"
    r"|icon|link-?list|options"
)
_NAME_TAGS = frozenset(
    {"cite", "b", "strong", "h3", "h4", "h5", "h6", "a", "span", "em", "dt", "dd", "li", "address",
     "td", "p", "div", "section", "header", "label", "u", "font", "small", "bdi"}
)  # fmt: skip
_PROFILE = re.compile(
    r"/(?:users?|members?|profile?|profil|author|people|u|nutzer|konto|autor)[/.?=-]|[?&](?:u|uid|user|id)=|/@"
)
_NOT_POSTED = re.compile(r"edit|modif|join|regist|birth|since|last-?activ|updated|reply-count|registr")
_STRONG_TEXT = re.compile(
    r"comment-?_?(?:content|text|body|message|entry|copy|txt)|\[itemprop=(?:text|commenttext|articlebody|commentbody)"
    r"|\.e-content|post-?_?(?:content|text|body|message)|message-?(?:content|text|body)|usertext|komment\w*-?text"
)
_TEXT = re.compile(r"content|text|body|message|msg|inhalt|entry|words|\.md(?=[.\[]|$)|texte|testo|copy")
_FURNITURE = re.compile(
    r"sharedaddy|jp-relatedposts|comment-?likes|comment-?_?reply|\.reply|reply-?link|signature|lastedit|edited-?by|vote"
    r"|rating|moderat|permalink|actions?(?=[.\[-]|$)|toolbar|social-?share|share-|avatar|screen-reader|visually-hidden"
    r"|sr-only|buttons?(?=[.\[-]|$)|expand|likes?(?=[.\[-]|$)|report|flag|gravatar|\.says|comment-?author|badge"
)
_COARSE = {Precision.YEAR: 0.2, Precision.MONTH: 0.3, Precision.DAY: 0.8, Precision.MINUTE: 1.0, Precision.SECOND: 1.05}
_SHORT = 160
_LONGEST_NAME = 240
_TAG = re.compile(r"[^#.\[]+")


def read_fields(
    page: Page, survey: Survey, found: Sequence[Zone], platform: Platform, setting: Setting
) -> tuple[Fields, ...]:
    """The fields of every zone, in order."""
    times = _times(page, survey, found, platform, setting)
    authors = _authors(page, survey, found, platform, times)
    furniture = _furniture(page, survey, found, platform, authors, times)
    texts = _text_elements(page, survey, found, platform, authors, times, furniture)
    fields: list[Fields] = []
    for at, zone in enumerate(found):
        element, rule = texts[at]
        skip = {*furniture[at].named, *furniture[at].buttons, *zone.nested}
        mute: set[int] = set()
        if element == zone.block:
            skip |= furniture[at].repeated
            for part in (authors[at], times[at]):
                if part and part.after:
                    mute.add(part.element)
                elif part and part.element != zone.block:
                    skip.add(_line_around(page, survey, zone, part, furniture[at].all))
        fields.append(Fields(authors[at], times[at], render(page, element, skip=skip, mute=mute), element, rule))
    return tuple(fields)


def _line_around(page: Page, survey: Survey, zone: Zone, part: Found, furniture: Collection[int]) -> int:
    """The largest element around a field that holds hardly more than it: the line "Comment by … — 3 May 2012"."""
    element = part.element
    spare = survey.length(page, element) + _LINE_WORDS
    while page.parents[element] > zone.block:
        above = page.parents[element]
        letters = survey.length(page, above)
        letters -= sum(survey.length(page, i) for i in range(element + 1, page.ends[above]) if i in furniture)
        paragraphs = (i for i in range(above + 1, page.ends[above]) if page.tags[i] in _WORDY)
        if letters > spare or any(not i <= element < page.ends[i] for i in paragraphs):
            break
        element = above
    return element


_LINE_WORDS = 14


@lru_cache(maxsize=8192)
def _rank(selectors: tuple[str, ...], key: str) -> int:
    """Position of the first selector that fits the key; their number where none does."""
    for position, selector in enumerate(selectors):
        if compiled((selector,)).match(key):
            return position
    return len(selectors)


def _elect(
    candidates: Sequence[Mapping[str, Found]], weights: Mapping[str, float], count: int
) -> tuple[Found | None, ...]:
    """Per comment the value under the name that serves most comments best, else under the next best name."""
    served = Counter(name for zone in candidates for name in zone)
    worth = {name: served[name] / count * weights[name] for name in served}
    worth = {name: 0.0 if weights[name] <= _GUESS and served[name] < 0.6 * count else worth[name] for name in worth}
    order = {name: (-worth[name], position) for position, name in enumerate(worth)}
    best = max(worth.values(), default=0.0)
    chosen: list[Found | None] = []
    for zone in candidates:
        names = [name for name in zone if worth[name] and worth[name] >= 0.2 * best]
        chosen.append(zone[min(names, key=order.__getitem__)] if names else None)
    return tuple(chosen)


def _times(
    page: Page, survey: Survey, found: Sequence[Zone], platform: Platform, setting: Setting
) -> tuple[Found | None, ...]:
    shown = [[(i, raw) for i in zone.elements for raw in _shown_times(page, survey, zone, i)] for zone in found]
    order = day_first([raw.text for zone in shown for _, raw in zone if not raw.machine])
    candidates: list[dict[str, Found]] = []
    weights: dict[str, float] = {}
    for zone in shown:
        seen: dict[str, Found] = {}
        for element, (text, machine, after) in zone:
            name = stem(page.keys[element]) + (" +" if after else "")
            if name in seen:
                continue
            read = _moment(text, machine, setting, order)
            raw = text or machine or ""
            if read is None and not _relative_words(raw):
                continue
            rank = _rank(platform.time, page.keys[element])
            weight = 0.3 if read is None else _COARSE[read.precision]
            weight *= 1.3 if machine else 1.0
            weight *= 1.5 - 0.05 * rank if rank < len(platform.time) else 1.0
            weight *= 0.2 if _NOT_POSTED.search(page.keys[element]) else 1.0
            weight *= 0.5 if len(raw) > 60 else 1.0
            weights[name] = max(weights.get(name, 0.0), weight)
            seen[name] = Found(raw, element, f"time: {name}", read, after)
        candidates.append(seen)
    return _elect(candidates, weights, max(1, len(found)))


_AGO = re.compile(
    r"\d+\s?\w+\.?\s(?:ago|her|fa|назад|temu|sitten)\b|\b(?:vor|il y a|hace)\s\S+ \w+|gestern|yesterday", re.I
)


def _relative_words(raw: str) -> bool:
    return len(raw) <= 60 and _AGO.search(raw) is not None


class _Shown(NamedTuple):
    """A date as text, where there is one the machine-readable moment, and whether the text stands after the element."""

    text: str
    machine: str | None
    after: bool


def _shown_times(page: Page, survey: Survey, zone: Zone, element: int) -> Iterator[_Shown]:
    """The dates that an element shows in itself and right after itself."""
    tail = page.tails[element].strip() if element != zone.block else ""
    if tail and len(tail) <= _SHORT and dated(tail):
        yield _Shown(tail, None, True)
    end = page.ends[element]
    if not survey.stamps[end] - survey.stamps[element] or survey.length(page, element) > _SHORT:
        return
    at = bisect_left(zone.nested, element)
    if at < len(zone.nested) and zone.nested[at] < end:
        return
    attributes = page.attributes[element]
    machine = next((attributes[name] for name in STAMP_ATTRIBUTES if attributes.get(name)), None)
    if machine is None and ("title" in attributes or "content" in attributes):
        title = attributes.get("content") or attributes.get("title") or ""
        machine = title if any(letter.isdigit() for letter in title) and parse_timestamp(title) else None
    text = page.text(element)
    if machine is None and (not text or any(page.tags[i] in _WORDY for i in range(element + 1, end))):
        return
    yield _Shown(text, machine, False)


_WORDY = frozenset({"p", "blockquote", "pre"})


def _moment(text: str, machine: str | None, setting: Setting, order: bool | None) -> Timestamp | None:
    if machine:
        read = parse_timestamp(machine, language=setting.language, day_first=order)
        if read:
            return read
    return parse_timestamp(text, language=setting.language, now=setting.now, day_first=order)


def _authors(
    page: Page, survey: Survey, found: Sequence[Zone], platform: Platform, times: Sequence[Found | None]
) -> tuple[Found | None, ...]:
    candidates: list[dict[str, Found]] = []
    weights: dict[str, float] = {}
    values: dict[str, set[str]] = defaultdict(set)
    for zone, time in zip(found, times, strict=True):
        seen: dict[str, Found] = {}
        for element in zone.elements[1:]:
            weight = _author_weight(page, survey, platform, element)
            if not weight or (time and element == time.element):
                continue
            name = stem(page.keys[element])
            if name in seen:
                continue
            value = clean_name(page.text(element)) or clean_name(page.attributes[element].get("content", ""))
            if value is None or (is_number(value) and weight < 2) or is_button(value):
                continue
            weights[name] = weight
            values[name].add(value)
            seen[name] = Found(value, element, f"author: {name}")
        candidates.append(seen)
    for name, distinct in values.items():
        if len(distinct) == 1 and sum(name in zone for zone in candidates) >= 4:
            weights[name] *= 0.3
    return _elect(candidates, weights, max(1, len(found)))


def _author_weight(page: Page, survey: Survey, platform: Platform, element: int) -> float:
    if page.tags[element] not in _NAME_TAGS and "[" not in page.keys[element]:
        return 0.0
    letters = survey.length(page, element)
    if (not letters and "content" not in page.attributes[element]) or letters > _LONGEST_NAME:
        return 0.0
    key = page.keys[element]
    rank = _rank(platform.author, key)
    if rank < len(platform.author):
        return 4.0 - 0.1 * rank
    weight = _author_name_weight(key)
    if not weight and letters <= 32 and page.ends[element] == element + 1 and _may_be_name(key):
        weight = _GUESS
    if page.tags[element] == "a" and _PROFILE.search(page.attributes[element].get("href", "")):
        weight = max(weight, 1.2)
    return weight


_GUESS = 0.2
"""Weight of a short element that no name recommends: believed only where nearly every comment has it."""


@lru_cache(maxsize=8192)
def _may_be_name(key: str) -> bool:
    tag = _TAG.match(key)
    return tag is not None and tag[0] not in ("a", "p") and not (_TEXT.search(key) or _NO_AUTHOR.search(key))


@lru_cache(maxsize=8192)
def _author_name_weight(key: str) -> float:
    matched = _TAG.match(key)
    tag = matched[0] if matched else ""
    if _NO_AUTHOR.search(key) and not _STRONG_AUTHOR.search(key):
        return 0.1 if AUTHOR_KEY.search(key) else 0.0
    if _STRONG_AUTHOR.search(key):
        return 2.0
    if AUTHOR_KEY.search(key):
        return 1.5
    return {"cite": 1.2, "b": 0.5, "strong": 0.5, "h3": 0.3, "h4": 0.5, "h5": 0.5, "h6": 0.4, "address": 0.4}.get(
        tag, 0.0
    )


@dataclass(frozen=True, slots=True)
class _Furniture:
    """The site's words in one zone: parts `named` as such, `buttons`, and labels `repeated` by nearly every comment."""

    named: frozenset[int]
    buttons: frozenset[int]
    repeated: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.named | self.buttons | self.repeated


def _furniture(
    page: Page,
    survey: Survey,
    found: Sequence[Zone],
    platform: Platform,
    authors: Sequence[Found | None],
    times: Sequence[Found | None],
) -> tuple[_Furniture, ...]:
    labels: list[list[tuple[int, str]]] = []
    for zone in found:
        short = [i for i in zone.elements[1:] if 0 < survey.length(page, i) <= 40 and page.ends[i] - i <= 4]
        labels.append([(i, page.text(i)) for i in short])
    often = Counter(label for zone in labels for label in {text for _, text in zone})
    common = {label for label, times_seen in often.items() if times_seen >= max(3, 0.5 * len(found))}
    named = [
        [i for i in zone.elements[1:] if _is_furniture(platform.drop, page.keys[i], page.tags[i])] for zone in found
    ]
    large = _large(page, survey, found, named)
    parts: list[_Furniture] = []
    for zone, shown, author, time, own in zip(found, labels, authors, times, named, strict=True):
        kept = {part.element for part in (author, time) if part}
        repeated = frozenset(i for i, text in shown if i not in kept and text in common)
        buttons = frozenset(i for i, text in shown if i not in kept and page.tags[i] != "p" and is_button(text))
        buttons |= {i for i in zone.elements if page.tags[i] == "a" and is_reply_link(page, i)}
        parts.append(_Furniture(frozenset(i for i in own if stem(page.keys[i]) not in large), buttons, repeated))
    return tuple(parts)


def _large(page: Page, survey: Survey, found: Sequence[Zone], named: Sequence[Sequence[int]]) -> set[str]:
    """Names that sound like furniture and hold most of the words: they are not."""
    held: Counter[str] = Counter()
    for zone, elements in zip(found, named, strict=True):
        for element in elements:
            end = page.ends[element]
            replies = sum(survey.length(page, inner) for inner in zone.nested if element < inner < end)
            held[stem(page.keys[element])] += survey.length(page, element) - replies
    whole = sum(zone.letters for zone in found)
    return {name for name, letters in held.items() if letters > 0.6 * whole}


@lru_cache(maxsize=8192)
def _is_furniture(drop: tuple[str, ...], key: str, tag: str) -> bool:
    if drop and compiled(drop).match(key):
        return True
    return tag in ("button", "nav") or (_FURNITURE.search(key) is not None and not _STRONG_TEXT.search(key))


def _text_elements(
    page: Page,
    survey: Survey,
    found: Sequence[Zone],
    platform: Platform,
    authors: Sequence[Found | None],
    times: Sequence[Found | None],
    furniture: Sequence[_Furniture],
) -> tuple[tuple[int, str], ...]:
    """Per zone the element with the comment's words; the whole block where no name serves."""
    shares: list[dict[str, tuple[float, int]]] = []
    for zone, author, time, skip in zip(found, authors, times, furniture, strict=True):
        fixed = [part.element for part in (author, time) if part]
        net = max(
            1, zone.letters - sum(survey.length(page, i) for i in fixed) - _length_of(page, survey, skip.all, fixed)
        )
        shares.append(_shares(page, survey, zone, fixed, net))
    names = {name for zone in shares for name in zone} - _repeated_names(page, found)
    worth = {name: _text_worth(name, shares, platform) for name in names}
    order = sorted((name for name in names if worth[name] >= 0.3), key=lambda name: (-worth[name], name))
    chosen: list[tuple[int, str]] = []
    for zone, own in zip(found, shares, strict=True):
        name = next((name for name in order if name in own), None)
        if name is None:
            chosen.append((zone.block, "text: what is left of the block"))
        else:
            chosen.append((own[name][1], f"text: {name}"))
    if order and worth[order[0]] < 0.75:
        return tuple((zone.block, "text: what is left of the block") for zone in found)
    return tuple(chosen)


def _length_of(page: Page, survey: Survey, elements: frozenset[int], without: Sequence[int]) -> int:
    """Characters in a set of elements, nested ones counted once."""
    total = end = 0
    for element in sorted(elements):
        if element >= end and not any(element <= inner < page.ends[element] for inner in without):
            total += survey.length(page, element)
            end = page.ends[element]
    return total


def _shares(page: Page, survey: Survey, zone: Zone, fixed: Sequence[int], net: int) -> dict[str, tuple[float, int]]:
    """By name the share of the zone's words that the first element of that name holds."""
    shares: dict[str, tuple[float, int]] = {}
    for element in zone.elements[1:]:
        letters = survey.length(page, element)
        if not letters:
            continue
        name = stem(page.keys[element])
        if name in shares or page.tags[element] in ("a", "time", "b", "strong", "em", "i", "cite", "img"):
            continue
        end = page.ends[element]
        letters -= sum(survey.length(page, inner) for inner in zone.nested if element < inner < end)
        if any(element <= part < end for part in fixed):
            continue
        if letters > 0:
            shares[name] = (min(1.0, letters / net), element)
    return shares


def _repeated_names(page: Page, found: Sequence[Zone]) -> set[str]:
    """Names that stand more than once in a comment: parts of its text, not the element that holds it."""
    repeated: set[str] = set()
    for zone in found:
        seen = Counter(page.keys[i] for i in zone.elements if page.tags[i] in _PARTS)
        repeated.update(stem(key) for key, often in seen.items() if often > 1)
    return repeated


_PARTS = frozenset({"p", "div", "span", "li", "td", "dd", "font", "blockquote", "section"})


def _text_worth(name: str, shares: Sequence[Mapping[str, tuple[float, int]]], platform: Platform) -> float:
    with_words = [zone for zone in shares if zone]
    mean = sum(zone[name][0] for zone in with_words if name in zone) / max(1, len(with_words))
    rank = _rank(platform.text, name)
    if rank < len(platform.text):
        return mean * (1.6 - 0.02 * rank)
    if _STRONG_TEXT.search(name):
        return mean * 1.25
    return mean * (1.1 if _TEXT.search(name) else 1.0)
