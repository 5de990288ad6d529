"""A text in, the ISO 639-1 code of its language out; py3langid does the work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "is", "it", "lt", "lv", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
)  # fmt: skip
"""The languages told apart: European ones, so that a short comment is not taken for Esperanto or Malagasy."""

LETTERS_NEEDED = 12
CONFIDENCE_NEEDED = 0.7
CHARACTERS_READ = 160

_NOISE = re.compile(r"\S*://\S+|\S+@\S+|\d+")
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = tuple(re.compile(f"[{letters}]+") for letters in ("A-Za-zÀ-ɏ", "Ͱ-Ͽἀ-῿", "Ѐ-ӿ"))


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


@lru_cache(maxsize=4096)
def identify(text: str) -> str | None:
    """Language of `text` as a two-letter code; None where the text is too short or too mixed to tell."""
    words = _main_script(_NOISE.sub(" ", text[: 2 * CHARACTERS_READ])[:CHARACTERS_READ])
    if len(_LETTER.findall(words)) < LETTERS_NEEDED:
        return None
    language, confidence = _identifier().classify(words)
    return str(language) if confidence >= CONFIDENCE_NEEDED else None


def _main_script(text: str) -> str:
    """The text without the words of other scripts than its main one: a quoted Russian title is no Russian comment."""
    letters = [sum(map(len, script.findall(text))) for script in _SCRIPTS]
    others = [script for script, count in zip(_SCRIPTS, letters, strict=True) if count < max(letters)]
    for script in others:
        text = script.sub(" ", text)
    return text
