"""Signed balance of the author graph: by hand, by brute force over all orders of signs, and refused where small."""

import random
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from made_threads import AGAINST, FOR, said, tree_of

from threads.discourse.balance import Pair, balance, expected_balance, expected_frustration, signed_pairs, triads
from threads.discourse.measure import Measure
from threads.discourse.replies import ReplyTree
from threads.stance.label import Agreement, Stance
from threads.stance.reading import CommentStance

SIGNS = {"+": Agreement.AGREE, "-": Agreement.DISAGREE, "0": Agreement.NEITHER, "?": Agreement.UNCLEAR}


def forum(replies: list[tuple[str, str, str]], camps: dict[str, str] | None = None) -> ReplyTree:
    """Each (author, answered author, sign) is a comment of the second and the first's reply to it."""
    comments = []
    for i, (name, to, _) in enumerate(replies):
        comments += [said(2 * i, author=to), said(2 * i + 1, 2 * i, depth=1, author=name)]
    side = {"+": (Stance.AGREE, FOR), "-": (Stance.DISAGREE, AGAINST)}
    entries = []
    for i, comment in enumerate(comments):
        stance, spread = side[(camps or {}).get(comment.author or "", "+")]
        agreement = SIGNS[replies[i // 2][2]] if i % 2 else None
        entries.append(CommentStance(comment.id, stance, spread, agreement=agreement))
    return replace(tree_of(comments), stances=tuple(entries))


def measured(tree: ReplyTree) -> dict[str, Measure]:
    return {measure.name: measure for measure in balance(tree)}


def cliques(count: int, signs: str) -> list[tuple[str, str, str]]:
    """`count` triads of three authors each, their pairs signed by the three letters."""
    return [
        (f"{a}{i:02}", f"{b}{i:02}", sign)
        for i in range(count)
        for (a, b), sign in zip(combinations("xyz", 2), signs, strict=True)
    ]


def test_the_sign_of_a_pair_is_that_of_most_replies_between_the_two() -> None:
    replies = [("a", "b", "+"), ("b", "a", "-"), ("a", "b", "-"), ("c", "a", "+"), ("a", "c", "-"), ("b", "c", "0")]
    assert signed_pairs(forum(replies)) == {("a", "b"): -1}


def test_unclear_replies_and_replies_to_oneself_give_no_sign() -> None:
    assert signed_pairs(forum([("a", "b", "?"), ("c", "c", "+")])) == {}


@pytest.mark.parametrize(("signs", "agreeing"), [("+++", 3), ("++-", 2), ("+--", 1), ("---", 0)])
def test_a_triad_is_counted_once_by_its_signs(signs: str, agreeing: int) -> None:
    assert triads(signed_pairs(forum(cliques(1, signs)))) == {agreeing: 1}


def test_triads_are_those_of_brute_force() -> None:
    generator = random.Random(2)
    signs: dict[Pair, int] = {
        pair: generator.choice([1, -1]) for pair in combinations("abcdefghij", 2) if generator.random() < 0.5
    }
    closed = (list(combinations(three, 2)) for three in combinations("abcdefghij", 3))
    expected = [sum(signs[pair] > 0 for pair in pairs) for pairs in closed if all(pair in signs for pair in pairs)]
    assert sorted(triads(signs).elements()) == sorted(expected)


@pytest.mark.parametrize(("agreeing", "pairs"), [(3, 5), (0, 4), (5, 5), (1, 3), (2, 6)])
def test_the_baseline_is_the_mean_over_all_orders_of_the_signs(agreeing: int, pairs: int) -> None:
    """A triad of pairs 0, 1, 2 among all pairs, over every order of the signs."""
    orders = list(permutations([1] * agreeing + [-1] * (pairs - agreeing)))
    balanced = sum(order[0] * order[1] * order[2] > 0 for order in orders)
    assert expected_balance(agreeing, pairs) == pytest.approx(balanced / len(orders))


def test_ten_triads_by_hand() -> None:
    """Seven balanced (+ - -) and three unbalanced (+ + -): 7/10; 13 of 30 signs are positive."""
    replies = cliques(7, "+--") + [(f"{a}u", f"{b}u", s) for a, b, s in cliques(3, "++-")]
    measure = measured(forum(replies))["triad_balance"]
    assert (measure.value, measure.n) == (0.7, 10)
    assert measure.baseline == pytest.approx((286 + 13 * 136) / 4060)
    assert measure.excess == pytest.approx(0.7 - 2054 / 4060)


def test_frustration_by_hand() -> None:
    """Of 20 pairs 16 are inside a camp, 12 agreeing; 4 across, 1 agreeing: (4 + 1)/20 go against the line."""
    camps = {f"n{i:02}": "+" if i < 20 else "-" for i in range(40)}
    inside = [(f"n{2 * i:02}", f"n{2 * i + 1:02}", "+" if i < 12 else "-") for i in range(8)]
    inside += [(f"n{2 * i:02}", f"n{2 * i + 1:02}", "+" if i < 16 else "-") for i in range(12, 20)]
    across = [(f"n{i + 16:02}", f"n{i + 20:02}", "+" if i == 0 else "-") for i in range(4)]
    measure = measured(forum(inside + across, camps))["camp_frustration"]
    assert (measure.value, measure.n) == (5 / 20, 20)
    assert measure.baseline == pytest.approx((16 * 7 + 4 * 13) / 400)
    assert measure.interval is not None
    assert measure.interval.low < 0.25 < measure.interval.high


def test_the_frustration_baseline_is_the_mean_over_all_orders_of_the_signs() -> None:
    """Three pairs inside a camp and two across, two of five signs positive, by every order."""
    orders = list(permutations([1, 1, -1, -1, -1]))
    against = [sum(s < 0 for s in order[:3]) + sum(s > 0 for s in order[3:]) for order in orders]
    assert expected_frustration(2, 3, 5) == pytest.approx(sum(against) / (5 * len(orders)))


def test_small_threads_are_refused() -> None:
    few = measured(forum(cliques(9, "+++")))
    assert few["triad_balance"].reason == (
        "27 authors agree or disagree with each other in replies; at least 30 are needed"
    )
    assert few["camp_frustration"].value is None
    pairs = [(f"a{i:02}", f"b{i:02}", "+") for i in range(20)]
    assert measured(forum(pairs))["triad_balance"].reason == (
        "0 triads of authors who agree or disagree with each other; at least 10 are needed"
    )


def test_without_authors_or_reply_relations_it_is_refused() -> None:
    assert measured(tree_of([said(0)], "+"))["triad_balance"].reason == "no comment has an author"
    assert measured(tree_of([], ""))["camp_frustration"].reason == "no comments"
    assert measured(tree_of([said(0, author="a")], "+"))["triad_balance"].value is None
