"""The six tables of framing words: the same sentences with the same parts, and correct plural forms."""

import string
import tomllib
from importlib.resources import files

import pytest

from threads.discourse.measure import Interval
from threads.discourse.wording import LANGUAGES, wording
from threads.stance.label import Stance


def table(language: str) -> dict:
    return tomllib.loads(files("threads.discourse").joinpath("words", f"{language}.toml").read_text(encoding="utf-8"))


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_says_every_sentence_with_the_same_parts(language: str) -> None:
    english, other = table("en"), table(language)
    assert set(other) == set(english)
    for group in ("count", "stance", "camp", "sentence"):
        assert set(other[group]) == set(english[group]), group
    for key, text in english["sentence"].items():
        assert parts(other["sentence"][key]) == parts(text), key


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_reasons_are_translated(language: str) -> None:
    assert set(table(language)["reasons"]) == {
        "no comments", "no comment has an author", "no comment has a stance", "no comment replies to another",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("de", 1, "1 Kommentar"), ("de", 2, "2 Kommentare"), ("de", 0, "0 Kommentare"),
        ("en", 1, "1 comment"), ("fr", 0, "0 commentaire"), ("fr", 2, "2 commentaires"),
        ("ru", 1, "1 комментарий"), ("ru", 3, "3 комментария"), ("ru", 5, "5 комментариев"),
        ("ru", 11, "11 комментариев"), ("ru", 12, "12 комментариев"), ("ru", 21, "21 комментарий"),
        ("ru", 22, "22 комментария"), ("it", 2, "2 commenti"), ("es", 1, "1 comentario"),
    ],
)  # fmt: skip
def test_plural_forms(language: str, n: int, text: str) -> None:
    assert wording(language).count("comments", n) == text


def test_numbers_follow_the_language() -> None:
    assert wording("de").number(-0.5) == "−0,50"
    assert wording("en").number(-0.5) == "−0.50"
    assert wording("de").interval(Interval(0.1, 0.25, "wilson")) == "10–25 %"
    assert wording("en").percent(0.333) == "33%"


@pytest.mark.parametrize(
    ("seconds", "text"), [(59, "1 minute"), (3600, "60 minutes"), (7200, "2 hours"), (200000, "2 days")]
)
def test_durations(seconds: float, text: str) -> None:
    assert wording("en").duration(seconds) == text


def test_regions_and_unknown_languages() -> None:
    assert wording("de-AT").language == "de"
    assert wording("pl").language == "en"
    assert wording("pl").stance(Stance.AGREE) == "agrees"


def test_lists_in_words() -> None:
    assert wording("de").join(["a", "b", "c"]) == "a, b und c"
    assert wording("de").join(["a"]) == "a"
