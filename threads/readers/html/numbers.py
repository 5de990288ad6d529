"""Comments in, the numbers that the page gives them out, and those that are typed at the beginning of an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from threads.readers.counting import MOST, counts
from threads.readers.html.page import Page
from threads.readers.html.render import Rendered
from threads.readers.html.zones import Zone, stem

POST_NUMBER = re.compile(r"\s*#\s?(\d{1,7})\s*$")
"""The number that a comment bears: "#12"."""

_COUNTED = re.compile(r"\s*(?:#|№|n[º°]|nr\.|no\.)?\s?(\d{1,6})\s?[.:)º°]?\s*$", re.I)
_TYPED = re.compile(
    r"[\s(\[\"'«]*(?:@\s?|>{2}|(?:re|an|to|zu|à|al?|на|к|ad)\b:?\s{1,2})*(?:#|№|(?<=@)|(?<=>>))\s?"
    r"(\d{1,6})(?![\w%€$]|[.,]\d)",
    re.I,
)
_WITH_NAME = re.compile(r"[\s\"'«]*@?#?(\d{1,6})(?:[.):,]|\s?[-–—])?\s{1,2}([^\n]{2,60})")
_HEADED = re.compile(r"#?(\d{1,6})[.)]\s{1,2}(?=\S)")


def comment_numbers(page: Page, found: Sequence[Zone]) -> list[str] | None:
    """The numbers that comments bear ("#12", "12."), "" for the few without; None where the page gives none.

    Hashed ones differ from comment to comment; bare ones go up or down by one as well.
    """
    shown: dict[str, dict[int, str]] = defaultdict(dict)
    hashed: dict[int, str] = {}
    for at, zone in enumerate(found):
        for element in zone.elements:
            words = page.texts[element]
            if not words or len(words) > 24 or page.ends[element] - element > 2:
                continue
            if match := POST_NUMBER.match(words):
                hashed.setdefault(at, match[1])
            if match := _COUNTED.match(words):
                shown[stem(page.keys[element])].setdefault(at, match[1])
    if len(hashed) >= MOST * len(found) and len({*hashed.values()}) == len(hashed):
        return [hashed.get(at, "") for at in range(len(found))]
    counted = [numbers for numbers in shown.values() if counts(numbers, len(found))]
    return [counted[0].get(at, "") for at in range(len(found))] if counted else None


def without_numbers(texts: Sequence[Rendered]) -> list[Rendered]:
    """The texts without the numbers that they begin with where the page numbers its comments so: "7. Well, …"."""
    headed = {at: match for at, text in enumerate(texts) if (match := _HEADED.match(text.text))}
    if not counts({at: match[1] for at, match in headed.items()}, len(texts)):
        return list(texts)
    return [_from(text, headed[at].end()) if at in headed else text for at, text in enumerate(texts)]


def _from(text: Rendered, start: int) -> Rendered:
    """A text without its beginning, and the quotations in what is left."""
    kept = (quote for quote in text.quotes if quote.end >= start)
    moved = (replace(quote, start=max(0, quote.start - start), end=quote.end - start) for quote in kept)
    return Rendered(text.text[start:], tuple(moved))


def may_answer(texts: Sequence[str]) -> bool:
    """Whether any of the comments may begin with the number of another: a quick look."""
    return any(text[:1] in _SIGNS or "#" in text[:12] or "\n\n#" in text or "\n\n@" in text for text in texts if text)


_SIGNS = frozenset("#@№>([\"'«0123456789")


def typed_number(text: str, authors: dict[str, str]) -> str | None:
    """The number of the comment that one answers, as typed where a paragraph begins: "#5 …", "@#7", "207. Moira …".

    `authors` are the casefolded names by number: without a sign before it, one counts if its author's name follows.
    """
    paragraphs = text.split("\n\n")
    for match in filter(None, map(_TYPED.match, paragraphs)):
        return match[1]
    for match in filter(None, map(_WITH_NAME.match, paragraphs)):
        name = authors.get(match[1])
        if name and match[2].casefold().startswith(name):
            return match[1]
    return None
