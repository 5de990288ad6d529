"""What guessing hidden tokens (masked-language modelling) brings: the shipped model goes on learning with and without.

    python bench/guessing.py models/stance-mini --data ../shared/data

Both passes learn the same rows of the mixture, drawn and augmented alike; the one that guesses also reads raw
paragraphs. Prints macro-F1 on every validation set: of the model as it is, after the plain pass, after the other.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertForSequenceClassification

from threads.stance.encoding import Limits, PairEncoder
from threads.train import fit, heads, run, team
from threads.train.config import Config, read_config

SHARES = {"de": 0.45, "en": 0.15, "fr": 0.13, "es": 0.09, "it": 0.09, "ru": 0.09}
"""Of the raw paragraphs, by language."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=12_000, help="labelled rows that both passes learn")
    parser.add_argument("--texts", type=int, default=6_000, help="raw paragraphs that the pass with guessing reads too")
    given = parser.parse_args()
    config = replace(read_config(given.model / "training.toml"), data=given.data)
    with tempfile.TemporaryDirectory() as folder:
        sets = heads.validation_sets(config)
        found = [scores(sets, given.model)]
        for name, texts in (("plain", 0), ("guessing", given.texts)):
            place = Path(folder, name)
            learn = partial(_pass, config, given.model, place, given.rows, texts)
            team.together(config.fitting.workers, learn)
            found.append(scores(sets, place))
    print("| set | head | rows | as it is | plain pass | and guessing |\n|---|---|---|---|---|---|")
    for (name, head), before in found[0].items():
        after = " | ".join(f"{100 * one[name, head].macro_f1:.1f}" for one in found[1:])
        print(f"| {name} | {head} | {before.rows} | {100 * before.macro_f1:.1f} | {after} |")
    for head in ("stance", "reply"):
        means = [[score.macro_f1 for (_, of), score in one.items() if of == head] for one in found]
        print(f"| mean | {head} | | {' | '.join(f'{100 * sum(values) / len(values):.1f}' for values in means)} |")


def scores(sets: Sequence[heads.ValidationSet], model: Path) -> dict[tuple[str, str], heads.Score]:
    """Every validation set's score of each head that it labels."""
    logits = fit.saved_logits(model, [held.inputs for held in sets])
    found = (one for held, values in zip(sets, logits, strict=True) for one in heads.scores(held, values))
    return {(one.name, one.head): one for one in found}


def _pass(config: Config, start: Path, place: Path, rows: int, texts: int) -> None:
    """One worker's part of a pass that goes on from `start` and leaves its model in `place`."""
    *_, (_, last) = run.passes(config)
    settings = replace(last, masked=0.15, guessing=0.15 if texts else 0.0, seed=last.seed + 1)
    tokenizer = AutoTokenizer.from_pretrained(start)
    model = BertForSequenceClassification.from_pretrained(start, dtype=torch.float32, attn_implementation=fit.ATTENTION)
    examples = heads.training_examples(replace(config, fitting=settings), len(config.again) + 1)[:rows]
    raw = {language: round(share * texts) for language, share in SHARES.items()} if texts else {}
    examples += heads.unlabelled_examples(config.data, raw, settings.seed)
    learned = fit.encoded(PairEncoder(tokenizer, Limits(window=config.window)), examples, seed=settings.seed)
    fit.fit(model, PairEncoder(tokenizer), learned, settings, progress=partial(_note, f"{texts} texts"))
    if team.rank() == 0:
        model.save_pretrained(place)
        tokenizer.save_pretrained(place)
    team.wait()


def _note(name: str, done: int, total: int, text: str) -> None:
    if team.rank() == 0 and done % 50 == 0:
        print(json.dumps({"pass": name, "step": done, "of": total, "at": text}), flush=True)


if __name__ == "__main__":
    main()
