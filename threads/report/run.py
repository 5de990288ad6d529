"""A run → its directory: threads.jsonl, comments.parquet, flips.csv, measures.csv, report.html, manifest.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from threads.errors import FormatError, SourceError
from threads.report.files import directory, write
from threads.report.manifest import manifest
from threads.report.page import pages
from threads.report.record import from_json, to_json
from threads.report.tables import comments_parquet, flips_csv, measures_csv

if TYPE_CHECKING:
    from threads.analysis import Analysis, Run


def write_run(run: Run, out: Path) -> tuple[Path, ...]:
    """Write all files of a run into `out` and give their paths; the same run gives the same bytes.

    Raises OutputError. Files of an earlier run are replaced, other files are left alone.
    """
    lines = "".join(to_json(analysis) + "\n" for analysis in run.analyses)
    texts = {
        "threads.jsonl": lines,
        "flips.csv": flips_csv(run.analyses),
        "measures.csv": measures_csv(run.analyses),
        **{page.name: page.html for page in pages(run.analyses, run.options.language)},
    }
    files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
    files["comments.parquet"] = comments_parquet(run.analyses)
    files["manifest.json"] = manifest(run, files).encode()
    for name in files:
        directory((out / name).parent)
    return tuple(write(out / name, content) for name, content in files.items())


def read_run(out: Path) -> Sequence[Analysis]:
    """The analyses in a directory that `write_run` or a batch wrote, all in memory. Raises SourceError, FormatError."""
    paths = sorted((out / "jsonl").glob("*.jsonl")) or [out / "threads.jsonl" if out.is_dir() else out]
    return tuple(analysis for path in paths for analysis in _lines(path))


def _lines(path: Path) -> Iterator[Analysis]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise SourceError(
            f"Cannot read {path}: {error.strerror}. Give the directory that `threads analyse` or `threads batch` wrote."
        ) from error
    yield from (_read(line, path, number) for number, line in enumerate(lines, 1) if line.strip())


def _read(line: bytes, path: Path, number: int) -> Analysis:
    try:
        return from_json(line)
    except FormatError as error:
        raise FormatError(f"{path}, line {number}: {error}") from error
