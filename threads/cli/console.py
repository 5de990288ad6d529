"""Where words go: results to standard output, notices, progress and errors to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from threads.errors import EmptyInputError, OutputError

if TYPE_CHECKING:
    from rich.console import Console

    from threads.thread import Notice


def stdout() -> Console:
    """The console for results; as wide as the terminal, 100 columns in a pipe."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 100)


def stderr() -> Console:
    """The console for everything that is no result."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Say why the command failed."""
    stderr().print(f"error: {message}", markup=False)


def notice(one: Notice) -> None:
    """Say what a reader of the results must know."""
    stderr().print(f"notice: {one.where}: {one.message}" if one.where else f"notice: {one.message}", markup=False)


def say(message: str) -> None:
    """Say what was done."""
    stderr().print(message, markup=False)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Show how many are done; call what it yields with the number done since. Silent where stderr is no terminal."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, advance=done)


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar; call what it yields with (done, total, words beside it). Silent where stderr is no terminal."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn(what), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=stderr(), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, total, words: shown.update(task, completed=done, total=total, description=words)


def write_lines(lines: Iterator[str], output: Path | None) -> None:
    """Write lines to standard output, or to a file: whole or not at all. Fails where there is not one line."""
    first = next(lines, None)
    if first is None:
        raise EmptyInputError("Nothing in the input could be read as a thread.")
    if output is None:
        typer.echo(first)
        for line in lines:
            typer.echo(line)
        return
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(first + "\n")
            file.writelines(line + "\n" for line in lines)
        partial.replace(output)
    except OSError as error:
        raise OutputError(f"Cannot write {output}: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
