"""Comments of many threads → groups of near-identical ones, as copy-paste campaigns leave them.

Broder 1997 (resemblance of shingles, MinHash); candidates by locality-sensitive hashing, then compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from threads.discourse.sentences import words
from threads.thread import Kind, Thread

SHINGLE = 3
"""Words in a shingle."""
FEWEST_WORDS = 8
"""Shorter comments are alike by chance: "Danke für den Artikel" is no campaign."""
SIMILAR = 0.8
"""Jaccard similarity of the shingles from which two comments are near-duplicates."""
LARGEST_COMPARED = 50
"""Members of a group compared pair by pair for its `similarity`; of larger groups the first ones are."""

_PERMUTATIONS = 128
_LOOKED_AT = 0.6  # hashing errs near its threshold: candidates from further out lose none that are similar


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """One comment of a corpus."""

    thread_id: str
    comment_id: str
    author: str | None


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Near-identical comments in several threads or by several authors, in corpus order.

    `similarity` is the lowest Jaccard similarity between two of them; linked through others it can be under SIMILAR.
    `authors` counts those known; `text` is the first one's.
    """

    comments: tuple[CommentPlace, ...]
    threads: int
    authors: int
    similarity: float
    text: str


def near_duplicates(threads: Sequence[Thread], *, seed: int = 0) -> tuple[DuplicateGroup, ...]:
    """Groups that span several threads or authors, largest first; own words only, 8 words or more."""
    places, texts, shingles = _comments(threads)
    groups = [_group(members, places, texts, shingles) for members in _linked(shingles, seed)]
    spread = (group for group in groups if group.threads > 1 or group.authors > 1)
    return tuple(sorted(spread, key=lambda group: -len(group.comments)))


def shingles_of(text: str) -> frozenset[str]:
    """Runs of SHINGLE words, letter case and web addresses aside."""
    found = words(text)
    return frozenset(" ".join(found[i : i + SHINGLE]) for i in range(max(1, len(found) - SHINGLE + 1)))


def jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    """Shared shingles over all shingles of both."""
    return len(one & two) / len(one | two) if one or two else 1.0


def _comments(threads: Sequence[Thread]) -> tuple[list[CommentPlace], list[str], list[frozenset[str]]]:
    places, texts, shingles = [], [], []
    for thread in threads:
        for comment in thread.comments:
            text = "" if comment.missing or comment.kind is Kind.PINGBACK else comment.own_words
            if len(words(text)) >= FEWEST_WORDS:
                places.append(CommentPlace(thread.id, comment.id, comment.author))
                texts.append(text)
                shingles.append(shingles_of(text))
    return places, texts, shingles


def _linked(shingles: list[frozenset[str]], seed: int) -> list[list[int]]:
    """Groups of positions linked by similarity, in order of their first member."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_LOOKED_AT, num_perm=_PERMUTATIONS)
    first = list(range(len(shingles)))
    for i, found in enumerate(shingles):
        signature = MinHash(num_perm=_PERMUTATIONS, seed=seed + 1)
        signature.update_batch([shingle.encode() for shingle in sorted(found)])
        alike = [j for j in sorted(index.query(signature)) if jaccard(found, shingles[j]) >= SIMILAR]
        for j in alike:
            _join(first, i, j)
        if not any(shingles[j] == found for j in alike):  # an exact copy adds nothing to the index
            index.insert(i, signature)
    groups: dict[int, list[int]] = {}
    for i in range(len(shingles)):
        groups.setdefault(_root(first, i), []).append(i)
    return [members for members in groups.values() if len(members) > 1]


def _root(first: list[int], i: int) -> int:
    while first[i] != i:
        first[i] = first[first[i]]
        i = first[i]
    return i


def _join(first: list[int], i: int, j: int) -> None:
    low, high = sorted((_root(first, i), _root(first, j)))
    first[high] = low


def _group(
    members: list[int], places: list[CommentPlace], texts: list[str], shingles: list[frozenset[str]]
) -> DuplicateGroup:
    compared = combinations(members[:LARGEST_COMPARED], 2)
    found = tuple(places[i] for i in members)
    return DuplicateGroup(
        found,
        len({place.thread_id for place in found}),
        len({place.author for place in found if place.author}),
        min(jaccard(shingles[i], shingles[j]) for i, j in compared),
        texts[members[0]],
    )
