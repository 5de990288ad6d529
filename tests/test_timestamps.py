"""Dates as comment pages write them: what is read, what is not invented, and how fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threads.readers.timestamps import day_first, parse_timestamp
from threads.thread import Timestamp

NOW = Timestamp.from_iso("2022-01-11T22:30+01:00")


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2022-01-11T22:30:15+01:00", "2022-01-11T22:30:15+01:00"),
        ("2018-09-27T14:51:09+0200", "2018-09-27T14:51:09+02:00"),
        ("2007-09-04 10:49:03", "2007-09-04T10:49:03"),
        ("2019-08", "2019-08"),
        ("2019", "2019"),
        ("1390000000", "2014-01-17T23:06:40+00:00"),
        ("1390000000123", "2014-01-17T23:06:40+00:00"),
        ("18. Oktober 2019 um 15:05 Uhr", "2019-10-18T15:05"),
        ("mar. 12/03/2013 10:00", "2013-03-12T10:00"),  # a Tuesday
        ("Mar, 09/11/2010 - 10:22", "2010-11-09T10:22"),
        ("12 mars 2009 à 8 h 14 min", "2009-03-12T08:14"),
        ("3. Mai 2019, 18 Uhr", "2019-05-03T18:00"),
        ("12. Mai 2019 18.45 Uhr", "2019-05-12T18:45"),
        ("4. Jänner 2012", "2012-01-04"),
        ("13 Dezember, 2015 um 01:10", "2015-12-13T01:10"),
        ("Do 1 Aug 2019 / 01:15", "2019-08-01T01:15"),
        ("17.07, 2011 @ 13:04", "2011-07-17T13:04"),
        ("29.07.2020 // 12:56", "2020-07-29T12:56"),
        ("14. 01. 2020, 13:47", "2020-01-14T13:47"),
        ("28.09.1912:44", "2019-09-28T12:44"),
        ("28.09.201912:44", "2019-09-28T12:44"),
        ("Heidemarie Heim | Di, 21. April 2020 - 16:40", "2020-04-21T16:40"),
        ("December 23, 2014, at 10:07 PM", "2014-12-23T22:07"),
        ("Mar 10, 2016 at 10:43 AM", "2016-03-10T10:43"),
        ("20 June, 2014 at 5:17 am", "2014-06-20T05:17"),
        ("On 3rd of May '12", "2012-05-03"),
        ("Thu Oct 3 12:34:21 2013 UTC", "2013-10-03T12:34:21+00:00"),
        ("Mon, 25 Dec 2017 10:00:00 +0100", "2017-12-25T10:00:00+01:00"),
        ("Oct 3, 2013 5:07:21 AM UTC", "2013-10-03T05:07:21+00:00"),
        ("12.29.14 at 8:09 pm Verbal", "2014-12-29T20:09"),
        ("14/04/2020 at 3:00 pm", "2020-04-14T15:00"),
        ("04-09-2005, 06:46 PM", "2005-04-09T18:46"),
        ("Le 11 septembre 2018 à 12:57", "2018-09-11T12:57"),
        ("Mar 3 février 2015 à 14h30", "2015-02-03T14:30"),
        ("5 maggio 2018 alle 9.30", "2018-05-05T09:30"),
        ("2 de marzo de 2016 a las 10:05", "2016-03-02T10:05"),
        ("13 января 2015 в 14:22", "2015-01-13T14:22"),
        ("wtorek, 11 maja 2021, 23:13", "2021-05-11T23:13"),
        ("tammikuu 3, 2015 klo 13.45", "2015-01-03T13:45"),
        ("2019年8月3日 12:30", "2019-08-03T12:30"),
        ("August 2019", "2019-08"),
    ],
)
def test_reads_the_forms_of_comment_pages(raw: str, iso: str) -> None:
    stamp = parse_timestamp(raw)
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize(
    "raw",
    ["", "#", "Reply", "18 Uhr", "13.01.", "Le 9 janvier à 13:06", "31.02.2019", "gestern", "il y a 2 jours",
     "I may 3 times", "encore2097 32 days ago | link", "version 1.2.3 of may", "12:30"],
)  # fmt: skip
def test_invents_nothing(raw: str) -> None:
    assert parse_timestamp(raw) is None


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("gestern", "2022-01-10"),
        ("heute, 12:30", "2022-01-11T12:30+01:00"),
        ("il y a 2 jours", "2022-01-09"),
        ("hace 3 días", "2022-01-08"),
        ("2 giorni fa", "2022-01-09"),
        ("2 dni temu", "2022-01-09"),
        ("241 days ago", "2021-05-15"),
        ("6 yr. ago", "2016"),
        ("1 Monat her", "2021-12"),
        ("vor 5 Minuten", "2022-01-11T22:25+01:00"),
        ("yesterday at 3:15 pm", "2022-01-10T15:15+01:00"),
    ],
)
def test_relative_dates_need_the_moment_of_the_page(raw: str, iso: str) -> None:
    stamp = parse_timestamp(raw, now=NOW)
    assert stamp is not None
    assert stamp.iso == iso
    assert parse_timestamp(raw) is None


def test_order_of_day_and_month() -> None:
    assert parse_timestamp("11/08/2020", day_first=True) == Timestamp.from_iso("2020-08-11")
    assert parse_timestamp("11/08/2020", day_first=False) == Timestamp.from_iso("2020-11-08")
    assert day_first(["11/08/2020", "14/08/2020"]) is True
    assert day_first(["11/08/2020", "08/14/2020"]) is False
    assert day_first(["04-09-2005, 06:46 PM"]) is False
    assert day_first(["11/08/2020"]) is None


@settings(deadline=None)
@given(st.text(max_size=200))
@example("0G0Z")
def test_never_raises(raw: str) -> None:
    for now in (None, NOW):
        stamp = parse_timestamp(raw, now=now)
        assert stamp is None or Timestamp.from_iso(stamp.iso).iso == stamp.iso


def test_fast_on_thousands() -> None:
    parse_timestamp("3. Mai 2019 um 18:45 Uhr")
    start = time.process_time()
    for minute in range(5000):
        parse_timestamp(f"{minute % 28 + 1}. Mai 20{minute % 20 + 10:02} um {minute % 24}:{minute % 60:02} Uhr")
    assert time.process_time() - start < 5.0
