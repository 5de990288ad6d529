"""A finished run in, its model card out: `README.md` with every figure read from the files the run wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from threads.train import ablation, examine, figures
from threads.train.config import Average, Config
from threads.train.corpora import records

Row = dict[str, Any]
Rows = Sequence[Row]

PUBLISHED = {
    ("new_comments_defr", "de"): (76.8, 69.9),
    ("new_comments_defr", "fr"): (76.6, 71.2),
    ("new_comments_it", "it"): (70.2, 53.7),
    ("new_questions_defr", "de"): (68.5, 62.0),
    ("new_questions_defr", "fr"): (68.4, 65.6),
    ("new_topics_defr", "de"): (68.9, 63.1),
    ("new_topics_defr", "fr"): (70.9, 65.5),
}
"""Macro-F1 of M-BERT and fastText on x-stance (Vamvas & Sennrich 2020)."""

FOLLOWED = (
    "blog_threads",
    "written",
    "written_blogs",
    "xstance",
    "wahlomat",
    "one_million_posts",
    "sfu_c3_articles",
    "omp_pairs",
)
"""Validation sets whose score after every pass is shown, of their first head."""


def write_card(config: Config, directory: Path) -> None:
    """Write the card of the model in `directory` from the JSON files that the run left there."""
    found = (_read(directory, figures.FILE) or {"figures": []})["figures"]
    text = files("threads.train").joinpath("card.md").read_text(encoding="utf-8")
    tables = {
        "NAME": config.name,
        "XSTANCE": _table(XSTANCE_HEAD, _xstance(found)),
        "TARGET": _target(found),
        "PASSES": _passes(config),
        "SECOND": _second(config.folder / one.path for one in config.sources),
        "LABELLED_TWICE": _second(config.folder / one.labels for one in config.sources if one.labels),
        "FIGURES": _table(FIGURE_HEAD, _figures(found)),
        "ABLATION": _ablation(directory),
        "AFTER_PASSES": _after_passes(directory),
        "CALIBRATION": _calibration(directory),
        "PROBES": _probes(directory),
        "ERRORS": _errors(directory),
        "DATA": _table(DATA_HEAD, _data(config)),
        "HELD": ", ".join(f"{_name(one.path)} ({one.share:.0%} of its groups)" for one in config.hold_out),
        "VALIDATION": ", ".join(_name(one.path) for one in config.validation),
        "ERROR": f"{config.target_error:.0%}",
        "REPLY_ERROR": f"{config.reply_target_error:.0%}",
    }
    for name, value in tables.items():
        text = text.replace("{{" + name + "}}", value)
    (directory / "README.md").write_text(text, encoding="utf-8")


XSTANCE_HEAD = ("partition", "language", "rows", "macro-F1 (95 % interval)", "fastText", "M-BERT")
FIGURE_HEAD = (
    "task",
    "data set",
    "split",
    "language",
    "rows",
    "macro-F1, all labels",
    "F1 of the two sides",
    "accuracy",
    "majority",
    "ECE",
    "decided",
    "wrong of these",
    "decided at 80 %",
)
SKILL_HEAD = (
    "encoder",
    "retrieval of the English sentence: de / es / fr / it / ru",
    "STSb: de / en / es / fr / it / ru",
)
DATA_HEAD = ("file", "what", "rows at most × drawn", "licence")


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _xstance(found: Rows) -> Iterator[Sequence[str]]:
    by_part = {(one["partition"], one["language"]): one for one in found if one["dataset"] == "xstance"}
    for (part, language), (bert, fasttext) in PUBLISHED.items():
        one = by_part.get((part, language))
        if one is not None:
            yield part, language, f"{one['n']:,}", f"**{_interval(one)}**", f"{fasttext}", f"{bert}"


def _target(found: Rows) -> str:
    """The figures on real blog threads in two sentences: what a user of the model will meet."""
    stance = [one for one in found if one["task"] == "stance" and one["dataset"] == "blog_threads"]
    if not stance:
        return "It was not scored on real blog threads in this run."
    one = max(stance, key=lambda row: int(row["n"]))
    wrong = "none" if one["risk"] is None else f"{_percent(one['risk'])} %"
    return (
        f"On {one['n']:,} comments of real blog and news threads (`blog_threads`, `dev`) it reaches a macro-F1 of "
        f"{_interval(one)} over the three labels, where always saying the most frequent one gives "
        f"{_percent(one['majority'])}; accuracy is {_percent(one['accuracy'])} %. It decides "
        f"{_percent(one['coverage'])} % of them, and {wrong} of these are wrong."
    )


def _passes(config: Config) -> str:
    """How often the mixture was gone through."""
    more = [
        f"then {_from(one.start)}{one.share:.0%} of it drawn anew{' against learning by heart' if one.dropout else ''}"
        for one in config.again
    ]
    averaged = f" (the weights shipped are the mean: {_mean(config.average)})" if config.average.passes else ""
    return ", ".join(["once through", *more]) + averaged


def _after_passes(directory: Path) -> str:
    """Macro-F1 on validation sets when a pass was over, and of means of passes, from the log of the run."""
    log = directory / "training.jsonl"
    if not log.is_file():
        return "Not logged in this run."
    lines = []
    for number, several in groupby(records(log), key=lambda row: row["pass"]):
        *_, last = (dict[str, Any](row) for row in several)
        found: Row = {}
        for score in last["scores"]:
            found.setdefault(score["name"], _percent(score["macro_f1"]))
        lines.append([str(number) if number else "mean", *(found.get(name, "–") for name in FOLLOWED)])
    return _table(("after pass", *FOLLOWED), iter(lines))


def _from(start: Average) -> str:
    return f"from the mean ({_mean(start)}) " if start.passes else ""


def _mean(average: Average) -> str:
    mean = zip(average.shares, average.passes, strict=True)
    return " and ".join(f"{share:.0%} of those after pass {number}" for share, number in mean)


def _second(paths: Iterable[Path]) -> str:
    """Of each file with rows that a second reader labelled blind, how many got the same label, and the same side."""
    found = [_agreement(path) for path in dict.fromkeys(paths) if path.is_file()]
    return " ".join(filter(None, found)) or "None of them was labelled twice."


def _agreement(path: Path) -> str:
    rows = [row for row in records(path) if "second" in row]
    if not rows:
        return ""
    first, second = ([str(row[key]) for row in rows] for key in ("label", "second"))
    same = np.mean([one == two for one, two in zip(first, second, strict=True)])
    sided = [one == two for one, two in zip(first, second, strict=True) if "NEUTRAL" not in (one, two)]
    return (
        f"{len(rows)} rows of `{_name(path.name)}` were labelled again by another that did not see the label: "
        f"{same:.0%} got the same one (Cohen's kappa {cohen_kappa_score(first, second):.2f}); where both saw a side, "
        f"{sum(sided)} of {len(sided)} times the same."
    )


def _figures(found: Rows) -> Iterator[Sequence[str]]:
    for one in found:
        part = f", {one['partition']}" if one["partition"] else ""
        yield (
            one["task"],
            one["dataset"] + part,
            one["split"] or "",
            one["language"] or "all",
            f"{one['n']:,}",
            _interval(one),
            _percent(one["macro_f1"]),
            _percent(one["accuracy"]),
            _percent(one["majority"]),
            f"{one['ece']:.3f}",
            _percent(one["coverage"]),
            "–" if one["risk"] is None else _percent(one["risk"]),
            _percent(one["coverage_at_80"]),
        )


def _interval(one: Row) -> str:
    low, high = one["interval_all"]
    return f"{_percent(one['macro_f1_all'])} ({_percent(low)}–{_percent(high)})"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _read(directory: Path, name: str) -> Any:
    path = directory / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _ablation(directory: Path) -> str:
    written = _read(directory, ablation.FILE)
    if written is None:
        return "Not measured in this run."
    steps = written["steps"]
    parts = [_table(SKILL_HEAD, (_skill_row(step) for step in steps if step["skills"]))]
    if steps[0]["scores"]:
        rows = steps[0]["rows"]
        parts.append(f"Validation macro-F1 after the same short fit ({rows:,} rows, one pass) on each:")
        head = ("encoder", *(f"{one['name']} ({one['head']})" for one in steps[0]["scores"]))
        parts.append(_table(head, ([s["step"], *(_percent(one["macro_f1"]) for one in s["scores"])] for s in steps)))
    return "\n\n".join(parts)


def _skill_row(step: Row) -> Sequence[str]:
    retrieval = [f"{one['retrieval']:.2f}" for one in step["skills"] if one["retrieval"] is not None]
    similarity = [f"{one['similarity']:.2f}" for one in step["skills"] if one["similarity"] is not None]
    return step["step"], " / ".join(retrieval), " / ".join(similarity) or "–"


def _calibration(directory: Path) -> str:
    written = _read(directory, "calibration_report.json")
    if written is None:
        return "Not measured in this run."
    head = ("head", "language", "rows", "accuracy", "ECE before", "ECE", "Brier", "errors at 20/40/60/80/100 % decided")
    return _table(head, (_calibration_row(one) for one in written["reports"]))


def _calibration_row(one: dict[str, Any]) -> Sequence[str]:
    risk = " / ".join(_percent(value) for value in one["risk"])
    figures = f"{one['ece_before']:.3f}", f"{one['ece']:.3f}", f"{one['brier']:.3f}"
    return one["head"], one["language"] or "all", f"{one['rows']:,}", _percent(one["accuracy"]), *figures, risk


def _probes(directory: Path) -> str:
    written = _read(directory, examine.PROBES)
    if written is None:
        return "Not measured in this run."
    head = (
        "thesis",
        "rows",
        "right side with the true thesis",
        "right side with the changed one",
        "sides that changed",
    )
    rows = (
        (one["name"], f"{one['rows']:,}", *(_percent(one[key]) for key in ("before", "after", "turned")))
        for one in written["probes"]
    )
    return _table(head, rows)


def _errors(directory: Path) -> str:
    written = _read(directory, examine.ERRORS)
    if written is None:
        return "Not listed in this run."
    return "\n".join(
        f"- {one['language']}, thesis “{one['thesis']}”, comment “{one['comment']}”: "
        f"{one['gold']} was read as {one['answer']} ({one['confidence']:.2f})."
        for one in written["errors"]
    )


def _data(config: Config) -> Iterator[Sequence[str]]:
    for one in config.sources:
        most = "all" if one.most >= 1_000_000 else f"{one.most:,}"
        yield _name(one.path), one.about, f"{most} × {one.repeat:g}", one.licence


def _name(path: str) -> str:
    return Path(path).name.removesuffix(".gz").removesuffix(".xz").rsplit(".", 1)[0]
