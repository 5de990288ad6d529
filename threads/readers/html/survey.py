"""One pass over a page: how much text, how many dates and how many author-like elements each part of it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from threads.readers.html.page import SILENT, Page

STAMP_ATTRIBUTES = ("datetime", "data-time", "data-timestamp", "data-utime", "data-epoch", "data-created", "data-date")
"""Attributes that carry a machine-readable moment, best first."""

_STAMPED = frozenset(STAMP_ATTRIBUTES)
_LONGEST = 120
_LABEL = 15
"""Text of up to this many characters may be a label; longer text that is no link and no date counts as prose."""
_FIGURE = re.compile(r"\d")
_RELATIVE = re.compile(
    r"\b(?:heute|gestern|today|yesterday|hier|ieri|ayer|вчера|сегодня|(?:an?|ein\w*|une?) \w+ (?:ago|fa|her|sitten))\b",
    re.I,
)
_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[.,/-][., ]?\s?\d{2,4}|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?"
    r"|\b(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|ma[yijg]|mei|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|"
    r"oct|okt|ott|out|nov|de[czk]|déc|dic|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|cze|lip|sie|"
    r"wrz|paź|lis|gru)\w*\.?\b.{0,6}\d|\d\s?\w+\.? (?:ago|fa|назад|her|temu|sitten|geleden|sedan)\b"
    r"|\b(?:vor|il y a|hace|há|vor etwa)\s(?:\d|ein|un)"
    r"|\b(?:heute|gestern|today|yesterday|hier|ieri|ayer|вчера|сегодня)\b"
    r"|(?:19|20)\d\d年",
    re.I,
)
_CLOCK_ONLY = re.compile(r"^\W*\d{1,2}[:h.]\d\d(?:\s?[ap]m|\s?uhr)?\W*$", re.I)
AUTHOR_KEY = re.compile(
    r"author|actor|user|nick|\.fn(?=[.\[]|$)|^cite|poster|commenter|autor|byline|screen-?name|profile|vcard|[.#_-]name"
    r"|\[itemprop=(?:author|creator|name)|member|account|verfasser|usuario|utente|pseudo|handle|persona"
)
"""Names that sites give to the element with a commenter's name."""
_BARRED = re.compile(r"bypostauthor|byuser|by-?user|authored|comment-author-admin")


@dataclass(slots=True)
class Survey:
    """Running totals: element `i` and what is in it hold `letters[ends[i]] - letters[i]` characters, and so on."""

    letters: list[int]
    tails: list[int]
    stamps: list[int]
    authors: list[int]
    forms: list[int]
    links: list[int]
    prose: list[int]

    def length(self, page: Page, index: int) -> int:
        """Characters of text inside an element."""
        end = page.ends[index]
        return self.letters[end] - self.letters[index] + self.tails[end] - self.tails[index + 1]


def survey(page: Page) -> Survey:
    """Totals over a whole page."""
    size = len(page)
    letters, tails, stamps = [0] * size, [0] * size, [0] * size
    authors, forms, links, prose = [0] * size, [0] * size, [0] * size, [0] * size
    silent_until = 0
    for index in range(size):
        tail = page.tails[index]
        if index >= silent_until or page.ends[index] >= silent_until:
            tails[index] = len(tail.strip()) if tail else 0
        tag = page.tags[index]
        if index < silent_until:
            continue
        if tag in SILENT:
            silent_until = page.ends[index]
            forms[index] = tag == "textarea"
            continue
        text = page.texts[index]
        own = letters[index] = len(text.strip()) if text else 0
        if tag == "time" or (3 < own <= _LONGEST and dated(text)) or (3 < tails[index] <= _LONGEST and dated(tail)):
            stamps[index] = 1
        else:
            prose[index] = (own if own > _LABEL and tag != "a" else 0) + (tails[index] if tails[index] > _LABEL else 0)
        key = page.keys[index]
        if key == tag:
            authors[index] = tag == "cite"
        else:
            stamps[index] = stamps[index] or _stamped(page, index)
            authors[index] = _author_like(key)
        if tag == "a":
            links[index] = letters[index]
    return Survey(*(_totals(counts) for counts in (letters, tails, stamps, authors, forms, links, prose)))


def _totals(counts: list[int]) -> list[int]:
    return [0, *accumulate(counts)]


def _stamped(page: Page, index: int) -> int:
    """Whether an element's attributes hold a moment."""
    key = page.keys[index]
    if "[itemprop=date" in key or "[itemprop=commenttime" in key:
        return 1
    return int(not _STAMPED.isdisjoint(page.attributes[index]))


@lru_cache(maxsize=32768)
def _author_like(key: str) -> bool:
    return AUTHOR_KEY.search(_BARRED.sub("", key) if "by" in key or "author" in key else key) is not None


def dated(text: str) -> bool:
    """Whether a short text looks as if it held a date or a time of day."""
    if _FIGURE.search(text) is None:
        return _RELATIVE.search(text) is not None
    return _DATE.search(text) is not None or _CLOCK_ONLY.match(text) is not None
