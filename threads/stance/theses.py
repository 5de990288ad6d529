"""A file of theses, one per thread → a mapping from thread to thesis."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from threads.errors import FormatError, SourceError


def read_theses(path: Path) -> dict[str, str]:
    """Read `thread,thesis` rows (CSV with a header, or JSONL): thread is an id, a file name or a file stem.

    Raises SourceError where the file cannot be read, FormatError with the line number where a row is not of the form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"Cannot read the theses in {path}: {error}.") from error
    theses = {}
    for number, row in _rows(path, text):
        thread, thesis = row.get("thread"), row.get("thesis")
        if not (isinstance(thread, str) and isinstance(thesis, str) and thesis.strip()):
            raise FormatError(
                f"{path}, line {number}: expected a 'thread' and a 'thesis', as CSV with a header or as JSONL."
            )
        theses[thread] = thesis.strip()
    return theses


def _rows(path: Path, text: str) -> list[tuple[int, dict[str, object]]]:
    lines = text.splitlines()
    if text.lstrip().startswith("{"):
        return [(number, _object(path, number, line)) for number, line in enumerate(lines, 1) if line.strip()]
    return [(number, dict(row)) for number, row in enumerate(csv.DictReader(lines), 2)]


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise FormatError(f"{path}, line {number}: not JSON ({error.msg}).") from error
    return row if isinstance(row, dict) else {}
