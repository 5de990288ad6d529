"""Candidates for a field in every comment in, one choice a comment out.

Which element holds a field is decided for the page, not for the comment: an element's name is believed as far as it
holds that field in all comments (wrapper induction); what the platform is known to do only weighs more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from threads.thread import Timestamp

GUESS = 0.2
"""A weight up to which a name is believed only where most comments have it."""

_MOST = 0.6
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value with the element and the rule that gave it; `after` where it is the text after the element."""

    value: str
    element: int
    rule: str
    stamp: Timestamp | None = None
    after: bool = False


def elect(candidates: Sequence[Mapping[str, Found]], weights: Mapping[str, float]) -> tuple[Found | None, ...]:
    """Per comment the value under the name that serves most comments best, else under the next best name."""
    count = max(1, len(candidates))
    served = Counter(name for zone in candidates for name in zone)
    worth = {
        name: times / count * weights[name]
        for name, times in served.items()
        if weights[name] > GUESS or times >= _MOST * count
    }
    least = _LEAST * max(worth.values(), default=0.0)
    order = {name: (-value, position) for position, (name, value) in enumerate(worth.items()) if value >= least}
    chosen: list[Found | None] = []
    for zone in candidates:
        name = min((name for name in zone if name in order), key=order.__getitem__, default=None)
        chosen.append(zone[name] if name is not None else None)
    return tuple(chosen)
