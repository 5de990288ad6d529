"""An analysis as one line of JSON: the thread, its stance, what follows from both; and back."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from threads.analysis import Analysis
from threads.discourse import Discourse
from threads.errors import FormatError
from threads.schema import from_json as thread_from_json
from threads.schema import json_schema as thread_schema
from threads.schema import to_json as thread_to_json
from threads.stance.reading import ThreadStance

SCHEMA = "threads.analysis/2"
"""Version of the JSON form; stands first in every line."""


@cache
def _stance() -> TypeAdapter[ThreadStance]:
    return TypeAdapter(ThreadStance)


@cache
def _discourse() -> TypeAdapter[Discourse]:
    return TypeAdapter(Discourse)


def to_json(analysis: Analysis) -> str:
    """One line of JSON with `schema`, `thread` (form threads.thread/1), `stance` and `discourse`."""
    parts = {
        "schema": json.dumps(SCHEMA),
        "thread": thread_to_json(analysis.thread),
        "stance": _line(_stance().dump_python(analysis.stance, mode="json")),
        "discourse": _line(_discourse().dump_python(analysis.discourse, mode="json")),
    }
    return "{" + ", ".join(f'"{name}": {part}' for name, part in parts.items()) + "}"


def _line(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False)


def from_json(line: str | bytes) -> Analysis:
    """Read what `to_json` wrote. Raises FormatError that names the field at fault."""
    try:
        record = json.loads(line)
        thread = thread_from_json(json.dumps(record["thread"]))
        stance = _stance().validate_python(record["stance"])
        return Analysis(thread, stance, _discourse().validate_python(record["discourse"]))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FormatError(f"Not an analysis in the form {SCHEMA}: {place}: {first['msg']}.") from error
    except FormatError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"Not an analysis in the form {SCHEMA}: {error}.") from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line."""
    parts: dict[str, Any] = {
        "thread": thread_schema(),
        "stance": _stance().json_schema(mode="serialization"),
        "discourse": _discourse().json_schema(mode="serialization"),
    }
    definitions: dict[str, Any] = {}
    for name, part in parts.items():
        part.pop("$schema", None)
        inner = part.pop("$defs", {})
        definitions |= {f"{name}.{key}": _renamed(value, name) for key, value in inner.items()}
        parts[name] = _renamed(part, name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, **parts},
        "required": ["schema", *parts],
        "$defs": definitions,
    }


def _renamed(schema: Any, prefix: str) -> Any:
    """The schema with its references pointing into `prefix`'s own definitions."""
    if isinstance(schema, dict):
        return {
            key: value.replace("#/$defs/", f"#/$defs/{prefix}.") if key == "$ref" else _renamed(value, prefix)
            for key, value in schema.items()
        }
    return [_renamed(value, prefix) for value in schema] if isinstance(schema, list) else schema
