"""The command for many threads: batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threads.cli import console
from threads.cli.arguments import with_run_options

if TYPE_CHECKING:
    from threads.analysis import Options
    from threads.batch.outcome import OnProgress

app = typer.Typer()


@app.command()
@with_run_options
def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files, directories, globs, archives, or addresses such as hf://… and s3://…."
        ),
    ],
    options: Options,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the parts go.")],
    dry_run: Annotated[bool, typer.Option(help="Only say how much there is to do and how long it would take.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Read at most so many threads.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read beside the model.")] = None,
    resume: Annotated[bool, typer.Option(help="Go on where an earlier run stopped, or do everything anew.")] = True,
    engine: Annotated[str, typer.Option(help="local, or ray for several machines.")] = "local",
    address: Annotated[str | None, typer.Option(help="Address of a running Ray cluster.")] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(help="Also score the runner-up thesis and say how many labels it changes: half as long again."),
    ] = False,
) -> None:
    """Analyse a scraped site into partitioned Parquet and JSONL; resumes after any interruption.

    Exit code 3 says that the run went through and some pages are in quarantine.
    """
    from threads.batch import Engine, run_batch
    from threads.batch import dry_run as estimate

    options = replace(options, sensitivity=sensitivity)
    where = Engine(engine, address, workers)
    if dry_run:
        typer.echo(estimate(inputs, options, engine=where, limit=limit).text)
        return
    with _progress() as progress:
        report = run_batch(inputs, output, options, engine=where, limit=limit, resume=resume, on_progress=progress)
    typer.echo(report.text)
    console.say(report.spent.text)
    raise typer.Exit(report.exit_code)


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """A bar over the bytes of the inputs, with the comments a second and the time left."""
    from threads.batch.outcome import Progress, duration

    with console.bar("batch") as show:

        def on_progress(now: Progress) -> None:
            left = "" if now.seconds_left is None else f", {duration(now.seconds_left)} left"
            show(now.done_bytes, now.all_bytes, f"{now.comments:,} comments, {now.rate:,.0f} a second{left}")

        yield on_progress
