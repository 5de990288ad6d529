"""Comments in, the moment that each was posted out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from threads.readers.html.election import Found, elect
from threads.readers.html.naming import named_pingback
from threads.readers.html.page import PARAGRAPHS
from threads.readers.html.scene import Scene
from threads.readers.html.selectors import rank
from threads.readers.html.survey import STAMP_ATTRIBUTES, STAMPED, dated
from threads.readers.html.zones import Zone, stem
from threads.readers.relative import is_distance
from threads.readers.timestamps import day_first, parse_timestamp
from threads.readers.wording import JOINED, find_stamp, is_plain_stamp, tells_of_edits
from threads.thread import Precision, Timestamp

_COARSE = {Precision.YEAR: 0.2, Precision.MONTH: 0.3, Precision.DAY: 0.8, Precision.MINUTE: 1.0, Precision.SECOND: 1.05}
_NOT_POSTED = re.compile(r"edit|modif|join|regist|birth|since|last-?activ|updated|reply-count|registr")
_AGO = re.compile(r"\d+\s?\w+\.?\s(?:ago|her|fa|назад|temu|sitten)\b|\b(?:vor|il y a|hace)\s\S+ \w+", re.I)
_POSTED = re.compile(r"\b(?:posted|verfasst|geschrieben|publié|posté|inviato|publicado)\b", re.I)
_HOUR = re.compile(
    r"\W*(?:(?P<word>um|at|à|alle(?: ore)?|ore|a las?|kl\.?|klo|в|o)\s+)?"
    r"\d{1,2}(?::|\s?h\s?|\.(?=\d\d\s*Uhr))\d\d(?::\d\d)?(?!\d)(?:\s*(?:[ap]\.?\s?m\b\.?|Uhr\b|h\b))?\W*",
    re.I,
)
"""A time of day, with the `word` that may stand before it."""
_DATE_KEY = re.compile(r"date|time|stamp|datum|fecha|posted")
_CLOCKED = re.compile(r"\d\s?[:.h]\s?\d|\d\s?[ap]\.?m\b|\d\s?Uhr", re.I)
_FIGURES = re.compile(r"\d\d\d\d|\d[./-]\s?\d")
_BARE_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d|$)")
_MOMENT_NAME = re.compile(r"data-(?:[\w-]+-)?(?:ts|unix|time(?:stamp)?|date|epoch|created(?:-at)?|posted(?:-at)?)$")
_TOOLTIP = re.compile(r"data-[\w-]*(?:tippy|tooltip|title)")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_TELLING = STAMPED | {"title", "content"}
_EDGE = " \t\u00a0|,;:·•–—-"
_SHORT = 160
_PLAIN = 60
_MONTH = 20
_VERB = 20
"""Characters at most of words right before a date that say what happened then: "edited"."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A date as text, where there is one the machine-readable moment, and whether the text stands after the element."""

    element: int
    text: str
    machine: str | None = None
    after: bool = False


def find_times(scene: Scene) -> tuple[Found | None, ...]:
    """One moment a comment: `value` as the page shows it, `stamp` None where that cannot be read (a relative date)."""
    found = _elected(scene, [list(_shown(scene, zone)) for zone in scene.zones])
    if any(each and each.stamp and not is_distance(each.value) for each in found):
        return found
    carried = _elected(scene, [list(_carried(scene, zone)) for zone in scene.zones])
    return tuple(
        replace(shown, stamp=moment.stamp) if shown and moment and moment.stamp else shown or moment
        for shown, moment in zip(found, carried, strict=True)
    )


def _elected(scene: Scene, shown: Sequence[Sequence[_Shown]]) -> tuple[Found | None, ...]:
    """Of the dates that each comment shows the one under the name that serves all comments best."""
    order = day_first([date.machine or date.text for zone in shown for date in zone])
    candidates: list[dict[str, Found]] = []
    weights: dict[str, float] = {}
    for zone in shown:
        seen: dict[str, Found] = {}
        for date in zone:
            name = stem(scene.page.keys[date.element]) + (" +" if date.after else "")
            raw = date.text or date.machine or ""
            if name in seen or _is_of_other(scene, date, raw):
                continue
            stamp = _moment(scene, date, order)
            if stamp is None and not _may_be_date(scene, date.element, raw):
                continue
            if scene.page.tags[date.element] in PARAGRAPHS and date.machine is None and _is_told(date, stamp):
                continue
            weights[name] = max(weights.get(name, 0.0), _weight(scene, date, stamp))
            seen[name] = Found(raw, date.element, f"time: {name}", stamp, date.after)
        candidates.append(_narrow(scene, seen))
    return tuple(found and _bare(scene, _timed(scene, found, order), order) for found in elect(candidates, weights))


def _is_of_other(scene: Scene, date: _Shown, raw: str) -> bool:
    """Whether words around a date say that it is that of joining the site, or of a change, and not of the posting."""
    page = scene.page
    before = "" if date.after else page.words_before(date.element)
    label = page.texts[date.element] if date.after else _label(scene, date.element, before)
    if JOINED.search(f"{label} {raw}") and not _POSTED.search(raw):
        return True
    near = before if len(before) <= _VERB else ""
    if tells_of_edits(f"{label} {near}"):
        return True
    return tells_of_edits(raw) and (stamp := find_stamp(raw)) is not None and tells_of_edits(raw[: stamp.start()])


def _label(scene: Scene, element: int, words: str) -> str:
    """The `words` before an element, or those in the element before it where there are none, if they end in a colon."""
    page, before = scene.page, element - 1
    while not words and page.depths[before] > page.depths[element]:
        before = page.parents[before]
    if not words and before != page.parents[element] and scene.length(before) <= _PLAIN:
        words = page.text(before)
    return words[-_PLAIN:] if words.endswith(":") else ""


def _is_told(date: _Shown, stamp: Timestamp | None) -> bool:
    """Whether a paragraph tells of a day: of a month or year alone, or amid more words than a byline has."""
    if date.after:
        return False
    if stamp is not None and stamp.precision in (Precision.MONTH, Precision.YEAR) and len(date.text) > _MONTH:
        return True
    if len(date.text) <= _PLAIN:
        return False
    match = find_stamp(date.text)
    return match is None or (match.start() > 0 and match.end() < len(date.text) - 2)


def _may_be_date(scene: Scene, element: int, raw: str) -> bool:
    """Whether words without a year tell a moment: its distance from now, day and hour, the hour where dates stand."""
    if len(raw) > _PLAIN:
        return False
    if _AGO.search(raw) or is_distance(raw):
        return True
    if _CLOCKED.search(raw) and (match := find_stamp(raw)) is not None:
        return 2 * len(match[0]) > len(raw)
    return _HOUR.fullmatch(raw) is not None and _DATE_KEY.search(scene.page.keys[element]) is not None


def _timed(scene: Scene, found: Found, order: bool | None) -> Found:
    """A day with the hour that stands beside it in an element of its own, or right after it."""
    if found.after or found.stamp is None or found.stamp.precision is not Precision.DAY:
        return found
    page, end = scene.page, scene.page.ends[found.element]
    tail, beside = page.tails[found.element].strip(), list[str]()
    if tail:
        hour = _HOUR.match(tail)
        beside = [hour[0]] if hour and (hour["word"] or hour.end() == len(tail)) else []
    elif end < len(page) and page.parents[end] == page.parents[found.element] and scene.length(end) <= _PLAIN:
        beside = [page.text(end)] if _HOUR.fullmatch(page.text(end)) else []
    for hours in beside:
        told = f"{found.value} {hours.strip()}"
        stamp = parse_timestamp(told, language=scene.language, now=scene.now, day_first=order)
        if stamp and stamp.precision is not Precision.DAY and stamp.value.date() == found.stamp.value.date():
            return replace(found, value=told, stamp=stamp)
    return found


def _bare(scene: Scene, found: Found, order: bool | None) -> Found:
    """The words of the date alone, where they say no less than with those around them ("Eva wrote on …", "Reply")."""
    raw = found.value
    if is_plain_stamp(raw):
        return found
    if is_distance(raw):
        return replace(found, value=raw.strip(_EDGE) or raw)
    match = find_stamp(raw)
    if match is None or len(match[0]) == len(raw):
        return found
    if found.stamp is not None:
        whole, bare = (
            parse_timestamp(told, language=scene.language, now=scene.now, day_first=order) for told in (raw, match[0])
        )
        if bare != whole and whole == found.stamp:
            return found
    return replace(found, value=match[0])


def _narrow(scene: Scene, seen: dict[str, Found]) -> dict[str, Found]:
    """Without elements that show more than an element in them that shows the same moment, or that alone shows one."""
    ends = scene.page.ends
    return {
        name: wide
        for name, wide in seen.items()
        if wide.after or not any(
            wide.element < found.element < ends[wide.element] and not found.after
            and found.stamp is not None and wide.stamp in (None, found.stamp)
            for found in seen.values()
        )
    }  # fmt: skip


def _shown(scene: Scene, zone: Zone) -> Iterator[_Shown]:
    """The dates that the elements of a zone show in themselves and right after themselves."""
    page, stamps, lengths = scene.page, scene.survey.stamps, scene.survey.lengths
    tails, ends = page.tails, page.ends
    titled = named_pingback(page.keys[zone.block])  # a link whose words may hold a date
    for element in zone.elements:
        tail = tails[element]
        if len(tail) > 3 and element != zone.block and len(tail := tail.strip()) <= _SHORT and dated(tail):
            yield _Shown(element, tail, after=True)
        if stamps[ends[element]] > stamps[element] and lengths[element] <= _SHORT:
            links = scene.survey.links[ends[element]] - scene.survey.links[element] if titled else 0
            if links > lengths[element] / 2 and not is_distance(page.text(element)):
                continue
            inside = _inside(scene, zone, element)
            if inside:
                yield inside
        elif element == zone.block and (machine := _machine(page.attributes[element])):
            yield _Shown(element, machine, machine)


def _carried(scene: Scene, zone: Zone) -> Iterator[_Shown]:
    """The moments that attributes of no usual name carry, for a script to show them."""
    for element in zone.elements:
        attributes = scene.page.attributes[element]
        dated_key = bool(attributes) and _DATE_KEY.search(scene.page.keys[element]) is not None
        for name, value in attributes.items():
            told = (dated_key and _ISO.match(value)) or (_MOMENT_NAME.match(name) and _EPOCH.fullmatch(value))
            if told and name.startswith("data-"):
                yield _Shown(element, "", value)
            elif _TOOLTIP.match(name) and dated(value) and (stamp := find_stamp(value)) and _CLOCKED.search(stamp[0]):
                yield _Shown(element, "", stamp[0])


def _inside(scene: Scene, zone: Zone, element: int) -> _Shown | None:
    """The date in an element; none in one that holds replies, or paragraphs beside the date."""
    page = scene.page
    end = page.ends[element]
    at = bisect_left(zone.nested, element)
    if at < len(zone.nested) and zone.nested[at] < end:
        return None
    machine = _machine(page.attributes[element])
    if machine is None and (machine := _titled(page.attributes[element])) is not None:
        machine = next((told for i in range(element + 1, end) if (told := _machine(page.attributes[i]))), machine)
    text = page.text(element)
    if machine is None:
        told_inside = (i for i in range(element + 1, end) if not _TELLING.isdisjoint(page.attributes[i]))
        same = (page.attributes[i] for i in told_inside if page.text(i) == text)
        machine = next((told for inner in same if (told := _machine(inner) or _titled(inner))), None)
    if machine is None and (not text or any(page.tags[i] in PARAGRAPHS for i in range(element + 1, end))):
        return None
    return _Shown(element, text, machine)


def _titled(attributes: Mapping[str, str]) -> str | None:
    """The moment that an element's `content` or `title` tells."""
    told = attributes.get("content") or attributes.get("title") or ""
    return told if any(letter.isdigit() for letter in told) and parse_timestamp(told) else None


def _machine(attributes: Mapping[str, str]) -> str | None:
    """The moment that an element's attributes state for machines."""
    if STAMPED.isdisjoint(attributes):
        return None
    stated = next((attributes[name] for name in STAMP_ATTRIBUTES if attributes.get(name)), None)
    title = attributes.get("title", "")
    if stated and title and _BARE_DATE.fullmatch(stated) and _CLOCKED.search(title) and parse_timestamp(title):
        return title
    return stated


def _moment(scene: Scene, date: _Shown, order: bool | None) -> Timestamp | None:
    read = parse_timestamp(date.machine, language=scene.language, day_first=order) if date.machine else None
    read = read or parse_timestamp(date.text, language=scene.language, now=scene.now, day_first=order)
    match = find_stamp(date.text) if read is None and _FIGURES.search(date.text) else None
    if match is None or 2 * len(match[0]) < len(date.text):
        return read
    return parse_timestamp(match[0], language=scene.language, now=scene.now, day_first=order)


def _weight(scene: Scene, date: _Shown, stamp: Timestamp | None) -> float:
    """How far a date is believed to be that of the posting: machine-readable and exact ones most."""
    key = scene.page.keys[date.element]
    position = rank(scene.platform.time, key)
    weight = 0.3 if stamp is None else _COARSE[stamp.precision]
    weight *= 1.3 if date.machine else 1.0
    weight *= 1.0 if position is None else 1.5 - 0.05 * position
    weight *= 0.2 if _NOT_POSTED.search(key) else 1.0
    return weight * (0.5 if len(date.text) > _PLAIN else 1.0)
