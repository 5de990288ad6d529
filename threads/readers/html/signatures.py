"""Comments' words in, the same without the signatures that a site puts below all that one member writes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from threads.readers.html.render import Rendered

_DASHED = re.compile(r"\n[ \t]*(?:--|__+)[ \t]*\n(?:[^\n]{1,120}(?:\n+|$)){1,4}$")
"""The end of a text below the line of dashes that e-mail and news put before a signature."""
_LEAST_DASHED, _LEAST_ALIKE = 2, 3
_LEAST_WORDS, _LONGEST = 5, 200
_GREETING = re.compile(
    r"\W*(?:(?:viele|beste|liebe|schöne|mit)\b.*)?(?:gr[uü](?:ß|ss)|regards|cheers|thanks|danke)", re.I
)


def without_signatures(authors: Sequence[str | None], texts: Sequence[Rendered]) -> list[Rendered]:
    """The texts without what stands below dashes in several of them, and without an author's shared last paragraph.

    That is one which all of three or more comments by one author end with. An author who posts one comment again, or
    ends each with a greeting, has no signature.
    """
    ends: dict[int, int] = {}
    for at, text in enumerate(texts):
        if ("\n--" in text.text or "\n__" in text.text) and (match := _DASHED.search(text.text)):
            ends[at] = match.start()
    if len(ends) < _LEAST_DASHED:
        ends = {}
    by_author: dict[str, list[int]] = defaultdict(list)
    for at, author in enumerate(authors):
        if author is not None and texts[at].text:
            by_author[author].append(at)
    for places in by_author.values():
        if len(places) >= _LEAST_ALIKE:
            ends |= _shared([texts[at].text for at in places], places)
    return [_until(text, ends[at]) if at in ends else text for at, text in enumerate(texts)]


def _shared(texts: Sequence[str], places: Sequence[int]) -> dict[int, int]:
    """Where the last paragraph begins that all texts share, by the place of each."""
    starts = [text.rfind("\n\n") for text in texts]
    tails = {text[start:].strip() for text, start in zip(texts, starts, strict=True)}
    tail = tails.pop()
    if tails or min(starts) <= 0 or len(tail) > _LONGEST or len(tail.split()) < _LEAST_WORDS or _GREETING.match(tail):
        return {}
    bodies = {text[:start] for text, start in zip(texts, starts, strict=True)}
    return dict(zip(places, starts, strict=True)) if len(bodies) == len(texts) else {}


def _until(text: Rendered, end: int) -> Rendered:
    """A text cut off, with the quotations in what is left."""
    words = text.text[:end].rstrip()
    kept = tuple(replace(quote, end=min(quote.end, len(words))) for quote in text.quotes if quote.start <= len(words))
    return Rendered(words, kept)
