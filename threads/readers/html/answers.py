"""Comments in, what each says of the one that it answers out: a link to it, its number or its author's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threads.readers.html.page import Page
from threads.readers.html.zones import Zone

_REPLY_LINK = re.compile(
    r"in[-_ ]?reply[-_ ]?to|reply[-_ ]?to|parent|antwort auf|en réponse à|in risposta a|en respuesta|в ответ"
    r"|repl(?:ying|ied) to"
    r"|^\W*@|^[↑⬆↩^]$|respuesta a|als antwort",
    re.I,
)
_TARGET = re.compile(
    r"#[a-z_-]{0,30}(\d{1,25})$|[?&](?:comment|cid|p|pid|parent|to)=(\d{1,25})"
    r"|/(?:posts?|comments?|c|p|reply|message|msg)/(\d{1,25})(?:[/?#]|$)",
    re.I,
)
_DIGITS = re.compile(r"\d+")


def linked(page: Page, found: Sequence[Zone], ids: Sequence[str]) -> tuple[int | None, ...]:
    """Per comment the position of the one that a link in it leads to as the answered one ("in reply to #12")."""
    position = {own: at for at, own in reversed(list(enumerate(ids)))}
    answered: list[int | None] = []
    for at, zone in enumerate(found):
        parent = None
        for element in zone.elements:
            if page.tags[element] != "a" or parent is not None:
                continue
            match = _TARGET.search(page.attributes[element].get("href", ""))
            if not match:
                continue
            target = position.get((_DIGITS.findall(match[1] or match[2] or match[3]) or [""])[-1])
            said = f"{page.text(element)} {page.attributes[element].get('title', '')}"
            if target is not None and target < at and _answers(page, element, said):
                parent = target
        answered.append(parent)
    return tuple(answered)


def is_reply_link(page: Page, element: int) -> bool:
    """Whether a link says, in words, that the comment answers another ("in reply to Eva")."""
    href = page.attributes[element].get("href", "")
    if "#" not in href or not _TARGET.search(href[-60:]):
        return False
    said = page.text(element)
    return len(said) <= 80 and _SAID_REPLY.match(said) is not None


_SAID_REPLY = re.compile(
    r"^\W*(?:in reply to|reply to|repl(?:ying|ied) to|antwort (?:auf|an)|als antwort|en réponse à"
    r"|in risposta a|en respuesta|respuesta a|в ответ|w odpowiedzi|als reactie op|som svar)\b",
    re.I,
)


def said(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None]
) -> tuple[int | None, ...]:
    """Per comment the position of the one that it says it answers: that of a number ("in reply to #12"), or the latest
    of an author ("Antwort auf Eva").

    Numbers are those that the comments bear, where they bear any, else their ids.
    """
    numbers = _numbers(page, found) or ids
    by_number: dict[str, int] = {}
    by_author: dict[str, int] = {}
    answered: list[int | None] = []
    for at, zone in enumerate(found):
        named = next((rest for element in zone.elements if (rest := _reply_line(page, element))), "")
        number = _DIGITS.search(named) if "#" in named else None
        parent = by_number.get(number[0]) if number else by_author.get(named.casefold())
        answered.append(parent)
        by_number[numbers[at]] = at
        if name := authors[at]:
            by_author[name.casefold()] = at
    return tuple(answered)


def _reply_line(page: Page, element: int) -> str:
    """What follows "in reply to" in an element that says no more than that."""
    if page.ends[element] - element > 4:
        return ""
    shown = page.text(element)
    match = _SAID_REPLY.match(shown) if 8 < len(shown) <= 80 else None
    return shown[match.end() :].strip(" :…") if match else ""


def _numbers(page: Page, found: Sequence[Zone]) -> list[str] | None:
    """The numbers that comments bear ("#12"), where all do and no two the same."""
    shown = [
        next((match[1] for element in zone.elements if (match := POST_NUMBER.match(page.texts[element]))), "")
        for zone in found
    ]
    return shown if all(shown) and len(set(shown)) == len(shown) else None


POST_NUMBER = re.compile(r"\s*#\s?(\d{1,7})\s*$")
"""The number that a comment bears: "#12"."""


def _answers(page: Page, element: int, said: str) -> bool:
    around = f"{page.keys[element]} {page.keys[page.parents[element]]}"
    before = page.texts[page.parents[element]][-40:]
    return any(_REPLY_LINK.search(words) for words in (said.strip(), around, before))
