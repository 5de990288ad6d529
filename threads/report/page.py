"""Analyses → report.html: one file that needs no network, runs only its own script and opens from disk."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

from threads.report.view import as_script, card, view
from threads.report.words import spoken, words_of

if TYPE_CHECKING:
    from threads.analysis import Analysis

_SCRIPTS = (
    "dom.js",
    "stance.js",
    "tree.js",
    "figures.js",
    "flips.js",
    "review.js",
    "sections.js",
    "index.js",
    "main.js",
)


def page(analyses: Sequence[Analysis], language: str = "en") -> str:
    """The report as HTML. Its Content-Security-Policy admits this script and this style and nothing else."""
    from jinja2 import Environment

    ours = spoken(language)
    script, style = _script(), _asset("page.css")
    words = words_of(ours)
    data = {
        "words": words,
        "language": ours,
        "version": _version(),
        "index": [card(a, at) for at, a in enumerate(analyses)],
    }
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_asset("page.html.j2"))
    return template.render(
        language=ours,
        words=words,
        title=_title(analyses, words),
        script=script,
        style=style,
        script_hash=_csp_hash(script),
        style_hash=_csp_hash(style),
        data=as_script(data),
        threads=[as_script(view(a)) for a in analyses],
        analyses=analyses,
    )


def _title(analyses: Sequence[Analysis], words: dict[str, str]) -> str:
    if len(analyses) == 1 and analyses[0].thread.article.title:
        return f"{analyses[0].thread.article.title} – threads"
    return f"{words['report']} – threads"


@cache
def _asset(name: str) -> str:
    return (files("threads.report") / "assets" / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """All scripts in one strict function; `</` cannot occur in it, so that the element ends where it should."""
    parts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _version() -> str:
    try:
        return version("threads-discourse")
    except PackageNotFoundError:
        return "unknown"
