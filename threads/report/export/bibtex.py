"""The methods behind the numbers → BibTeX."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from threads.report.files import write

if TYPE_CHECKING:
    from threads.analysis import Analysis


def write_bibtex(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """`methods.bib`: the software and models of these analyses, and the sources of all methods."""
    methods = (files("threads.report") / "assets" / "methods.bib").read_text(encoding="utf-8")
    return (write(out / "methods.bib", _software(analyses) + methods),)


def _software(analyses: Sequence[Analysis]) -> str:
    models = sorted({(a.stance.model.name, a.stance.model.sha256) for a in analyses})
    named = "; ".join(f"model {name}, weights SHA-256 {sha}" for name, sha in models) or "no model"
    return (
        "@software{threads,\n"
        "  title = {threads: comment threads, their stance and their flips},\n"
        f"  version = {{{_version()}}},\n"
        f"  note = {{{named}}},\n"
        "  license = {Apache-2.0},\n"
        "}\n\n"
    )


def _version() -> str:
    try:
        return version("threads-discourse")
    except PackageNotFoundError:
        return "unknown"
