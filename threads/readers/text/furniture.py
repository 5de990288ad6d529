"""Lines, comments or names in, the site's own words in them out: buttons, votes, counts of posts, badges.

What stands beside a date, below a comment or around a name is the site's where it comes again and again: as it is, or
but for its numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from threads.readers.wording import BY, MONTHS, SAID_REPLY, find_stamp

_LEAST = 3
MANY, MOST = 0.4, 0.6
"""Of the comments: in so many a line at their edges is the site's, in so many it is so wherever it stands."""
_SOME = 0.1
_NEARLY = 0.8
_WHOLE = 0.3
"""Of names before a comma, so many have more than one word where a place follows, and not the first name."""
_SHORT = 80
_BUTTON = 4
"""Words of a button at most."""
_LETTER = re.compile(r"(\w) (?=\1)", re.I)
_PARTS = re.compile(r"\)\s*\(|\]\s*\[|\s[|•·]\s|\s{3,}")
_LABEL = re.compile(r"([^\W\d_][^\W\d_]{2,}(?: [^\W\d_]+){0,2})\s?:\s+\S")
_SOMEBODY = "somebody"
_AVATAR = "a letter in a circle"
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = " |,;:·•–—-+/@*_#>→←()[]"
_BADGE = re.compile(r"(?<=\S)\s+(\S+|\[[^\[\]]+\]|\([^()]+\))$")
_BY = re.compile(rf"(?:{BY}) ")
BRACKETS = re.compile(r"\s+[(\[][^()\[\]]*[)\]]$")
_LOGIN = re.compile(r"\s+@\S+$")
_PLACE = re.compile(r"(?<=\S)\s?,\s+[^,]+(?:,[^,]+)?$")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The forms of what stands `before` and `after` dates, and the last words that names of many share."""

    before: frozenset[str]
    after: frozenset[str]
    badges: frozenset[str]

    def without(self, before: str, after: str) -> tuple[str, str]:
        """What stands around a date without the site's words."""
        if form(after) in self.after:
            after = ""
        if form(before) in self.before:
            return "", after
        while (badge := _badge(before)) and form(badge[1]) in self.badges:
            before = before[: badge.start()]
        return before, after


def around_dates(lines: Sequence[str]) -> Furniture:
    """What usually stands around the first date of a line."""
    found = [(line[: stamp.start()], line[stamp.end() :]) for line in lines if line and (stamp := find_stamp(line))]
    before = Counter(form(side) for side, _ in found)
    after = Counter(form(side) for _, side in found)
    named: dict[str, set[str]] = defaultdict(set)
    for side, _ in found:
        name = side
        while (badge := _badge(name)) is not None:
            name = name[: badge.start()]
            named[form(badge[1])].add(name)
            if form(badge[1]) != "0":
                break
    return Furniture(
        frozenset(each for each in before if each and before[each] >= max(_LEAST, MOST * len(found))),
        frozenset(
            each
            for each in after
            if each
            and not _BY.match(each)
            and after[each] >= (max(_LEAST, MOST * len(found)) if each == "0" else _LEAST)
        ),
        frozenset(
            badge
            for badge, names in named.items()
            if len(names) >= max(_LEAST, (MOST if badge == "0" else _SOME) * len(found))
        ),
    )


def in_many(comments: Sequence[Sequence[str]], *, share: float) -> frozenset[str]:
    """The rows that stand in that share of the comments, each given as its rows."""
    often = Counter(each for rows in comments for each in set(rows) if each)
    return frozenset(each for each, times in often.items() if times >= max(_LEAST, share * len(comments)))


def row(line: str, name: str | None = None) -> str:
    """The form of a short line, whatever the name in it, and none of a long one.

    That of buttons side by side is the first's, that of "Label: …" the label's.
    """
    if len(line) > _SHORT:
        return ""
    if name:
        line = line.replace(name, _SOMEBODY)
    parts = _PARTS.split(line.strip())
    if len(parts) > 1 and all(len(part.split()) <= _BUTTON for part in parts):
        return next((shown for part in parts if (shown := form(part)) not in ("", "0")), form(line))
    label = _LABEL.match(line)
    return form(label[1]) + ":" if label and not SAID_REPLY.match(line) else form(line)


def form(words: str) -> str:
    """Words without case, marks and numbers around them, each other number a 0, each month the first."""
    words = _WORD.sub(lambda word: "january" if word[0] in MONTHS else word[0], words.casefold())
    shown = " ".join(_NUMBER.sub("0", words).split()).strip(_MARKS)
    return shown.strip(_MARKS + "0") or shown


def bare_names(names: Sequence[str]) -> dict[str, str]:
    """Each name without the words that most begin with, badges that several end with, and whom its bearer answers."""
    known = set(names)
    leads = _leads(known)
    bare = _without_ends({name: _without_lead(name, leads) for name in known})
    badges = _badges(set(bare.values()))
    for name, shown in bare.items():
        while (badge := _badge(shown)) and _label(badge) in badges:
            shown = shown[: badge.start()]
        words = shown.split(" ")
        parted = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
        bare[name] = next((first for first, second in parted if first in known and second in known), shown)
    return bare


def _without_ends(names: dict[str, str]) -> dict[str, str]:
    """The names without what stands in brackets, behind an @ or a comma, at the end of nearly all: logins, places."""
    for end in (BRACKETS, _LOGIN, _PLACE):
        ended = {name: match for name, shown in names.items() if (match := end.search(shown))}
        heads = [match.string[: match.start()] for match in ended.values()]
        whole = end is not _PLACE or sum(" " in head for head in heads) >= _WHOLE * len(heads)
        if len(ended) >= max(_LEAST, _NEARLY * len(names)) and whole:
            names = {**names, **dict(zip(ended, heads, strict=True))}
    return names


def _badges(names: Set[str]) -> frozenset[str]:
    """The forms of last words that several names have."""
    ends: dict[str, set[str]] = defaultdict(set)
    for name in names:
        while badge := _badge(name):
            ends[_label(badge)].add(name := name[: badge.start()])
    least = max(_LEAST, _SOME * len(names))  # many people have one surname
    return frozenset(badge for badge, heads in ends.items() if badge and len(heads) >= least)


def _label(badge: re.Match[str]) -> str:
    """The form of a badge; none of a number, which may be a part of the name, unless it stands in brackets."""
    shown = form(badge[1])
    return "" if shown == "0" and badge[1][0] not in "([" else shown


def _badge(name: str) -> re.Match[str] | None:
    """The last word, or what stands in the last brackets, of a name that goes on without it."""
    match = _BADGE.search(name.rstrip())
    return match if match and _WORD.search(name[: match.start()]) else None


def _leads(names: Set[str]) -> frozenset[str]:
    """The forms of first words, up to three, that most of the names have; a letter that most begin with once more."""
    often = Counter(
        form(" ".join(words[:count])) for name in names for count in (1, 2, 3) if len(words := name.split()) > count
    )
    letters = sum(_LETTER.match(name) is not None for name in names)
    least = max(_LEAST + 1, MOST * len(names))
    return frozenset(
        {each for each, times in often.items() if times >= least} | ({_AVATAR} if letters >= least else set())
    )


def _without_lead(name: str, leads: Set[str]) -> str:
    words = name.split(" ")
    for count in (3, 2, 1):
        if len(words) > count and form(" ".join(words[:count])) in leads:
            return " ".join(words[count:]).lstrip(" #:|-–—•·")
    return name[2:] if _AVATAR in leads and _LETTER.match(name) else name
