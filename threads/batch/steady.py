"""A stance model → the same model with batches of fixed shapes, so that an input's result never depends on others.

The last digits of a matrix product depend on the shape of the batch (the library picks its kernel by it), not on what
the other rows hold. With a fixed number of rows for each length, a result is a function of the input alone: the order
of the inputs, the number of workers, a remembered prediction or an interruption cannot change it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from threads.stance.encoding import Window
from threads.stance.forward import Forward
from threads.stance.model import Progress, StanceModel

_CPU_TOKENS, _GPU_TOKENS = 1024, 16_384
"""Padded tokens in a batch: large enough to be fast, small enough that filling up the last ones costs little."""

_STEP = 8
"""Lengths are rounded up to a multiple of this."""


def steady(model: StanceModel) -> StanceModel:
    """The model with fixed shapes; a model that does not run on `Forward` comes back as it is."""
    forward = getattr(model, "forward", None)
    if not isinstance(forward, Forward):
        return model
    fixed = SteadyForward(forward.model, forward.device, forward.pad, forward.typed, forward.precision)
    return cast(StanceModel, replace(cast(Any, model), forward=fixed))


def device_of(model: StanceModel) -> str:
    """The kind of device that a model runs on: `cpu`, `cuda`, …; results differ in the last digits between them."""
    return str(getattr(getattr(model, "forward", None), "device", "cpu")).partition(":")[0]


def rounded_length(length: int) -> int:
    """The padded length of a window: up to the next multiple of 8, of 16 from 128 on, of 32 from 256 on."""
    step = _STEP if length <= 128 else 2 * _STEP if length <= 256 else 4 * _STEP
    return -(-length // step) * step


@dataclass(frozen=True, slots=True)
class SteadyForward(Forward):
    """`Forward` with one number of rows for each padded length; what is missing in the last batch is filled up."""

    def _logits(
        self, windows: Sequence[Window], firsts: NDArray[np.int64], progress: Progress | None
    ) -> NDArray[np.float64]:
        groups: dict[int, dict[Window, list[int]]] = defaultdict(dict)
        for position, window in enumerate(windows):
            groups[rounded_length(len(window.ids))].setdefault(window, []).append(position)
        parts: list[tuple[list[int], NDArray[np.float64]]] = []
        for length, group in sorted(groups.items()):
            held = list(group)
            rows = max(1, (_CPU_TOKENS if self.device == "cpu" else _GPU_TOKENS) // length)
            for start in range(0, len(held), rows):
                some = held[start : start + rows]
                logits = self._batch(some + [some[0]] * (rows - len(some)), length)
                for window, row in zip(some, logits, strict=False):
                    parts.append((group[window], row))
                if progress is not None:
                    progress(int(sum(firsts[group[window]].sum() for window in some)))
        result = np.empty((len(windows), len(parts[0][1])), np.float64)
        for positions, row in parts:
            result[positions] = row
        return result
