"""Analyses → report.html: one file that needs no network, runs only its own script and opens from disk."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from threads.discourse.wording import spoken
from threads.report.overview import overview
from threads.report.said import retold
from threads.report.view import as_script, card, view
from threads.report.words import words_of

if TYPE_CHECKING:
    from jinja2 import Template

    from threads.analysis import Analysis

APART = 100
"""From so many threads on, the report is an index with files beside it."""

_TOGETHER, _COMMENTS_TOGETHER = 50, 20_000

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


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a report: its path under the output directory, and its HTML."""

    name: str
    html: str


def page(analyses: Sequence[Analysis], language: str = "en") -> str:
    """The report in one file. Its Content-Security-Policy admits this script and this style and nothing else."""
    cards = [card(a, at) for at, a in enumerate(analyses)]
    return _render(analyses, language, {"index": cards, "corpus": overview(analyses), "home": None})


def pages(analyses: Sequence[Analysis], language: str = "en") -> Iterator[Page]:
    """The report as files: one, or from `APART` threads on an index with the threads in files of their own."""
    if len(analyses) < APART:
        yield Page("report.html", page(analyses, language))
        return
    cards = []
    for number, group in enumerate(_groups(analyses), 1):
        name = f"report/{number:04}.html"
        own = [card(a, at) for at, a in enumerate(group)]
        yield Page(name, _render(group, language, {"index": own, "corpus": None, "home": "../report.html"}))
        cards += [{**row, "page": name} for row in own]
    yield Page("report.html", _render((), language, {"index": cards, "corpus": overview(analyses), "home": None}))


def _groups(analyses: Sequence[Analysis]) -> Iterator[list[Analysis]]:
    """Threads that share a file: few enough to open at once."""
    group: list[Analysis] = []
    for analysis in analyses:
        comments = sum(len(a.thread.comments) for a in (*group, analysis))
        if group and (len(group) == _TOGETHER or comments > _COMMENTS_TOGETHER):
            yield group
            group = []
        group.append(analysis)
    if group:
        yield group


def _render(analyses: Sequence[Analysis], language: str, data: dict[str, Any]) -> str:
    ours = spoken(language)
    words = words_of(ours)
    script, style = _script(), _asset("page.css")
    return _template().render(
        language=ours,
        words=words,
        title=_title(analyses, words),
        script=script,
        style=style,
        script_hash=_csp_hash(script),
        style_hash=_csp_hash(style),
        data=as_script({**retold(data, ours), "words": words, "language": ours, "version": _version()}),
        threads=[as_script(retold(view(a), ours)) for a in analyses],
        analyses=analyses,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_asset("page.html.j2"))


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
