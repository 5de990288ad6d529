"""A date told by its distance from now ("vor 3 Stunden", "2d ago") in, a `Timestamp` out, no finer than was told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from threads.thread import Precision, Timestamp

_ONE = r"an?|one|ein(?:e[mrsn]?)?|une?|una|uno|un['’]|одну|один"
_ABOUT = r"about|almost|over|around|etwa|ca\.?|circa|rund|fast|über|environ|plus d['’]|presque|quasi|unos|unas|около"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A span of time by its names: `days` of it make one, `precision` is how fine it tells a moment."""

    names: str
    days: float
    precision: Precision


_UNITS = (
    _Unit(r"s|secs?|seconds?|sek\w*|secondes?|second[oi]|segundos?|сек\w*", 1 / 86400, Precision.MINUTE),
    _Unit(r"m|mins?|minutes?|minuten?|minut[oi]s?|мин\w*", 1 / 1440, Precision.MINUTE),
    _Unit(r"h|hrs?|hours?|std|stunden?|heures?|or[ae]|horas?|ч|час\w*", 1 / 24, Precision.DAY),
    _Unit(r"d|days?|tage?n?|j|jours?|giorn[oi]|g|días?|д|дн\w*|день", 1, Precision.DAY),
    _Unit(r"w|wks?|weeks?|wochen?|sem|semaines?|settiman[ae]|semanas?|нед\w*", 7, Precision.DAY),
    _Unit(r"mos?|months?|monate?n?|mois|mes|mes[ei]|meses|мес\w*", 30.44, Precision.MONTH),
    _Unit(r"y|yrs?|years?|jahre?n?|ans?|années?|ann[oi]|años?|год\w*|лет|г", 365.25, Precision.YEAR),
)
_UNIT = "|".join(f"(?P<u{at}>{unit.names})" for at, unit in enumerate(_UNITS))
_PART = re.compile(rf"(?:(?P<n>\d{{1,3}})\s?|(?P<one>{_ONE})\s?)?(?:\b|(?<=\d))(?:{_UNIT})\b\.?", re.I)
_PLAIN = rf"(?:\d{{1,3}}\s?|(?:{_ONE})\s?)?(?:\b|(?<=\d))(?:{'|'.join(unit.names for unit in _UNITS)})\b\.?"
_DISTANCE = re.compile(
    rf"\W*(?:posted |vor |il y a |hace |há )*(?:(?:{_ABOUT})\s*)?"
    rf"(?P<parts>{_PLAIN}(?:(?:,| and| und| et| e| y| и)*\s{_PLAIN})?)"
    r"(?P<after> (?:ago|her|zuvor|fa|назад|atrás))?\W*",
    re.I,
)
_NOW = re.compile(
    r"\W*(?:just now|right now|moments? ago|a moment ago|(?:gerade )?eben|jetzt|à l['’]instant|adesso|proprio ora"
    r"|ahora(?: mismo)?|только что)\W*",
    re.I,
)
_DAY = re.compile(
    r"\W*(?:heute|(?:vor)?gestern|today|yesterday|(?:avant-)?hier|aujourd['’]hui|(?:l['’]altro )?ieri|oggi"
    r"|(?:ante)?ayer|hoy|(?:поза)?вчера|сегодня)\b",
    re.I,
)
_LAST = re.compile(
    r"\W*(?:(?P<year>last year|letztes jahr|l['’]an(?:née)? derni(?:er|ère)|l['’]année passée|l['’]anno scorso"
    r"|(?:el )?año pasado|в прошлом году)"
    r"|(?P<month>last month|letzten monat|le mois dernier|(?:il )?mese scorso|(?:el )?mes pasado|в прошлом месяце)"
    r"|(?P<week>last week|letzte woche|la semaine dernière|(?:la )?settimana scorsa|(?:la )?semana pasada"
    r"|на прошлой неделе))\W*",
    re.I,
)
_BEFORE = re.compile(r"\b(?:vor|il y a|hace|há)\b", re.I)


def is_distance(text: str) -> bool:
    """Whether a short text tells a moment by its distance from now: "3h ago", "vor einer Stunde", "Today, 09:12"."""
    told = _DAY.match(text) or _NOW.fullmatch(text) or _LAST.fullmatch(text) or _distance(text)
    return told is not None


def _distance(text: str) -> re.Match[str] | None:
    match = _DISTANCE.fullmatch(text)
    told = match and (match["after"] or _BEFORE.search(text) or re.match(r"\W*\d", text))
    return match if told else None


def from_distance(text: str, now: Timestamp) -> Timestamp | None:
    """The moment that lies this far before `now`; None where the words tell no distance.

    Years and months are counted on the calendar. Hours give a day: they are rounded. From a `now` that is but a day,
    hours and minutes are counted from its noon.
    """
    if _NOW.fullmatch(text):
        return _cut(now, now.precision if now.precision in _COARSE else Precision.MINUTE, timedelta())
    if last := _LAST.fullmatch(text):
        return _last(last.lastgroup, now)
    match = _distance(text)
    if match is None:
        return None
    months, days, precision = 0, 0.0, Precision.MINUTE
    for part in _PART.finditer(match["parts"]):
        unit = next(unit for at, unit in enumerate(_UNITS) if part[f"u{at}"])
        count = int(part["n"] or 1)
        precision = _coarser(precision, unit.precision)
        if unit.precision in (Precision.MONTH, Precision.YEAR):
            months += count * (12 if unit.precision is Precision.YEAR else 1)
        else:
            days += count * unit.days
    return _cut(_months_before(now, months), _coarser(precision, now.precision), timedelta(days=days))


def _last(unit: str | None, now: Timestamp) -> Timestamp | None:
    """Last year, month or week: a day of it, no finer than that."""
    if unit == "week":
        return _cut(now, _coarser(Precision.MONTH, now.precision), timedelta(days=7))
    months, precision = (12, Precision.YEAR) if unit == "year" else (1, Precision.MONTH)
    return _cut(_months_before(now, months), _coarser(precision, now.precision), timedelta())


_ORDER = list(Precision)
_COARSE = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def _coarser(one: Precision, other: Precision) -> Precision:
    return _ORDER[min(_ORDER.index(one), _ORDER.index(other))]


def _months_before(now: Timestamp, months: int) -> Timestamp:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(now.value.year * 12 + now.value.month - 1 - months, 12)
    for day in (now.value.day, 30, 29, 28):
        try:
            return Timestamp(now.value.replace(year=max(1, year), month=month + 1, day=day), now.precision)
        except ValueError:
            continue
    return now


def _cut(now: Timestamp, precision: Precision, distance: timedelta) -> Timestamp | None:
    value = now.value.replace(hour=12) if now.precision is Precision.DAY else now.value
    try:
        return Timestamp((value - distance).replace(second=0, microsecond=0), precision)
    except OverflowError:
        return None
