"""A thread's JSON form, one thread a line, and its JSON Schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from threads.errors import FormatError
from threads.thread import Thread

SCHEMA = "threads.thread/1"
"""Version of the JSON form; stands first in every line."""


@cache
def _adapter() -> TypeAdapter[Thread]:
    return TypeAdapter(Thread)


def to_json(thread: Thread) -> str:
    """One line of JSON: `schema` first, then the fields of `Thread` and the derived counts."""
    fields = cast(dict[str, Any], _adapter().dump_python(thread, mode="json"))
    for comment, written in zip(thread.comments, fields["comments"], strict=True):
        for quote in written["quotes"]:
            quote["text"] = quote["apart"] or (comment.text or "")[quote["start"] : quote["end"]]
    counts = {"recovered_comments": thread.recovered_comments, "lost_comments": thread.lost_comments}
    return json.dumps({"schema": SCHEMA, **fields, **counts}, ensure_ascii=False, allow_nan=False)


def from_json(line: str | bytes) -> Thread:
    """Read what `to_json` wrote. Raises FormatError that names the field at fault."""
    try:
        thread = _adapter().validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise FormatError(f"Not a thread in the form {SCHEMA}: {place}: {first['msg']}.") from error
    return thread


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line."""
    schema = _adapter().json_schema(mode="serialization")
    whole = {"type": "integer", "minimum": 0}
    schema["properties"] = {
        "schema": {"const": SCHEMA},
        **schema["properties"],
        "recovered_comments": whole,
        "lost_comments": {"anyOf": [whole, {"type": "null"}]},
    }
    schema["$defs"]["Quote"]["properties"]["text"] = {"type": "string"}
    schema["required"] = list(schema["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
