"""Commands that look into analyses: show, flips, summary, compare, corpus, export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threads.cli import console
from threads.cli.arguments import AsJson, Columns, Model, Names, column_map
from threads.errors import SourceError

if TYPE_CHECKING:
    from threads.analysis import Analysis

app = typer.Typer()

Run = Annotated[
    str,
    typer.Argument(
        metavar="DIR|INPUT", help="What `threads analyse` or `threads batch` wrote, or an input to analyse."
    ),
]
Runs = Annotated[list[str], typer.Argument(metavar="DIR|INPUT...", help="As for `threads analyse`, or what it wrote.")]
Framing = Annotated[
    str | None,
    typer.Option(help="Language of the framing words: de, en, fr, it, es or ru. Default: the run's own, or en."),
]
To = Annotated[
    str,
    typer.Option(
        "--to", help="report, csv, parquet, datasets, convokit, gexf, graphml, tei, bibtex, schema, svg, png or pdf."
    ),
]


@app.command()
def show(
    run: Run,
    thread: Annotated[
        str | None, typer.Argument(help="A thread's id, or its beginning. Without it: all threads.")
    ] = None,
    language: Framing = None,
) -> None:
    """Show analysed threads in the terminal: stance, tree, flips, summary."""
    from threads.report import show as show_one

    analyses = _analyses([run], language=language)
    chosen = [one for one in analyses if thread is None or one.thread.id.startswith(thread)]
    if not chosen:
        known = ", ".join(one.thread.id for one in analyses[:5])
        raise SourceError(f"No thread in {run} has an id that begins with '{thread}'; there are: {known}.")
    for one in chosen:
        show_one(one, console.stdout(), language=one.discourse.summary.language)


@app.command()
def flips(
    runs: Runs, model: Model = None, names: Names = False, language: Framing = None, columns: Columns = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """List changes of stance: author flips, softenings, contrasts, branch turns and thread swings, with both texts."""
    from threads.report.findings import flips_table
    from threads.report.tables import flip_rows

    analyses = _analyses(runs, model, names, language, columns)
    if as_json:
        _print_json([asdict(row) for row in flip_rows(analyses)])
    else:
        console.stdout().print(flips_table(analyses))


@app.command()
def summary(
    runs: Runs, model: Model = None, names: Names = False, language: Framing = None, columns: Columns = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Print the stance and dialogue summary of every thread; numbers in brackets are comment ids."""
    from threads.report.findings import summaries

    analyses = _analyses(runs, model, names, language, columns)
    if as_json:
        _print_json([{"thread_id": one.thread.id, **asdict(one.discourse.summary)} for one in analyses])
    else:
        for text in summaries(analyses):
            console.stdout().print(text)


@app.command()
def compare(
    first: Run, second: Run, model: Model = None, language: Framing = None, columns: Columns = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Compare the stance shares of two runs: the differences with their intervals."""
    from threads.discourse.corpus import pooled_shares
    from threads.discourse.difference import compare_shares
    from threads.report.findings import comparison

    shares = [pooled_shares(_analyses([one], model, False, language, columns)) for one in (first, second)]
    found = compare_shares(*shares)
    if as_json:
        _print_json(asdict(found))
    else:
        console.stdout().print(comparison(found, first, second))


@app.command()
def shares(
    run: Run,
    labels: Annotated[list[Path], typer.Argument(metavar="LABELS.jsonl...", help="Labels that the report saved.")],
    as_json: AsJson = False,
) -> None:
    """Correct the stance shares for the model's errors by a random sample that you labelled in the report."""
    from threads.discourse.corrected import corrected_shares
    from threads.report.findings import corrected
    from threads.stance.sample import read_labels

    found = corrected_shares(_analyses([run]), [label for path in labels for label in read_labels(path)])
    for one in found.notices:
        console.notice(one)
    if as_json:
        _print_json(asdict(found))
    else:
        console.stdout().print(corrected(found))


@app.command()
def corpus(
    runs: Runs, model: Model = None, names: Names = False, language: Framing = None, columns: Columns = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Look at many threads together: shares, the most contested and most flipped threads, recurring authors, copies.

    What `threads batch` wrote is read part by part; copies and drifts, which need every text at once, are left out.
    """
    from threads.batch.overview import is_batch, overview, titles
    from threads.discourse.corpus import CorpusOverview, analyse_corpus
    from threads.report.findings import corpus_view, ranked_ids

    places = [Path(run) for run in runs]
    if all(map(is_batch, places)):
        found: CorpusOverview = overview(*places)
        named = titles(places, ranked_ids(found))
    else:
        analyses = _analyses(runs, model, names, language, columns)
        found = analyse_corpus(analyses)
        named = {one.thread.id: one.thread.article.title or one.thread.id for one in analyses}
    if as_json:
        _print_json(asdict(found))
    else:
        console.stdout().print(corpus_view(found, named))


@app.command()
def export(
    run: Run,
    to: To,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where the files go.")],
) -> None:
    """Write analyses in the formats of other programs."""
    from threads.report.export import To as Form
    from threads.report.export import export as run_export

    if to not in tuple(Form):
        raise typer.BadParameter(f"choose one of {', '.join(Form)}", param_hint="--to")
    written = run_export(_analyses([run]), output, Form(to))
    console.say(f"Wrote {', '.join(str(path) for path in written[:6])}{' …' if len(written) > 6 else ''}.")


def _analyses(
    runs: Sequence[str],
    model: str | None = None,
    names: bool = False,
    language: str | None = None,
    columns: str | None = None,
) -> Sequence[Analysis]:
    """What finished runs hold, framed anew where another language is asked for; anything else is analysed now."""
    from threads.analysis import Options, analyse_inputs, reframed
    from threads.report import read_run

    if all((Path(run) / "manifest.json").is_file() for run in runs):
        held = [one for run in runs for one in read_run(Path(run))]
        return [reframed(one, language) for one in held] if language else held
    options = Options(model=model, names=names, language=language or "en", columns=column_map(columns))
    with console.progress("texts read") as progress:
        return analyse_inputs(runs, options, on_notice=console.notice, on_progress=progress).analyses


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
