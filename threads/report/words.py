"""The report's own words, in the reader's language."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def words_of(language: str) -> dict[str, str]:
    """All words in one of the languages of summaries, by key; `{n}` and the like are places for values."""
    return {key: said[language] for key, said in _table().items()}


def percent(share: float) -> str:
    """A share as "47 %", as all of its languages may write it."""
    return f"{round(100 * share)}\u00a0%"


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("threads.report") / "assets" / "words.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table
