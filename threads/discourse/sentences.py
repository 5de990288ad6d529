"""Text → its sentences, verbatim, by the rules of its language."""

from __future__ import annotations

import re
from functools import lru_cache

_TRAILS_OFF = re.compile(r"(?:…|\.\.|,|\b\w)\W*$")  # no full stop: what follows belongs to the sentence
_LINK = re.compile(r"https?://\S+|www\.\S+|\S+://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=4096)
def sentences(text: str, language: str | None) -> tuple[str, ...]:
    """Sentences in order, each a substring of `text`; unknown languages are split as English."""
    from sentencex import segment

    found: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        start = at = 0
        for part in segment(language or "en", line) if line else ():
            end = line.index(part.strip(), at) + len(part.strip())
            if at > start and not _TRAILS_OFF.search(line[start:at]):
                found.append(line[start:at].strip())
                start = at
            at = end
        found.append(line[start:].strip())
    return tuple(s for s in found if s)


def without_links(text: str) -> str:
    """The text with every web address taken out."""
    return _LINK.sub(" ", text) if _may_link(text) else text


def links(text: str) -> int:
    """Number of web addresses in the text."""
    return len(_LINK.findall(text)) if _may_link(text) else 0


def _may_link(text: str) -> bool:
    """False where no web address can be: most texts need not be searched."""
    return "://" in text or "www." in text


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Lower-cased words of the text without its web addresses."""
    return tuple(_WORD.findall(without_links(text).casefold()))
