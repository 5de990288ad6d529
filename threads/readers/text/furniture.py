"""Lines with dates in, the site's own words around these dates out: buttons, votes, counts of posts, badges.

What stands beside a date is the site's where it comes again and again: as it is, or but for its numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.wording import MONTHS, find_stamp

_LEAST = 3
MANY, MOST = 0.4, 0.6
"""Of the comments: in so many a line at their edges is the site's, in so many it is so wherever it stands."""
_SHORT = 80
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_BADGE = re.compile(r"(?<=\S)\s+(\S+|\[[^\[\]]+\]|\([^()]+\))$")


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
        while (badge := _BADGE.search(before.rstrip())) and form(badge[1]) in self.badges:
            before = before[: badge.start()]
        return before, after


def around_dates(lines: Sequence[str]) -> Furniture:
    """What usually stands around the first date of a line."""
    found = [(line[: stamp.start()], line[stamp.end() :]) for line in lines if line and (stamp := find_stamp(line))]
    before = Counter(form(side) for side, _ in found)
    after = Counter(form(side) for _, side in found)
    named: dict[str, set[str]] = defaultdict(set)
    for side, _ in found:
        name = side.rstrip()
        while (badge := _BADGE.search(name)) is not None:
            name = name[: badge.start()]
            named[form(badge[1])].add(name)
            if form(badge[1]) != "0":
                break
    return Furniture(
        frozenset(each for each in before if each and before[each] >= max(_LEAST, MOST * len(found))),
        frozenset(each for each in after if each and after[each] >= _LEAST),
        frozenset(
            badge for badge, names in named.items() if len(names) >= (MOST * len(found) if badge == "0" else _LEAST)
        ),
    )


def below_comments(comments: Sequence[Sequence[str]], *, share: float) -> frozenset[str]:
    """The forms of short lines that stand in that share of the comments, each given as its lines."""
    often = Counter(
        each for lines in comments for each in {form(line) for line in lines if len(line) <= _SHORT} if each
    )
    return frozenset(each for each, times in often.items() if times >= max(_LEAST, share * len(comments)))


def form(words: str) -> str:
    """Words without case and marks around them, each number a 0, each month the first."""
    words = _WORD.sub(lambda word: "january" if word[0] in MONTHS else word[0], words.casefold())
    return " ".join(_NUMBER.sub("0", words).split()).strip(" |,;:·•–—-+/@*_#>→←()[]")
