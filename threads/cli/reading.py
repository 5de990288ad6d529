"""Commands that read threads: parse, seeds, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from threads.cli import console
from threads.cli.arguments import Columns, Inputs, column_map

app = typer.Typer()


@app.command()
def parse(
    inputs: Inputs,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    columns: Columns = None,
    explain: Annotated[bool, typer.Option(help="Show why each comment got its parent, instead of JSON.")] = False,
) -> None:
    """Rebuild the comment threads of INPUT: one thread a line, as JSON."""
    from threads.parsing import parse as run

    if explain:
        from threads.report.explain import explain as form
    else:
        from threads.schema import to_json as form

    threads = run(*inputs, columns=column_map(columns), on_notice=console.notice)
    console.write_lines(map(form, threads), output)


@app.command()
def seeds() -> None:
    """Print the directory of the example documents that travel with the package."""
    from threads.shipped import shipped

    typer.echo(shipped("seeds"))


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `threads parse` writes."""
    from threads.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
