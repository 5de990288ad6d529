"""One pass over a page: how much text, how many dates and how many author-like elements each part of it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    r"\b(?:heute|gestern|today|yesterday|hier|ieri|ayer|вчера|сегодня|(?:an?|ein\w*|une?) \w+ (?:ago|fa|her|sitten))\b"
)
_RELATIVE_WORDS = (
    "heute", "gestern", "today", "yesterday", "hier", "ieri", "ayer", "вчера", "сегодня", " ago", " fa", " her",
    " sitten",
)  # fmt: skip
_NAMED_DATE = re.compile(
    r"\b(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|ma[yijg]|mei|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|"
    r"oct|okt|ott|out|nov|de[czk]|déc|dic|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|cze|lip|sie|"
    r"wrz|paź|lis|gru)\w*\.?\b.{0,6}\d|\d\s?\w+\.? (?:ago|fa|назад|her|temu|sitten|geleden|sedan)\b"
    r"|\b(?:vor|il y a|hace|há|vor etwa)\s(?:\d|ein|un)"
    r"|\b(?:heute|gestern|today|yesterday|hier|ieri|ayer|вчера|сегодня)\b"
)
_DATE_WORDS = frozenset({
    "jan", "feb", "fév", "fev", "mar", "mär", "mrz", "apr", "avr", "abr", "may", "mai", "maj", "mag", "mei", "jun",
    "jui", "giu", "jul", "lug", "aug", "aoû", "ago", "sep", "set", "oct", "okt", "ott", "out", "nov", "dec", "dez",
    "dek", "déc", "dic", "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "fa", "наз", "her", "tem", "sit", "gel",
    "sed", "vor", "il", "hac", "há", "heu", "ges", "tod", "yes", "hie", "ier", "aye", "вче", "сег",
})  # fmt: skip
"""The first three letters of a word that `_NAMED_DATE` asks for."""
_NUMERIC_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[.,/-][., ]?\s?\d{2,4}|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|(?:19|20)\d\d年"
)
_CLOCK_ONLY = re.compile(r"^\W*\d{1,2}[:h.]\d\d(?:\s?[ap]m|\s?uhr)?\W*$")
_WORD = re.compile(r"[^\W\d_]+")
AUTHOR_KEY = re.compile(
    r"author|actor|user|nick|\.fn(?=[.\[]|$)|^cite|poster|commenter|autor|byline|screen-?name|profile|vcard|[.#_-]name"
    r"|\[itemprop=(?:author|creator|name)|member|account|verfasser|usuario|utente|pseudo|handle|persona"
)
"""Names that sites give to the element with a commenter's name."""
_BARRED = re.compile(r"bypostauthor|byuser|by-?user|authored|comment-author-admin")


_AUTHOR_WORDS = (
    "author", "actor", "user", "nick", ".fn", "cite", "poster", "commenter", "autor", "byline", "screen", "profile",
    "vcard", "name", "creator", "member", "account", "verfasser", "usuario", "utente", "pseudo", "handle", "persona",
)  # fmt: skip
"""One of these stands in whatever fits `AUTHOR_KEY`."""
_DIGITS = str.maketrans("0123456789", "0000000000")


@dataclass(slots=True)
class Survey:
    """`lengths` are the characters of text in each element. The others are running totals: element `i` and what is in
    it hold `stamps[ends[i]] - stamps[i]` dates, and so on.
    """

    lengths: list[int]
    stamps: list[int]
    authors: list[int]
    forms: list[int]
    links: list[int]
    prose: list[int]


def survey(page: Page) -> Survey:
    """Totals over a whole page."""
    size = len(page)
    tags, attributes, texts, ends = page.tags, page.attributes, page.texts, page.ends
    letters, tails, stamps = [0] * size, [0] * size, [0] * size
    authors, forms, links, prose = [0] * size, [0] * size, [0] * size, [0] * size
    author_like = {key: _author_like(key.translate(_DIGITS)) for key in page.by_key}
    at = 0
    while at < size:
        tag, tail = tags[at], page.tails[at]
        after = len(tail := tail.strip()) if tail else 0
        tails[at] = after
        if tag in SILENT:
            forms[at] = tag == "textarea"
            at = ends[at]
            continue
        text = texts[at]
        own = letters[at] = len(text := text.strip()) if text else 0
        if tag == "time" or (3 < own <= _LONGEST and dated(text)) or (3 < after <= _LONGEST and dated(tail)):
            stamps[at] = 1
        else:
            prose[at] = (own if own > _LABEL and tag != "a" else 0) + (after if after > _LABEL else 0)
            if attributes[at]:
                stamps[at] = _stamped(page, at)
        authors[at] = author_like[page.keys[at]]
        if tag == "a":
            links[at] = own
        at += 1
    lengths = _lengths(ends, _totals(letters), _totals(tails))
    return Survey(lengths, *(_totals(counts) for counts in (stamps, authors, forms, links, prose)))


def _totals(counts: Sequence[int]) -> list[int]:
    return [0, *accumulate(counts)]


def _lengths(ends: Sequence[int], letters: Sequence[int], tails: Sequence[int]) -> list[int]:
    """The tail of an element is text of the one around it."""
    return [letters[end] - letters[at] + tails[end] - tails[at + 1] for at, end in enumerate(ends)]


def _stamped(page: Page, index: int) -> int:
    """Whether an element's attributes hold a moment."""
    key = page.keys[index]
    if "[itemprop=date" in key or "[itemprop=commenttime" in key:
        return 1
    attributes = page.attributes[index]
    if not _STAMPED.isdisjoint(attributes):
        return 1
    return int("title" in attributes and _ISO.match(attributes["title"]) is not None)


_ISO = re.compile(r"\s*(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:|\s*$)")


@lru_cache(maxsize=32768)
def _author_like(key: str) -> bool:
    if not any(word in key for word in _AUTHOR_WORDS):
        return False
    return AUTHOR_KEY.search(_BARRED.sub("", key)) is not None


@lru_cache(maxsize=32768)
def dated(text: str) -> bool:
    """Whether a short text looks as if it held a date or a time of day."""
    text = text.lower()
    if _FIGURE.search(text) is None:
        return any(word in text for word in _RELATIVE_WORDS) and _RELATIVE.search(text) is not None
    if _NUMERIC_DATE.search(text) or _CLOCK_ONLY.match(text):
        return True
    return any(word[:3] in _DATE_WORDS for word in _WORD.findall(text)) and _NAMED_DATE.search(text) is not None
