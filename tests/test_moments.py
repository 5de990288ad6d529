"""Moments as exports write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.readers.export.moments import moment


@pytest.mark.parametrize(
    ("value", "utc", "iso"),
    [
        (1614857400, False, "2021-03-04T11:30:00+00:00"),
        (1614857400.9, False, "2021-03-04T11:30:00+00:00"),
        ("1614857400", False, "2021-03-04T11:30:00+00:00"),
        ("1614857400.0", False, "2021-03-04T11:30:00+00:00"),
        (1614857400000, False, "2021-03-04T11:30:00+00:00"),
        (1614857400000000, False, "2021-03-04T11:30:00+00:00"),
        ("2021-03-04T11:30:00Z", False, "2021-03-04T11:30:00+00:00"),
        ("2021-03-04T11:30:00.123456-05:00", False, "2021-03-04T11:30:00-05:00"),
        ("2021-03-04 11:30:00", True, "2021-03-04T11:30:00+00:00"),
        ("2021-03-04 11:30", False, "2021-03-04T11:30"),
        ("2021-03-04", True, "2021-03-04"),
        ("20210304", False, "2021-03-04"),
        ("20210304113000", False, "2021-03-04T11:30:00"),
        ("Thu, 04 Mar 2021 11:30:00 +0000", False, "2021-03-04T11:30:00+00:00"),
        ("4. März 2021 um 11:30", False, "2021-03-04T11:30"),
        (True, False, None),
        (None, False, None),
        (0, False, None),
        (float("nan"), False, None),
        (10**40, False, None),
        ("", False, None),
        ("soon", False, None),
        ({}, False, None),
    ],
)
def test_values_and_their_moments(value: object, utc: bool, iso: str | None) -> None:
    found = moment(value, utc=utc)
    assert (found.iso if found else None) == iso


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30))
def test_no_value_raises(value: object) -> None:
    moment(value)
