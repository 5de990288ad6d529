"""Small selectors as data, matched against the keys of `Page`.

`li#comment-\\d+.depth-\\d+[itemprop=text]`: a tag, an id, classes and attributes, each optional, the names regular
expressions that must match whole.
"""

from __future__ import annotations

import re
from functools import cache

_PLAIN = re.compile(r"[.#]?[\w-]+|\[[\w=-]+\]")
_PART = re.compile(r"#[^.#\[]+|\.(?:[^.#\[\\]|\\.|(?<=\\d)\.)+|\[[^\]]+\]|^[^.#\[]+")


@cache
def compiled(selectors: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches the key of an element that any of the selectors fits."""
    return re.compile("|".join(f"(?:{_pattern(selector)})" for selector in selectors))


@cache
def literals(selector: str) -> tuple[str, ...]:
    """Strings that must stand somewhere in the keys of a page for the selector to fit any: its plain names."""
    return tuple(part for part in _PART.findall(selector) if part[0] in ".#[" and _PLAIN.fullmatch(part))


def matches(selectors: tuple[str, ...], key: str) -> bool:
    """Whether any of the selectors fits the element with this key."""
    return bool(selectors) and compiled(selectors).match(key) is not None


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
