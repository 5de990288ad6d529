"""A reply tree → size, depth, width, branching, Wiener index, structural virality, h-index.

Goel, Anderson, Hofman & Watts 2015 (structural virality); Gómez, Kaltenbrunner & López 2008 (h-index of a thread).
"""

from __future__ import annotations

from collections import Counter

from threads.discourse.measure import Measure
from threads.discourse.replies import ARTICLE, ReplyTree

_GOEL = "Goel et al. 2015, The Structural Virality of Online Diffusion"
_GOMEZ = "Gómez et al. 2008, Statistical Analysis of the Social Network and Discussion Threads in Slashdot"


def shape(tree: ReplyTree) -> tuple[Measure, ...]:
    """All measures of shape, each for observed comments and (`with_placeholders`) for lost ones of known place too.

    Without placeholders a lost comment is not counted, but the comments under it keep their true depth and distance.
    """
    observed = tuple(0 if comment.missing else 1 for comment in tree.comments)
    every = (1,) * len(observed)
    return (
        _twice("size", "comments", sum(observed), len(every), sum(observed)),
        _twice("depth", "comments", depth(tree, observed), depth(tree, every), sum(observed), unit="levels"),
        _twice("width", "comments", width(tree, observed), width(tree, every), sum(observed), unit="comments"),
        _twice("branching", "comments", branching(tree, observed), branching(tree, every), sum(observed)),
        _twice("wiener_index", "pairs", *_wieners(tree, observed), _pairs(sum(observed)), unit="edges"),
        _virality(tree, observed),
        _twice("h_index", "comments", h_index(tree, observed), h_index(tree, every), sum(observed), reference=_GOMEZ),
    )


def depth(tree: ReplyTree, weights: tuple[int, ...]) -> int | None:
    """Levels of comments that count: 1 for a thread with top-level comments only. None without comments."""
    return max((level + 1 for level, w in zip(tree.levels, weights, strict=True) if w), default=None)


def width(tree: ReplyTree, weights: tuple[int, ...]) -> int | None:
    """Most comments on one level. None without comments."""
    counts = Counter(level for level, w in zip(tree.levels, weights, strict=True) if w)
    return max(counts.values(), default=None)


def branching(tree: ReplyTree, weights: tuple[int, ...]) -> float | None:
    """Mean number of direct replies of the comments that have any. None where no comment has a reply."""
    counts = [sum(weights[j] for j in replies) for replies, w in zip(tree.replies, weights, strict=True) if w]
    answered = [count for count in counts if count]
    return sum(answered) / len(answered) if answered else None


def wiener_index(tree: ReplyTree, weights: tuple[int, ...]) -> int:
    """Sum of distances over all pairs of counted nodes, the article among them: O(n), by what lies under each edge."""
    under = list(weights)
    for i in range(len(under) - 1, -1, -1):
        if tree.parents[i] != ARTICLE:
            under[tree.parents[i]] += under[i]
    total = 1 + sum(weights)
    return sum(below * (total - below) for below in under)


def h_index(tree: ReplyTree, weights: tuple[int, ...]) -> int | None:
    """Largest h with at least h comments at nesting level h, the top level being 1. None without comments."""
    counts = Counter(level + 1 for level, w in zip(tree.levels, weights, strict=True) if w)
    return max((h for h, count in counts.items() if count >= h), default=None if not counts else 0)


def _pairs(comments: int) -> int:
    return comments * (comments + 1) // 2


def _wieners(tree: ReplyTree, observed: tuple[int, ...]) -> tuple[int | None, int | None]:
    every = (1,) * len(observed)
    return (
        wiener_index(tree, observed) if any(observed) else None,
        wiener_index(tree, every) if every else None,
    )


def _virality(tree: ReplyTree, observed: tuple[int, ...]) -> Measure:
    seen, full = _wieners(tree, observed)
    n, pairs = _pairs(sum(observed)), _pairs(len(observed))
    value = None if seen is None else seen / n
    return _twice(
        "structural_virality", "pairs", value, None if full is None else full / pairs, n, unit="edges", reference=_GOEL
    )


def _twice(
    name: str,
    of: str,
    value: float | None,
    placed: float | None,
    n: int,
    *,
    unit: str | None = None,
    reference: str | None = None,
) -> Measure:
    why = None if value is not None else ("no comment has a reply" if n and name == "branching" else "no comments")
    return Measure(name, value, n, of, unit=unit, with_placeholders=placed, reason=why, reference=reference)
