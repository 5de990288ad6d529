"""A distilled encoder and the labelled sets in, the fitted model with its validation figures out."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from threads.stance.model import StanceInput
from threads.train.config import Config, Validation
from threads.train.corpora import raw_texts
from threads.train.examples import (
    Example,
    Source,
    augmented,
    held_out,
    key_of,
    keys_of,
    mixture,
    read_source,
    translations,
    untouchable,
)


@dataclass(frozen=True, slots=True)
class ValidationSet:
    """Labelled examples that no training sees, and how they are used."""

    name: str
    examples: tuple[Example, ...]
    setting: Validation

    @property
    def inputs(self) -> list[StanceInput]:
        """The examples as model inputs."""
        return [StanceInput(one.thesis, one.comment, one.parent, one.language) for one in self.examples]


@dataclass(frozen=True, slots=True)
class Score:
    """Macro-F1 over the labels present of one head on one set; the model chooses among the labels the set has."""

    name: str
    head: str
    rows: int
    macro_f1: float
    accuracy: float


def training_examples(config: Config, number: int = 1) -> list[Example]:
    """The mixture of a run's pass `number`, augmented, in the order in which it is learned.

    A comment that validates, or is held out in one source, is in none; it may still be another one's parent. The same
    for the same settings.
    """
    data = config.data
    sources = [one for one in config.sources if not one.passes or number in one.passes]
    read = {one: _held_and_others(config, one) for one in config.sources if one in sources or _share(config, one)}
    held = [one for of_source, _ in read.values() for one in of_source]
    barred = untouchable(data) | keys_of(one.comment for one in [*held, *_validating(config)])
    rows = {source.key: [one for one in read[source][1] if key_of(one.comment) not in barred] for source in sources}
    seed = config.fitting.seed
    drawn = mixture(sources, rows, seed)
    choice = random.Random(seed)
    forms, foreign = translations(data), theses(drawn)
    return [augmented(one, choice, config.augmentation, other_forms=forms, foreign=foreign) for one in drawn]


def unlabelled_examples(data: Path, texts: Mapping[str, int], seed: int) -> list[Example]:
    """As many raw paragraphs of each language as `texts` says, as examples without a label: press and other prose."""
    return [
        Example(None, text, None, language, None, None, "raw", "")
        for language, number in texts.items()
        for text in raw_texts(data, language, seed=seed, comments=False)[:number]
    ]


def _validating(config: Config) -> Iterator[Example]:
    """The examples of all splits that validate."""
    for setting in config.validation:
        if setting.split is not None:
            yield from read_source(config.data, Source(setting.path, (setting.split,)), config.folder)


def _held_and_others(config: Config, source: Source) -> tuple[list[Example], list[Example]]:
    """The examples of a source that are held out, and the others."""
    share = _share(config, source)
    held: list[Example] = []
    others: list[Example] = []
    for one in read_source(config.data, source, config.folder):
        (held if held_out(one.group, share) else others).append(one)
    return held, others


def _share(config: Config, source: Source) -> float:
    return next((one.share for one in config.hold_out if one.path == source.key), 0.0)


def theses(examples: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """The distinct theses of every source and language: what another comment may be put under."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in examples:
        if one.thesis is not None:
            found[f"{one.source}/{one.language}"][one.thesis] = None
    return {key: tuple(sorted(values)) for key, values in found.items()}


def validation_sets(config: Config) -> list[ValidationSet]:
    """The validation sets of a run, each at most as large as its setting says, drawn by a fixed seed."""
    of_source = {source.key: source for source in config.sources}
    sets = []
    for setting in config.validation:
        if setting.split is not None:
            examples = read_source(config.data, Source(setting.path, (setting.split,)), config.folder)
        else:
            examples, _ = _held_and_others(config, of_source[setting.path])
        examples = [one for one in examples if one.stance is not None or one.reply is not None]
        random.Random(5).shuffle(examples)
        name = Path(setting.path).name.split(".")[0].removeprefix("labels-").replace("-", "_")
        sets.append(ValidationSet(name, tuple(examples[: setting.most]), setting))
    return sets


def scores(held: ValidationSet, logits: NDArray[np.float64]) -> list[Score]:
    """The scores of both heads on a set, from its logits of shape (examples, 6)."""
    found = []
    for head, start in (("stance", 0), ("reply", 3)):
        labels = labels_of(held.examples, head)
        chosen = labels >= 0
        if chosen.sum() < 10:
            continue
        present = sorted(set(labels[chosen].tolist()))
        masked = np.full((int(chosen.sum()), 3), -np.inf)
        masked[:, present] = logits[chosen, start : start + 3][:, present]
        answer = masked.argmax(axis=1)
        f1 = float(f1_score(labels[chosen], answer, labels=present, average="macro", zero_division=0))
        found.append(Score(held.name, head, len(answer), f1, float((answer == labels[chosen]).mean())))
    return found


def labels_of(examples: Sequence[Example], head: str) -> NDArray[np.int64]:
    """The labels of one head, -1 where an example has none."""
    values = [one.stance if head == "stance" else one.reply for one in examples]
    return np.array([-1 if value is None else value for value in values], np.int64)


def selection(found: Mapping[str, Sequence[Score]], sets: Sequence[ValidationSet]) -> float:
    """The value that chooses a checkpoint: macro-F1 of each set's main head, weighted."""
    weights = {held.name: held.setting.weight for held in sets}
    values = [(weights[name], of_set[0].macro_f1) for name, of_set in found.items() if of_set]
    return sum(weight * value for weight, value in values) / sum(weight for weight, _ in values)
