"""Trees from depths: columns or depths in document order come in, seats with parents and placeholders come out.

A jump of more than one level means that the source lost the comments between (METHODS, missing comments).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_GAP = 100
"""A jump over more levels than this is taken for noise, not for lost comments."""


_OFTEN = 5


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


def moved(seats: Sequence[Seat], answered: Sequence[int | None]) -> tuple[Seat, ...]:
    """The seats, deeper where a comment says that it answers one below the parent that its place shows.

    `answered` are positions of comments, by that of the one which says so.
    """
    where = {seat.index: at for at, seat in enumerate(seats)}
    made: list[Seat] = []
    for at, seat in enumerate(seats):
        to = None if seat.index is None else answered[seat.index]
        parent = seat.parent
        if to is not None and (-1 if parent is None else parent) < where[to] < at:
            parent = where[to]
        made.append(Seat(seat.index, parent, 0 if parent is None else made[parent].depth + 1))
    return tuple(made)


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


def levels(columns: Sequence[int], *, unit: int | None = None) -> Levels:
    """Depths of comments that begin at `columns`; indent widths are inferred from the steps unless `unit` is known.

    The unit is the smallest step that recurs between a comment and the nearest one left of it before it; a step of
    less than two units is one level, and so is a gap that many replies jump and none ever fills. The leftmost column
    that recurs is the top level.
    """
    base = _base(columns)
    columns = [max(column, base) for column in columns]
    above = [None if at is None else columns[at] for at in parents(columns)]
    steps = [column - left for column, left in zip(columns, above, strict=True) if left is not None]
    unit = unit or _unit(steps)
    gaps = _one_level_gaps(columns, above, unit or 1)
    depths: list[int] = []
    path: list[tuple[int, int]] = []  # column and depth of the open ancestors
    for column in columns:
        while path and path[-1][0] >= column:
            path.pop()
        left, depth = path[-1] if path else (base, 0)
        width = column - left - sum(gap.excess for gap in gaps if left <= gap.left and gap.right <= column)
        step = max(1, width // unit) if unit and column > left else int(bool(path))
        depths.append(depth + step)
        path.append((column, depths[-1]))
    return Levels(tuple(depths), unit)


BULLETS = "*+o#@-="
"""The list markers of Lynx by level, over and over; it indents no further than seven levels."""


def capped(markers: Sequence[str | None], columns: Sequence[int]) -> tuple[int, ...]:
    """Columns as they would be if the renderer had not stopped to indent at the rightmost one.

    Where several of the `BULLETS` share that column, each tells its level up to whole turns of the cycle; the deepest
    turn that is a reply to the comment before is taken.
    """
    cap = max(columns, default=0)
    shared = {m for m, column in zip(markers, columns, strict=True) if column == cap and m and m in BULLETS}
    below = max((column for column in columns if column < cap), default=cap)
    first = next((m for m, column in zip(markers, columns, strict=True) if column == cap), None)
    if len(shared) < 3 or not first or first not in BULLETS:
        return tuple(columns)
    start, last, made = BULLETS.index(first), 0, []
    for marker, column in zip(markers, columns, strict=True):
        deeper = 0
        if column == cap and marker and marker in BULLETS:
            deeper = (BULLETS.index(marker) - start) % len(BULLETS)
            deeper += max(0, (last + 1 - deeper) // len(BULLETS)) * len(BULLETS)
        last = deeper if column == cap else -1
        made.append(column + deeper * (cap - below))
    return tuple(made)


def _unit(steps: Sequence[int]) -> int | None:
    """The smallest step that is at least a third as frequent as the most frequent one."""
    often = Counter(steps)
    most = max(often.values(), default=0)
    return min((step for step, times in often.items() if times * 3 >= most), default=None)


def _base(columns: Sequence[int]) -> int:
    """The leftmost column that at least one comment in twenty stands at, and more than one on a page of ten."""
    often = Counter(columns)
    least = max(len(columns) / 20, 2 if len(columns) >= 10 else 1)
    return min((column for column, times in often.items() if times >= least), default=min(columns, default=0))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Columns `left` to `right` with none between: `excess` of them are no level of their own."""

    left: int
    right: int
    excess: int


def _one_level_gaps(columns: Sequence[int], above: Sequence[int | None], unit: int) -> tuple[_Gap, ...]:
    """Gaps of two units and more that at least `_OFTEN` replies jump, nearly all there are between these columns."""
    jumps = Counter((left, column) for left, column in zip(above, columns, strict=True) if left is not None)
    used = sorted({column for column, times in Counter(columns).items() if times * 50 >= len(columns)})
    return tuple(
        _Gap(left, right, right - left - unit)
        for left, right in pairwise(used)
        if right - left >= 2 * unit and jumps[left, right] >= _OFTEN
    )
