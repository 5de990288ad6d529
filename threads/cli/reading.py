"""Commands that read threads: parse, seeds, schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threads.cli import console
from threads.cli.arguments import Columns, Inputs, column_map

if TYPE_CHECKING:
    from threads.thread import Thread

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

    tally = _Tally()
    threads = tally.counted(run(*inputs, columns=column_map(columns), on_notice=console.notice))
    console.write_lines(map(form, threads), output)
    if output is not None:
        console.say(f"Wrote {tally} to {output}.")


@dataclass(slots=True)
class _Tally:
    """What was read: threads, those without comments, comments and placeholders of lost ones."""

    threads: int = 0
    empty: int = 0
    comments: int = 0
    lost: int = 0

    def counted(self, threads: Iterator[Thread]) -> Iterator[Thread]:
        """Pass threads on and count them."""
        for thread in threads:
            self.threads += 1
            self.empty += not thread.comments
            self.comments += thread.recovered_comments
            self.lost += len(thread.comments) - thread.recovered_comments
            yield thread

    def __str__(self) -> str:
        """In words."""
        parts = [f"{self.threads:,} thread{'s' * (self.threads != 1)}"]
        if self.empty:
            parts.append(f"{self.empty:,} of them without comments")
        parts.append(f"{self.comments:,} comment{'s' * (self.comments != 1)}")
        if self.lost:
            parts.append(f"{self.lost:,} placeholder{'s' * (self.lost != 1)} of lost ones")
        return ", ".join(parts)


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
