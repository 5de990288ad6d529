"""A comment's rendered text with what it quotes in, the boxes of quoted words that the site's software drew apart out.

A reader who presses "quote" gets a box that says whose words it holds. Those words are no part of the comment's text;
a quotation that its writer set by hand stays where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from threads.thread import Quote

_TITLES = r"(?:quote|zitat|citation|citazione|cita|citação|цитата)"
_WORD = rf"{_TITLES}\s*:?\s*"
_NAMED = (
    r"\s+(?P<name>\S[^\n:]{0,60}?)(?:\s+(?:on|am|em|le|el|il|den|op|в|dia)\s+[^\n]{4,40}\d)?\s*"
    r"(?:view post|beitrag anzeigen|voir le message|ver mensaje)?\s*"
)
_BY = (
    r"originally posted by|quote from|zitat von|citation de|cita de|citação de|citat från|cytat|posted by"
    r"|originalmente publicado por|iniciado por|envoyé par"
    r"|originariamente inviato da|oorspronkelijk geplaatst door|zamieszczone przez|сообщение от"
    r"|ursprungligen postat av|postado originalmente por"
)
_SAID = (
    r"wrote|said|schrieb|hat (?:folgendes )?geschrieben|a écrit|ha scritto|escribió|escreveu|napisała?|написала?"
    r"|schreef|skrev|kirjoitti|írta|yazdı"
)
_HEADER = re.compile(
    rf"(?:^|\n)[ \t]*(?:{_TITLES}\s*\((?P<at>[^\n@()]{{1,60}}?)\s+@[^\n()]{{4,40}}\)"
    rf"|(?:{_WORD})?(?:originally posted on|{_BY}):?{_NAMED}[:»]?"
    rf"|(?P<by>\S[^\n:]{{0,60}}?)\s+(?:{_SAID})\s?:)\s*$",
    re.I,
)
_INNER = re.compile(rf"(?:{_WORD})?(?:{_BY}){_NAMED}:?\s*\n+", re.I)
_TITLE = re.compile(rf"(?:^|\n)[ \t]*{_TITLES}\s*:\s*$", re.I)
_TITLED = re.compile(rf"^{_TITLES}\s*:[ \t]*\n\s*", re.I)
_OPENED = re.compile(rf"\s*(?:{_WORD})?(?:{_BY}):?\s", re.I)
_LONGEST = 140
_LABEL = 40


@dataclass(frozen=True, slots=True)
class Apart:
    """A text without the boxes, and all that it quotes."""

    text: str
    quotes: tuple[Quote, ...]


def opens_box(text: str) -> bool:
    """Whether words begin by saying, as forums do, whose they are: "Originally posted by Eva"."""
    return _OPENED.match(text) is not None


def with_header(quote: Quote, text: str) -> Quote:
    """The quotation with the line right above it, or its own first line, that says whose words they are."""
    base = max(0, quote.start - _LONGEST)
    before = text[base : quote.start]
    above = _HEADER.search(before)
    author = quote.author or (above and (above["name"] or above["by"] or above["at"]))
    if head := above or _TITLE.search(before):
        start = base + head.start() + len(head[0]) - len(head[0].lstrip())
        quote = replace(quote, start=start, author=author)
    inner = _INNER.match(text[quote.start : quote.start + _LONGEST]) if author is None else None
    return replace(quote, author=inner["name"]) if inner else quote


def _headless(quote: Quote, text: str) -> str:
    """The quoted words without the line that says whose they are."""
    words = _TITLED.sub("", text[quote.start : quote.end].strip())
    first, _, rest = words.partition("\n")
    name = quote.author or ""
    is_header = bool(name) and name in first and len(first) <= len(name) + _LABEL
    return rest.lstrip() if is_header and rest.strip() else words


def set_apart(text: str, quotes: Sequence[Quote], boxes: Sequence[Quote]) -> Apart:
    """Take `boxes`, which are among `quotes`, out of the text; all stays where nothing else would be left of it."""
    text_parts, kept = list[str](), list[Quote]()
    at = length = 0
    for quote in sorted(quotes, key=lambda q: q.start):
        if quote.start < at:
            continue
        before = text[at : quote.start]
        if quote in boxes:
            before = before.rstrip()
            rest = text[quote.end :].lstrip()
            if rest and (before or (length and not "".join(text_parts[-3:]).endswith("\n\n"))):
                before += "\n\n"
            text_parts.append(before)
            length += len(before)
            kept.append(replace(quote, start=length, end=length, apart=_headless(quote, text)))
            at = len(text) - len(rest)
        else:
            text_parts += before, text[quote.start : quote.end]
            start = length + len(before)
            length = start + quote.end - quote.start
            kept.append(replace(quote, start=start, end=length))
            at = quote.end
    own = "".join([*text_parts, text[at:]])
    if not own.strip():
        return Apart(text, tuple(quotes))
    end = len(own.rstrip())
    return Apart(own[:end], tuple(replace(q, start=min(q.start, end), end=min(q.end, end)) for q in kept))
