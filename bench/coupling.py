"""Fit the coupling of the reply tree on labelled threads, and say what the tree adds to the text alone.

    python bench/coupling.py ../shared/data/stance [--model stance-mini] [--mt-csd-comments 2500]

Rows of `written` and `blog_threads` name their thread and parent; those of `mt_csd` are put together by the texts above
them. The strength is fitted on `written` (train and valid), and judged on the other two, which it has not seen.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from threads.stance.coupling import UNLABELLED, CouplingFit, LabelledThread, evaluate_coupling, fit_coupling
from threads.stance.label import Stance
from threads.stance.load import load_model
from threads.stance.model import StanceInput, StanceModel
from threads.stance.reading import CommentStance
from threads.stance.tree import Coupling

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


def from_contexts(rows: list[Row], most: int) -> dict[str, list[Row]]:
    """Threads of `mt_csd`: a comment's parent is the row whose text and context are what stands above it."""
    place = {(r["target"], tuple(r.get("context") or ()), r["text"]): str(i) for i, r in enumerate(rows)}
    named = []
    for i, row in enumerate(rows):
        above = tuple(row.get("context") or ())
        parent = place.get((row["target"], above[:-1], above[-1])) if above else None
        root = (row["target"], above[0] if above else row["text"])
        named.append({**row, "comment": str(i), "parent": parent, "thread": " / ".join(root)})
    threads, taken = {}, 0
    for name, members in by_thread(named).items():
        if taken >= most:
            break
        threads[name], taken = members, taken + len(members)
    return threads


def scored(threads: dict[str, list[Row]], model: StanceModel) -> list[LabelledThread]:
    inputs = [
        StanceInput(row["target"], row["text"], (row.get("context") or [None])[-1], row["lang"])
        for rows in threads.values()
        for row in rows
    ]
    predictions = iter(model.predict(inputs))
    found = []
    for name, rows in threads.items():
        place = {str(row["comment"]): i for i, row in enumerate(rows)}
        entries = []
        for row in rows:
            said = next(predictions)
            entries.append(CommentStance(str(row["comment"]), Stance.UNCLEAR, said.stance, reply=said.reply))
        parents = tuple(place.get(str(row["parent"]), -1) for row in rows)
        # a top-level comment has no relation to the article but its own stance
        kept = (
            e if p >= 0 else CommentStance(e.comment_id, e.stance, e.text)
            for e, p in zip(entries, parents, strict=True)
        )
        found.append(LabelledThread(name, parents, tuple(kept), tuple(GOLD[row["label"]] for row in rows)))
    return found


def report(name: str, fit: CouplingFit) -> None:
    figures = (
        f"{e.value * 100:5.1f} [{e.low * 100:5.1f}, {e.high * 100:5.1f}]" for e in (fit.text, fit.tree, fit.gain)
    )
    text, tree, gain = figures
    print(
        f"{name:28} {fit.threads:5} {fit.comments:6} {fit.replies:6} {fit.coupling.strength:5.2f}  {text}  {tree}  {gain}"
    )


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


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit and judge the coupling of the reply tree.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--mt-csd-comments", type=int, default=2500)
    given = parser.parse_args()
    model = load_model(given.model)
    written = read(given.data / "written.jsonl.gz")
    sets = {
        "written train": by_thread(r for r in written if r["split"] == "train"),
        "written valid": by_thread(r for r in written if r["split"] == "valid"),
        "blog_threads dev": by_thread(read(given.data / "blog_threads.jsonl.gz")),
        "mt_csd": from_contexts(read(given.data / "mt_csd.jsonl.gz"), given.mt_csd_comments),
    }
    threads = {name: scored(rows, model) for name, rows in sets.items()}
    fitted = fit_coupling([*threads["written train"], *threads["written valid"]])
    print("strength → loss, macro-F1 on written:")
    print("  " + ", ".join(f"{p.strength:.2f} → {p.loss:.3f}, {p.macro_f1:.3f}" for p in fitted.curve))
    for name in ("written valid", "blog_threads dev", "mt_csd"):
        own = fit_coupling(threads[name])
        print(f"  fitted on {name} alone: {own.coupling.strength:.2f}")
    print(f"{'macro-F1 on':28} threads comments replies strength  text only            tree                 gain")
    for name, members in threads.items():
        for strength in sorted({0.3, 0.6, fitted.coupling.strength}):
            report(name, evaluate_coupling(members, Coupling(strength)))
        report(f"{name}, replies", evaluate_coupling(replies_only(members), fitted.coupling))


if __name__ == "__main__":
    main()
