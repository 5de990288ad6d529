"""Trees from depths: columns or depths in document order come in, seats with parents and placeholders come out.

A jump of more than one level means that the source lost the comments between (METHODS, missing comments).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MAX_GAP = 100
"""A jump over more levels than this is taken for noise, not for lost comments."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the tree: `index` of the comment that sits there (None: a placeholder), `parent` a seat's position."""

    index: int | None
    parent: int | None
    depth: int


def plant(depths: Sequence[int], *, max_gap: int = MAX_GAP) -> tuple[Seat, ...]:
    """Seats in document order, parents before replies, every gap of up to `max_gap` levels filled with placeholders.

    A larger jump hangs the comment directly under the nearest ancestor. Linear time, no recursion.
    """
    seats: list[Seat] = []
    path: list[int] = []  # positions of the open ancestors, one a level
    claimed: list[int] = []  # the depths that the source claims for them
    for index, depth in enumerate(depths):
        while claimed and claimed[-1] >= depth:
            claimed.pop()
            path.pop()
        known = claimed[-1] if claimed else -1
        missing = depth - known - 1 if depth - known - 1 <= max_gap else 0
        for level in range(missing, -1, -1):
            parent = path[-1] if path else None
            seats.append(Seat(None if level else index, parent, len(path)))
            path.append(len(seats) - 1)
            claimed.append(depth - level)
    return tuple(seats)


def parents(depths: Sequence[int]) -> tuple[int | None, ...]:
    """For each depth the index of the nearest earlier comment that is shallower; no placeholders."""
    found: list[int | None] = []
    path: list[int] = []
    for index, depth in enumerate(depths):
        while path and depths[path[-1]] >= depth:
            path.pop()
        found.append(path[-1] if path else None)
        path.append(index)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Levels:
    """Depths read from columns: `unit` columns a level (None where the page has one level only)."""

    depths: tuple[int, ...]
    unit: int | None


def levels(columns: Sequence[int], *, unit: int | None = None, base: int | None = None) -> Levels:
    """Depths of comments that begin at `columns`; indent widths are inferred from the steps unless `unit` is known.

    The unit is the smallest step that recurs between a comment and the nearest one left of it before it; a step of
    less than two units is one level. `base` is the column of the top level (default: the leftmost one seen).
    """
    steps = [step for column, parent in zip(columns, parents(columns), strict=True)
             if parent is not None and (step := column - columns[parent])]  # fmt: skip
    unit = unit or _unit(steps)
    base = min(columns, default=0) if base is None else base
    depths: list[int] = []
    path: list[tuple[int, int]] = []  # column and depth of the open ancestors
    for column in columns:
        while path and path[-1][0] >= column:
            path.pop()
        left, above = path[-1] if path else (base, 0)
        step = max(1, (column - left) // unit) if unit and column > left else int(bool(path))
        depths.append(above + step)
        path.append((column, depths[-1]))
    return Levels(tuple(depths), unit)


def _unit(steps: Sequence[int]) -> int | None:
    """The smallest step, rare ones that look like noise left out."""
    if not steps:
        return None
    often = Counter(steps)
    noise = max(often.values()) / 20
    return min(step for step, times in often.items() if times > noise)
