"""The shipped model in float32, bfloat16 and int8: comments per second, labels equal to float32's, macro-F1.

    python bench/stance_precision.py [--comments 24] [--rounds 3] [--data ROWS.jsonl.gz …] [--sample 240]

Processor time of one thread on the comments of `stance_speed.py`, the fastest of some rounds that take turns. Of each
file of labelled rows the valid split is read (at most `--sample` rows, drawn with a fixed seed): macro-F1 over the
labels that the file has, the others left out of the choice; the share of rows with the same most probable label as in
float32; and with the same decision, where what is not probable enough is unclear.
bfloat16 is left out where the chip does not compute in it. What a chip without AVX-512 does is seen on any with

    ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2 MKL_ENABLE_INSTRUCTIONS=AVX2 python bench/stance_precision.py …
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from stance_speed import comments, inputs

from threads.stance import scores
from threads.stance.load import load_model
from threads.stance.model import StanceModel
from threads.stance.precision import AUTO, Precision, chosen_precision
from threads.stance.rows import LabelledRow, Task, read_rows

Probabilities = np.ndarray


def speeds(models: Mapping[str, StanceModel], count: int, rounds: int) -> dict[str, float]:
    """Comments per second of processor time."""
    asked = inputs(comments(count))
    times: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(rounds):
        for name, model in models.items():
            began = time.process_time()
            model.predict(asked)
            times[name].append(time.process_time() - began)
    return {name: count / min(each) for name, each in times.items()}


def drawn(path: Path, sample: int) -> list[LabelledRow]:
    rows = [row for row in read_rows(path, split="valid").rows if row.task is Task.STANCE]
    return rows if len(rows) <= sample else random.Random(0).sample(rows, sample)


def probabilities(model: StanceModel, rows: Sequence[LabelledRow]) -> Probabilities:
    found = [one.stance for one in model.predict([row.input for row in rows])]
    return np.array([(one.agree, one.neutral, one.disagree) for one in found if one is not None])


def macro_f1(rows: Sequence[LabelledRow], found: Probabilities) -> float:
    gold = np.array([row.gold for row in rows])
    present = np.isin(range(3), gold)
    predicted = np.where(present, found, -1.0).argmax(1)
    counts = scores.confusion(gold, predicted, None, labels=3)
    return 100 * float(scores.macro_f1(counts.sum(0), [int(label) for label in np.flatnonzero(present)]))


def decided(found: Probabilities, threshold: float) -> np.ndarray:
    """The column of each label, -1 where it is unclear."""
    return np.where(found.max(1) >= threshold, found.argmax(1), -1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--comments", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=240)
    parser.add_argument("--model", help="default: the shipped model")
    given = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    chosen = load_model(given.model, device="cpu").record.precision
    without = chosen_precision(AUTO, device="cpu", int8=False)
    wanted = [one for one in Precision if one in (without, chosen) or one is not Precision.BFLOAT16]
    models = {one.value: load_model(given.model, device="cpu", precision=one) for one in wanted}
    print(f"torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}; chosen here: {chosen}")
    for name, rate in speeds(models, given.comments, given.rounds).items():
        print(f"{name:10}{rate:8.1f} comments/s")
    for path in given.data:
        rows = drawn(path, given.sample)
        exact = probabilities(models["float32"], rows)
        for name, model in models.items():
            found, threshold = probabilities(model, rows), model.record.threshold
            same = (found.argmax(1) == exact.argmax(1)).mean()
            clear = (decided(found, threshold) == decided(exact, threshold)).mean()
            print(f"{path.name.split('.')[0]:10}{len(rows):5} rows  {name:10}macro-F1 {macro_f1(rows, found):5.1f}  "
                  f"same label {100 * same:5.1f} %, with unclear {100 * clear:5.1f} %  "
                  f"largest change of a probability {np.abs(found - exact).max():.3f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
