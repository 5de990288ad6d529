"""Commands that analyse threads: analyse, show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from threads.cli import console
from threads.cli.arguments import (
    AsJson,
    AuthorConsistency,
    Columns,
    Device,
    Inputs,
    Key,
    Language,
    Model,
    Names,
    Template,
    Theses,
    Thesis,
    column_map,
)

app = typer.Typer()


@app.command()
def analyse(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the files go.")] = Path(
        "threads-out"
    ),
    thesis: Thesis = None,
    thesis_file: Theses = None,
    model: Model = None,
    template: Template = None,
    device: Device = "auto",
    names: Names = False,
    key: Key = None,
    language: Language = "en",
    columns: Columns = None,
    author_consistency: AuthorConsistency = 0.0,
    as_json: AsJson = False,
) -> None:
    """Stance, flips and summaries of the threads in INPUT: on the terminal, and as files in a directory."""
    from threads.analysis import Options, analyse_inputs
    from threads.report import render_terminal, write_run
    from threads.stance.theses import read_theses

    theses = read_theses(thesis_file) if thesis_file else {}
    mapped = column_map(columns)
    options = Options(thesis, theses, model, template, device, names, key, language, mapped, author_consistency)
    with console.progress("texts read") as progress:
        run = analyse_inputs(inputs, options, on_notice=console.notice, on_progress=progress)
    written = write_run(run, output)
    if as_json:
        typer.echo((output / "threads.jsonl").read_text(encoding="utf-8"), nl=False)
    else:
        render_terminal(run, console.stdout())
    console.say(f"Wrote {', '.join(path.name for path in written)} to {output}.")
