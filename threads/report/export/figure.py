"""An analysis → a static figure for papers: shares with intervals, every comment as a tick, the balance over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from threads.discourse.wording import spoken
from threads.report.export.drawing import Area, Box, Drawing, Label, Line, Point, Shape, as_pdf, as_png, as_svg
from threads.report.files import directory, write
from threads.report.words import percent, words_of
from threads.stance.label import Stance

if TYPE_CHECKING:
    from threads.analysis import Analysis
    from threads.discourse.swing import BalancePoint

# blue and orange stay apart for all common kinds of colour blindness; shape and direction say the same again
_COLOURS = {Stance.AGREE: "#1b66a8", Stance.NEUTRAL: "#857f75", Stance.DISAGREE: "#c2540a", Stance.UNCLEAR: "#a39d91"}
_LOST, _RULE, _QUIET = "#cfc9bd", "#dddddd", "#555555"
_WIDTH, _LEFT, _RIGHT, _ROW, _STRIP, _BALANCE = 640, 120, 160, 22, 60, 110
_MOST_POINTS = 600


def write_svg(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """One figure a thread, `out/figures/00001.svg` and so on; threads without a stance are left out."""
    return _write(analyses, out, "svg", as_svg)


def write_png(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """The same figures as pictures of 2,000 dots across. Raises OutputError without matplotlib."""
    return _write(analyses, out, "png", as_png)


def write_pdf(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """The same figures as pages that a LaTeX document includes. Raises OutputError without matplotlib."""
    return _write(analyses, out, "pdf", as_pdf)


def _write(analyses: Sequence[Analysis], out: Path, ending: str, form: Callable[[Drawing], bytes]) -> tuple[Path, ...]:
    folder = directory(out / "figures")
    shown = [(at, a) for at, a in enumerate(analyses, 1) if a.discourse.shares.entries]
    return tuple(write(folder / f"{at:05}.{ending}", form(figure(analysis))) for at, analysis in shown)


def figure(analysis: Analysis) -> Drawing:
    """Three panels, the words in the language of the summary; no words from outside are drawn."""
    words = words_of(spoken(analysis.discourse.summary.language))
    strip = 44 + _ROW * len(analysis.discourse.shares.entries) + 46
    shapes = [*_shares(analysis, words), *_ticks(analysis, words, strip)]
    height, swing = strip + _STRIP + 14, analysis.discourse.swing
    if swing and len(swing.points) > 1:
        shapes += _balance(swing.points, words, height + 26)
        height += 26 + _BALANCE + 14
    return Drawing(analysis.thread.article.title or analysis.thread.id, _WIDTH, height, tuple(shapes))


def _shares(analysis: Analysis, words: dict[str, str]) -> Iterator[Shape]:
    shares, wide = analysis.discourse.shares, _WIDTH - _LEFT - _RIGHT
    bottom = 26 + _ROW * len(shares.entries)
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + wide * part
        yield Line((Point(x, 26), Point(x, bottom)), _RULE)
        yield Label(Point(x, bottom + 14), percent(part), "middle", _QUIET, 10)
    yield Label(Point(_WIDTH - 10, 16), f"n = {shares.n}", "end", _QUIET)
    for row, entry in enumerate(shares.entries):
        y, colour = 38 + row * _ROW, _COLOURS[entry.stance]
        low, middle, high = (_LEFT + wide * p for p in (entry.interval.low, entry.proportion, entry.interval.high))
        yield Label(Point(_LEFT - 14, y + 4), words[entry.stance.value + "Head"], "end")
        yield Line((Point(low, y), Point(high, y)), colour, 3)
        yield Area(_mark(entry.stance, Point(middle, y)), colour)
        said = f"{percent(entry.proportion)} ({round(100 * entry.interval.low)}–{percent(entry.interval.high)})"
        yield Label(Point(_WIDTH - 10, y + 4), said, "end")


def _mark(stance: Stance, at: Point) -> tuple[Point, ...]:
    """The stance's shape: up, down, square, diamond."""
    shapes = {
        Stance.AGREE: ((0, -6), (6, 5), (-6, 5)),
        Stance.DISAGREE: ((0, 6), (6, -5), (-6, -5)),
        Stance.NEUTRAL: ((-5, -5), (5, -5), (5, 5), (-5, 5)),
        Stance.UNCLEAR: ((0, -6), (6, 0), (0, 6), (-6, 0)),
    }
    return tuple(Point(at.x + x, at.y + y) for x, y in shapes[stance])


def _ticks(analysis: Analysis, words: dict[str, str], top: float) -> Iterator[Shape]:
    """Agreement rises from the middle, disagreement hangs from it; what is neither is a dash on it."""
    comments = analysis.thread.comments
    stances = {s.comment_id: s.stance for s in analysis.stance.comments}
    step = (_WIDTH - 20) / max(1, len(comments))
    deepest = max((c.depth for c in comments), default=0) or 1
    yield Label(Point(10, top - 8), words["stripFigure"], "start", _QUIET, 10)
    middle = top + _STRIP / 2
    for at, comment in enumerate(comments):
        stance = None if comment.missing else stances.get(comment.id)
        size = (0.25 + 0.75 * comment.depth / deepest) * _STRIP / 2
        up = {Stance.AGREE: size, Stance.DISAGREE: 0.0}.get(stance or Stance.UNCLEAR, 1.0)
        tall = size if stance in (Stance.AGREE, Stance.DISAGREE) else 2.0
        across = min(14.0, max(0.4, step * 0.85))
        yield Box(Point(10 + at * step, middle - up), across, tall, _COLOURS[stance] if stance else _LOST)


def _balance(points: Sequence[BalancePoint], words: dict[str, str], top: float) -> Iterator[Shape]:
    """The balance after each comment with its 95 % interval, thinned where there are more points than can be seen."""
    step = max(1, -(-len(points) // _MOST_POINTS))
    kept = sorted({*range(0, len(points), step), len(points) - 1})
    low, high = min(0.0, *(p.low for p in points)), max(0.0, *(p.high for p in points))
    across, tall = (_WIDTH - 60) / (len(points) - 1), _BALANCE / ((high - low) or 1.0)

    def place(i: int, value: float) -> Point:
        return Point(50 + i * across, top + (high - value) * tall)

    yield Label(Point(10, top - 10), words["balanceFigure"], "start", _QUIET, 10)
    band = [place(i, points[i].high) for i in kept] + [place(i, points[i].low) for i in reversed(kept)]
    yield Area(tuple(band), "#c9d6e2")
    yield Line((place(0, 0.0), place(len(points) - 1, 0.0)), _QUIET)
    yield Line(tuple(place(i, points[i].balance) for i in kept), "#222222", 1.5)
    for value in sorted({low, 0.0, high}):
        if value == 0 or abs(value) * tall > 12:
            said = "0" if value == 0 else f"{value:+.0f}".replace("-", "\N{MINUS SIGN}")
            yield Label(Point(44, place(0, value).y + 4), said, "end", _QUIET, 10)
