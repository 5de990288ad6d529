"""A trained model directory in, how it fails out: probes of its reading of the thesis, and its surest errors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from threads.stance.calibration import Scaling
from threads.stance.load import load_model
from threads.stance.model import StanceInput, StanceModel
from threads.train import heads, probe
from threads.train.config import Config
from threads.train.examples import Example

PROBES = "probes.json"
ERRORS = "errors.json"
ANSWERS = ("agree", "neutral", "disagree")
OWN = "written"
"""The validation set whose texts may be shown: it was written for the project."""


def examine(config: Config, directory: Path, *, rows: int = 1200, shown: int = 6) -> None:
    """Write `probes.json` (over `rows` validation rows) and `errors.json` (the `shown` surest errors on own texts)."""
    logits = stance_logits(load_model(str(directory)))
    sets = heads.validation_sets(config)
    sided = [one for held in sets for one in held.examples if one.stance in (0, 2)]
    chosen = [sided[number] for number in np.random.default_rng(4).permutation(len(sided))[:rows]]
    _write(directory / PROBES, "probes", probe.form(probe.probes(chosen, logits)))
    own = [one for held in sets if held.name == OWN for one in held.examples if one.stance is not None]
    _write(directory / ERRORS, "errors", _errors(own, logits, shown))


def stance_logits(model: StanceModel) -> probe.Logits:
    """What a model answers; it gives no stance without a thesis: a lone dot stands for one that says nothing."""

    def asked(inputs: Sequence[StanceInput]) -> NDArray[np.float64]:
        found = model.predict([replace(one, thesis=one.thesis or ".") for one in inputs])
        return np.array([one.stance_logits or (0.0, 0.0, 0.0) for one in found])

    return asked


def _errors(examples: Sequence[Example], logits: probe.Logits, shown: int) -> list[dict[str, object]]:
    scores = logits([StanceInput(one.thesis, one.comment, one.parent, one.language) for one in examples])
    sure = Scaling().probabilities(scores).max(axis=1)
    wrong = [n for n in np.argsort(-sure) if int(scores[n].argmax()) != examples[n].stance]
    return [
        {
            "language": examples[n].language,
            "thesis": examples[n].thesis,
            "comment": " ".join(examples[n].comment.split()),
            "gold": ANSWERS[examples[n].stance or 0],
            "answer": ANSWERS[int(scores[n].argmax())],
            "confidence": round(float(sure[n]), 2),
        }
        for n in wrong[:shown]
    ]


def _write(path: Path, name: str, rows: list[dict[str, object]]) -> None:
    text = json.dumps({"schema": 1, name: rows}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
