"""Dialogue acts by cues against labelled reply pairs: precision, recall and F1 of each act.

    python bench/acts.py ../shared/data/reply/omp_pairs.jsonl.gz

A pair has one labelled act, a comment can have several by cues: an act counts as found where it is among them. The cues
were chosen on the split `train`; `valid` says what they are worth on other pairs.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from threads.discourse.acts import dialogue_acts
from threads.discourse.replies import reply_tree
from threads.thread import Article, Comment, Source, Thread


def acts_of(row: dict[str, str]) -> set[str]:
    comments = (Comment("p", None, 0, row["parent"], author="a"), Comment("r", "p", 1, row["reply"], author="b"))
    thread = Thread("t", Source("pairs", "text", "0" * 64), Article(), comments)
    reply = dialogue_acts(reply_tree(thread), row["lang"])[1]
    return {cue.act.value.replace(" ", "_") for cue in reply.acts}


def main(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for split in ("train", "valid"):
        print(f"split {split}")
        table([row for row in rows if row["split"] == split])


def table(rows: list[dict[str, str]]) -> None:
    found = [acts_of(row) for row in rows]
    gold = Counter(row["act"] for row in rows)
    print(f"{'act':20} {'rows':>5} {'found':>6} {'precision':>9} {'recall':>7} {'F1':>6}")
    for act, n in gold.most_common():
        hits = sum(row["act"] == act and act in acts for row, acts in zip(rows, found, strict=True))
        claimed = sum(act in acts for acts in found)
        precision, recall = hits / claimed if claimed else 0.0, hits / n
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        print(f"{act:20} {n:5} {claimed:6} {precision:9.2f} {recall:7.2f} {f1:6.2f}")
    print(f"{sum(not acts for acts in found)} of {len(rows)} replies have no act\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
