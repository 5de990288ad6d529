"""Cheap tests before patterns of the HTML reader: what a pattern finds, the test before it lets through."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from threads.readers import quotes
from threads.readers.html import names, section, survey
from threads.readers.html.selectors import Names

WORDS = {
    "relative": (survey._RELATIVE, survey._RELATIVE_WORDS),
    "author": (survey.AUTHOR_KEY, survey._AUTHOR_WORDS),
    "counted": (section._COUNTED, section._STEMS),
    "announced": (quotes._ANNOUNCED, quotes._TITLE_STEMS),
    "wrote": (quotes._WROTE, quotes._SAYING_STEMS),
}


@pytest.mark.parametrize("name", WORDS)
@given(data=st.data())
@settings(deadline=None)
def test_one_of_the_words_stands_in_all_that_the_pattern_finds(name: str, data: st.DataObject) -> None:
    pattern, words = WORDS[name]
    text = data.draw(st.from_regex(pattern)).lower()
    assume(pattern.search(text))
    assert any(word in text for word in words)


@given(st.from_regex(survey._NAMED_DATE))
@settings(deadline=None)
def test_a_named_date_begins_one_of_the_words(text: str) -> None:
    text = text.lower()
    assume(survey._NAMED_DATE.search(text) and survey._FIGURE.search(text))
    assert survey.dated(text)


@given(st.from_regex(names._SAYS))
@settings(deadline=None)
def test_a_byline_ends_in_one_of_the_words(text: str) -> None:
    assert names.says(text)


_KEY = st.from_regex(r"[a-c]{1,2}(?:[.#\[][a-c=\]]{0,3}){0,4}", fullmatch=True)


@given(st.lists(_KEY), _KEY | st.from_regex(r"[.#\[][a-c]{1,2}", fullmatch=True))
@settings(deadline=None)
def test_names_hold_what_stands_in_a_key(keys: list[str], mark: str) -> None:
    assert Names(keys).hold(mark) is any(mark in key for key in keys)
