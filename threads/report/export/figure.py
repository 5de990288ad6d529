"""An analysis → a static figure for papers: shares with intervals, and the tree as one tick a comment, in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from threads.report.export.plain import plain
from threads.report.files import directory, write
from threads.stance.label import Stance

if TYPE_CHECKING:
    from threads.analysis import Analysis

_E = ElementMaker(namespace="http://www.w3.org/2000/svg", nsmap={None: "http://www.w3.org/2000/svg"})
_COLOURS = {Stance.AGREE: "#1b66a8", Stance.NEUTRAL: "#857f75", Stance.DISAGREE: "#c2540a", Stance.UNCLEAR: "#b5afa3"}
_WIDTH, _LEFT, _RIGHT, _ROW, _STRIP = 640, 120, 150, 22, 60


def write_svg(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """One figure a thread, `out/figures/00001.svg` and so on; threads without a stance are left out."""
    folder = directory(out / "figures")
    shown = [(at, a) for at, a in enumerate(analyses, 1) if a.discourse.shares.entries]
    return tuple(write(folder / f"{at:05}.svg", figure(analysis)) for at, analysis in shown)


def figure(analysis: Analysis) -> bytes:
    """Shares with their intervals above, one tick a comment in page order below: up agrees, down disagrees."""
    entries = analysis.discourse.shares.entries
    height = 40 + _ROW * len(entries) + _STRIP + 30
    title = plain(analysis.thread.article.title or analysis.thread.id)
    drawing = _E.svg(
        _E.title(title),
        _E.g(*_shares(analysis), **{"font-family": "sans-serif", "font-size": "12"}),
        _E.g(*_ticks(analysis, 50 + _ROW * len(entries))),
        width=str(_WIDTH),
        height=str(height),
        viewBox=f"0 0 {_WIDTH} {height}",
    )
    return bytes(etree.tostring(drawing, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _shares(analysis: Analysis) -> list[etree._Element]:
    shares, wide = analysis.discourse.shares, _WIDTH - _LEFT - _RIGHT
    parts = [_E.text(f"n = {shares.n} comments", x=str(_WIDTH - 10), y="20", **{"text-anchor": "end"})]
    for row, entry in enumerate(shares.entries):
        y, colour = 44 + row * _ROW, _COLOURS[entry.stance]
        low, middle, high = (_LEFT + wide * p for p in (entry.interval.low, entry.proportion, entry.interval.high))
        parts += [
            _E.text(entry.stance.value, x=str(_LEFT - 12), y=str(y + 4), **{"text-anchor": "end"}),
            _E.line(x1=str(_LEFT), x2=str(_LEFT + wide), y1=str(y), y2=str(y), stroke="#ddd"),
            _E.line(x1=f"{low:.1f}", x2=f"{high:.1f}", y1=str(y), y2=str(y), stroke=colour, **{"stroke-width": "3"}),
            _E.circle(cx=f"{middle:.1f}", cy=str(y), r="4.5", fill=colour),
            _E.text(
                f"{entry.proportion:.0%} ({entry.interval.low:.0%}–{entry.interval.high:.0%})",
                x=str(_WIDTH - 10),
                y=str(y + 4),
                **{"text-anchor": "end"},
            ),
        ]
    return parts


def _ticks(analysis: Analysis, top: int) -> list[etree._Element]:
    comments = analysis.thread.comments
    stances = {s.comment_id: s.stance for s in analysis.stance.comments}
    step = (_WIDTH - 20) / max(1, len(comments))
    deepest = max((c.depth for c in comments), default=0) or 1
    parts = []
    for at, comment in enumerate(comments):
        stance = None if comment.missing else stances.get(comment.id)
        size = (0.25 + 0.75 * comment.depth / deepest) * _STRIP / 2
        middle = top + _STRIP / 2
        up = {Stance.AGREE: size, Stance.DISAGREE: 0.0}.get(stance or Stance.UNCLEAR, 1.0)
        tall = size if stance in (Stance.AGREE, Stance.DISAGREE) else 2.0
        colour = _COLOURS[stance] if stance else "#cfc9bd"
        parts.append(
            _E.rect(
                x=f"{10 + at * step:.2f}", y=f"{middle - up:.2f}", width=f"{max(0.4, step * 0.85):.2f}",
                height=f"{tall:.2f}", fill=colour,
            )
        )  # fmt: skip
    return parts
