"""Comments in, what each says of the one that it answers out: a link to it, its number or its author's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from threads.readers.html.numbers import comment_numbers, may_answer, typed_number
from threads.readers.html.page import HEADINGS, Page
from threads.readers.html.zones import Zone
from threads.readers.wording import SAID_REPLY

LINKED, SAID, TYPED = (
    "link to the answered comment",
    "says whom it answers",
    "begins with the answered comment's number",
)

_REPLY_LINK = re.compile(
    r"in[-_ ]?reply[-_ ]?to|reply[-_ ]?to|parent|antwort auf|en réponse à|in risposta a|en respuesta|в ответ"
    r"|repl(?:ying|ied) to|antwortete auf|a répondu à|ha risposto a|respondió a|ответил\w* на|svarade på"
    r"|előzmény|(?:wrote|schrieb|a écrit|scrisse|ha scritto|escribió) (?:in|im|dans|nel|en) \w+\W*$"
    r"|^\W*@|^[↑⬆↩^]$|respuesta a|als antwort|^\W*(?:to|an|à|al?|na|do|на|к)\s#?\d+\W*$",
    re.I,
)
_REPLY_CLASS = re.compile(r"[._-](?:repl(?:y|ied)|antwort|answered)(?=[.\[]|$)")
_TARGET = re.compile(
    r"#[\w-]{0,40}?(\d{1,25})$|[?&](?:comment|cid|p|pid|parent|to|reply)=(\d{1,25})"
    r"|/(?:posts?|comments?|c|p|reply|message|msg)/(\d{1,25})(?:[/?#]|$)",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_FEW = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """The position of the comment that another answers, and the rule that found it; the position may be a later one."""

    to: int
    rule: str


def answers(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None], texts: Sequence[str]
) -> tuple[Answer | None, ...]:
    """Per comment the one that it says it answers: by a link, in a line of its own, by the number it begins with.

    Most of the answered comments stand before their answers, or most after them (where the newest comes first): those
    that stand the other way are left out.
    """
    ways = (
        (LINKED, _linked(page, found, ids, authors)),
        (SAID, _said(page, found, ids, authors, texts)),
        (TYPED, _typed(page, found, authors, texts)),
    )
    chosen: list[Answer | None] = []
    for at in range(len(found)):
        told = (Answer(to, rule) for rule, targets in ways if (to := targets[at]) is not None and to != at)
        chosen.append(next(told, None))
    up = sum(answer.to < at for at, answer in enumerate(chosen) if answer)
    down = sum(answer.to > at for at, answer in enumerate(chosen) if answer)
    return tuple(answer if answer and (answer.to > at) == (down > up) else None for at, answer in enumerate(chosen))


def _linked(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None]
) -> tuple[int | None, ...]:
    """Per comment the position of the one that a link in it leads to as the answered one ("in reply to #12")."""
    anchors = _Anchors(page, found)
    position = {own: at for at, own in reversed(list(enumerate(ids)))}
    answered: list[int | None] = []
    for at, zone in enumerate(found):
        parent = None
        for element in zone.elements:
            if page.tags[element] != "a" or parent is not None:
                continue
            href = page.attributes[element].get("href", "")
            name = href[href.rfind("#") + 1 :] if "#" in href else ""
            target = position[name] if name in position else anchors.owner(name) if name else None
            if target is None and (match := _TARGET.search(href)):
                target = position.get((_DIGITS.findall(match[1] or match[2] or match[3]) or [""])[-1])
            if target is None and (_is_in_answer(page, zone, element) or _REPLY_LINK.search(_before(page, element))):
                target = anchors.named(page.attributes[element], position, at)
            if target is None or target == at:
                continue
            if (
                _is_in_answer(page, zone, element)
                or _answers(page, element, authors[target])
                or (target < at and _REPLY_CLASS.search(page.keys[element]))
            ):
                parent = target
        answered.append(parent)
    return tuple(answered)


def named_answers(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None]
) -> tuple[int | None, ...]:
    """Per comment the earlier one to which a link leads that is called that to the answered one, no quotation's.

    "Re: Eva" calls it so as well.
    """
    names = {f"re: {author.casefold()}" for author in authors if author}
    named = [replace(zone, elements=tuple(_links_to_answered(page, zone, names))) for zone in found]
    targets = _linked(page, named, ids, authors) if any(zone.elements for zone in named) else (None,) * len(found)
    return tuple(to if to is not None and to < at else None for at, to in enumerate(targets))


_NAMES = re.compile(r"[\w-]{5,}")
_LAST = re.compile(r"/(\d{1,9})/?(?:[?#]|$)")
_ENDING = re.compile(r"^[a-z]+[-_](\d[\w-]{5,})$", re.I)


def _links_to_answered(page: Page, zone: Zone, names: Set[str]) -> Iterator[int]:
    for at in zone.elements:
        if page.tags[at] == "a" and (_is_in_answer(page, zone, at) or page.text(at).casefold() in names):
            yield at


def _is_in_answer(page: Page, zone: Zone, link: int) -> bool:
    """Whether a link, or what it stands in, is called that to the answered comment."""
    for _ in range(_STEPS):
        if link <= zone.block:
            break
        if _IN_ANSWER.search(page.keys[link]):
            return True
        link = page.parents[link]
    return False


_IN_ANSWER = re.compile(
    r"[.#_-](?:in[-_]?(?:reply|response)|repl(?:y|ied|ying)[-_]?to|(?:en[-_])?respuesta|parent[-_]?(?:author|nick|name|user|link"
    r"|post|comment|message)|answer(?:ed|s)[-_]?to|antwort[-_]?auf|en[-_]?réponse|in[-_]?risposta)"
)
_STEPS = 3


class _Anchors:
    """The places on a page that links lead to, and the comment that each is in or stands right before."""

    def __init__(self, page: Page, found: Sequence[Zone]) -> None:
        self.page = page
        self.blocks = {zone.block: at for at, zone in enumerate(found)}
        named = (at for key, own in page.by_key.items() if "#" in key for at in own)
        self.elements = {page.attributes[at].get("id", ""): at for at in named}
        for at in page.tagged("a"):
            if "name" in page.attributes[at]:
                self.elements[page.attributes[at]["name"]] = at
        self.endings = {match[1]: name for name in self.elements if (match := _ENDING.search(name))}

    def named(self, link: Mapping[str, str], position: Mapping[str, int], own: int) -> int | None:
        """The position of the comment other than `own` whose id a link bears in its `rel` or its address."""
        href = link.get("href", "")
        for name in (*link.get("rel", "").split(), *_LAST.findall(href), *_NAMES.findall(href)[::-1]):
            where = position.get(name) if name.isdecimal() else None
            where = self.owner(name) if where is None else where
            where = self.owner(self.endings.get(name, "")) if where is None else where
            if where is not None and where != own:
                return where
        return None

    def owner(self, name: str) -> int | None:
        """The position of the comment that an anchor leads to."""
        element = self.elements.get(name, -1)
        if element >= 0 and (below := self._below(element)) is not None:
            return below
        while element >= 0 and element not in self.blocks:
            element = self.page.parents[element]
        return self.blocks.get(element)

    def _below(self, element: int) -> int | None:
        """The position of the comment that an empty anchor stands right above, no words and no end of it between."""
        page = self.page
        at = page.ends[element]
        if at > element + 1:
            return None
        while at < len(page) and at not in self.blocks:
            if page.texts[at].strip() or page.ends[at] == at + 1:
                return None
            at += 1
        return self.blocks.get(at)


def is_reply_link(page: Page, element: int) -> bool:
    """Whether a link says, in words, that the comment answers another ("in reply to Eva")."""
    href = page.attributes[element].get("href", "")
    if "#" not in href or not _TARGET.search(href[-60:]):
        return False
    said = page.text(element)
    return len(said) <= 80 and SAID_REPLY.match(said) is not None


def is_reply_line(page: Page, link: int) -> bool:
    """Whether a link ends a line that says, before it, that the comment answers another ("In reply to <title>")."""
    line = page.parents[link]
    return (
        page.ends[line] - line <= _FEW
        and "#" in page.attributes[link].get("href", "")
        and page.ends[link] == page.ends[line]
        and len(page.tails[link].strip()) <= 1
        and (match := SAID_REPLY.match(page.texts[line])) is not None
        and not page.texts[line][match.end() :].strip(" :„\"«“'")
    )


def _said(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None], texts: Sequence[str]
) -> tuple[int | None, ...]:
    """Per comment the position of the one that it says it answers: that of a number ("in reply to #12"), or the latest
    of an author ("Antwort auf Eva").

    Numbers are those that the comments bear, where all bear one, else their ids.
    """
    lines = [_reply_line(page, zone) for zone in found]
    if not any(lines):
        return _by_moment(page, found, authors, texts)
    borne = comment_numbers(page, found) if any("#" in line for line in lines) else None
    numbers = borne if borne and all(borne) else ids
    by_number: dict[str, int] = {}
    by_author: dict[str, int] = {}
    answered: list[int | None] = []
    for at, named in enumerate(lines):
        number = _DIGITS.search(named) if "#" in named else None
        answered.append(by_number.get(number[0]) if number else by_author.get(named.casefold()))
        by_number[numbers[at]] = at
        if name := authors[at]:
            by_author[name.casefold()] = at
    return tuple(answered)


def _reply_line(page: Page, zone: Zone) -> str:
    """What follows "in reply to" in an element that says no more than that; empty where no element does."""
    for element in zone.elements:
        words = page.texts[element]
        if not 6 < len(words) <= _LINE or not SAID_REPLY.match(words):
            continue
        for said in (element, page.parents[element]):
            shown = page.text(said) if page.ends[said] - said <= 4 else ""
            match = SAID_REPLY.match(shown) if len(shown) <= _LINE else None
            if match and (rest := shown[match.end() :].strip(" :…")):
                return rest
    return ""


_LINE = 80


def _by_moment(
    page: Page, found: Sequence[Zone], authors: Sequence[str | None], texts: Sequence[str]
) -> tuple[int | None, ...]:
    """Per comment the position of the one whose hour and author its title names: "At 14:11 by Eva", "Eva, 14:11"."""
    named = [_moment(page, zone, text) for zone, text in zip(found, texts, strict=True)]
    if not any(named):
        return (None,) * len(found)
    latest: dict[tuple[str, str], int] = {}
    answered: list[int | None] = []
    for at, (zone, moment) in enumerate(zip(found, named, strict=True)):
        answered.append(latest.get(moment) if moment else None)
        if name := authors[at]:
            latest |= dict.fromkeys(((hour, name.casefold()) for hour in _hours(page, zone)), at)
    return tuple(answered)


def _moment(page: Page, zone: Zone, text: str) -> tuple[str, str] | None:
    """The hour and the name, casefolded, in a comment's title or first line."""
    titles = (page.text(at) for at in zone.elements if page.tags[at] in HEADINGS)
    for line in (*titles, text[:_LINE].partition("\n")[0]):
        if len(line) <= _LINE and (match := _MOMENT.match(line)):
            hour = (match["hour"] or match["later"]).replace(".", ":").zfill(5)
            return hour, (match["name"] or match["first"]).casefold()
    return None


_AT = r"(?:um|at|à|a las?|alle|ore|om|kl\.?|o|в)"
_BY = r"(?:von|by|par|de|di|van|od|av|от|przez)"
_MOMENT = re.compile(
    rf"(?:\W*{_AT}\s+(?P<hour>\d\d?[:.]\d\d)(?:\s*Uhr|\s*h)?,?\s+{_BY}\s+(?P<name>[^\n]{{1,40}}?)"
    rf"|\W*(?P<first>[^\n]{{2,40}}?),?\s+(?:{_AT}\s+)?(?P<later>\d\d?[:.]\d\d)(?:\s*Uhr|\s*h)?)\s*:?\s*$",
    re.I,
)


def _hours(page: Page, zone: Zone) -> set[str]:
    """The hours that short texts of a comment show."""
    return {
        hour.replace(".", ":")
        for at in zone.elements
        for shown in (page.texts[at], page.tails[at])
        if 4 < len(shown) <= _LINE
        for hour in _HOUR.findall(shown)
    }


_HOUR = re.compile(r"(?=(\d\d[:.]\d\d))")


def _typed(
    page: Page, found: Sequence[Zone], authors: Sequence[str | None], texts: Sequence[str]
) -> tuple[int | None, ...]:
    """Per comment the position of the one whose number it begins with; None where the page numbers no comments."""
    numbers = comment_numbers(page, found) if may_answer(texts) else None
    if numbers is None:
        return (None,) * len(found)
    position = {number: at for at, number in enumerate(numbers) if number}
    names = {number: (authors[at] or "").casefold() for number, at in position.items()}
    return tuple(position.get(typed_number(text, names) or "") for text in texts)


def _answers(page: Page, element: int, author: str | None) -> bool:
    """Whether a link to another comment says that it is the answered one, if only by the name of its author."""
    shown = page.text(element)
    if author and shown.casefold().removeprefix("re:").strip(" @:") == author.strip(" @:").casefold():
        return True
    said = f"{shown} {page.attributes[element].get('title', '')}"
    inside = page.keys[element : min(page.ends[element], element + _FEW)]
    around = f"{' '.join(inside)} {page.keys[page.parents[element]]}"
    return any(_REPLY_LINK.search(words) for words in (said.strip(), around, _before(page, element)))


def _before(page: Page, link: int) -> str:
    return (page.words_before(link) or page.texts[page.parents[link]])[-40:]
