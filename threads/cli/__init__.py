"""The command line: each command is a few lines over one library function.

Results go to standard output, notices and progress to standard error. Exit codes: 0 done, 1 failed on the input,
2 used wrongly.
"""

from __future__ import annotations

import os
import sys

import typer

from threads.cli import analysing, batching, inspecting, modelling, reading
from threads.cli.console import complain
from threads.errors import ThreadsError

__all__ = ["app", "main"]

app = typer.Typer(
    help="Rebuild comment threads, read their stance towards the article, inspect the flips.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (reading, analysing, inspecting, batching, modelling):
    app.registered_commands += part.app.registered_commands


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error and exit code 1."""
    try:
        app(prog_name="threads")
    except ThreadsError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
