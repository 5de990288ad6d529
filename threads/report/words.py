"""The report's own words, in the reader's language."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es", "it", "ru")
"""Languages of the report's own words; any other falls back to the first."""


def spoken(language: str) -> str:
    """The language that the report's own words are in when this one is asked for, `es` for `es-MX`."""
    code = re.split("[-_]", language)[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def words_of(language: str) -> dict[str, str]:
    """All words in one of `LANGUAGES`, by key; `{n}` and the like are places for values."""
    return {key: said[language] for key, said in _table().items()}


def percent(share: float) -> str:
    """A share as "47 %", as all of `LANGUAGES` may write it."""
    return f"{round(100 * share)}\u00a0%"


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("threads.report") / "assets" / "words.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table
