"""Inference over the reply tree: brute force on every small tree, limits of size and depth, and its properties."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.errors import FormatError
from threads.stance.adjust import adjust
from threads.stance.label import Agreement, Distribution, Stance
from threads.stance.reading import CommentStance, ModelRecord, Thesis, ThreadStance
from threads.stance.tree import ARTICLE, OFF, Coupling, evidence, infer, parent_positions, potentials, relations
from threads.thread import Article, Comment, Source, Thread

MODEL = ModelRecord("hand-made", "0" * 64, "stance", 0.5)
SURE = Distribution(0.9, 0.05, 0.05)
AGAINST = Distribution(0.05, 0.05, 0.9)
FLAT = Distribution(1 / 3, 1 / 3, 1 / 3)
EVEN = Distribution(0.34, 0.33, 0.33)


def trees(size: int) -> list[tuple[int, ...]]:
    """Every parent list of `size` comments in which parents come first."""
    return list(product(*[range(-1, i) for i in range(size)]))


def brute_force(parents, phi, psi):
    """Marginals and best labelling by adding up all 3^n labellings."""
    size = len(parents)
    labellings = np.array(list(product(range(3), repeat=size)))
    weights = np.ones(len(labellings))
    for i, parent in enumerate(parents):
        above = np.zeros(len(labellings), dtype=int) if parent == ARTICLE else labellings[:, parent]
        weights *= phi[i, labellings[:, i]] * psi[i, above, labellings[:, i]]
    marginals = np.stack([[weights[labellings[:, i] == s].sum() for s in range(3)] for i in range(size)])
    return marginals / weights.sum(), tuple(labellings[weights.argmax()])


@pytest.mark.parametrize("size", range(1, 7))
def test_every_tree_agrees_with_brute_force(size: int) -> None:
    random = np.random.default_rng(size)
    for parents in trees(size):
        phi, psi = random.random((size, 3)) + 1e-3, random.random((size, 3, 3)) + 1e-3
        marginals, labels = brute_force(parents, phi, psi)
        beliefs = infer(np.array(parents), phi, psi)
        np.testing.assert_allclose(beliefs.marginals, marginals, atol=1e-10)
        assert tuple(beliefs.labels) == labels


@pytest.mark.parametrize("parents", [(-1, 0), (-1, 0, 1), (-1, 0, 0), (-1, 0, 1, 1, 0)])
def test_the_replys_relation_agrees_with_brute_force(parents: tuple[int, ...]) -> None:
    """Over all stances and all relations of the replies: each is bound to its table with chance c, else free."""
    random, coupling = np.random.default_rng(len(parents)), Coupling(0.7, neutral=0.4)
    same, swapped, flat = np.eye(3), np.eye(3)[::-1], np.full((3, 3), 1 / 3)
    neither = 0.6 * flat + 0.4 * np.tile([0.0, 1.0, 0.0], (3, 1))
    tables = [0.7 * table + 0.3 * flat for table in (same, neither, swapped)]
    entries = [
        CommentStance(str(i), Stance.UNCLEAR, spread(random), reply=spread(random) if p >= 0 else None)
        for i, p in enumerate(parents)
    ]
    phi = evidence(entries)
    prior = np.array([[e.reply.agree, e.reply.neutral, e.reply.disagree] if e.reply else [0, 1, 0] for e in entries])
    expected = np.zeros((len(parents), 3))
    for stances in product(range(3), repeat=len(parents)):
        for kinds in product(range(3), repeat=len(parents)):
            weight = 1.0
            for i, parent in enumerate(parents):
                weight *= phi[i, stances[i]] * prior[i, kinds[i]]
                weight *= tables[kinds[i]][stances[parent], stances[i]] if parent >= 0 else 1.0
            for i, kind in enumerate(kinds):
                expected[i, kind] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    beliefs = infer(np.array(parents), phi, potentials(entries, coupling))
    np.testing.assert_allclose(relations(beliefs, entries, coupling)[1:], expected[1:], atol=1e-10)


def spread(random: np.random.Generator) -> Distribution:
    return Distribution(*(float(p) for p in random.dirichlet([1, 1, 1])))


def test_certain_comments_leave_no_infinities() -> None:
    phi = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.3, 0.5]])
    psi = potentials([None, None, None], Coupling(0.9))
    beliefs = infer(np.array([-1, 0, 1]), phi, psi)
    assert np.isfinite(beliefs.marginals).all()
    np.testing.assert_allclose(beliefs.marginals[:2], phi[:2], atol=1e-12)


def test_a_chain_of_100000_replies_needs_no_recursion() -> None:
    n = 100_000
    phi = np.full((n, 3), 1 / 3)
    phi[-1] = 0.9, 0.05, 0.05
    beliefs = infer(np.arange(n) - 1, phi, np.full((n, 3, 3), 1 / 3))
    np.testing.assert_allclose(beliefs.marginals[-1], phi[-1], atol=1e-12)


def test_a_million_comments_take_seconds() -> None:
    n, random = 1_000_000, np.random.default_rng(0)
    parents = np.array([int(random.integers(max(-1, i - 1000), i)) if i else -1 for i in range(0, n, 100)])
    parents = np.concatenate([parents // 100, np.repeat(np.arange(len(parents)), 99)])
    start = time.process_time()
    beliefs = infer(parents, random.random((n, 3)), random.random((n, 3, 3)) + 0.01)
    assert time.process_time() - start < 60
    np.testing.assert_allclose(beliefs.marginals.sum(axis=1), 1.0)


def thread_of(*parents: int, missing: tuple[int, ...] = ()) -> Thread:
    depths: list[int] = []
    for parent in parents:
        depths.append(0 if parent == ARTICLE else depths[parent] + 1)
    comments = (
        Comment(
            f"c{i}", None if p == ARTICLE else f"c{p}", depths[i], None if i in missing else "x", missing=i in missing
        )
        for i, p in enumerate(parents)
    )
    return Thread("t", Source("t", "text", "0" * 64), Article(), tuple(comments))


def stance_of(
    thread: Thread, texts: list[Distribution | None], replies: list[Distribution | None] | None = None
) -> ThreadStance:
    given_replies = replies or [None] * len(texts)
    comments = (
        CommentStance(c.id, d.stance(0.5) if d else Stance.UNCLEAR, d, reply=r)
        for c, d, r in zip(thread.comments, texts, given_replies, strict=True)
    )
    return ThreadStance("t", Thesis("A thesis.", given=True), tuple(comments), MODEL)


def test_agreeing_replies_take_the_side_of_their_parent() -> None:
    thread = thread_of(-1, 0)
    adjusted = adjust(thread, stance_of(thread, [SURE, EVEN], [None, SURE]), coupling=Coupling(0.8))
    reply = adjusted.comments[1]
    assert reply.stance is Stance.AGREE
    assert reply.tree is not None
    assert reply.tree.agree > 0.6
    assert reply.text == EVEN


def test_disagreeing_replies_take_the_other_side() -> None:
    thread = thread_of(-1, 0)
    adjusted = adjust(thread, stance_of(thread, [SURE, EVEN], [None, AGAINST]), coupling=Coupling(0.8))
    assert adjusted.comments[1].stance is Stance.DISAGREE


def test_the_relation_follows_the_stances_and_the_texts_own_stays() -> None:
    """Two sure comments on one side: a reply that was read as open now agrees with its parent."""
    thread = thread_of(-1, 0)
    before = stance_of(thread, [SURE, SURE], [None, EVEN])
    reply = adjust(thread, before, coupling=Coupling(0.8)).comments[1]
    assert reply.reply == EVEN
    assert reply.reply_tree is not None
    assert reply.reply_tree.agree > 0.55
    assert reply.agreement is Agreement.AGREE


def test_a_comment_without_a_reply_relation_gets_none() -> None:
    thread = thread_of(-1, 0)
    adjusted = adjust(thread, stance_of(thread, [SURE, SURE]), coupling=Coupling(0.8))
    assert [entry.reply_tree for entry in adjusted.comments] == [None, None]


def test_evidence_flows_upwards_too() -> None:
    thread = thread_of(-1, 0, 0)
    stance = stance_of(thread, [EVEN, SURE, AGAINST], [None, SURE, AGAINST])
    tree = adjust(thread, stance, coupling=Coupling(0.8)).comments[0].tree
    assert tree is not None
    assert tree.agree > 0.8


def test_off_changes_nothing() -> None:
    thread = thread_of(-1, 0)
    stance = stance_of(thread, [SURE, EVEN], [None, SURE])
    assert adjust(thread, stance, coupling=OFF) is stance


def test_placeholders_get_no_stance() -> None:
    thread = thread_of(-1, 0, 1, missing=(1,))
    adjusted = adjust(thread, stance_of(thread, [SURE, None, EVEN]), coupling=Coupling(0.8))
    assert adjusted.comments[1].tree is None
    assert adjusted.comments[1].stance is Stance.UNCLEAR
    assert adjusted.comments[2].tree == EVEN


def test_no_thesis_or_no_comments_changes_nothing() -> None:
    empty = ThreadStance("t", None, (), MODEL)
    assert adjust(thread_of(), empty, coupling=Coupling(0.8)) is empty


def test_a_parent_that_comes_later_is_named() -> None:
    thread = Thread("t", Source("t", "text", "0" * 64), Article(), (Comment("a", "b", 1), Comment("b", None, 0)))
    with pytest.raises(FormatError, match=r"'a'.*'b'"):
        parent_positions(thread)


@pytest.mark.parametrize("strength", [-0.1, 1.0, 2.0])
def test_a_coupling_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="at least 0 and under 1"):
        Coupling(strength)


@st.composite
def scored_threads(draw: st.DrawFn) -> tuple[Thread, ThreadStance]:
    size = draw(st.integers(2, 8))
    parents = [draw(st.integers(-1, i - 1)) for i in range(size)]
    thread = thread_of(*parents)
    texts = [draw(distributions()) for _ in range(size)]
    return thread, stance_of(thread, texts, [draw(distributions()) if p != ARTICLE else None for p in parents])


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    a, n, d = (draw(st.floats(0.05, 1.0)) for _ in range(3))
    return Distribution(a / (a + n + d), n / (a + n + d), d / (a + n + d))


def mirror(d: Distribution | None) -> Distribution | None:
    return None if d is None else Distribution(d.disagree, d.neutral, d.agree)


@settings(max_examples=60, deadline=None)
@given(scored_threads())
def test_swapping_agree_and_disagree_mirrors_the_result(drawn: tuple[Thread, ThreadStance]) -> None:
    thread, stance = drawn
    swapped = stance_of(thread, [mirror(c.text) for c in stance.comments], [c.reply for c in stance.comments])
    one, two = (adjust(thread, s, coupling=Coupling(0.7)).comments for s in (stance, swapped))
    for a, b in zip(one, two, strict=True):
        assert a.tree is not None
        assert b.tree is not None
        assert a.tree.agree == pytest.approx(b.tree.disagree, abs=2e-4)


@settings(max_examples=60, deadline=None)
@given(distributions(), distributions())
def test_a_placeholder_in_between_never_raises_certainty(above: Distribution, relation: Distribution) -> None:
    """What the parent tells about the reply passes, or is weakened, by a lost comment between the two."""
    near, far = thread_of(-1, 0), thread_of(-1, 0, 1, missing=(1,))
    direct = adjust(near, stance_of(near, [above, FLAT], [None, relation]), coupling=Coupling(0.8)).comments[1]
    through = adjust(far, stance_of(far, [above, None, FLAT], [None, None, relation]), coupling=Coupling(0.8)).comments[
        2
    ]
    assert direct.tree is not None
    assert through.tree is not None
    assert through.tree.confidence <= direct.tree.confidence + 1e-4
