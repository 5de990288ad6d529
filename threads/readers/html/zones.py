"""Comment blocks in, what belongs to each of them alone out: a block's own elements without those of its replies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from threads.readers.html.page import SILENT, Page
from threads.readers.html.survey import Survey

_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"(?<![a-z0-9])(?=[a-z0-9]{8})[a-z]*\d+[a-z][a-z0-9]*")
"""What an id has instead of a number: figures and letters mixed."""
_ID = re.compile(r"#[^.\[]*")
_WORD_ID = re.compile(r"#[^.\[\d]*(?=[.\[]|$)")
_WORDS = re.compile(r"usertext-body|comment-?(?:text|content|body)")
_OUTSIDE = frozenset({"form", "textarea", "nav"})


@dataclass(frozen=True, slots=True)
class Zone:
    """A block, the elements in it that are its own, and the characters of text they hold.

    `nested` are the blocks directly in it, `outside` the forms and menus in it: neither is its own.
    """

    block: int
    elements: tuple[int, ...]
    nested: tuple[int, ...]
    letters: int
    outside: tuple[int, ...] = ()


def zones(page: Page, survey: Survey, blocks: Sequence[int]) -> tuple[Zone, ...]:
    """One zone a block, in document order; linear in the page, however deep the nesting."""
    starts = set(blocks)
    found: list[Zone] = []
    for block in blocks:
        own: list[int] = []
        nested: list[int] = []
        outside: list[int] = []
        letters = survey.lengths[block]
        at = block
        while at < page.ends[block]:
            if at != block and at in starts:
                nested.append(at)
                letters -= survey.lengths[at]
                at = page.ends[at]
            elif page.tags[at] in SILENT or (page.tags[at] in _OUTSIDE and not _holds_words(page, survey, at)):
                nested.extend(inner for inner in range(at + 1, page.ends[at]) if inner in starts)
                if page.tags[at] in _OUTSIDE:
                    outside.append(at)
                at = page.ends[at]
            else:
                own.append(at)
                at += 1
        forms = tuple(at for at in outside if _is_form(page, survey, at, letters))
        found.append(Zone(block, tuple(own), tuple(nested), max(0, letters), forms))
    return tuple(found)


def _holds_words(page: Page, survey: Survey, form: int) -> bool:
    """Whether a form is but the wrapper of a comment's words, as on old Reddit, or of these with their date."""
    if page.tags[form] != "form":
        return False
    end = page.ends[form]
    if survey.stamps[end] > survey.stamps[form]:
        return survey.forms[end] == survey.forms[form]
    return any(_WORDS.search(page.keys[at]) for at in range(form + 1, min(end, form + 12)))


def _is_form(page: Page, survey: Survey, element: int, letters: int) -> bool:
    """Whether a form is to be filled in, or small: what holds most of a comment's words may be but wrapped in it."""
    if 2 * survey.lengths[element] <= letters:
        return True
    return any(page.tags[at] == "textarea" for at in range(element, page.ends[element]))


_CLASS_ID = re.compile(r"\.id-\w*\d\w*")


@lru_cache(maxsize=32768)
def stem(key: str) -> str:
    """A key without what differs from comment to comment: its id and the digits in its classes."""
    if ".id-" in key:
        key = _CLASS_ID.sub(".id-*", key)
    if "#" in key:
        key = _ID.sub(lambda own: _TOKEN.sub("*", own[0]), _WORD_ID.sub("", key))
    return _DIGITS.sub("*", key)
