"""JSON text, however deep or cut off → Python values; what stands before a cut is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias

import ijson

from threads.errors import FormatError
from threads.thread import Notice

Record: TypeAlias = Mapping[str, Any]

ENVELOPE = re.compile(r"^\s*(?:\)\]\}'[^\n]*\n|for\s*\(;;\);|(?:var\s+|window\.)?[\w.$]{1,80}\s*[=(]\s*)(?=[{\[])")
"""What services put around JSON so that a browser does not run it, or so that it does."""


_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
"""Half of a character beyond the first 65,536: JSON may hold one, no text may."""


def mended(text: str) -> str:
    """The text with half characters as the replacement character."""
    return _HALF.sub(r"\\ufffd", text) if "\\ud" in text or "\\uD" in text else text


@dataclass(frozen=True, slots=True)
class Loaded:
    """A JSON value and what was odd about its text."""

    value: Any
    notices: tuple[Notice, ...] = ()


def load(text: str, where: str) -> Loaded:
    """The JSON value of a text; of a text that is cut off, what came before the cut. Raises FormatError on no JSON."""
    start = mended(text.lstrip("\ufeff \t\r\n"))
    try:
        return Loaded(json.loads(start))
    except RecursionError:
        return partial(start, where)
    except ValueError:
        pass
    if envelope := ENVELOPE.match(start):
        start = start[envelope.end() :]
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(start)
    except (ValueError, RecursionError):
        return partial(start, where)
    rest = start[end:].strip(" \t\r\n;)")
    notice = Notice("trailing-text", f"Characters after the JSON value that are left out: {len(rest)}.", where)
    return Loaded(value, (notice,) if rest else ())


def lines(text: str, where: str) -> Iterator[tuple[int, Record | Notice]]:
    """Each line's JSON object with its number (1-based); a line that is none gives a notice."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(mended(line))
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield number, value
        else:
            yield number, Notice("bad-line", f"Line {number} is no JSON object and is left out.", f"{where}:{number}")


def load_all(text: str, where: str) -> Loaded:
    """The JSON value of a text, or of JSON Lines the list of its objects. Raises FormatError on neither."""
    head = text.lstrip("\ufeff \t\r\n")
    first, _, rest = head.partition("\n")
    if not rest.lstrip().startswith("{") or not first.rstrip().endswith("}"):
        return load(text, where)
    read = [record for _, record in lines(text, where)]
    found = [record for record in read if not isinstance(record, Notice)]
    return Loaded(found, tuple(notice for notice in read if isinstance(notice, Notice))) if found else load(text, where)


def partial(text: str, where: str) -> Loaded:
    """The value built from a parser's events, without recursion; what stands before a fault is kept.

    Raises FormatError where that is nothing.
    """
    root: list[Any] = []
    stack: list[Any] = [root]
    keys: list[str] = [""]
    fault = None
    try:
        for event, value in ijson.basic_parse(BytesIO(text.encode("utf-8", "replace")), use_float=True):
            if event == "map_key":
                keys[-1] = value
            elif event in ("end_map", "end_array"):
                stack.pop()
                keys.pop()
            else:
                node = {} if event == "start_map" else [] if event == "start_array" else value
                _put(stack[-1], keys[-1], node)
                if event.startswith("start"):
                    stack.append(node)
                    keys.append("")
    except (ijson.JSONError, ValueError) as error:
        fault = str(error).strip().split("\n")[0]
    if not root or not isinstance(root[0], (dict, list)) or (fault and not root[0]):
        raise FormatError(f"It is no JSON: {fault or 'there is no object in it'}.")
    notice = Notice("cut-off", f"The JSON breaks off ({fault}); what stands before is read.", where)
    return Loaded(root[0], (notice,) if fault else ())


def _put(container: Any, key: str, value: object) -> None:
    if isinstance(container, list):
        container.append(value)
    else:
        container[key] = value
