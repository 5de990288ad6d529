"""Short texts of comments in, those out that fill one form on the whole page: "Post 3 of 21", "In reply to Eva"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from threads.readers.html.scene import Scene
from threads.readers.html.zones import stem
from threads.readers.wording import MONTH_STARTS

_NUMBER = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(MONTH_STARTS))})\w* ?)?\d[\d/-]*(?: \d+| (?:{'|'.join(sorted(MONTH_STARTS))})\w*)*",
    re.I,
)
_LEAST, _SAMPLE = 3, 24
_FILLED = 4
"""How often a form is filled in, in the mean, under one name."""
_NAME_WORDS = 4
_NO_MARKS = str.maketrans(":,.", "   ")
_RUNNING, _SENTENCE = 3, 60
_INLINE = frozenset(
    {"a", "b", "strong", "i", "em", "u", "span", "font", "code", "small", "sub", "sup", "cite", "q", "s", "del", "mark"}
)
_QUOTED = frozenset({"blockquote", "cite", "q"})


class Names:
    """Names of commenters, and the word that each begins with."""

    def __init__(self, names: Collection[str]) -> None:
        words = [name.translate(_NO_MARKS).split() for name in names]
        self.full = frozenset(" ".join(name) for name in words)
        self.first = frozenset(name[0] for name in words if name)


def set_forms(scene: Scene, labels: Sequence[Mapping[int, str]], names: Collection[str]) -> frozenset[int]:
    """The elements whose texts, but for numbers, dates and the commenters' `names`, are few and come again and again.

    They are told apart by their own name, those without a class by that of the element around them too.
    """
    keys, parents = scene.page.keys, scene.page.parents
    seats: dict[str, list[int]] = defaultdict(list)
    for shown in labels:
        for element in shown:
            key = keys[element]
            seats[stem(key) if "." in key else f"{stem(keys[parents[element]])} > {stem(key)}"].append(element)
    texts = {at: text for shown in labels for at, text in shown.items()}
    known = Names(names)
    often = {
        seat: here
        for seat, here in seats.items()
        if len(here) >= _LEAST and _fill_forms([texts[at] for at in here[:_SAMPLE]], 0, known)
    }
    every = _every(scene, often)
    found: set[int] = set()
    for seat, here in often.items():
        alike = _fill_forms([texts[at] for at in here], every[seat] - len(here), known)
        if alike and not any(runs_on(scene, at) for at in here):
            found.update(here)
    return frozenset(found)


def _every(scene: Scene, seats: Collection[str]) -> Counter[str]:
    """How many elements with text there are in each seat, however long the text is."""
    page, lengths = scene.page, scene.survey.lengths
    plain = {seat.rpartition(" > ")[2] for seat in seats if " > " in seat}
    starts = {name[:5] for name in (*plain, *seats)}
    first, last = scene.zones[0].block, page.ends[scene.zones[-1].block]
    every: Counter[str] = Counter()
    for key, indices in page.by_key.items():
        if key[:5] not in starts:
            continue
        name = stem(key)
        if name in seats:
            every[name] += sum([first < at < last and lengths[at] > 0 for at in indices])
        elif name in plain and "." not in key:
            for at in indices:
                if first < at < last and lengths[at]:
                    every[f"{stem(page.keys[page.parents[at]])} > {name}"] += 1
    return every


def _fill_forms(texts: Sequence[str], longer: int, names: Names) -> bool:
    """Whether texts fill few forms, `longer` ones beside them counted as forms of their own."""
    most = len(texts) / _FILLED + 1 - max(0, longer)
    forms: set[str] = set()
    for text in dict.fromkeys(texts):
        forms.add(form(text, names))
        if len(forms) > most:
            return False
    return most >= 1


def form(text: str, names: Names) -> str:
    """A text with marks in the place of numbers, dates and the first name."""
    words = text.translate(_NO_MARKS).split()
    if not names.first.isdisjoint(words):
        words = _unnamed(words, names)
    return _NUMBER.sub("#", " ".join(words))


def _unnamed(words: list[str], names: Names) -> list[str]:
    """The words with a mark in the place of the first name in them."""
    for start, word in enumerate(words):
        for end in range(min(len(words), start + _NAME_WORDS), start, -1) if word in names.first else ():
            if " ".join(words[start:end]) in names.full:
                return [*words[:start], "@", *words[end:]]
    return words


def runs_on(scene: Scene, element: int) -> bool:
    """Whether an element is a part of a sentence, of a link or of a quotation."""
    tags, parents, lengths = scene.page.tags, scene.page.parents, scene.survey.lengths
    while tags[element] in _INLINE:
        above = parents[element]
        if tags[above] in _QUOTED or (tags[above] in _INLINE and lengths[above] > lengths[element]):
            return True
        if _has_words(scene, above):
            return True
        element = above
    return tags[element] in _QUOTED or tags[parents[element]] in _QUOTED


def _has_words(scene: Scene, element: int) -> bool:
    """Whether an element has words of its own beside the elements in it, or a sentence in one of these."""
    page = scene.page
    if len(page.texts[element].strip()) > _RUNNING:
        return True
    at = element + 1
    while at < page.ends[element]:
        if len(page.tails[at].strip()) > _RUNNING or (page.tags[at] in _INLINE and scene.length(at) > _SENTENCE):
            return True
        at = page.ends[at]
    return False
