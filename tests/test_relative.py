"""Dates told by their distance from now, in six languages."""

from __future__ import annotations

import pytest

from threads.readers.relative import from_distance, is_distance
from threads.thread import Timestamp

NOW = Timestamp.from_iso("2022-03-07T02:30+00:00")


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("3h ago", "2022-03-06"), ("3h", "2022-03-06"), ("an hour ago", "2022-03-07"),
        ("45 mins ago", "2022-03-07T01:45+00:00"),
        ("2 days, 3 hours ago", "2022-03-04"), ("1 yr. ago", "2021"), ("2mo", "2022-01"),
        ("just now", "2022-03-07T02:30+00:00"),
        ("vor 3 Stunden", "2022-03-06"), ("vor einer Stunde", "2022-03-07"), ("vor 5 Min.", "2022-03-07T02:25+00:00"),
        ("vor etwa 2 Jahren", "2020"), ("3 Wochen her", "2022-02-14"), ("il y a 2 h", "2022-03-07"),
        ("il y a une heure", "2022-03-07"), ("il y a environ 3 jours", "2022-03-04"), ("il y a 13 mois", "2021-02"),
        ("un'ora fa", "2022-03-07"), ("una settimana fa", "2022-02-28"), ("3 ore fa", "2022-03-06"),
        ("hace 3 horas", "2022-03-06"), ("hace un mes", "2022-02"), ("3 часа назад", "2022-03-06"),
        ("час назад", "2022-03-07"), ("месяц назад", "2022-02"), ("только что", "2022-03-07T02:30+00:00"),
    ],
)  # fmt: skip
def test_distance_from_a_moment(raw: str, iso: str) -> None:
    assert is_distance(raw)
    stamp = from_distance(raw, NOW)
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize(
    ("raw", "now", "iso"),
    [
        ("3 hours ago", "2022-03-07", "2022-03-07"), ("vor 5 Minuten", "2022-03-07", "2022-03-07"),
        ("vor 2 Tagen", "2022-03-07", "2022-03-05"), ("2 days ago", "2022-03", "2022-02"),
        ("1 month ago", "2022-03-31", "2022-02"),
    ],
)  # fmt: skip
def test_no_finer_than_what_it_is_counted_from(raw: str, now: str, iso: str) -> None:
    stamp = from_distance(raw, Timestamp.from_iso(now))
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize("raw", ["", "ago", "3 points", "hour", "an hour", "Eva 3 hours ago", "5 maids ago", "vor Ort"])
def test_what_tells_no_distance(raw: str) -> None:
    assert not is_distance(raw)
    assert from_distance(raw, NOW) is None
