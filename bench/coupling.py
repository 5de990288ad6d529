"""Fit the coupling of the reply tree and the authors' consistency on labelled threads; say what they add to the text.

    python bench/coupling.py ../shared/data/stance [--model stance-mini] [--only consistency]

Rows of `written` and `blog_threads` name their thread and parent; those of `mt_csd` are put together by the texts above
them. The strength is fitted on `written` and `mt_csd` and judged on `blog_threads`. Threads that the shipped model was
trained on (split `train`) are left out: on them the text alone is too sure. Only `blog_threads` names authors: on the
others a consistency of authors cannot be measured. It is therefore judged by leaving each thread out of its own fit.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from threads.stance.coupling import (
    UNLABELLED,
    CouplingFit,
    LabelledThread,
    evaluate_coupling,
    fit_consistency,
    fit_coupling,
)
from threads.stance.label import Stance
from threads.stance.load import load_model
from threads.stance.model import Prediction, StanceInput, StanceModel
from threads.stance.reading import CommentStance
from threads.stance.tree import OFF, Coupling

GOLD = {"FAVOR": 0, "NEUTRAL": 1, "AGAINST": 2, None: UNLABELLED}
Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def by_thread(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of `written` and `blog_threads`, parents before their replies."""
    threads: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        threads[row["thread"]].append(row)
    return {name: in_order(members) for name, members in threads.items()}


def in_order(rows: list[Row]) -> list[Row]:
    """Parents before replies; a parent that is not among the rows becomes the article."""
    known = {str(row["comment"]) for row in rows}
    placed: list[Row] = []
    ids: set[str | None] = {None}
    left = [{**row, "parent": str(row["parent"]) if str(row["parent"]) in known else None} for row in rows]
    while left:
        ready = [row for row in left if row["parent"] in ids]
        if not ready:
            break
        placed += ready
        ids |= {str(row["comment"]) for row in ready}
        left = [row for row in left if row["parent"] not in ids or str(row["comment"]) not in ids]
    return placed


def from_contexts(rows: list[Row]) -> dict[str, list[Row]]:
    """Threads of `mt_csd`: a comment's parent is the row whose text and context are what stands above it."""
    place = {(r["target"], tuple(r.get("context") or ()), r["text"]): str(i) for i, r in enumerate(rows)}
    named = []
    for i, row in enumerate(rows):
        above = tuple(row.get("context") or ())
        parent = place.get((row["target"], above[:-1], above[-1])) if above else None
        root = (row["target"], above[0] if above else row["text"])
        named.append({**row, "comment": str(i), "parent": parent, "thread": " / ".join(root)})
    return by_thread(named)


def scored(threads: dict[str, list[Row]], model: StanceModel) -> list[LabelledThread]:
    """Stance and reply relation by the model."""
    inputs = [
        StanceInput(row["target"], row["text"], (row.get("context") or [None])[-1], row["lang"])
        for rows in threads.values()
        for row in rows
    ]
    predictions = iter(model.predict(inputs))
    return [labelled(name, rows, [next(predictions) for _ in rows]) for name, rows in threads.items()]


def labelled(name: str, rows: list[Row], predictions: list[Prediction]) -> LabelledThread:
    place = {str(row["comment"]): i for i, row in enumerate(rows)}
    parents = tuple(place.get(str(row["parent"]), -1) for row in rows)
    entries = tuple(
        CommentStance(str(row["comment"]), Stance.UNCLEAR, said.stance, reply=said.reply if parent >= 0 else None)
        for row, said, parent in zip(rows, predictions, parents, strict=True)
    )
    gold = tuple(GOLD[row["label"]] for row in rows)
    return LabelledThread(name, parents, entries, gold, tuple(row.get("author") for row in rows))


def report(name: str, fit: CouplingFit) -> None:
    figures = (
        f"{e.value * 100:5.1f} [{e.low * 100:5.1f}, {e.high * 100:5.1f}]" for e in (fit.text, fit.tree, fit.gain)
    )
    coupling = f"{fit.coupling.strength:8.2f} {fit.coupling.neutral:7.2f}"
    print(f"{name:30} {fit.threads:7} {fit.comments:8} {fit.replies:7} {coupling}  {'  '.join(figures)}")


def replies_only(threads: Sequence[LabelledThread]) -> list[LabelledThread]:
    """Gold labels of replies alone: a thread without replies says nothing about a coupling."""
    return [
        LabelledThread(
            t.name,
            t.parents,
            t.entries,
            tuple(g if p >= 0 else UNLABELLED for g, p in zip(t.gold, t.parents, strict=True)),
        )
        for t in threads
    ]


def recurring_only(threads: Sequence[LabelledThread]) -> list[LabelledThread]:
    """Gold labels of authors with several comments alone: the others are not touched by a consistency."""
    kept = [{int(i) for group in t.groups for i in group} for t in threads]
    return [
        replace(t, gold=tuple(g if i in own else UNLABELLED for i, g in enumerate(t.gold)))
        for t, own in zip(threads, kept, strict=True)
    ]


def consistency(name: str, threads: Sequence[LabelledThread]) -> None:
    """What the authors' consistency adds, by strength, and fitted."""
    if not any(t.groups for t in threads):
        print(f"{name:30} cannot be measured: no comment has an author")
        return
    for kind, members in ((name, threads), (f"{name}, recurring", recurring_only(threads))):
        for strength in (0.2, 0.4, 0.6, 0.8, 0.95):
            line(kind, evaluate_coupling(members, OFF, consistency=strength))
        line(f"{kind}, fitted here", fit_consistency(members))
    fits = {t.name: fit_consistency([other for other in threads if other is not t]).consistency for t in threads}
    print(f"{name}: fitted without each thread in turn: {sorted(set(fits.values()))}")
    curve = fit_consistency(threads).curve
    print("loss by strength: " + ", ".join(f"{p.consistency:.2f} {p.loss:.4f}" for p in curve))


def line(name: str, fit: CouplingFit) -> None:
    figures = (
        f"{e.value * 100:5.1f} [{e.low * 100:5.1f}, {e.high * 100:5.1f}]" for e in (fit.text, fit.tree, fit.gain)
    )
    print(f"{name:30} {fit.threads:7} {fit.comments:8} {fit.recurring:9} {fit.consistency:11.2f}  {'  '.join(figures)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit and judge the coupling of the reply tree.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--only", choices=["coupling", "consistency"])
    given = parser.parse_args()
    model = load_model(given.model)
    sets = {
        "written valid": by_thread(r for r in read(given.data / "written.jsonl.gz") if r["split"] == "valid"),
        "mt_csd valid": from_contexts([r for r in read(given.data / "mt_csd.jsonl.gz") if r["split"] == "valid"]),
        "blog_threads dev": by_thread(read(given.data / "blog_threads.jsonl.gz")),
    }
    threads = {name: scored(rows, model) for name, rows in sets.items()}
    if given.only != "coupling":
        print(f"{'macro-F1, 95 % interval':30} threads comments recurring consistency  text only  with authors  gain")
        for name, members in threads.items():
            consistency(name, members)
    if given.only != "consistency":
        coupling(threads)


def coupling(threads: dict[str, list[LabelledThread]]) -> None:
    """What the coupling adds, by strength, and fitted."""
    print(f"{'macro-F1, 95 % interval':30} threads comments replies strength neutral  text only  tree  gain")
    for name, members in threads.items():
        for neutral in (0.0, 0.5, 1.0):
            for strength in (0.2, 0.5, 0.8, 0.95):
                report(name, evaluate_coupling(members, Coupling(strength, neutral)))
        report(f"{name}, fitted here", fit_coupling(members))
        report(f"{name}, fitted here", fit_coupling(members, neutrals=(0.0, 0.5, 1.0)))
    rest = [*threads["written valid"], *threads["mt_csd valid"]]
    for neutrals in ((0.0,), (0.0, 0.5, 1.0)):
        fitted = fit_coupling(rest, neutrals=neutrals).coupling
        for name, members in threads.items():
            report(f"{name}, fitted", evaluate_coupling(members, fitted))
            report(f"{name}, fitted, replies", evaluate_coupling(replies_only(members), fitted))


if __name__ == "__main__":
    main()
