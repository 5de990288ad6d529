"""The moments of exports (epoch numbers, ISO 8601, a page's words) → timestamps."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from threads.readers.timestamps import LONGEST, parse_timestamp
from threads.thread import Precision, Timestamp

_MILLISECONDS = 1e11
_MICROSECONDS = 1e14
_LATEST = 253_402_300_799
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_PRECISIONS = {8: Precision.DAY, 12: Precision.MINUTE, 14: Precision.SECOND}
_CLOCK = (Precision.MINUTE, Precision.SECOND)


def moment(value: object, *, utc: bool = False) -> Timestamp | None:
    """The moment that a value of an export states, else None.

    Numbers are seconds, milli- or microseconds since 1970 in UTC, told apart by their size. `utc`: the export is
    known to write a clock without a zone in UTC.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _epoch(float(value))
    if isinstance(value, datetime):
        found = Timestamp(value.replace(microsecond=0), Precision.SECOND)
    elif not isinstance(value, str) or (read := _text(value.strip())) is None:
        return None
    else:
        found = read
    if utc and found.value.tzinfo is None and found.precision in _CLOCK:
        return replace(found, value=found.value.replace(tzinfo=UTC))
    return found


def raw_moment(value: object) -> str | None:
    """The value as the export writes it, where it is a text or a number."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "" else None


def _text(text: str) -> Timestamp | None:
    if not any(map(str.isdigit, text[:LONGEST])):
        return None  # no year is stated
    if len(text) in _COMPACT and text.isdecimal() and text[:2] in ("19", "20"):
        with suppress(ValueError):
            return Timestamp(datetime.strptime(text, _COMPACT[len(text)]), _PRECISIONS[len(text)])
    if text.replace(".", "", 1).isdigit() and len(text.partition(".")[0]) >= 9:
        return _epoch(float(text))
    if len(text) >= 16 and text[4:5] == "-":
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            return parse_timestamp(text)
        precise = Precision.MINUTE if len(text) == 16 else Precision.SECOND
        return Timestamp(value.replace(microsecond=0), precise)
    return parse_timestamp(text)


def _epoch(number: float) -> Timestamp | None:
    if not math.isfinite(number) or number <= 0:
        return None
    seconds = number / 1e6 if number >= _MICROSECONDS else number / 1e3 if number >= _MILLISECONDS else number
    if seconds > _LATEST:
        return None
    return Timestamp(datetime.fromtimestamp(int(seconds), UTC), Precision.SECOND)
