"""Sentences that earlier layers say in English (reasons, notices, units) → the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from threads.discourse.wording import LANGUAGES, wording

_TOLD = ("reason", "reasons", "swingReason", "message", "of", "unit")
"""Keys of the page's data under which such sentences stand."""


def said(text: str, language: str) -> str:
    """The sentence in a language; as it is where the table does not have it. What fills its places stays."""
    if language == "en" or language not in LANGUAGES:
        return text
    found = _table().get(text)
    if found:
        return found[language]
    for pattern, wordings in _patterns():
        match = pattern.fullmatch(text)
        if match:
            parts = (_requoted(said(part, language), language) for part in match.groups())
            return wordings[language].format(*parts)
    return text


def retold(value: Any, language: str, key: str = "") -> Any:
    """The page's data with all such sentences in a language; comments are left alone."""
    if isinstance(value, dict):
        return {k: v if k == "comments" else retold(v, language, k) for k, v in value.items()}
    if isinstance(value, list):
        return [retold(one, language, key) for one in value]
    return said(value, language) if isinstance(value, str) and key in _TOLD else value


def _requoted(text: str, language: str) -> str:
    words = wording(language)
    return text.replace("\u201c", words.word("open")).replace("\u201d", words.word("close"))


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = (files("threads.report") / "assets" / "said.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """The sentences with places, as patterns."""
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), wordings)
        for english, wordings in _table().items()
        if "{}" in english
    )
