"""Commands about models: models, evaluate, train."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from threads.cli import console
from threads.cli.arguments import AsJson, Device, Model, Precision, Template

app = typer.Typer()


@app.command()
def models(as_json: AsJson = False) -> None:
    """List the installed models with their licences and published figures."""
    from threads.stance.installed import installed_models, models_json, models_table

    found = installed_models()
    if as_json:
        typer.echo(json.dumps(models_json(found), ensure_ascii=False, indent=2))
    else:
        console.stdout().print(models_table(found))


@app.command()
def evaluate(
    rows: Annotated[Path, typer.Argument(metavar="ROWS.jsonl[.gz]", help="Rows with target, text, label, lang …")],
    model: Model = None,
    template: Template = None,
    split: Annotated[str | None, typer.Option(help="Only the rows of this split.")] = None,
    sample: Annotated[int | None, typer.Option(help="At most so many rows of each data set and language.")] = None,
    device: Device = "auto",
    precision: Precision = "auto",
    as_json: AsJson = False,
) -> None:
    """Measure a model on labelled rows: macro-F1 with intervals, accuracy, calibration error, coverage."""
    from threads.stance.evaluate import evaluate as run
    from threads.stance.load import load_model

    loaded = load_model(model, device=device, template=template, precision=precision)
    with console.progress("rows") as progress:
        evaluation = run(rows, loaded, split=split, sample=sample, progress=progress)
    for one in evaluation.notices:
        console.notice(one)
    if as_json:
        typer.echo(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=2))
    else:
        console.stdout().print(evaluation.table())


@app.command()
def train(
    config: Annotated[
        Path | None, typer.Argument(help="Settings (training.toml). Default: those of the model.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Go on from this model; `shipped` is the default model.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Your labelled rows (with --from), or the folder of data sets.")
    ] = None,
    work: Annotated[Path | None, typer.Option(help="Folder for what the steps leave, so that a run can go on.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="The new model's directory.")
    ] = None,
    measure: Annotated[bool, typer.Option(help="Score the test splits at the end and write the model card.")] = True,
    ablation: Annotated[bool, typer.Option(help="Also measure what each step brings (three more short fits).")] = False,
) -> None:
    """Train a model: all of it from CONFIG, or an existing one further on your own labels."""
    from threads.stance.load import model_directory
    from threads.train.run import train as run

    if start is not None and (data is None or output is None):
        raise typer.BadParameter("--from needs --data (your labelled rows) and -o (the new model's directory)")
    if start is not None:
        begin = model_directory(None if start == "shipped" else start).path
        written = run(config or begin / "training.toml", start=begin, rows=data, out=output)
    elif config is not None:
        written = run(config, data=data, work=work, out=output, measure=measure, steps=ablation)
    else:
        raise typer.BadParameter("give CONFIG, or --from a model with --data your rows")
    console.say(f"Wrote the model to {written}.")
