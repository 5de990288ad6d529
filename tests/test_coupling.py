"""The coupling is fitted on threads whose replies carry the signal, and left off where they do not."""

import numpy as np
import pytest

from threads.stance.coupling import UNLABELLED, LabelledThread, evaluate_coupling, fit_coupling, marginals
from threads.stance.label import Distribution, Stance
from threads.stance.reading import CommentStance
from threads.stance.tree import Coupling

SIDES = (Distribution(0.9, 0.05, 0.05), Distribution(0.05, 0.9, 0.05), Distribution(0.05, 0.05, 0.9))


def entry(name: str, text: Distribution, reply: Distribution | None) -> CommentStance:
    return CommentStance(name, Stance.UNCLEAR, text, reply=reply)


def made(count: int, *, informative: bool, seed: int = 0) -> list[LabelledThread]:
    """Threads of a top comment the model reads well and four replies it reads badly, their relation always given."""
    random, threads = np.random.default_rng(seed), []
    for number in range(count):
        top = int(random.choice([0, 2]))
        gold, entries = [top], [entry("c0", SIDES[top], None)]
        for i in range(1, 5):
            label = int(random.choice([0, 2]))
            relation = SIDES[0 if label == top else 2] if informative else SIDES[int(random.choice([0, 2]))]
            hint = 0.4 if (label == 0) == (random.random() < 0.6) else 0.3
            entries.append(entry(f"c{i}", Distribution(hint, 0.3, 0.7 - hint), relation))
            gold.append(label)
        threads.append(LabelledThread(f"t{number}", (-1, 0, 0, 0, 0), tuple(entries), tuple(gold)))
    return threads


def test_a_telling_relation_gives_a_strong_coupling_and_a_gain() -> None:
    fit = fit_coupling(made(40, informative=True))
    assert fit.coupling.strength >= 0.8
    assert fit.gain.low > 0
    assert fit.tree.value > fit.text.value
    assert (fit.comments, fit.replies, fit.threads) == (200, 160, 40)


def test_a_relation_that_says_nothing_gives_no_gain() -> None:
    fit = fit_coupling(made(40, informative=False))
    assert fit.gain.low <= 0


def test_the_loss_is_least_at_the_chosen_strength() -> None:
    fit = fit_coupling(made(20, informative=True))
    assert min(fit.curve, key=lambda point: point.loss).coupling == fit.coupling


def test_unlabelled_comments_take_part_but_are_not_scored() -> None:
    thread = LabelledThread("t", (-1, 0), (entry("a", SIDES[0], None), entry("b", SIDES[1], SIDES[0])), (UNLABELLED, 1))
    assert marginals([thread], Coupling(0.5)).shape == (1, 3)
    assert evaluate_coupling([thread], Coupling(0.5)).comments == 1


def test_the_same_seed_gives_the_same_interval() -> None:
    threads = made(15, informative=True)
    assert fit_coupling(threads, seed=3) == fit_coupling(threads, seed=3)


def test_nothing_labelled_is_refused() -> None:
    with pytest.raises(ValueError, match="no comment"):
        fit_coupling([])


def test_replies_that_neither_agree_nor_disagree_can_be_neutral() -> None:
    relation = Distribution(0.05, 0.9, 0.05)
    threads = [
        LabelledThread(
            f"t{i}", (-1, 0), (entry("a", SIDES[0], None), entry("b", Distribution(0.4, 0.3, 0.3), relation)), (0, 1)
        )
        for i in range(10)
    ]
    fit = fit_coupling(threads, neutrals=(0.0, 0.5, 1.0))
    assert fit.coupling.neutral == 1.0
    assert fit.tree.value > fit.text.value
