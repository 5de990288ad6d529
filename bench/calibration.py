"""One temperature for all three labels against two: ECE and likelihood on validation rows that neither was fitted on.

    python bench/calibration.py models/stance-mini --data ../shared/data

Prints a Markdown table. The groups (theses, threads) are parted in five; the temperatures for each part are fitted on
the four others, as `threads train` fits them: those of a language where it has rows enough, else those of all.
Likelihoods are means of natural logarithms.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from threads.stance.calibration import LEAST_ROWS, Scaling, fit_scaling, negative_log_likelihood
from threads.stance.reliability import expected_calibration_error
from threads.train import calibrate, fit, heads
from threads.train.config import read_config

FOLDS = 5


def one_temperature(
    logits: NDArray[np.float64], labels: NDArray[np.int64], *, least: int = 20, otherwise: Scaling | None = None
) -> Scaling:
    """Plain temperature scaling (Guo et al. 2017)."""
    if len(labels) < least:
        return otherwise or Scaling()
    tried = [Scaling(at, at) for at in np.geomspace(0.2, 10, 400)]
    return min(tried, key=lambda one: negative_log_likelihood(one.probabilities(logits), labels))


WAYS = {"one temperature": one_temperature, "two": fit_scaling}


def crossed(rows: calibrate.HeldRows, folds: NDArray[np.int64], way: str) -> NDArray[np.float64]:
    """Probabilities of every row under temperatures that other groups gave."""
    languages = np.array(rows.languages)
    found = np.zeros_like(rows.logits)
    for fold in range(FOLDS):
        learned = folds != fold
        default = WAYS[way](rows.logits[learned], rows.labels[learned])
        for language in sorted(set(rows.languages)):
            own, asked = learned & (languages == language), ~learned & (languages == language)
            scaling = WAYS[way](rows.logits[own], rows.labels[own], least=LEAST_ROWS, otherwise=default)
            found[asked] = scaling.probabilities(rows.logits[asked])
    return found


def main() -> None:
    """Print the table for both heads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    config = replace(read_config(given.model / "training.toml"), data=given.data)
    sets = heads.validation_sets(config)
    logits = fit.saved_logits(given.model, [held.inputs for held in sets])
    print("| head | rows | n | ECE, one temperature | two | log-likelihood, one | two |\n|---|---|---|---|---|---|---|")
    for head in ("stance", "reply"):
        print(*table(sets, logits, head), sep="\n")


def table(sets: list[heads.ValidationSet], logits: list[NDArray[np.float64]], head: str) -> list[str]:
    """The lines of one head: all rows, then every set of a hundred rows or more, x-stance by language."""
    rows = calibrate.held_rows(sets, logits, head)
    named = [
        (held.name, example.group, example.language)
        for held in sets
        if held.setting.calibrate
        for example, label in zip(held.examples, heads.labels_of(held.examples, head), strict=True)
        if label >= 0
    ]
    folds = np.array([int(sha256(f"{name}/{group}".encode()).hexdigest(), 16) % FOLDS for name, group, _ in named])
    found = {way: crossed(rows, folds, way) for way in WAYS}
    parts = {"all": np.ones(len(named), bool)}
    for name in dict.fromkeys(name for name, _, _ in named):
        of_set = np.array([one == name for one, _, _ in named])
        parts[name] = of_set
        for language in sorted({language for one, _, language in named if one == name == "xstance"}):
            parts[f"{name}, {language}"] = of_set & np.array([one == language for _, _, one in named])
    return [_line(head, part, chosen, rows.labels, found) for part, chosen in parts.items() if chosen.sum() >= 100]


def _line(
    head: str, part: str, chosen: NDArray[np.bool_], labels: NDArray[np.int64], found: dict[str, NDArray[np.float64]]
) -> str:
    eces = [f"{expected_calibration_error(of[chosen], labels[chosen]):.3f}" for of in found.values()]
    losses = [f"{-negative_log_likelihood(of[chosen], labels[chosen]):.3f}" for of in found.values()]
    return f"| {head} | {part} | {chosen.sum():,} | {' | '.join([*eces, *losses])} |"


if __name__ == "__main__":
    main()
