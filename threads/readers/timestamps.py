"""A date as a page or dump writes it in, a `Timestamp` with the stated precision out.

The forms that make up nearly all comment dates are read here; the rest and all relative dates are dateparser's.
Nothing is invented: no year means no timestamp, and a relative date needs the moment it is relative to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import chain
from typing import TYPE_CHECKING

from threads.readers.relative import from_distance
from threads.thread import Precision, Timestamp

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "nb", "fi", "cs", "hu", "tr", "uk", "ro", "ca",
    "sk", "sl", "bg", "el", "et", "lv", "lt",
)  # fmt: skip
"""Languages whose month names and relative dates are known; where two disagree on a name, the first wins."""

LONGEST = 160
"""Characters looked at: a date stands at the head of what surrounds it."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MORE_NAMES = {"sept": 9, "jänner": 1, "mrz": 3, "feber": 2, "aout": 8, "fevrier": 2, "decembre": 12, "juill": 7}
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420,
}  # fmt: skip

_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2})(?:(?:[T ]|,? +(?:at +)?)(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?)?(?!\d|-\d)"
)
_HALF = re.compile(r"\s?([ap])\.?m\b\.?", re.I)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d.:/])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[.,/-][.,]?\s*"
    r"((?:19|20)\d{2}(?=\d\d:\d\d)|(?:19|20)\d{2}(?!\d|:\d)|\d{2}(?=\d\d:\d\d)|\d{2}(?!\d|[:h]\d))"
)
_IN_FIGURES = re.compile(r"[.,]?\s+\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:19|20)?\d\d(?!\d|:)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY_BEFORE = re.compile(r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th|er)?[.ªº°]?,?[\s./-]*(?:de |of |-)?\s*$", re.I)
_DAY_AFTER = re.compile(r"[\s.,/-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.h]\d\d\b)", re.I)
_YEAR_AFTER = re.compile(
    r"[\s.,/-]*(?:del? |г\.)?\s*(?:((?:19|20)\d{2})(?!\d)|[’'](\d{2})(?!\d)|(\d{2})(?![\d:.h]| Uhr| h\b| ?[ap]\.?m))"
)
_YEAR = re.compile(r"(?<![\w.:])((?:19|20)\d{2})(?![\d:]|\.\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:(?::|\s?[hH]\s?)(\d{2})(?!\d)(?::(\d{2})(?!\d))?(?:[.,]\d+)?|\.(\d{2})(?=\s*Uhr)|(?=\s*(?:Uhr|h\b|[ap]\.?m\b)))"
    r"\s*(?:(?i:([ap])\.?\s?m\b\.?)|Uhr\b)?"
)
_CLOCK_AFTER_WORD = re.compile(r"\b(?:um|at|klo|kl\.?|alle|à|ore|в|godz\.?|o)\s+(\d{1,2})[.](\d{2})(?!\d)", re.I)
_CLOCK_AFTER_DAY = re.compile(r"[\s,|·•–—-]+(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=\W*(?:[A-Z]{3,4}\W*)?$)")
_ZONE = re.compile(r"\s*(?:(?:19|20)\d{2}\s+)?\(?(?:(UTC|GMT)?\s*([+-−])(\d{1,2}):?(\d{2})?|(Z|[A-Z]{3,4}))\b")
_RELATIVE_LENGTH = 60
_LETTER = re.compile(r"[^\W\d_]")
_HER = re.compile(r"(\S+ [^\W\d_]+) her", re.I)  # "1 Monat her", which dateparser does not know
_YEAR_ONLY = re.compile(r"(?:19|20)\d{2}")
_UNITS = (
    (Precision.MINUTE, re.compile(r"min|sec|sek|\d\s*[ms]\b|мин|сек", re.I)),
    (Precision.MONTH, re.compile(r"month|\bmo\b|monat|mois|mes(?:e|i|es)?\b|maand|miesi|mês|месяц|månad", re.I)),
    (Precision.YEAR, re.compile(r"year|jahr|\bann[eé]e|año|\bann[oi]|jaar|\brok|\blat|\bгод|\bлет|\bår", re.I)),
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A calendar day found in a string, and where in it."""

    year: int
    month: int
    day: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    second: int | None
    zone: tzinfo | None


def parse_timestamp(
    raw: str,
    *,
    language: str | None = None,
    now: Timestamp | Callable[[], Timestamp | None] | None = None,
    day_first: bool | None = None,
) -> Timestamp | None:
    """Read one date, in whatever words it stands among; None where there is none or its year is not stated.

    `language` (ISO 639-1) decides between month names and the order of "11/08/2020"; `day_first` settles that order
    outright. With `now`, the moment the page was saved, relative dates ("gestern", "il y a 2 jours") are read too; what
    finds that moment, given instead, is asked for it only by such a date.
    """
    text = " ".join(raw[: 4 * LONGEST].split())[:LONGEST]
    if not text:
        return None
    found = _absolute(text, language, day_first)
    if found or now is None or len(text) > _RELATIVE_LENGTH or not _LETTER.search(text):
        return found
    base = now if isinstance(now, Timestamp) else now()
    return _relative(text, language, base) if base else None


def day_first(raws: Iterator[str] | tuple[str, ...] | list[str]) -> bool | None:
    """Whether the numeric dates of one page put the day before the month, by those that can be read in one way only.

    Without such a date, a time of day in twelve hours decides for the month; None where nothing tells.
    """
    first = second = twelve = 0
    for raw in raws:
        match = _NUMERIC.search(raw[:LONGEST])
        if match:
            first += int(match[1]) > 12
            second += int(match[3]) > 12
            twelve += match[2] != "." and re.search(r"\d\s*[AP]M\b", raw[:LONGEST]) is not None
    if first or second:
        return first > second
    return False if twelve else None


@lru_cache(maxsize=16384)
def _absolute(text: str, language: str | None, order: bool | None) -> Timestamp | None:
    return _epoch(text) or _iso(text) or _calendar(text, language, order) or _bare_year(text) or _rare(text, language)


def _epoch(text: str) -> Timestamp | None:
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    return Timestamp(datetime.fromtimestamp(int(match[1]), UTC), Precision.SECOND)


def _iso(text: str) -> Timestamp | None:
    match = _ISO.search(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return None
    clock = None
    if hour is not None and minute is not None:
        half = _HALF.match(text, match.end())
        if half and hour <= 12:
            hour = hour % 12 + (12 if half[1] in "pP" else 0)
        clock = _Clock(hour, minute, second, _zone(text, half.end() if half else match.end()))
    found = _Day(year, month, day, match.start(), match.end())
    return _stamp(found, clock or (_clock(text, found) if day else None))


def _bare_year(text: str) -> Timestamp | None:
    if not _YEAR_ONLY.fullmatch(text):
        return None
    return Timestamp(datetime(int(text), 1, 1), Precision.YEAR)


def _calendar(text: str, language: str | None, order: bool | None) -> Timestamp | None:
    for found in chain(_named_days(text, language), _numeric_days(text, language, order)):
        stamp = _stamp(found, _clock(text, found) if found.day else None)
        if stamp:
            return stamp
    return None


def _named_days(text: str, language: str | None) -> Iterator[_Day]:
    """Days with a written month: "18. Oktober 2019", "Mar 10, 2016", "Thu Oct 3 12:34:21 2013", "2019. május 3."."""
    names = _month_names(language)
    distant: list[_Day] = []
    for word in _WORD.finditer(text):
        month = names.get(word[0].lower())
        if month is None or _IN_FIGURES.match(text, word.end()):  # "mar. 12/03/2013" is a Tuesday
            continue
        before, after = _DAY_BEFORE.search(text[: word.start()]), _DAY_AFTER.match(text, word.end())
        if before:
            near = _YEAR_AFTER.match(text, word.end())
            day, start, end = int(before[1]), before.start(), word.end()
        elif after:
            near = _YEAR_AFTER.match(text, after.end())
            day, start, end = int(after[1]), word.start(), after.end()
        else:
            alone = re.compile(r"[\s.,/-]*(?:de )?((?:19|20)\d{2})(?!\d)").match(text, word.end())
            if alone:
                yield _Day(int(alone[1]), month, None, word.start(), alone.end())
            continue
        if near:
            written = next(group for group in near.groups() if group)
            yield _Day(_full_year(written), month, day, start, near.end())
        elif far := _YEAR.search(text):
            distant.append(_Day(int(far[1]), month, day, start, end))
    yield from distant


def _numeric_days(text: str, language: str | None, order: bool | None) -> Iterator[_Day]:
    """Days in figures: "28.09.19", "14/04/2020", "04-09-2005", "17.07, 2011", "2019/08/03"."""
    match = _YEAR_FIRST.search(text)
    if match:
        yield _Day(int(match[1]), int(match[2]), int(match[3]), match.start(), match.end())
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if order is None:
            order = match[2] == "." or not _month_first(text, language)
        day, month = (first, second) if (order and second <= 12) or first > 12 else (second, first)
        yield _Day(_full_year(match[4]), month, day, match.start(), match.end())


def _month_first(text: str, language: str | None) -> bool:
    """Whether "04-09-2005" is to be read the American way: only with AM/PM, and only in English."""
    return language in (None, "en") and re.search(r"\d\s*[AP]M\b", text, re.I) is not None


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _clock(text: str, found: _Day) -> _Clock | None:
    """The time of day that stands after the day, or else before it."""
    for part, shift in ((text[found.end :], found.end), (text[: found.start], 0)):
        match = _CLOCK_AFTER_WORD.search(part) or _CLOCK.search(part) or _CLOCK_AFTER_DAY.match(part)
        if not match:
            continue
        minute, second, half = match[2], None, None
        if match.re is _CLOCK:
            minute, second, half = match[2] or match[4] or "0", match[3], match[5]
        elif match.re is _CLOCK_AFTER_DAY:
            second = match[3]
        hour = int(match[1])
        if half and hour <= 12:
            hour = hour % 12 + (12 if half in "pP" else 0)
        if hour < 24 and int(minute) < 60:
            zone = _zone(text, shift + match.end())
            return _Clock(hour, int(minute), int(second) if second else None, zone)
    return None


def _zone(text: str, at: int) -> tzinfo | None:
    match = _ZONE.match(text, at)
    if not match:
        return None
    if match[5]:
        minutes = _ZONES.get(match[5])
        return None if minutes is None else timezone(timedelta(minutes=minutes)) if minutes else UTC
    if not match[1] and len(match[3]) < 2:
        return None
    minutes = (int(match[3]) * 60 + int(match[4] or 0)) * (1 if match[2] == "+" else -1)
    if abs(minutes) > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _stamp(found: _Day, clock: _Clock | None) -> Timestamp | None:
    """A timestamp of the found parts; None where they are no date of the calendar."""
    try:
        value = datetime(found.year, found.month, found.day or 1)
        if clock is None:
            return Timestamp(value, Precision.DAY if found.day else Precision.MONTH)
        value = value.replace(hour=clock.hour, minute=clock.minute, second=clock.second or 0, tzinfo=clock.zone)
    except ValueError:
        return None
    return Timestamp(value, Precision.MINUTE if clock.second is None else Precision.SECOND)


@lru_cache(maxsize=64)
def _month_names(language: str | None) -> dict[str, int]:
    """Month by name and abbreviation, from the CLDR tables that dateparser carries; `language` has the first word."""
    names = dict(_MORE_NAMES)
    for code in (*reversed(LANGUAGES), *((language,) if language in LANGUAGES else ())):
        names |= _months_in(code)
    return names


@cache
def _months_in(language: str) -> dict[str, int]:
    """Month by name in one language; the table is read by itself, as importing all of dateparser takes long."""
    package = find_spec("dateparser")
    folders = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec(language, [f"{folder}/data/date_translation_data" for folder in folders or ()])
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"dateparser carries no table for {language!r}.", name="dateparser")
    table = module_from_spec(spec)
    spec.loader.exec_module(table)
    months = reversed(list(enumerate(_MONTHS, start=1)))
    return {name.lower().rstrip("."): number for number, month in months for name in table.info.get(month, ())}


@lru_cache(maxsize=64)
def _dateparser(language: str | None, base: datetime | None) -> DateDataParser:
    from dateparser.date import DateDataParser

    settings: dict[str, object] = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
    if base is None:
        settings |= {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    else:
        settings |= {"RELATIVE_BASE": base.replace(tzinfo=None), "PARSERS": ["relative-time"]}
    languages = [language] if language in LANGUAGES else list(LANGUAGES)
    return DateDataParser(languages=languages, settings=settings)


def _rare(text: str, language: str | None) -> Timestamp | None:
    """What dateparser makes of a date in no common form; believed only if the text states its year and its day."""
    if len(text) > _RELATIVE_LENGTH or not _YEAR.search(text) or not re.search(r"(?<!\d)\d{1,2}(?!\d)", text):
        return None
    value = _ask(text, language, None)
    if value is None or str(value.year) not in text:
        return None
    if not re.search(rf"(?<!\d)0?{value.day}(?!\d)", text):
        return None
    timed = value.hour or value.minute or re.search(r"\d[:h.]\d\d", text)
    return Timestamp(value, Precision.MINUTE if timed else Precision.DAY)


@lru_cache(maxsize=4096)
def _relative(text: str, language: str | None, now: Timestamp) -> Timestamp | None:
    """A relative date; a unit coarser than the day makes the precision coarser, and so does a coarse `now`."""
    distance = from_distance(text, now)
    if distance:
        return distance
    words = _HER.sub(r"vor \1", text.rstrip("."))
    value = _ask(words, language, now.value) or _ask(words, None, now.value)
    end = now.value.replace(tzinfo=None) + timedelta(days=now.precision is Precision.DAY)
    if value is None or value.tzinfo or value > end:  # "0G0Z" gets a zone, and is no date
        return None
    clock = _clock(text, _Day(1, 1, 1, len(text), 0))
    precision = next((unit for unit, names in _UNITS if names.search(text)), Precision.DAY)
    if clock and now.precision not in (Precision.YEAR, Precision.MONTH):
        value = value.replace(hour=clock.hour, minute=clock.minute, second=clock.second or 0)
        return Timestamp(value.replace(tzinfo=now.value.tzinfo), Precision.MINUTE)
    order = list(Precision)
    coarser = order[min(order.index(precision), order.index(now.precision))]
    return Timestamp(value.replace(second=0, microsecond=0, tzinfo=now.value.tzinfo), coarser)


def _ask(text: str, language: str | None, base: datetime | None) -> datetime | None:
    """Ask dateparser, which fails with more than ValueError on odd strings."""
    try:
        answer = _dateparser(language, base).get_date_data(text)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None
    found = answer.date_obj
    return found if isinstance(found, datetime) else None
