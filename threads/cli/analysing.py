"""The command for a few threads: analyse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threads.cli import console
from threads.cli.arguments import AsJson, Inputs, with_run_options

if TYPE_CHECKING:
    from threads.analysis import Options

app = typer.Typer()


@app.command()
@with_run_options
def analyse(
    inputs: Inputs,
    options: Options,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the files go.")] = Path(
        "threads-out"
    ),
    as_json: AsJson = False,
) -> None:
    """Stance, flips and summaries of the threads in INPUT: on the terminal, and as files in a directory."""
    from threads.analysis import analyse_inputs
    from threads.report import render_terminal, write_run

    with console.progress("texts read") as progress:
        run = analyse_inputs(inputs, options, on_notice=console.notice, on_progress=progress)
    written = write_run(run, output)
    if as_json:
        typer.echo((output / "threads.jsonl").read_text(encoding="utf-8"), nl=False)
    else:
        render_terminal(run, console.stdout())
    console.say(f"Wrote {', '.join(path.name for path in written)} to {output}.")
