"""Bylines of a text dump: lines come in, the places that name a comment's author or moment come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from threads.readers.text.furniture import BRACKETS, Furniture, around_dates
from threads.readers.text.lines import Line
from threads.readers.wording import (
    AGO,
    ANSWERING,
    BY,
    CLOCK,
    FORUM_LEAD,
    JOINED,
    LEAD,
    NO_NAME,
    SAID_REPLY,
    STAMP,
    STRONG_LEAD,
    TRAIL,
    find_glued,
    find_stamp,
    find_trail,
    is_button,
    is_verb,
)

_AVATAR = re.compile(r"^(?:\[[^\[\]]{0,24}\]|\(?(?:avatar|gravatar)[^\w]*)\s*", re.I)
_COUNTER = re.compile(r"(?<=[ap]m)\s?#?\d{1,5}$|\s*#\d{1,5}$", re.I)
"""The number of a post, which renderers glue to its date."""
_NUMBERED = re.compile(r"^\W*(?:reply|antwort|réponse|risposta|respuesta|ответ)\s+#\d+\s*(?:on|am|le|il|el)?\W*$", re.I)
_NUMBER = re.compile(r"#?\d{1,4}(?:\.\d{1,3})*\s?[.)]\s+(?=\D|\d+([./-])\d+\1\d)")
"""The number of a comment that stands before who wrote it, and when."""
_COUNTED = re.compile(r"(?:[^\W\d_]+\s+)?(?:n\s?[°º.]|nr\.|no\.|№|#)\s?\d+\s*[:.–—-]?\s+(?=\S)", re.I)
"""What counts the comments before the words that say whose each is: "Commento n°1 inviato da"."""
_DASH = re.compile(r"\s*[–—]\s?(?=\S)")
_ANSWERED = re.compile(
    r"(?:answered|asked|beantwortet|gefragt|respondida|respondió|preguntó|répondu|demandé|risposto)\b", re.I
)
_ANSWER = 20
"""Characters at most before the date in such a line."""
_SIGNED = re.compile(rf"[\s,]*(?:{BY})\s+(?P<name>\S.*)", re.I)
_EDGES = ' \t\u00a0|,;:·•–—-/@*_#>→←"()[]«»\\'
_JOINS = re.compile(r"(?:^|\s)(?:at|um|am|on|vom|le|el|il|em|à|a|alle|von|by|в|den)\s*$", re.I)
_SENTENCE = re.compile(r"[.!?…]\s+\S+\s+\S+\s+\S+|[!?]$")
_NO_PERSON = re.compile(
    r"(?:letzter beitrag|letzte antwort|last (?:post|reply|comment)|latest (?:post|reply)|dernier message"
    r"|ultimo messaggio|último mensaje|последнее сообщение|(?:beginn|start)datum"
    r"|start date|date de début|data (?:di inizio|d['’]inizio)|fecha de inicio|дата начала"
    r"|erschienen|gepostet|air date|view|mehr)\W*",
    re.I,
)
"""What lists of threads and of articles say before a date."""
_GUEST = re.compile(r"gast|guest|invit[ée]|invitado|visitor|ospite|гость|gość|visitante|gæst|gäst", re.I)
"""Who has no name, where words before it say that it is one."""
_NAME_WORDS = 6
_CLOSE = 4
"""Characters at most between "member since" and the day."""
_LONGEST = 160
_DAY = re.compile(
    r"\d{1,4}([./-])\s?\d{1,2}\1\s?(?:(?:20)?\d\d(?=\d\d:\d\d)|(?:19|20)\d\d|\d{1,2})"
    r"|\d{1,2}\.\s?\d{1,2}\.(?!\d)"
)
"""A day in figures: its first two are no time of day."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Positions `first`..`last` (inclusive, in the sequence searched) that state author and/or moment.

    `shape` names the form they have; bylines of one page share it. `lines` are their 1-based numbers,
    `buttons` says that some stand before the moment, `title` is what else does: "A title, 3 May 2012, by Eva".
    """

    first: int
    last: int
    author: str | None
    stamp: str | None
    shape: str
    link: str | None = None
    lines: tuple[int, int] | None = None
    buttons: bool = False
    title: str | None = None

    @property
    def form(self) -> str:
        """The shape, and whether a time of day is given: what bylines of one page have in common."""
        if self.relative:
            return self.shape + " relative"
        return self.shape + (" with clock" if self.clocked else "")

    @property
    def clocked(self) -> bool:
        """True where a time of day is given."""
        return self.stamp is not None and _has_clock(self.stamp)

    @property
    def relative(self) -> bool:
        """True for "2 days ago" and the like: only comments are dated so."""
        return self.stamp is not None and _is_relative(self.stamp)


@lru_cache(maxsize=8192)
def _has_clock(stamp: str) -> bool:
    return CLOCK.search(_DAY.sub(" ", stamp)) is not None


@lru_cache(maxsize=8192)
def _is_relative(stamp: str) -> bool:
    return AGO.search(stamp) is not None


def find(lines: Sequence[Line]) -> tuple[Byline, ...]:
    """All candidates among the lines, in order and without overlap; dates that stand alone have no author yet."""
    found: list[Byline] = []
    usual = around_dates([_bare(line) for line in lines])
    at = 0
    while at < len(lines):
        byline = _at(lines, at, usual)
        if byline:
            found.append(replace(byline, lines=(lines[byline.first].number, lines[byline.last].number)))
            at = byline.last + 1
        else:
            at += 1
    titles = {byline.title.casefold() for byline in found if byline.title}
    return tuple(_unsigned(byline) if (byline.author or "").casefold() in titles else byline for byline in found)


def _unsigned(byline: Byline) -> Byline:
    """A byline whose title was taken for a name: "A title, 3 May 2012"."""
    return replace(byline, author=None, title=byline.author, shape="date-name")


def _at(lines: Sequence[Line], at: int, usual: Furniture) -> Byline | None:
    text = _bare(lines[at])
    if not text or SAID_REPLY.match(text):
        return None
    stamp = find_stamp(text)
    below = _below(lines, at, text, stamp)
    return below or _said(lines, at, text, stamp) or _stamped(lines, at, text, stamp, usual)


def _below(lines: Sequence[Line], at: int, text: str, stamp: re.Match[str] | None) -> Byline | None:
    """What stands below words on two lines: "– Eva" and a date, "answered 3 May 2012, 10:15" and a name."""
    near = _next(lines, at)
    if near is None or near > at + 2:
        return None
    if stamp is None:
        dash = _DASH.match(lines[at].full)
        name, date = (_name(text), _pure(lines[near].text)) if dash else ("", None)
    elif _ANSWERED.match(text) and stamp.start() <= _ANSWER and not _rest(text[stamp.end() :]):
        name, date = _once(_name(lines[near].text)), stamp[0].strip()
    else:
        return None
    return Byline(at, near, name, date, "lead", lines[at].link) if date and is_name(name) else None


def _once(name: str) -> str:
    """A name that is said twice, once."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if words[:half] == words[half:] else name


def _bare(line: Line) -> str:
    """A line that can be a byline without the picture before it and the number behind it; else nothing."""
    text = _COUNTER.sub("", _AVATAR.sub("", line.text).strip())
    if (number := _NUMBER.match(text)) and not STAMP.match(text):
        text = text[number.end() :]
    return text if len(text) <= _LONGEST else ""


def _said(lines: Sequence[Line], at: int, text: str, stamp: re.Match[str] | None) -> Byline | None:
    """ "X says:", alone, before a date on the same line, or with the date on the next line."""
    head = text[: stamp.start()].rstrip(_EDGES) if stamp and stamp.start() else text
    trail = find_trail(_JOINS.sub("", head))
    if not trail or not is_name(name := _name(head[: trail.start()])):
        return None
    if stamp and _rest(text[stamp.end() :]):
        return None
    if stamp:
        return Byline(at, at, name, stamp[0].strip(), "said", lines[at].link)
    below = _next(lines, at)
    if below is not None and (date := _pure(lines[below].text)):
        return Byline(at, below, name, date, "said", lines[at].link)
    return Byline(at, at, name, None, "said", lines[at].link) if trail["end"] == ":" else None


def _stamped(lines: Sequence[Line], at: int, text: str, stamp: re.Match[str] | None, usual: Furniture) -> Byline | None:
    """A line that is a date, alone or with a name before or after it, and what usually stands around dates there."""
    stamp = stamp or find_glued(text)
    if not stamp:
        return None
    before, after = text[: stamp.start()], text[stamp.end() :]
    if (joined := JOINED.search(before)) and len(before) - joined.end() <= _CLOSE:
        return None
    while (more := find_stamp(after)) and not _rest(after[: more.start()]):
        after = after[more.end() :]
    buttons = is_button(before)
    before, after = usual.without(before, after)
    lead = STRONG_LEAD.match(before.lstrip(_EDGES))
    name, tail = _name(before), _rest(after)
    if name:
        signed = _SIGNED.fullmatch(after) if tail and lead is None else None
        if signed and is_name(author := _name(signed["name"])):
            title = before.strip(_EDGES)
            return Byline(at, at, author, stamp[0].strip(), "date-name", lines[at].link, title=title)
        if tail or not (is_name(name) or (lead and _GUEST.fullmatch(name))):
            return None
        return Byline(at, at, name, stamp[0].strip(), _shape(lead), lines[at].link)
    if tail:
        name = _name(after)
        name = name if is_name(name) else BRACKETS.sub("", name)
        return Byline(at, at, name, stamp[0].strip(), "date-name", lines[at].link) if is_name(name) else None
    return Byline(at, at, None, stamp[0].strip(), "date", lines[at].link, buttons=buttons)


def _shape(lead: re.Match[str] | None) -> str:
    """Words before a name speak for a signature below the text; forums write "Post by" above it."""
    return "name-date" if lead is None or FORUM_LEAD.match(lead[0]) else "lead"


def _pure(text: str) -> str | None:
    """The date of a line that holds nothing else, else None."""
    stamp = find_stamp(text)
    if not stamp or len(text) > 120 or _name(text[: stamp.start()]) or _rest(text[stamp.end() :]):
        return None
    return stamp[0].strip()


def bare_name(text: str) -> str:
    """A line without picture placeholders, wording and marks around a name."""
    return _name(_AVATAR.sub("", text))


def _name(text: str) -> str:
    """What stands before or after a date, bared of the wording and marks around a name."""
    if _NUMBERED.match(text):
        return ""
    text = _JOINS.sub("", text.strip(_EDGES)).strip(_EDGES)
    if is_button(text) or is_verb(text) or text.casefold() == "on":
        return ""
    text = TRAIL.sub("", ANSWERING.sub("", _closed(text)))
    counted = _COUNTED.match(text)
    if counted and LEAD.match(text[counted.end() :]):
        text = text[counted.end() :]
    lead = LEAD.match(text)
    return _closed(text[lead.end() :].strip(_EDGES)) if lead else text


def _closed(text: str) -> str:
    """A text with the bracket that was taken for the edge of a name."""
    return text + ")" if text.count("(") > text.count(")") else text


def _rest(text: str) -> str:
    """What follows a date, buttons ("Reply", "#", "Permalink", "Uhr") left out."""
    text = text.strip(_EDGES + ".")
    return (
        ""
        if not text or is_button(text) or is_verb(text) or text.casefold() in ("uhr", "h", "edited", "bearbeitet")
        else text
    )


def is_name(text: str) -> bool:
    """True where a text can be a person's or account's name: short, and no sentence."""
    words = text.split()
    if (
        not words
        or len(words) > _NAME_WORDS
        or len(text) > 60
        or _SENTENCE.search(text)
        or NO_NAME.match(text)
        or _NO_PERSON.fullmatch(text)
    ):
        return False
    return bool(re.search(r"[^\W\d_]", text)) and "http" not in text and not is_button(text)


def _next(lines: Sequence[Line], at: int) -> int | None:
    """The first line with words after `at`, at most two blank lines away."""
    return next((i for i in range(at + 1, min(len(lines), at + 4)) if lines[i].text), None)
