"""What every column of the written tables means, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from threads.report.columns import COLUMNS

FLIPS: Mapping[str, str] = {
    "thread_id": "Id of the thread.",
    "kind": "`author flip`, `softening`, `contrast`, `branch turn` or `thread swing`; see below.",
    "author": "Whose change it is (author flips and softenings).",
    "before_id": "Comment before the change; contrast: the parent; branch turn: the branch's top comment.",
    "after_id": "Comment after the change; contrast: the reply; branch turn: the pivot; swing: where zero is crossed.",
    "before_stance": "Stance of before_id.",
    "after_stance": "Stance of after_id.",
    "probability": "Probability of the change, given both comments' distributions.",
    "seconds": "Time between the two comments; empty where a time is unknown.",
    "by_document_order": "TRUE where the order in time is unknown and the order on the page was taken.",
    "candidate_ids": "Replies by others to the author before the change: what may have moved them.",
    "between_ids": "Comments by others in the same branch between the two.",
    "before_balance": "Branch turn: mean p(agree) - p(disagree) before; swing: cumulative balance before, in comments.",
    "after_balance": "As before_balance, after.",
    "n": "Comments in the branch.",
    "p_value": "Branch turn: share of random orders with a turn as large.",
    "before_text": "Words of before_id.",
    "after_text": "Words of after_id.",
}

MEASURES: Mapping[str, str] = {
    "thread_id": "Id of the thread.",
    "group": "`stance`, `flips`, `shape`, `participation`, `polarisation`, `tempo` or `completeness`.",
    "measure": "Name of the measure.",
    "value": "Its value over observed comments; empty where it cannot be computed (then see reason).",
    "low": "Lower end of the 95 % interval.",
    "high": "Upper end of the 95 % interval.",
    "interval": "How the interval was made: `wilson`, `bootstrap`, `normal`.",
    "n": "How many things are behind the value.",
    "of": "What those things are: `comments`, `authors`, `replies`, …",
    "unit": "Unit of the value; empty for pure numbers.",
    "with_placeholders": "The value with lost comments of known place counted too.",
    "baseline": "Mean under the null model.",
    "reason": "Why there is no value.",
    "reference": "Source of the definition.",
    "baseline_error": "Monte Carlo standard error of the baseline; empty where the baseline is exact.",
}

_HEAD = """\
# Codebook

What the columns of the files that `threads analyse -o DIR` writes mean. An empty cell is "unknown", never 0.

- `comments.parquet`: one row a comment, placeholders of lost comments included (`missing`).
- `flips.csv`: one row a change of stance. An *author flip* is one author's step from agreement to disagreement or back,
  a *softening* a step from either to neutral, a *contrast* a reply that opposes its parent (no change of mind), a
  *branch turn* a branch whose majority changes at a pivot, a *thread swing* a crossing of zero by the balance.
- `measures.csv`: one row a number: shares of stance, counts of flips, and all measures of the thread.
- `threads.jsonl`: everything, one thread a line; `threads.analysis/2` is its JSON Schema's name.
- `manifest.json`: versions, options, SHA-256 of inputs, weights and outputs.

CSV files are UTF-8 with a header. A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`
or a tab) has an apostrophe in front; the exact words are in the Parquet and JSON files.
"""


def codebook() -> str:
    """The whole codebook: what docs/codebook.md holds."""
    comments = [(c.name, c.type, c.meaning) for c in COLUMNS]
    parts = [
        _HEAD,
        "## comments.parquet\n",
        _table(("column", "type", "meaning"), comments),
        "## flips.csv\n",
        _table(("column", "meaning"), FLIPS.items()),
        "## measures.csv\n",
        _table(("column", "meaning"), MEASURES.items()),
    ]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| `" + row[0] + "` | " + " | ".join(row[1:]) + " |" for row in rows]
    return "\n".join(lines) + "\n"
