"""Numbers that comments bear in, whether the page counts its comments with them out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

MOST = 0.9
_STEPS = 0.8
_LEAST = 3


def counts(numbers: Mapping[int, str], comments: int) -> bool:
    """Whether numbers, by the place of their comment, go up or down by one from comment to comment, save for gaps."""
    if len(numbers) < max(_LEAST, MOST * comments):
        return False
    steps = [int(below) - int(above) for above, below in pairwise(numbers[at] for at in sorted(numbers))]
    way = 1 if sum(step > 0 for step in steps) > len(steps) / 2 else -1
    return all(step * way > 0 for step in steps) and sum(step == way for step in steps) >= _STEPS * len(steps)
