"""A reply tree → who takes part: Gini of contributions, reciprocity, E–I index of replies across camps.

Gini 1912; Wasserman & Faust 1994 (reciprocity); Krackhardt & Stern 1988 (E–I index).
"""

from __future__ import annotations

from collections import Counter

from threads.discourse.measure import Interval, Measure
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.discourse.share import wilson
from threads.stance.label import Stance

FEWEST_LINKS = 5
"""Links between authors under which reciprocity is refused."""

_NO_AUTHORS = "no comment has an author"


def participation(tree: ReplyTree) -> tuple[Measure, ...]:
    """Authors, their shares, and whether replies go both ways and across camps. Placeholders have no author."""
    counts = Counter(name for i in range(len(tree.comments)) if (name := tree.author(i)) is not None)
    return (
        _authors(tree, counts),
        _gini(tree, counts),
        _largest_share(tree, counts),
        _reciprocity(tree),
        _external_internal(tree),
    )


def gini(counts: list[int]) -> float:
    """Gini coefficient of positive counts: 0 where all contribute the same, (n − 1)/n where one contributes all."""
    ordered, n = sorted(counts), len(counts)
    weighted = sum((2 * rank - n - 1) * count for rank, count in enumerate(ordered, start=1))
    return weighted / (n * sum(ordered))


def author_replies(tree: ReplyTree) -> Counter[tuple[str, str]]:
    """(author, answered author) → number of replies; replies to oneself and to unknown authors are left out."""
    edges: Counter[tuple[str, str]] = Counter()
    for i, parent in enumerate(tree.parents):
        if parent != ARTICLE and (name := tree.author(i)) and (to := tree.author(parent)) and name != to:
            edges[name, to] += 1
    return edges


def _why_no_author(tree: ReplyTree) -> str:
    return _NO_AUTHORS if any(not comment.missing for comment in tree.comments) else "no comments"


def _authors(tree: ReplyTree, counts: Counter[str]) -> Measure:
    n = sum(not comment.missing for comment in tree.comments)
    if not counts:
        return Measure("authors", None, n, "comments", reason=_why_no_author(tree))
    return Measure("authors", len(counts), n, "comments")


def _gini(tree: ReplyTree, counts: Counter[str]) -> Measure:
    if len(counts) < 2:
        reason = "only one author" if counts else _why_no_author(tree)
        return Measure("gini", None, len(counts), "authors", reason=reason, reference="Gini 1912")
    return Measure("gini", gini(list(counts.values())), len(counts), "authors", reference="Gini 1912")


def _largest_share(tree: ReplyTree, counts: Counter[str]) -> Measure:
    if not counts:
        return Measure("largest_author_share", None, 0, "comments", reason=_why_no_author(tree))
    n, most = sum(counts.values()), max(counts.values())
    return Measure("largest_author_share", most / n, n, "comments", interval=wilson(most, n))


def _reciprocity(tree: ReplyTree) -> Measure:
    """Share of author → author links that go both ways."""
    edges, reference = author_replies(tree), "Wasserman & Faust 1994, Social Network Analysis"
    if not edges:
        named = any(tree.author(i) for i in range(len(tree.comments)))
        reason = "no author replies to another" if named else _why_no_author(tree)
        return Measure("reciprocity", None, 0, "links between authors", reason=reason, reference=reference)
    if len(edges) < FEWEST_LINKS:
        few = f"{len(edges)} links between authors; at least {FEWEST_LINKS} are needed"
        return Measure("reciprocity", None, len(edges), "links between authors", reason=few, reference=reference)
    mutual = sum((to, name) in edges for name, to in edges)
    return Measure("reciprocity", mutual / len(edges), len(edges), "links between authors", reference=reference)


def _external_internal(tree: ReplyTree) -> Measure:
    """(E − I) / (E + I): 1 where every reply goes to the other camp, −1 where none does. Camps: agree and disagree.

    The baseline keeps both numbers and gives the stances to the same comments in random order.
    """
    reference = "Krackhardt & Stern 1988, Informal Networks and Organizational Crises"
    pairs = [(i, p) for i, p in enumerate(tree.parents) if p != ARTICLE and tree.decided(i) and tree.decided(p)]
    if not pairs:
        reason = "no reply in which both sides are decided" if tree.scored() else "no comment has a stance"
        return Measure("ei_index", None, 0, "replies", reason=reason, reference=reference)
    external, n = sum(tree.stance(i) != tree.stance(p) for i, p in pairs), len(pairs)
    inside = wilson(external, n)
    interval = Interval(2 * inside.low - 1, 2 * inside.high - 1, "wilson")
    baseline = _expected(tree, {i for pair in pairs for i in pair})
    value = 2 * external / n - 1
    return Measure("ei_index", value, n, "replies", interval=interval, baseline=baseline, reference=reference)


def _expected(tree: ReplyTree, involved: set[int]) -> float:
    """The mean E–I index if the same stances stood at these comments in random order."""
    n, agreeing = len(involved), sum(tree.stance(i) is Stance.AGREE for i in involved)
    return 4 * agreeing * (n - agreeing) / (n * (n - 1)) - 1
