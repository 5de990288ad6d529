"""The code → docs/reference/*.md: command line, Python API, settings of a training, forms of the files.

python docs/reference/make.py
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo

HERE = Path(__file__).parent

API = (
    ("threads", "The package", None),
    ("threads.thread", "Threads", None),
    ("threads.stance.label", "Stances", ("Stance", "Agreement", "Distribution")),
    ("threads.stance.reading", "What the model read", ("ThreadStance", "CommentStance", "Thesis", "ThesisCandidate")),
    ("threads.stance.tree", "Stance over the reply tree", None),
    ("threads.discourse", "Discourse", None),
    ("threads.discourse.measure", "Measures and findings", ("Measure", "Finding", "Interval")),
    ("threads.discourse.share", "Shares", ("Shares", "Share")),
    ("threads.discourse.flips", "Flips and contrasts", ("AuthorFlip", "Contrast")),
    ("threads.discourse.turns", "Turns of branches", ("BranchTurn",)),
    ("threads.discourse.swing", "Swing of the thread", ("ThreadSwing", "BalancePoint", "Crossing")),
    ("threads.stance.evaluate", "Evaluation", ("evaluate",)),
    ("threads.train.run", "Training", ("train",)),
    ("threads.report", "Report", None),
    ("threads.report.export", "Exports", None),
    ("threads.batch", "Batches", None),
    ("threads.errors", "Errors", None),
)
"""Module, heading, and which of its names (None: all that it says are public)."""


def made() -> dict[str, str]:
    """Every page by its file's name."""
    return {"cli.md": cli(), "python.md": python(), "training.md": training(), "schemas.md": schemas()}


def _head(title: str, about: str) -> str:
    made_by = "<!-- Made from the code by docs/reference/make.py: change the code, then run it. -->"
    return f"# {title}\n\n{made_by}\n\n{about}\n"


# --- command line


def cli() -> str:
    """Every command with every argument and option."""
    from threads.cli import app

    about = (
        "Results go to standard output, notices and progress to standard error. Exit codes: 0 done, 1 failed on the "
        "input, 2 used wrongly; `threads batch` gives 3 where it went through and some pages are in quarantine."
    )
    commands = {command.callback.__name__: command.callback for command in app.registered_commands if command.callback}
    return _head("Command line", about) + "".join(_command(name, commands[name]) for name in sorted(commands))


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option of a command, as its function declares it."""

    name: str
    kind: Any
    default: Any
    info: Any

    @property
    def flag(self) -> bool:
        """Whether it is given without a value."""
        return self.kind is bool

    @property
    def metavar(self) -> str:
        """What stands for its value."""
        return self.info.metavar or _VALUES.get(self.kind, "TEXT")


_VALUES = {int: "NUMBER", float: "NUMBER", Path: "PATH"}


def _parameters(command: Any) -> Iterator[Parameter]:
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind, *about = get_args(hints[name])
        kinds = [one for one in get_args(kind) if one is not type(None)] if isinstance(kind, UnionType) else [kind]
        yield Parameter(name, kinds[0], parameter.default, about[0])


def _command(name: str, command: Any) -> str:
    shown = list(_parameters(command))
    arguments = [p for p in shown if isinstance(p.info, ArgumentInfo)]
    options = [p for p in shown if not isinstance(p.info, ArgumentInfo)]
    usage = " ".join(["threads", name, *(["[OPTIONS]"] if options else []), *map(_argument, arguments)])
    parts = [f"\n## threads {name}\n", _doc(command) + "\n", f"```text\n{usage}\n```\n"]
    if arguments:
        parts.append(_table(("argument", "meaning"), ((f"`{_argument(a)}`", a.info.help or "") for a in arguments)))
    if options:
        parts.append(_table(("option", "default", "meaning"), map(_option, options)))
    return "\n".join(parts)


def _argument(parameter: Parameter) -> str:
    name = parameter.info.metavar or parameter.name.upper()
    return name if parameter.default is inspect.Parameter.empty else f"[{name}]"


def _option(parameter: Parameter) -> tuple[str, str, str]:
    dashed = "--" + parameter.name.replace("_", "-")
    # inside Annotated the first flag is what would else be the default
    first = parameter.info.default
    given = [
        *([first] if isinstance(first, str) and first.startswith("-") else []),
        *(parameter.info.param_decls or ()),
    ]
    flags = given or ([dashed, "--no-" + dashed[2:]] if parameter.flag else [dashed])
    said = ", ".join(f"`{flag}`" for flag in flags) + ("" if parameter.flag else f" {parameter.metavar}")
    required, default = parameter.default is inspect.Parameter.empty, parameter.default
    shown = "" if default is None else str(default).lower() if parameter.flag else str(default)
    about = parameter.info.help or ""
    if parameter.info.envvar:
        about += f" Also read from the environment variable `{parameter.info.envvar}`."
    return said, "must be given" if required else f"`{shown}`" if shown else "", about


# --- Python


def python() -> str:
    """The public names with signatures, fields and docstrings."""
    about = "What can be imported. Unknown is `None`; every data class is frozen."
    return _head("Python", about) + "".join(_module(*entry) for entry in API)


def _module(path: str, heading: str, names: tuple[str, ...] | None) -> str:
    module = import_module(path)
    if names is None:
        said = [n for n, v in vars(module).items() if inspect.isclass(v) or inspect.isfunction(v)]
        own = [n for n in said if getattr(module, n).__module__ == path and not n.startswith("_")]
        names = tuple(getattr(module, "__all__", own))
    parts = [f"\n## {heading}: `{path}`\n"]
    seen = {"threads.thread": ("Thread", "Comment"), "threads.errors": ("ThreadsError",)}
    for name in names:
        value = getattr(module, name)
        if path == "threads" and getattr(value, "__module__", path) in seen:
            continue
        parts.append(_name(name, value))
    return "\n".join(parts)


def _name(name: str, value: Any) -> str:
    if inspect.isclass(value) and issubclass(value, Enum):
        members = ", ".join(f"`{member.value}`" for member in value)
        return f"### {name}\n\n{_doc(value)}\n\nOne of {members}.\n"
    if inspect.isclass(value) and is_dataclass(value):
        rows = ((f"`{f.name}`", f"`{_type(f.type)}`", _default(f)) for f in fields(value))
        methods = "".join(_method(name, key, member) for key, member in vars(value).items() if _own(key, member))
        return f"### {name}\n\n{_doc(value)}\n\n{_table(('field', 'type', 'default'), rows)}{methods}"
    if inspect.isclass(value):
        bases = ", ".join(base.__name__ for base in value.__bases__)
        return f"### {name}({bases})\n\n{_doc(value)}\n"
    if callable(value):
        return f"### {name}\n\n```python\n{_signature(name, value)}\n```\n\n{_doc(value)}\n"
    return f"### {name}\n\n`{value!r}`\n"


def _own(key: str, member: Any) -> bool:
    """Public properties and methods with words of their own."""
    inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
    return not key.startswith("_") and inspect.isfunction(inner) and bool(inner.__doc__)


def _method(owner: str, key: str, member: Any) -> str:
    if isinstance(member, property):
        return f"\n- `{owner}.{key}`: {_first(member.fget)}\n"
    inner = getattr(member, "__func__", member)
    return f"\n- `{_signature(f'{owner}.{key}', inner)}`: {_first(inner)}\n"


def _signature(name: str, value: Any) -> str:
    signature = inspect.signature(value)
    parameters = [
        p.replace(default=_Plain(_value(p.default))) if p.default is not p.empty else p
        for p in signature.parameters.values()
    ]
    plain = signature.replace(
        parameters=[
            p.replace(annotation=_Plain(p.annotation)) if p.annotation is not p.empty else p for p in parameters
        ],
        return_annotation=_Plain(signature.return_annotation),
    )
    return f"def {name}{plain}" if "." not in name else f"{name}{plain}"


class _Plain:
    """Shows as itself in a signature, the same on every version of Python."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        if isinstance(self.value, str):
            return self.value
        if inspect.isclass(self.value):
            return self.value.__name__
        return str(self.value)


def _value(value: Any) -> str:
    """A default as the source writes it; … for what is no plain value."""
    value = value.value if isinstance(value, Enum) else value
    return repr(value) if isinstance(value, str | int | float | tuple | type(None)) else "…"


def _type(kind: Any) -> str:
    return (kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))).replace("|", "\\|")


def _default(field: Any) -> str:
    if field.default is not MISSING:
        return f"`{_value(field.default)}`".replace("`…`", "…")
    return "" if field.default_factory is MISSING else "…"


def _doc(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "")


def _first(value: Any) -> str:
    return _doc(value).split("\n\n")[0].replace("\n", " ")


# --- settings of a training


def training() -> str:
    """Every table of training.toml with its keys and defaults."""
    from threads.train.config import Config

    about = (
        "The settings that `threads train` reads: a TOML file, its tables named as the fields below. A field without a "
        "default must be given. The shipped model's own settings lie beside its weights."
    )
    found: dict[str, type] = {}
    _collect(Config, found)
    parts = [_head("Settings of a training", about)]
    for name, kind in found.items():
        rows = ((f"`{f.name}`", f"`{_type(f.type)}`", _setting(f)) for f in fields(kind))
        parts.append(f"\n## {name}\n\n{_doc(kind)}\n\n{_table(('key', 'type', 'default'), rows)}")
    return "".join(parts)


def _collect(kind: type, found: dict[str, type]) -> None:
    """A data class of settings and all that its fields name, each once."""
    if kind.__name__ in found:
        return
    found[kind.__name__] = kind
    known = {**vars(sys.modules[kind.__module__])}
    for field in fields(kind):
        for word in str(field.type).replace("[", " ").replace("]", " ").replace(",", " ").split():
            inner = known.get(word)
            if inspect.isclass(inner) and is_dataclass(inner):
                _collect(inner, found)


def _setting(field: Any) -> str:
    if field.default_factory is not MISSING:
        value = field.default_factory()
        return "see below" if is_dataclass(value) else f"`{value!r}`"
    return _default(field)


# --- forms of files


def schemas() -> str:
    """The JSON forms as tables, and where the schemas themselves are."""
    from threads.report import record
    from threads.schema import SCHEMA, json_schema

    about = (
        "What the JSON files hold. The schemas themselves (JSON Schema 2020-12): `threads schema` prints that of "
        f"`{SCHEMA}`, `threads export DIR --to schema -o FOLDER` writes both. The columns of the tables are in the "
        "[codebook](../codebook.md)."
    )
    whole = record.json_schema()
    inner = {name: schema for name, schema in whole["$defs"].items() if not name.startswith("thread.")}
    return (
        _head("Forms of the JSON files", about)
        + f"\n## {SCHEMA}\n\nOne line of what `threads parse` prints.\n\n"
        + _schema(json_schema())
        + f"\n## {record.SCHEMA}\n\nOne line of `threads.jsonl`: a thread as above, its stance, its discourse.\n\n"
        + _schema({**whole, "$defs": inner})
    )


def _schema(schema: Mapping[str, Any]) -> str:
    parts = [_properties(schema)]
    for name, inner in sorted(schema.get("$defs", {}).items()):
        about = inspect.cleandoc(inner.get("description", ""))
        parts.append(f"### {name}\n\n{about}\n\n" if about else f"### {name}\n\n")
        if "enum" in inner:
            parts.append("One of " + ", ".join(f"`{value}`" for value in inner["enum"]) + ".\n\n")
        elif "properties" in inner:
            parts.append(_properties(inner) + "\n")
    return "".join(parts).rstrip() + "\n"


def _properties(schema: Mapping[str, Any]) -> str:
    rows = ((f"`{name}`", f"`{_form(form)}`") for name, form in schema.get("properties", {}).items())
    return _table(("key", "form"), rows) + "\n"


def _form(form: Mapping[str, Any]) -> str:
    if "$ref" in form:
        return str(form["$ref"]).rsplit("/", 1)[-1]
    if "const" in form:
        return repr(form["const"])
    for choice in ("anyOf", "oneOf"):
        if choice in form:
            return " \\| ".join(_form(one) for one in form[choice])
    if form.get("type") == "array":
        each = form.get("items") or {}
        return f"array of {_form(each)}" if each else "array"
    return str(form.get("type", "any"))


def _table(head: tuple[str, ...], rows: Any) -> str:
    return "\n".join(_lines(head, rows)) + "\n"


def _lines(head: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()) for cell in row) + " |"


if __name__ == "__main__":
    for name, text in made().items():
        (HERE / name).write_text(text, encoding="utf-8")
        print(HERE / name)
