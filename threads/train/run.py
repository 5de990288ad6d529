"""A settings file in, a model directory out: the steps of a training run in order, each kept in the work folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, replace
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from safetensors.torch import load_file, save_file
from transformers import BertForSequenceClassification, PreTrainedTokenizerFast

from threads.errors import ModelError, SourceError
from threads.stance.calibration import FILE as CALIBRATION
from threads.stance.calibration import Calibration, fit_head, read_calibration, write_calibration
from threads.stance.encoding import Limits, PairEncoder
from threads.stance.sums import write_sums
from threads.train import ablation, calibrate, card, encoder, examine, figures, fit, heads, team
from threads.train.config import Again, Average, Config, Validation, read_config
from threads.train.examples import Example, Source, read_source

Report = Callable[[int, int, str], None]
LOG = "training.jsonl"
SHIPPED = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


def train(
    config_path: Path,
    *,
    out: Path | None = None,
    data: Path | None = None,
    work: Path | None = None,
    start: Path | None = None,
    rows: Path | None = None,
    measure: bool = True,
    steps: bool = False,
) -> Path:
    """Run the settings in `config_path` and return the model directory, by default the folder of the settings.

    `data` and `work` stand for the folders named in the settings. With `start` (a model directory) and `rows` (a
    JSON-lines file of `target, text, label, lang`, optional `context`) that model goes on learning from those rows
    alone; `out` is then needed. `measure` scores the test splits and writes the card, `steps` also measures what each
    step brings (three more short fits). Steps whose output is in the work folder are not run again. Progress goes to
    stderr. Raises SourceError for unusable settings or rows, ModelError for an unusable start.
    """
    config = read_config(config_path)
    config = replace(config, data=data or config.data, work=work or config.work)
    with _progress() as shown:
        report = _reporter(shown)
        if rows is not None:
            return _continued(config, _given(start, "start"), rows, _given(out, "out"), report)
        made = encoder.build_encoder(config, report)
    directory = out or config_path.parent
    _export(_fitted(config, made), directory)
    with _progress() as shown:
        report = _reporter(shown)
        _calibrate(config, directory)
        write_sums(directory)
        if config_path.resolve() != (directory / "training.toml").resolve():
            shutil.copyfile(config_path, directory / "training.toml")
        if steps:
            ablation.ablation(config, directory, report=report)
        if measure:
            examine.examine(config, directory)
            figures.write_figures(figures.figures(directory, config.data), directory)
            card.write_card(config, directory)
    return directory


def _given(path: Path | None, name: str) -> Path:
    if path is None:
        raise SourceError(f"Rows to go on learning from need `{name}` too: a model directory to {name} with.")
    return path


def _fitted(config: Config, made: Path) -> Path:
    """The directory of the best checkpoint of the joint fit, fitted now if it is not there."""
    place = config.work / "fitted"
    if not (place / "done").is_file():
        workers = 1 if fit.DEVICE == "cuda" else config.fitting.workers
        team.together(workers, partial(_fit, config, made, place))
        (place / "done").touch()
    return place / "best"


def _fit(config: Config, made: Path, place: Path) -> None:
    """One worker's part of the joint fit; worker 0 validates, keeps the best, and shows progress.

    Every pass leaves its model in a folder of its own, its state while it runs beside it: what is there is not made
    again.
    """
    tokenizer = PreTrainedTokenizerFast.from_pretrained(made)
    learned = PairEncoder(tokenizer, Limits(window=config.window))
    model = fit.new_model(made, dropout=config.fitting.dropout, seed=config.fitting.seed)
    torch.nn.Module.to(model, fit.DEVICE)
    watch = _Watch(model, tokenizer, heads.validation_sets(config), place)
    for number, (once, settings) in enumerate(passes(config), start=1):
        ended = place / f"pass-{number}"
        if (ended / SHIPPED[1]).is_file():
            model.load_state_dict(load_file(ended / SHIPPED[1]))
            continue
        if once.start.passes:
            model.load_state_dict(_mean(place, once.start))
        watch.number = number
        examples = heads.training_examples(replace(config, fitting=settings), number)
        texts = heads.unlabelled_examples(config.data, once.unlabelled, settings.seed)
        rows = fit.encoded(learned, examples[: int(once.share * len(examples))] + texts, seed=settings.seed)
        if team.rank() > 0:
            fit.fit(model, learned, rows, settings, place=ended)
        else:
            with _progress() as shown:
                report = _reporter(shown)
                fit.fit(
                    model,
                    learned,
                    rows,
                    settings,
                    validate=watch.validate,
                    keep=watch.keep,
                    place=ended,
                    progress=report,
                )
            model.save_pretrained(ended)
        team.wait()
        fit.state(ended).unlink(missing_ok=True)
    if config.average.passes and team.rank() == 0:
        model.load_state_dict(_mean(place, config.average))
        watch.number = 0
        watch.validate(0)
        watch.keep()


def _mean(place: Path, average: Average) -> dict[str, torch.Tensor]:
    """The weighted mean of the weights that passes left in `place`."""
    whole: dict[str, torch.Tensor] = {}
    for number, share in zip(average.passes, average.shares, strict=True):
        for name, values in load_file(place / f"pass-{number}" / SHIPPED[1]).items():
            whole[name] = whole.get(name, torch.zeros(())) + share * values
    return whole


def passes(config: Config) -> Iterator[tuple[Again, fit.Fitting]]:
    """What every pass reads and starts from, and its settings; the first reads the whole mixture."""
    first = config.fitting
    yield Again(1.0, first.rate, first.head_rate, first.seed), first
    for one in config.again:
        values = asdict(one).items()
        names = {name.name for name in fields(first)}
        yield one, replace(first, **{name: value for name, value in values if name in names and value is not None})


class _Watch:
    """Scores a model during its fit, keeps the best, and logs every validation."""

    def __init__(
        self,
        model: BertForSequenceClassification,
        tokenizer: PreTrainedTokenizerFast,
        sets: list[heads.ValidationSet],
        place: Path,
    ) -> None:
        self.model, self.tokenizer, self.sets, self.place = model, tokenizer, sets, place
        self.number, self.value, self.best = 1, -inf, -inf
        self.began = monotonic()
        place.mkdir(parents=True, exist_ok=True)
        if (place / LOG).is_file():
            lines = (place / LOG).read_text(encoding="utf-8").splitlines()
            self.best = max(json.loads(line)["selection"] for line in lines)

    def validate(self, step: int) -> float:
        """Score all sets, log the scores, and return the value that chooses."""
        reader = PairEncoder(self.tokenizer)
        found = {held.name: heads.scores(held, fit.logits(self.model, reader, held.inputs)) for held in self.sets}
        value = heads.selection(found, self.sets)
        self.value = value
        line = {
            "pass": self.number,
            "step": step,
            "seconds": round(monotonic() - self.began),
            "selection": round(value, 4),
            "scores": [asdict(one) for of_set in found.values() for one in of_set],
        }
        with (self.place / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        return value

    def keep(self) -> None:
        """Save the model where its last value is the best of all passes."""
        if self.value < self.best:
            return
        self.best = self.value
        self.model.save_pretrained(self.place / "best")
        self.tokenizer.save_pretrained(self.place / "best")


def _export(fitted: Path, directory: Path) -> None:
    """Copy a checkpoint to the model directory, weights in half precision, with the log of its fit."""
    directory.mkdir(parents=True, exist_ok=True)
    weights = {name: value.to(torch.float16).contiguous() for name, value in load_file(fitted / SHIPPED[1]).items()}
    save_file(weights, directory / SHIPPED[1], metadata={"format": "pt"})
    settings = json.loads((fitted / SHIPPED[0]).read_text(encoding="utf-8"))
    settings["dtype"] = "float16"
    settings.pop("_name_or_path", None)
    (directory / SHIPPED[0]).write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for name in SHIPPED[2:]:
        shutil.copyfile(fitted / name, directory / name)
    log = fitted.parent / LOG
    if log.is_file():
        shutil.copyfile(log, directory / LOG)


def _calibrate(config: Config, directory: Path) -> None:
    """Fit temperatures and thresholds of the exported weights and write them with their report."""
    sets = heads.validation_sets(config)
    values = fit.saved_logits(directory, [held.inputs for held in sets])
    stance, reply = (calibrate.held_rows(sets, values, head) for head in ("stance", "reply"))
    found = calibrate.calibrated(stance, reply, stance_error=config.target_error, reply_error=config.reply_target_error)
    write_calibration(found, directory / CALIBRATION)
    reports = calibrate.reports("stance", stance, found.stance) + calibrate.reports("reply", reply, found.reply)
    form = {"schema": 1, "reports": [_rounded(asdict(one)) for one in reports]}
    (directory / "calibration_report.json").write_text(json.dumps(form, indent=1) + "\n", encoding="utf-8")


def _rounded(form: dict[str, object]) -> dict[str, object]:
    return {
        key: round(value, 4)
        if isinstance(value, float)
        else [round(one, 4) for one in value]
        if isinstance(value, tuple)
        else value
        for key, value in form.items()
    }


_FEWEST_HELD = 10
"""Rows that a validation set needs to be scored."""
_FEWEST_CALIBRATING = 50
"""Rows that temperatures and a threshold need to be fitted anew."""


def _continued(config: Config, start: Path, rows: Path, out: Path, report: Report) -> Path:
    """Fit a model directory further on the user's rows; a fifth of their theses or threads validates and calibrates."""
    if not (start / SHIPPED[1]).is_file():
        raise ModelError(f"{start} is no model directory to start from: it has no {SHIPPED[1]}.")
    found = read_source(rows.parent, Source(rows.name, splits=()))
    if len(found) < 5 * _FEWEST_HELD:
        raise SourceError(
            f"{rows} has {len(found)} labelled rows; {5 * _FEWEST_HELD} or more are needed to learn from."
        )
    held, learned = _parted(found)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(start)
    model = BertForSequenceClassification.from_pretrained(start, dtype=torch.float32, attn_implementation=fit.ATTENTION)
    torch.nn.Module.to(model, fit.DEVICE)
    reader = PairEncoder(tokenizer, Limits(window=config.window))
    place = config.work / "continued"
    shutil.rmtree(place, ignore_errors=True)
    kept = heads.ValidationSet(rows.stem, tuple(held), Validation(rows.name))
    watch = _Watch(model, tokenizer, [kept], place)
    repeats = max(1, min(6, 3000 // len(learned)))
    encoded = fit.encoded(reader, learned * repeats, seed=config.further.seed)
    watch.validate(0)
    watch.keep()
    fit.fit(model, reader, encoded, config.further, validate=watch.validate, keep=watch.keep, progress=report)
    _export(place / "best", out)
    _recalibrate(config, start, out, kept)
    write_sums(out)
    return out


def _recalibrate(config: Config, start: Path, out: Path, held: heads.ValidationSet) -> None:
    """Fit anew the heads with enough held-out rows; the others keep the calibration of the start."""
    before = read_calibration(start / CALIBRATION) if (start / CALIBRATION).is_file() else Calibration()
    values = fit.saved_logits(out, [held.inputs])
    of_head = {"stance": before.stance, "reply": before.reply}
    errors = {"stance": config.target_error, "reply": config.reply_target_error}
    for head, error in errors.items():
        if (heads.labels_of(held.examples, head) >= 0).sum() >= _FEWEST_CALIBRATING:
            found = calibrate.held_rows([held], values, head)
            of_head[head] = fit_head(
                found.logits, found.labels, found.languages, target_error=error, before=of_head[head]
            )
    write_calibration(Calibration(**of_head), out / CALIBRATION)


def _parted(found: list[Example]) -> tuple[list[Example], list[Example]]:
    """Every fifth group for validation; every fifth row where groups are fewer than ten, or hold too few rows."""
    groups = sorted({one.group for one in found})
    if len(groups) >= 10:
        chosen = set(groups[::5])
        held = [one for one in found if one.group in chosen]
        if len(held) >= _FEWEST_HELD:
            return held, [one for one in found if one.group not in chosen]
    numbered = np.arange(len(found)) % 5 == 0
    return (
        [one for one, keep in zip(found, numbered, strict=True) if keep],
        [one for one, keep in zip(found, numbered, strict=True) if not keep],
    )


def _progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True))


def _reporter(shown: Progress) -> Report:
    task = shown.add_task("starting", total=None)

    def report(done: int, total: int, text: str) -> None:
        shown.update(task, completed=done, total=total, description=text)

    return report
