"""One pass over a page: how much text, how many dates and how many author-like elements each part of it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

from threads.readers.html.page import SILENT, Page
from threads.readers.wording import MONTHS

STAMP_ATTRIBUTES = ("datetime", "data-time", "data-timestamp", "data-utime", "data-epoch", "data-created", "data-date")
"""Attributes that carry a machine-readable moment, best first."""

STAMPED = frozenset(STAMP_ATTRIBUTES)
_MOMENTS = STAMPED | {"title"}
_LONGEST = 120
_LABEL = 15
"""Text of up to this many characters may be a label; longer text that is no link and no date counts as prose."""
_FIGURE = re.compile(r"\d")
_RELATIVE = re.compile(
    r"\b(?:heute|gestern|today|yesterday|hier|ieri|ayer|вчера|сегодня"
    r"|(?:an?|ein\w*|un[ae]?) \w+ (?:ago|fa|her|sitten))\b"
    r"|^\W*(?:(?:vor ein\w*|il y a une?|hace una?) \w+\W*$|un['’]ora fa|just now|gerade eben|à l['’]instant|только что"
    r"|vorgestern\b|avant-hier|aujourd['’]hui|oggi\b|hoy\b|anteayer|позавчера|\w+ назад\W*$)"
)
_RELATIVE_WORDS = (
    "heute", "gestern", "today", "yesterday", "hier", "ieri", "ayer", "вчера", "сегодня", " ago", " fa", " her",
    " sitten", "vor ein", "il y a un", "hace un", "just now", "gerade eben", "instant", "только что", "oggi", "hoy",
    "aujourd", " назад",
)  # fmt: skip
_NAMED_DATE = re.compile(
    r"\b(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|ma[yijg]|mei|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|"
    r"oct|okt|ott|out|nov|de[czk]|déc|dic|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|cze|lip|sie|"
    rf"wrz|paź|lis|gru)\w*\.?\b.{{0,6}}\d|\b(?:{'|'.join(sorted(MONTHS))})\b.{{0,6}}\d"
    r"|\d\s?\w+\.? (?:ago|fa|назад|her|temu|sitten|geleden|sedan)\b"
    r"|\b(?:vor|il y a|hace|há)\s(?:etwa |ca\. |rund |environ |unos |unas )?(?:\d|ein|un)"
    r"|\b(?:heute|gestern|today|yesterday|hier|aujourd['’]hui|ieri|oggi|ayer|hoy|вчера|сегодня)\b"
)
_DATE_WORDS = frozenset({
    "jan", "feb", "fév", "fev", "mar", "mär", "mrz", "apr", "avr", "abr", "may", "mai", "maj", "mag", "mei", "jun",
    "jui", "giu", "jul", "lug", "aug", "aoû", "ago", "sep", "set", "oct", "okt", "ott", "out", "nov", "dec", "dez",
    "dek", "déc", "dic", "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "fa", "наз", "her", "tem", "sit", "gel",
    "sed", "vor", "il", "hac", "há", "heu", "ges", "tod", "yes", "hie", "ier", "aye", "вче", "сег",
    "auj", "ogg", "hoy",
})  # fmt: skip
"""The first three letters of a word that `_NAMED_DATE` asks for."""
_NUMERIC_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[.,/-][., ]?\s?\d{2,4}|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|(?:19|20)\d\d年"
)
_CLOCK_ONLY = re.compile(r"^\W*\d{1,2}[:h.]\d\d(?:\s?[ap]m|\s?uhr)?\W*$")
_WORD = re.compile(r"[^\W\d_]+")
AUTHOR_KEY = re.compile(
    r"author|actor|user|nick|\.fn(?=[.\[]|$)|^cite|poster|commenter|autor|byline|screen-?name|profile|vcard|[.#_-]name"
    r"|\[itemprop=(?:author|creator|name)|member|account|verfasser|usuario|utente|pseudo|handle|persona|auteur"
    r"|[.#]from(?=[.\[]|$)|nombre|naam(?=[._\[-]|$)|imya|benutzer|absender|firma(?=[.\[]|$)|^a\.url\[rel=external\]|(?:\.|posted-)by(?=[.\[]|$)"
)
"""Names that sites give to the element with a commenter's name."""
PROFILE = re.compile(
    r"/(?:users?(?!/(?:log-?in|register|password|sign-?(?:up|in)|logout)\b)|members?|profile?|profil|author|people|u|nutzer|konto|autor|medlem(?:mar)?|membres?|mitglied(?:er)?|miembros?"
    r"|membros?|utenti|usuarios?|uzytkownicy|leden)[/.?=-]|[?&;](?:u|uid|user|id)=|/@|/~\w|action=(?:view)?profile|[?&;]username="
)
"""Addresses of what a site knows of a member."""
_BARRED = re.compile(r"bypostauthor|byuser|by-?user|authored|comment-author-admin")


_AUTHOR_WORDS = (
    "author", "actor", "user", "nick", ".fn", "cite", "poster", "commenter", "autor", "byline", "screen", "profile",
    "vcard", "name", "creator", "member", "account", "verfasser", "usuario", "utente", "pseudo", "handle", "persona",
    "auteur", "benutzer", "absender", "firma", "a.url", ".by", "-by", "nombre", "naam", "imya", ".from", "#from",
)  # fmt: skip
"""One of these stands in whatever fits `AUTHOR_KEY`."""
_MAY_BE_AUTHOR = re.compile("|".join(map(re.escape, _AUTHOR_WORDS)))
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
    plain = "\0".join(page.by_key).translate(_DIGITS).split("\0")
    author_like = dict(zip(page.by_key, map(_author_like, plain), strict=False))
    authors: list[int] = [author_like[key] for key in page.keys]
    stamps, forms, prose = _stamped(page), [0] * len(page), [0] * len(page)
    letters = [len(text.strip()) for text in page.texts]
    tails = [len(tail.strip()) for tail in page.tails]
    for at in _silent(page):
        end = page.ends[at]
        forms[at] = page.tags[at] == "textarea"
        letters[at:end] = stamps[at:end] = authors[at:end] = [0] * (end - at)
        tails[at + 1 : end] = [0] * (end - at - 1)
    for at, (own, after) in enumerate(zip(letters, tails, strict=True)):
        if (own <= 3 and after <= 3) or (tag := page.tags[at]) in SILENT:
            continue
        if (3 < own <= _LONGEST and dated(page.texts[at].strip())) or (
            3 < after <= _LONGEST and dated(page.tails[at].strip())
        ):
            stamps[at] = page.tags[page.parents[at]] != "time"  # which is counted itself
        elif tag != "time":
            prose[at] = (own if own > _LABEL and tag != "a" else 0) + (after if after > _LABEL else 0)
    links = [0] * len(page)
    for at in page.tagged("a"):
        links[at] = letters[at]
    lengths = _lengths(page.ends, _totals(letters), _totals(tails))
    return Survey(lengths, *(_totals(counts) for counts in (stamps, authors, forms, links, prose)))


def _silent(page: Page) -> Iterator[int]:
    """The elements whose content is not text, without those inside others of them."""
    end = 0
    for at in sorted(chain.from_iterable(map(page.tagged, SILENT))):
        if at >= end:
            end = page.ends[at]
            yield at


def _totals(counts: Sequence[int]) -> list[int]:
    return [0, *accumulate(counts)]


def _lengths(ends: Sequence[int], letters: Sequence[int], tails: Sequence[int]) -> list[int]:
    """The tail of an element is text of the one around it."""
    return [letters[end] - letters[at] + tails[end] - tails[at + 1] for at, end in enumerate(ends)]


def _stamped(page: Page) -> list[int]:
    """1 for each element that is there for a moment or whose attributes hold one, else 0."""
    stamps = [0] * len(page)
    for at in page.tagged("time"):
        stamps[at] = 1
    for at, attributes in enumerate(page.attributes):
        if attributes and not _MOMENTS.isdisjoint(attributes) and _states_moment(attributes, page.keys[at]):
            stamps[at] = 1
    for key, indices in page.by_key.items():
        if "[itemprop=date" in key or "[itemprop=commenttime" in key:
            for at in indices:
                stamps[at] = 1
    return stamps


def _states_moment(attributes: Mapping[str, str], key: str) -> bool:
    if not STAMPED.isdisjoint(attributes):
        return True
    title = attributes["title"]
    return _ISO.match(title) is not None or (
        len(title) <= _LONGEST
        and _DATE_KEY.search(key) is not None
        and _FIGURE.search(title) is not None
        and dated(title)
    )


_DATE_KEY = re.compile(r"[.#_-](?:date|time|datum|fecha|ago|when|posted)(?=[.\[_-]|$)")
_ISO = re.compile(r"\s*(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:|\s*$)")


@lru_cache(maxsize=32768)
def _author_like(key: str) -> bool:
    if _MAY_BE_AUTHOR.search(key) is None:
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
    words = _WORD.findall(text)
    named = any(word[:3] in _DATE_WORDS or word in MONTHS for word in words)
    return named and _NAMED_DATE.search(text) is not None
