"""Commands about models: models, evaluate, train."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from threads.cli import console
from threads.cli.arguments import AsJson, Device, Model, Template

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
    as_json: AsJson = False,
) -> None:
    """Measure a model on labelled rows: macro-F1 with intervals, accuracy, calibration error, coverage."""
    from threads.stance.evaluate import evaluate as run
    from threads.stance.load import load_model

    loaded = load_model(model, device=device, template=template)
    with console.progress("rows") as progress:
        evaluation = run(rows, loaded, split=split, sample=sample, progress=progress)
    for one in evaluation.notices:
        console.notice(one)
    if as_json:
        typer.echo(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=2))
    else:
        console.stdout().print(evaluation.table())
