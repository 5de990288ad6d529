"""The author's consistency: brute force over all stances and positions, where it is exact and where it is not."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_threads import AGAINST, DOUBT, FOR, said, stance_of, thread_of

import threads.stance.consistency as consistency
from threads.analysis import Options
from threads.stance.adjust import adjust
from threads.stance.consistency import TOLERANCE, author_groups, settle
from threads.stance.label import Stance
from threads.stance.tree import ARTICLE, Coupling, infer


def brute_force(parents, phi, psi, groups, strength):
    """Marginals by adding up all labellings, each group's hidden position summed out; joint log of all weights."""
    size = len(parents)
    labellings = np.array(list(product(range(3), repeat=size)))
    weights = np.ones(len(labellings))
    for i, parent in enumerate(parents):
        above = np.zeros(len(labellings), dtype=int) if parent == ARTICLE else labellings[:, parent]
        weights *= phi[i, labellings[:, i]] * psi[i, above, labellings[:, i]]
    for group in groups:
        tied = [strength * (labellings[:, group] == z) + (1 - strength) / 3 for z in range(3)]
        weights *= sum(one.prod(axis=1) for one in tied)
    sums = np.stack([[weights[labellings[:, i] == s].sum() for s in range(3)] for i in range(size)])
    return sums / weights.sum()


def numbers(size: int, seed: int):
    random = np.random.default_rng(seed)
    return random.random((size, 3)) + 0.05, random.random((size, 3, 3)) + 0.05


FLAT = np.full((6, 3, 3), 1 / 3)


@pytest.mark.parametrize("strength", [0.1, 0.5, 0.9, 0.99])
def test_without_a_coupling_it_is_exact(strength: float) -> None:
    """Authors without a tree between them are stars, and belief propagation on a tree is exact."""
    phi, _ = numbers(6, 1)
    parents, groups = np.array([-1, 0, 1, -1, 3, 0]), [np.array([0, 2, 5]), np.array([1, 3])]
    settled = settle(parents, phi, FLAT, groups, strength=strength)
    assert settled.converged
    assert settled.rounds <= 3
    np.testing.assert_allclose(settled.beliefs.marginals, brute_force(parents, phi, FLAT, groups, strength), atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_without_a_loop_it_is_exact_with_a_coupling_too(seed: int) -> None:
    """Top-level comments by one author, each with replies by others: the article is given, so nothing closes a loop."""
    phi, psi = numbers(6, seed)
    parents, groups = np.array([-1, -1, 0, 1, 2, -1]), [np.array([0, 1, 5])]
    settled = settle(parents, phi, psi, groups, strength=0.6)
    assert settled.converged
    np.testing.assert_allclose(settled.beliefs.marginals, brute_force(parents, phi, psi, groups, 0.6), atol=2e-5)


@pytest.mark.parametrize("seed", range(12))
def test_with_loops_it_is_close(seed: int) -> None:
    """Two authors who answer each other: three loops over six comments, at the strongest coupling that is fitted."""
    phi, psi = numbers(6, seed)
    psi /= psi.sum(axis=2, keepdims=True)
    parents, groups = np.arange(6) - 1, [np.array([0, 2, 4]), np.array([1, 3, 5])]
    settled = settle(parents, phi, psi, groups, strength=0.5)
    assert settled.converged
    exact = brute_force(parents, phi, psi, groups, 0.5)
    assert np.abs(settled.beliefs.marginals - exact).max() < 0.03
    tree_alone = infer(parents, phi, psi).marginals
    assert np.abs(settled.beliefs.marginals - exact).sum() < np.abs(tree_alone - exact).sum()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.95))
@example(2823, 0.53125)  # the second change is small by chance
def test_the_stated_distance_holds(seed: int, strength: float) -> None:
    """Twenty rounds more move no marginal by more than was stated, some rounding apart."""
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 9))
    phi, psi = numbers(size, seed)
    parents = np.array([int(random.integers(-1, i)) if i else -1 for i in range(size)])
    groups = author_groups([str(random.integers(0, 3)) for _ in range(size)])
    settled = settle(parents, phi, psi, groups, strength=strength)
    assert settled.converged
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consistency, "TOLERANCE", -1.0)
        patch.setattr(consistency, "ROUNDS", settled.rounds + 20)
        further = settle(parents, phi, psi, groups, strength=strength)
    assert np.abs(further.beliefs.marginals - settled.beliefs.marginals).max(initial=0) <= 3 * TOLERANCE


def test_at_strength_0_it_is_the_tree() -> None:
    phi, psi = numbers(6, 3)
    parents = np.arange(6) - 1
    settled = settle(parents, phi, psi, [np.array([0, 2, 4])], strength=0.0)
    np.testing.assert_allclose(settled.beliefs.marginals, infer(parents, phi, psi).marginals, atol=1e-12)


def test_anonymous_comments_and_single_ones_are_in_no_group() -> None:
    names = ["Anna", "anonym", None, "Anna ", "Gast", "anonym", "Ben", "Anonymous", "Anonymous", None]
    assert [group.tolist() for group in author_groups(names)] == [[0, 3]]


def test_an_unclear_comment_takes_the_side_of_its_authors_others() -> None:
    thread = thread_of([said(i, author="Anna") for i in range(3)] + [said(3, author="Ben")])
    stance = stance_of(thread, "++??")
    adjusted = adjust(thread, stance, author_consistency=0.8)
    third, other = adjusted.comments[2], adjusted.comments[3]
    assert third.stance is Stance.AGREE
    assert third.text == DOUBT
    assert (third.reply_tree, third.agreement) == (None, None)
    assert other.tree == DOUBT
    assert adjusted.notices == ()


@pytest.mark.parametrize("author", [None, "Anonymous"])
def test_nobody_is_tied_to_nobody(author: str | None) -> None:
    thread = thread_of([said(i, author=author) for i in range(2)])
    adjusted = adjust(thread, stance_of(thread, "+?"), author_consistency=0.8)
    assert [entry.tree for entry in adjusted.comments] == [FOR, DOUBT]


def test_placeholders_are_tied_to_nobody() -> None:
    comments = [said(0, author="Anna"), replace(said(1, missing=True), author="Anna"), said(2, author="Anna")]
    thread = thread_of(comments)
    adjusted = adjust(thread, stance_of(thread, "+.-"), author_consistency=0.5)
    assert adjusted.comments[1].tree is None


def test_a_flip_stays_where_both_comments_are_sure() -> None:
    thread = thread_of([said(i, author="Anna") for i in range(2)])
    adjusted = adjust(thread, stance_of(thread, "+-"), author_consistency=0.3)
    assert [entry.stance for entry in adjusted.comments] == [Stance.AGREE, Stance.DISAGREE]
    assert adjusted.comments[1].text == AGAINST


def test_what_does_not_settle_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency, "ROUNDS", 1)
    thread = thread_of([said(0, author="a"), said(1, 0, depth=1, author="b"), said(2, 1, depth=2, author="a")])
    stance = stance_of(thread, "+?-")
    adjusted = adjust(thread, stance, coupling=Coupling(0.5), author_consistency=0.5)
    assert [notice.code for notice in adjusted.notices] == ["author-consistency"]
    assert adjusted.comments == adjust(thread, stance, coupling=Coupling(0.5)).comments


def test_off_is_off() -> None:
    thread = thread_of([said(0, author="Anna"), said(1, author="Anna")])
    stance = stance_of(thread, "+?")
    assert adjust(thread, stance) is stance
    assert Options().author_consistency == 0


@pytest.mark.parametrize("strength", [-0.1, 1.0])
def test_a_strength_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="at least 0 and under 1"):
        Options(author_consistency=strength)
    thread = thread_of([said(0)])
    with pytest.raises(ValueError, match="at least 0 and under 1"):
        adjust(thread, stance_of(thread, "+"), author_consistency=strength)
