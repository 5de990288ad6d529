"""Analyses → the report, and the formats of other programs: tables, data sets, conversations, graphs, TEI, figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from threads.report import record
from threads.report.codebook import codebook
from threads.report.files import directory, write
from threads.report.page import pages
from threads.report.tables import comments_csv, comments_parquet, flips_csv, measures_csv
from threads.schema import json_schema as thread_schema

if TYPE_CHECKING:
    from threads.analysis import Analysis

    Writer = Callable[[Sequence[Analysis], Path], tuple[Path, ...]]


class To(StrEnum):
    """What analyses can be exported to."""

    REPORT = "report"
    CSV = "csv"
    PARQUET = "parquet"
    DATASETS = "datasets"
    CONVOKIT = "convokit"
    GEXF = "gexf"
    GRAPHML = "graphml"
    TEI = "tei"
    BIBTEX = "bibtex"
    SCHEMA = "schema"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


_MODULES = {
    To.DATASETS: "datasets",
    To.CONVOKIT: "convokit",
    To.GEXF: "graph",
    To.GRAPHML: "graph",
    To.TEI: "tei",
    To.BIBTEX: "bibtex",
    To.SVG: "figure",
    To.PNG: "figure",
    To.PDF: "figure",
}


def export(analyses: Sequence[Analysis], out: Path, to: To) -> tuple[Path, ...]:
    """Write analyses into directory `out` in the form that `to` names and give the paths. Raises OutputError.

    The same analyses give the same bytes.
    """
    directory(out)
    if to in _MODULES:
        writer: Writer = getattr(import_module(f"threads.report.export.{_MODULES[to]}"), f"write_{to.value}")
        return writer(analyses, out)
    files = {To.REPORT: _report, To.CSV: _csv, To.PARQUET: _parquet, To.SCHEMA: _schema}[to](analyses)
    for name in files:
        directory((out / name).parent)
    return tuple(write(out / name, content) for name, content in files.items())


def _report(analyses: Sequence[Analysis]) -> dict[str, str | bytes]:
    """The report, its words in the language of the summaries."""
    languages = [analysis.discourse.summary.language for analysis in analyses[:1]]
    return {one.name: one.html.encode("utf-8", "replace") for one in pages(analyses, *languages)}


def _csv(analyses: Sequence[Analysis]) -> dict[str, str | bytes]:
    return {
        "comments.csv": comments_csv(analyses),
        "flips.csv": flips_csv(analyses),
        "measures.csv": measures_csv(analyses),
        "codebook.md": codebook(),
    }


def _parquet(analyses: Sequence[Analysis]) -> dict[str, str | bytes]:
    return {"comments.parquet": comments_parquet(analyses)}


def _schema(analyses: Sequence[Analysis]) -> dict[str, str | bytes]:
    schemas = {"thread.schema.json": thread_schema(), "analysis.schema.json": record.json_schema()}
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas.items()}


__all__ = ["To", "export"]
