"""Sentences are verbatim parts of the text; links and words are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.discourse import sentences as module
from threads.discourse.sentences import links, sentences, without_links, words


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("Das ist so. Nein! Wirklich?", "de", ("Das ist so.", "Nein!", "Wirklich?")),
        ("Er kam z.B. am 7.1. nach Hause.", "de", ("Er kam z.B. am 7.1. nach Hause.",)),
        ("Prima, erkannt…, ..üblicher Putsch", "de", ("Prima, erkannt…, ..üblicher Putsch",)),
        ("One line\nanother line", "en", ("One line", "another line")),
        ("Это так. Правда?", "ru", ("Это так.", "Правда?")),
        ("", "en", ()),
    ],
)
def test_sentences(text: str, language: str, parts: tuple[str, ...]) -> None:
    assert sentences(text, language) == parts


@given(st.text(max_size=200))
def test_every_sentence_is_a_substring_and_nothing_is_lost(text: str) -> None:
    found = sentences(text, "en")
    assert all(part in text for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_links_are_no_words() -> None:
    assert words("Siehe https://example.org/a und Müllers Don’t-Haus 42") == ("siehe", "und", "müllers", "don’t-haus")
    assert links("https://a.example www.b.example ____://c.example/x") == 3


@given(st.text(st.sampled_from("ahtpsw:/. \n"), max_size=40))
def test_the_cheap_test_for_links_lets_every_link_through(text: str) -> None:
    assert links(text) == len(module._LINK.findall(text))
    assert without_links(text) == module._LINK.sub(" ", text)
