"""A finished run in, its model card out: `README.md` with every figure read from the files the run wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from threads.stance.evaluation import GroupFigures
from threads.train import ablation, examine
from threads.train.config import Config

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


def write_card(config: Config, directory: Path, found: Sequence[GroupFigures]) -> None:
    """Write the card of the model in `directory`."""
    text = files("threads.train").joinpath("card.md").read_text(encoding="utf-8")
    tables = {
        "NAME": config.name,
        "XSTANCE": _table(XSTANCE_HEAD, _xstance(found)),
        "FIGURES": _table(FIGURE_HEAD, _figures(found)),
        "ABLATION": _ablation(directory),
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
DATA_HEAD = ("file", "what", "rows at most × drawn", "licence")


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _xstance(found: Sequence[GroupFigures]) -> Iterator[Sequence[str]]:
    by_part = {(one.group.part, one.group.language): one for one in found if one.group.dataset == "xstance"}
    for (part, language), (bert, fasttext) in PUBLISHED.items():
        one = by_part.get((part, language))
        if one is not None:
            figure = f"**{_interval(one)}**"
            yield part, language, f"{one.rows:,}", figure, f"{fasttext}", f"{bert}"


def _figures(found: Sequence[GroupFigures]) -> Iterator[Sequence[str]]:
    for one in found:
        sides = one.macro_f1_favor_against
        estimate = one.macro_f1
        yield (
            one.group.task.value,
            str(one.group.dataset) + (f", {one.group.part}" if one.group.part else ""),
            one.group.split or "",
            one.group.language or "",
            f"{one.rows:,}",
            f"{_percent(estimate.value)} ({_percent(estimate.low)}–{_percent(estimate.high)})",
            "–" if sides is None else _percent(sides.value),
            _percent(one.accuracy.value),
            _percent(one.majority),
            f"{one.ece:.3f}",
            _percent(one.coverage),
            "–" if one.risk is None else _percent(one.risk),
            _percent(one.coverage_at_80),
        )


def _interval(one: GroupFigures) -> str:
    figure = one.macro_f1
    return f"{_percent(figure.value)} ({_percent(figure.low)}–{_percent(figure.high)})"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _read(directory: Path, name: str) -> Any:
    path = directory / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _ablation(directory: Path) -> str:
    written = _read(directory, ablation.FILE)
    if written is None:
        return "Not measured in this run."
    names = [f"{one['name']} ({one['head']})" for one in written["steps"][0]["scores"]]
    skills = _table(
        ("encoder", "retrieval of the English sentence: de / es / fr / it / ru", "STSb: de / en / es / fr / it / ru"),
        (_skill_row(step) for step in written["steps"]),
    )
    head = ("encoder", *names)
    scores = _table(head, ([s["step"], *(_percent(one["macro_f1"]) for one in s["scores"])] for s in written["steps"]))
    rows = written["steps"][0]["rows"]
    return f"{skills}\n\nValidation macro-F1 after the same short fit ({rows:,} rows, one pass) on each:\n\n{scores}"


def _skill_row(step: dict[str, Any]) -> Sequence[str]:
    retrieval = " / ".join(f"{one['retrieval']:.2f}" for one in step["skills"] if one["retrieval"] is not None)
    return step["step"], retrieval, " / ".join(f"{one['similarity']:.2f}" for one in step["skills"])


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
