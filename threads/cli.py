"""The command line: each command is a few lines over one library function.

Results go to standard output, notices and progress to standard error. Exit codes: 0 done, 1 failed on the input,
2 used wrongly.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threads.errors import ThreadsError

if TYPE_CHECKING:
    from rich.console import Console

    from threads.thread import Notice, Thread

app = typer.Typer(
    help="Rebuild comment threads, read their stance towards the article, inspect the flips.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, directories or archives; - reads standard input.")
]
Model = Annotated[
    str | None, typer.Option(help="A shipped model's name, a model directory, or a hub id. Default: the shipped model.")
]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, or cuda:1 …")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
Columns = Annotated[
    str | None, typer.Option(help="Columns of a table or JSONL dump: text=body,author=user,parent=reply_to,…")
]
Language = Annotated[str, typer.Option(help="Language of the framing words: de, en, fr, it, es or ru.")]


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error and exit code 1."""
    try:
        app()
    except ThreadsError as error:
        _stderr().print(f"[bold red]error:[/] {_escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def parse(
    inputs: Inputs,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
    ] = None,
    columns: Columns = None,
    explain: Annotated[bool, typer.Option(help="Show why each comment got its parent, instead of JSON.")] = False,
) -> None:
    """Rebuild the comment threads of INPUT: one thread a line, as JSON."""
    from threads.schema import to_json

    threads = _parse(inputs, columns)
    if explain:
        from threads.report.explain import explain as explained

        lines: Iterator[str] = (explained(thread) for thread in threads)
    else:
        lines = (to_json(thread) for thread in threads)
    _write(lines, output)


@app.command()
def analyse(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="Directory for the report and the files.")] = Path(
        "threads-out"
    ),
    thesis: Annotated[
        str | None, typer.Option(help="Measure stance against this sentence, not the proposed one.")
    ] = None,
    thesis_file: Annotated[Path | None, typer.Option(help="CSV or JSONL with thread and thesis, one a line.")] = None,
    model: Model = None,
    template: Annotated[str | None, typer.Option(help="Hypothesis template of an NLI model, with {thesis}.")] = None,
    device: Device = "auto",
    names: Annotated[bool, typer.Option(help="Keep the authors' names; the default is pseudonyms.")] = False,
    language: Language = "en",
    columns: Columns = None,
    as_json: AsJson = False,
) -> None:
    """Stance, flips and summaries of the threads in INPUT: on the terminal, and as files in a directory."""
    from threads.analysis import Options, analyse_inputs
    from threads.report import render_terminal, write_run

    options = Options(thesis, thesis_file, model, template, device, names, language, _columns(columns))
    run = analyse_inputs(inputs, options, on_notice=_notice, on_progress=_progress)
    written = write_run(run, output)
    if as_json:
        typer.echo((output / "threads.jsonl").read_text(encoding="utf-8"), nl=False)
    else:
        render_terminal(run, _stdout())
    _stderr().print(f"Wrote {', '.join(path.name for path in written)} to {output}/", highlight=False, soft_wrap=True)


@app.command()
def evaluate(
    rows: Annotated[
        Path, typer.Argument(metavar="ROWS.jsonl[.gz]", help="Rows with target, text, label, lang, dataset, split.")
    ],
    model: Model = None,
    template: Annotated[str | None, typer.Option(help="Hypothesis template of an NLI model, with {thesis}.")] = None,
    split: Annotated[str | None, typer.Option(help="Only the rows of this split.")] = None,
    device: Device = "auto",
    as_json: AsJson = False,
) -> None:
    """Measure a model on labelled rows: macro-F1 with intervals, accuracy, calibration error, coverage."""
    from threads.stance.evaluate import evaluate as run
    from threads.stance.load import load_model

    evaluation = run(rows, load_model(model, device=device, template=template), split=split)
    if as_json:
        typer.echo(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=2))
    else:
        _stdout().print(evaluation.table())


@app.command()
def seeds() -> None:
    """Print the directory of the example documents that travel with the package."""
    from threads.shipped import shipped

    typer.echo(shipped("seeds"))


def _parse(inputs: Iterable[str], columns: str | None) -> Iterator[Thread]:
    from threads.parsing import parse as run

    return run(*inputs, columns=_columns(columns), on_notice=_notice)


def _columns(pairs: str | None) -> dict[str, str] | None:
    if pairs is None:
        return None
    split = [pair.split("=", 1) for pair in pairs.split(",")]
    if any(len(pair) != 2 or not all(pair) for pair in split):
        raise typer.BadParameter(
            "write name=column pairs with commas between: text=body,author=user", param_hint="--columns"
        )
    return dict((ours.strip(), theirs.strip()) for ours, theirs in split)


def _write(lines: Iterator[str], output: Path | None) -> None:
    """Write lines to a file (whole or not at all) or to standard output; fails where there is not one line."""
    from threads.errors import EmptyInputError, OutputError

    first = next(lines, None)
    if first is None:
        raise EmptyInputError("Nothing in the input could be read as a thread.")
    if output is None:
        for line in [first], lines:
            for each in line:
                sys.stdout.write(each + "\n")
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


def _notice(notice: Notice) -> None:
    place = f"{notice.where}: " if notice.where else ""
    _stderr().print(f"[yellow]notice:[/] {_escape(place + notice.message)}", soft_wrap=True, highlight=False)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _stdout() -> Console:
    from rich.console import Console

    return Console(soft_wrap=False, highlight=False)


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)
