"""Who agrees and disagrees with whom in replies → signed balance of the author graph, against random signs.

Cartwright & Harary 1956 (balance); Doreian & Mrvar 1996 (frustration of a partition); Leskovec, Huttenlocher &
Kleinberg 2010 (shuffled signs as the null model). A reply tree itself is always balanced: a tree has no cycle.
"""

from __future__ import annotations

import math
from collections import Counter

from threads.discourse.controversy import FEWEST_AUTHORS, author_camps
from threads.discourse.measure import Measure
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.discourse.share import wilson
from threads.stance.label import Agreement

FEWEST_TRIADS = 10
"""Triads under which their balance is refused."""

Pair = tuple[str, str]
_SIGNS = {Agreement.AGREE: 1, Agreement.DISAGREE: -1}
_TRIADS = "Cartwright & Harary 1956, Structural Balance; Leskovec et al. 2010 for the baseline"
_FRUSTRATION = "Doreian & Mrvar 1996, A Partitioning Approach to Structural Balance"


def balance(tree: ReplyTree) -> tuple[Measure, ...]:
    """Balance of triads and frustration of the camps; baselines are exact means over all orders of the signs."""
    signs = signed_pairs(tree)
    return _triad_balance(tree, signs), _camp_frustration(tree, signs)


def signed_pairs(tree: ReplyTree) -> dict[Pair, int]:
    """Pairs of authors, each in alphabetical order → 1 where most replies between them agree, −1 where most disagree.

    Replies that neither agree nor disagree, or unclearly, do not count; pairs with as many of one as of the other are
    left out.
    """
    sums: Counter[Pair] = Counter()
    for i, parent in enumerate(tree.parents):
        entry = tree.stances[i]
        name, to = tree.author(i), tree.author(parent) if parent != ARTICLE else None
        if entry is not None and entry.agreement in _SIGNS and name and to and name != to:
            sums[min(name, to), max(name, to)] += _SIGNS[entry.agreement]
    return {pair: 1 if total > 0 else -1 for pair, total in sums.items() if total}


def triads(signs: dict[Pair, int]) -> Counter[int]:
    """How many closed triads have so many (0 to 3) pairs that agree; those with 1 or 3 are balanced."""
    near: dict[str, set[str]] = {}
    for one, two in signs:
        near.setdefault(one, set()).add(two)  # from the alphabetically first, so that each triad is met once
    return Counter(
        (signs[one, two] > 0) + (signs[one, three] > 0) + (signs[two, three] > 0)
        for one, two in signs
        for three in near[one] & near.get(two, set())
    )


def expected_balance(agreeing: int, pairs: int) -> float:
    """The chance that a triad is balanced when the signs of all pairs are in random order."""
    other = pairs - agreeing
    return (math.comb(agreeing, 3) + agreeing * math.comb(other, 2)) / math.comb(pairs, 3)


def expected_frustration(agreeing: int, inside: int, pairs: int) -> float:
    """The mean frustration when the signs of all pairs, of which `inside` are in one camp, are in random order."""
    return (inside * (pairs - agreeing) + (pairs - inside) * agreeing) / pairs**2


def _triad_balance(tree: ReplyTree, signs: dict[Pair, int]) -> Measure:
    name, found = "triad_balance", triads(signs)
    n = found.total()
    if reason := _refusal(tree, signs):
        return Measure(name, None, n, "triads", reason=reason, reference=_TRIADS)
    if n < FEWEST_TRIADS:
        few = f"{n} triads of authors who agree or disagree with each other; at least {FEWEST_TRIADS} are needed"
        return Measure(name, None, n, "triads", reason=few, reference=_TRIADS)
    baseline = expected_balance(sum(sign > 0 for sign in signs.values()), len(signs))
    return Measure(name, (found[1] + found[3]) / n, n, "triads", baseline=baseline, reference=_TRIADS)


def _camp_frustration(tree: ReplyTree, signs: dict[Pair, int]) -> Measure:
    """Share of pairs that disagree inside a camp or agree across camps: 0 where replies follow the camps' line."""
    name, camps = "camp_frustration", author_camps(tree)
    inside = {pair: camps[pair[0]] is camps[pair[1]] for pair in signs if pair[0] in camps and pair[1] in camps}
    n, kept = len(inside), {pair: signs[pair] for pair in inside}
    if reason := _refusal(tree, kept):
        return Measure(name, None, n, "pairs of authors", reason=reason, reference=_FRUSTRATION)
    against = sum(within is (kept[pair] < 0) for pair, within in inside.items())
    baseline = expected_frustration(sum(sign > 0 for sign in kept.values()), sum(inside.values()), n)
    return Measure(
        name, against / n, n, "pairs of authors", interval=wilson(against, n), baseline=baseline, reference=_FRUSTRATION
    )


def _refusal(tree: ReplyTree, signs: dict[Pair, int]) -> str | None:
    if all(tree.author(i) is None for i in range(len(tree.comments))):
        return "no comment has an author" if any(not c.missing for c in tree.comments) else "no comments"
    n = len({name for pair in signs for name in pair})
    if n < FEWEST_AUTHORS:
        return f"{n} authors agree or disagree with each other in replies; at least {FEWEST_AUTHORS} are needed"
    return None
