"""A drawing of a few simple shapes → SVG, PNG or PDF: the same shapes in each, without a display."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lxml import etree
from lxml.builder import ElementMaker

from threads.errors import OutputError
from threads.report.export.plain import plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_E = ElementMaker(namespace="http://www.w3.org/2000/svg", nsmap={None: "http://www.w3.org/2000/svg"})
_PER_INCH = 96
_DOTS_PER_INCH = 300
_ANCHORS: Mapping[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True, slots=True)
class Point:
    """A place, in px from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through some points."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon; `opacity` in 0..1."""

    points: tuple[Point, ...]
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle by its upper left corner."""

    corner: Point
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a baseline; `anchor` is `start`, `middle` or `end`."""

    at: Point
    text: str
    anchor: str = "start"
    colour: str = "#222222"
    size: float = 12.0


Shape: TypeAlias = Line | Area | Box | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on white paper of `width` by `height` px, the later over the earlier."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def as_svg(drawing: Drawing) -> bytes:
    """The drawing as an SVG document; text stays text."""
    size = {"width": f"{drawing.width:g}", "height": f"{drawing.height:g}"}
    root = _E.svg(
        _E.title(plain(drawing.title)),
        _E.g(*map(_element, drawing.shapes), **{"font-family": "sans-serif"}),
        viewBox=f"0 0 {drawing.width:g} {drawing.height:g}",
        **size,
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def as_png(drawing: Drawing) -> bytes:
    """The drawing as a picture of 300 dots per inch, 96 px to the inch. Raises OutputError without matplotlib."""
    from_matplotlib = _matplotlib("PNG")
    return _printed(from_matplotlib, drawing, "png", {"Software": None, "Title": _latin(drawing.title)})


def as_pdf(drawing: Drawing) -> bytes:
    """The drawing as one page; its fonts travel in it, as TrueType. Raises OutputError without matplotlib."""
    from_matplotlib = _matplotlib("PDF")
    about = {"Title": plain(drawing.title), "Creator": "threads", "Producer": None, "CreationDate": None}
    return _printed(from_matplotlib, drawing, "pdf", about)


def _element(shape: Shape) -> etree._Element:
    match shape:
        case Line(points, colour, width):
            return _E.polyline(points=_places(points), fill="none", stroke=colour, **{"stroke-width": f"{width:g}"})
        case Area(points, colour, opacity):
            return _E.polygon(points=_places(points), fill=colour, **{"fill-opacity": f"{opacity:g}"})
        case Box(corner, width, height, colour):
            sides = {"width": f"{width:.2f}", "height": f"{height:.2f}"}
            return _E.rect(x=f"{corner.x:.2f}", y=f"{corner.y:.2f}", fill=colour, **sides)
        case Label(at, text, anchor, colour, size):
            where = {"text-anchor": anchor, "font-size": f"{size:g}"}
            return _E.text(plain(text), x=f"{at.x:.2f}", y=f"{at.y:.2f}", fill=colour, **where)


def _places(points: Sequence[Point]) -> str:
    return " ".join(f"{p.x:.2f},{p.y:.2f}" for p in points)


def _latin(text: str) -> str:
    """A PNG's own text fields hold Latin-1 only."""
    return plain(text).encode("latin-1", "replace").decode("latin-1")


def _matplotlib(form: str) -> Any:
    try:
        import matplotlib
    except ImportError as error:
        told = f"{form} figures need matplotlib, which is not installed: pip install 'threads-discourse[figures]'."
        raise OutputError(f"{told} SVG figures need nothing more.") from error
    return matplotlib


def _printed(matplotlib: Any, drawing: Drawing, form: str, about: dict[str, str | None]) -> bytes:
    """Drawn on a figure of its own: no window, no state that others share."""
    from matplotlib.figure import Figure

    settings = {"font.family": "DejaVu Sans", "pdf.fonttype": 42, "path.simplify": False, "savefig.dpi": _DOTS_PER_INCH}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(drawing.width / _PER_INCH, drawing.height / _PER_INCH), facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, drawing.width), ylim=(drawing.height, 0))
        axes.set_axis_off()
        # one artist for each run of boxes: a long thread has a box a comment
        for order, (boxes, run) in enumerate(groupby(drawing.shapes, lambda shape: isinstance(shape, Box))):
            for artist in [_bars(run)] if boxes else map(_artist, run):
                artist.set_zorder(order)
                axes.add_artist(artist)
        held = io.BytesIO()
        figure.savefig(held, format=form, metadata=about)
    return held.getvalue()


def _bars(boxes: Iterable[Shape]) -> Artist:
    from matplotlib.collections import PolyCollection

    kept = [box for box in boxes if isinstance(box, Box)]
    corners = [
        [(x, y), (x + box.width, y), (x + box.width, y + box.height), (x, y + box.height)]
        for box in kept
        for x, y in [(box.corner.x, box.corner.y)]
    ]
    return PolyCollection(corners, facecolors=[box.colour for box in kept], linewidths=0)


def _artist(shape: Shape) -> Artist:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

    points = 72 / _PER_INCH
    match shape:
        case Line(places, colour, width):
            xs, ys = [p.x for p in places], [p.y for p in places]
            return Line2D(xs, ys, color=colour, linewidth=width * points, solid_capstyle="butt")
        case Area(places, colour, opacity):
            return Polygon([(p.x, p.y) for p in places], facecolor=colour, alpha=opacity, linewidth=0)
        case Box():
            return _bars([shape])
        case Label(at, text, anchor, colour, size):
            return Text(at.x, at.y, text, color=colour, fontsize=size * points, ha=_ANCHORS[anchor], parse_math=False)
