"""Small selectors as data, matched against the keys of `Page`.

`li#comment-\\d+.depth-\\d+[itemprop=text]`: a tag, an id, classes and attributes, each optional, the names regular
expressions that must match whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache

_ONE_NAME = re.compile(r"[.#\[][^.#\[]+")
_PLAIN = re.compile(r"[.#]?[\w-]+|\[[\w=-]+\]")
_PART = re.compile(r"#[^.#\[]+|\.(?:[^.#\[\\]|\\.|(?<=\\d)\.)+|\[[^\]]+\]|^[^.#\[]+")


@cache
def compiled(selectors: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches the key of an element that any of the selectors fits, with a group for each."""
    return re.compile("|".join(f"({_pattern(selector)})" for selector in selectors))


@cache
def literals(selector: str) -> tuple[str, ...]:
    """Strings that must stand somewhere in the keys of a page for the selector to fit any: its plain names."""
    return tuple(part for part in _PART.findall(selector) if part[0] in ".#[" and _PLAIN.fullmatch(part))


class Names:
    """The names in a page's keys: which selectors cannot fit any of them is told without matching one."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._text = "\n".join(keys)
        apart = self._text.replace(".", "\n.").replace("#", "\n#").replace("[", "\n[")
        self._sorted = sorted(set(apart.split("\n")))

    def hold(self, mark: str) -> bool:
        """Whether the mark stands somewhere in the keys."""
        if not _ONE_NAME.fullmatch(mark):
            return mark in self._text
        at = bisect_left(self._sorted, mark)
        return at < len(self._sorted) and self._sorted[at].startswith(mark)


@lru_cache(maxsize=32768)
def rank(selectors: tuple[str, ...], key: str) -> int | None:
    """Position of the first selector that fits the key; None where none does."""
    match = compiled(selectors).match(key) if selectors else None
    return match.lastindex - 1 if match and match.lastindex else None


def _pattern(selector: str) -> str:
    pattern = "^"
    for part in _PART.findall(selector):
        if part[0] == "#":
            pattern += rf"(?=[^.\[]*#(?:{part[1:]})(?:[.\[]|$))"
        elif part[0] == ".":
            pattern += rf"(?=.*\.(?:{part[1:]})(?:[.\[]|$))"
        elif part[0] == "[":
            pattern += rf"(?=.*{re.escape(part)})"
        else:
            pattern += rf"(?={part}(?:[#.\[]|$))"
    return pattern
