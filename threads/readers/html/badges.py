"""The elements with the commenters' names in, the names out without badges beside them and words before all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from threads.readers.html.election import Found
from threads.readers.html.names import clean_name
from threads.readers.html.page import Page
from threads.readers.html.zones import stem

_LEAST = 3
_CORE = 0.5


def bare_names(page: Page, found: Sequence[Found | None]) -> tuple[Found | None, ...]:
    """The names again, each as most of those found by the same rule are shown."""
    by_rule: dict[str, list[int]] = defaultdict(list)
    for at, author in enumerate(found):
        if author is not None and page.ends[author.element] > author.element + 1:
            by_rule[author.rule].append(at)
    bare = list(found)
    for places in by_rule.values():
        given = [author for at in places if (author := bare[at]) is not None]
        if len(given) < _LEAST:
            continue
        for at, author in zip(places, _cored(page, _unled(page, given)), strict=True):
            bare[at] = author
    return tuple(bare)


def _unled(page: Page, given: Sequence[Found]) -> list[Found]:
    """Without the words that stand before an element with the name in many comments: "Says Eva", "Says Tobias"."""
    leads = [" ".join(page.texts[author.element].split()) for author in given]
    rests: dict[str, set[str]] = defaultdict(set)
    for author, lead in zip(given, leads, strict=True):
        if lead and author.value.startswith(f"{lead} "):
            rests[lead].add(author.value)
    often = Counter(leads)
    return [
        _named(author, author.value[len(lead) :])
        if len(rests.get(lead, ())) >= max(_LEAST, often[lead] / 2) and author.value in rests[lead]
        else author
        for author, lead in zip(given, leads, strict=True)
    ]


def _cored(page: Page, given: Sequence[Found]) -> list[Found]:
    """What the innermost element shows that in most comments shows all of the name, and in the others less."""
    whole = [_whole(page, author) for author in given]
    cores = Counter(name for names in whole for name in names)
    often = {name for name, times in cores.items() if times >= max(2, _CORE * len(given))}
    longest: dict[str, None] = max(whole, key=len, default={})
    core = next((name for name in reversed(longest) if name in often), None)
    if core is None:
        return list(given)
    return [
        author if core in names or (inner := _under(page, author, core)) is None else _named(author, page.text(inner))
        for author, names in zip(given, whole, strict=True)
    ]


def _whole(page: Page, author: Found) -> dict[str, None]:
    """The names of elements in an author's that show all of the name."""
    inner = range(author.element + 1, page.ends[author.element])
    return {stem(page.keys[at]): None for at in inner if page.text(at) == author.value}


def _under(page: Page, author: Found, core: str) -> int | None:
    inner = (at for at in range(author.element + 1, page.ends[author.element]) if stem(page.keys[at]) == core)
    return next((at for at in inner if (text := page.text(at)) and text in author.value), None)


def _named(author: Found, shown: str) -> Found:
    name = clean_name(shown)
    return author if name is None else replace(author, value=name)
