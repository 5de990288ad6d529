"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from threads.analysis import Options

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, directories or archives; - reads standard input.")
]
Model = Annotated[
    str | None,
    typer.Option(help="A shipped model's name, a model directory, or a hub id owner/name. Default: the shipped model."),
]
Template = Annotated[
    str | None, typer.Option(help="How an NLI model is asked: a hypothesis such as 'It is true that {thesis}'.")
]
Device = Annotated[str, typer.Option(help="Where the model runs: auto, cpu, cuda, cuda:1 …")]
Precision = Annotated[
    str, typer.Option(help="What the model computes in: auto (what the chip is fast in), float32, bfloat16 or int8.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
Columns = Annotated[
    str | None, typer.Option(help="Columns of a table or JSONL dump: text=body,author=user,parent=reply_to …")
]
Language = Annotated[str, typer.Option(help="Language of the framing words: de, en, fr, it, es or ru.")]
Thesis = Annotated[str | None, typer.Option(help="Measure stance against this sentence, not the proposed one.")]
Theses = Annotated[
    Path | None,
    typer.Option("--theses", "--thesis-file", help="Theses by thread: CSV or JSONL with 'thread' and 'thesis'."),
]
Names = Annotated[bool, typer.Option(help="Keep the authors' names. The default is pseudonyms.")]
Key = Annotated[
    str | None, typer.Option(envvar="THREADS_KEY", help="Secret key that makes the pseudonyms of several runs agree.")
]

AuthorConsistency = Annotated[
    float,
    typer.Option(
        min=0, max=0.99, help="Tie an author's comments in a thread to one stance: 0 not at all, 0.99 almost wholly."
    ),
]


def column_map(pairs: str | None) -> dict[str, str] | None:
    """Read `ours=theirs,ours=theirs`."""
    if pairs is None:
        return None
    split = [pair.split("=", 1) for pair in pairs.split(",")]
    if any(len(pair) != 2 or not all(part.strip() for part in pair) for pair in split):
        raise typer.BadParameter(
            "write name=column pairs, commas between: text=body,author=user", param_hint="--columns"
        )
    return {ours.strip(): theirs.strip() for ours, theirs in split}


def run_options(
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
    precision: Precision = "auto",
) -> Options:
    """The options of an analysis as the command line gives them."""
    from threads.analysis import Options
    from threads.stance.theses import read_theses

    theses = read_theses(thesis_file) if thesis_file else {}
    mapped = column_map(columns)
    return Options(
        thesis, theses, model, template, device, names, key, language, mapped, author_consistency, precision=precision
    )


def with_run_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the parameters of `run_options` in place of its own `options`."""
    shared, own = _parameters(run_options), _parameters(command)
    del own["options"]

    @wraps(command)
    def run(**given: Any) -> None:
        command(options=run_options(**{name: given.pop(name) for name in shared}), **given)

    merged = own | shared
    run.__signature__ = Signature(list(merged.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: parameter.annotation for name, parameter in merged.items()}
    return run


def _parameters(function: Callable[..., object]) -> dict[str, Parameter]:
    """Parameters by name, their annotations evaluated; all by keyword, so that their order is free."""
    hints = get_type_hints(function, localns={"Options": object}, include_extras=True)
    found = signature(function).parameters.items()
    return {name: one.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[name]) for name, one in found}
