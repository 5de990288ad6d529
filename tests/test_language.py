"""Languages of comments, and of what is too short to have one."""

from __future__ import annotations

import pytest

from threads.readers.language import LANGUAGES, identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das ist doch kompletter Unsinn, was hier steht.", "de"),
        ("I totally agree with this article.", "en"),
        ("Je ne suis pas d'accord avec vous.", "fr"),
        ("Sono d'accordo con te, bellissimo articolo!", "it"),
        ("No estoy de acuerdo con eso", "es"),
        ("Moim zdaniem to strata pieniędzy.", "pl"),
        ("Интересная статья, спасибо автору.", "ru"),
        ("Ik ben het er niet mee eens", "nl"),
        ("https://a.org/x | London | https://b.org/y | Paris\nWe are hiring people who don’t sleep: that’s it.", "en"),
    ],
)
def test_tells_european_languages(text: str, language: str) -> None:
    assert identify(text) == language
    assert language in LANGUAGES


@pytest.mark.parametrize(
    "text", ["", "+1", "ok", "https://example.org/das-ist-ein-link", "12345 67890", "😀😀😀😀😀😀"]
)
def test_too_short_to_tell(text: str) -> None:
    assert identify(text) is None


def test_a_long_text_is_read_in_its_head_only() -> None:
    assert identify("Das ist ein deutscher Satz mit einigen Wörtern. " * 100_000) == "de"
