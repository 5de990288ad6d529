"""A finished run's work folder in, what each of its steps brings out: the same short fit on every encoder.

The last row is the baseline of zero-shot NLI: the finished encoder fitted as long, but on entailment alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from transformers import AutoTokenizer

from threads.stance.encoding import Limits, PairEncoder
from threads.train import fit, heads
from threads.train.config import Config
from threads.train.encoder import base_directory
from threads.train.examples import ENTAILED, Example
from threads.train.retrieval import skills

FILE = "ablation.json"
Report = Callable[[int, int, str], None]


def ablation(config: Config, directory: Path, *, rows: int = 8_000, report: Report) -> None:
    """Fit the untouched, the transferred and the distilled encoder on the first `rows` of the mixture each.

    Writes `ablation.json`: skills by language and validation scores of each. Every fit but the last is the same but for
    its start.
    """
    steps = (
        ("English encoder as it is", base_directory(config.base)),
        ("new vocabulary, transferred embeddings", config.work / "transferred"),
        ("and distillation", config.work / "distilled"),
    )
    every = heads.training_examples(config)
    mixed, entailed = every[:rows], [one for one in every if one.source == ENTAILED][:rows]
    found = []
    for name, encoder in steps:
        scores = _short_fit(config, encoder, mixed, report)
        known = [asdict(one) for one in skills(encoder, base_directory(config.base), config.data)]
        found.append({"step": name, "rows": len(mixed), "scores": scores, "skills": known})
    scores = _short_fit(config, steps[-1][1], entailed, report)
    found.append(
        {"step": "the same, fitted on entailment alone", "rows": len(entailed), "scores": scores, "skills": []}
    )
    form = {"schema": 1, "steps": found}
    text = json.dumps(form, ensure_ascii=False, indent=1, default=float)
    (directory / FILE).write_text(text + "\n", encoding="utf-8")


def _short_fit(config: Config, encoder: Path, examples: list[Example], report: Report) -> list[dict[str, object]]:
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    model = fit.new_model(encoder, dropout=config.fitting.dropout, seed=config.fitting.seed)
    rows = fit.encoded(PairEncoder(tokenizer, Limits(window=config.window)), examples, seed=config.fitting.seed)
    settings = replace(config.fitting, validations=1)
    fit.fit(model, PairEncoder(tokenizer), rows, settings, progress=report)
    reader = PairEncoder(tokenizer)
    sets = heads.validation_sets(config)
    return [asdict(one) for held in sets for one in heads.scores(held, fit.logits(model, reader, held.inputs))]
