"""Where a batch runs: on this machine, or on a Ray cluster."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from threads.analysis import Options
from threads.batch.inference import Memory
from threads.batch.inputs import Found
from threads.batch.local import Meter, local_parts, local_requests
from threads.batch.plan import Unit, units
from threads.batch.segment import Part, ReadTask, Request, Settings
from threads.batch.steady import device_of
from threads.errors import ThreadsError
from threads.stance.model import StanceModel

SECONDS = 120.0
"""Time that one page or thread may take before it is given up."""

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Engine:
    """How a batch is run; none of it changes a byte of the results.

    `name` is `local` or `ray`; `address` that of a running Ray cluster (None: Ray starts one here). `workers` read
    and write beside the model (None: half the cores, all of them beside a GPU). `seconds` bound the time of a page.
    """

    name: str = "local"
    address: str | None = None
    workers: int | None = None
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        """Check the name."""
        if self.name not in ENGINES:
            raise ThreadsError(f"There is no engine '{self.name}': choose {' or '.join(ENGINES)}.")


def tasks_of(found: Found, limit: int | None, unit_bytes: int) -> list[ReadTask]:
    """What is to be read, unit by unit; with a `limit` one unit in the order of the paths."""
    if limit is not None:
        return [ReadTask(Unit(f"first{limit}", found.files), limit=limit)]
    return [ReadTask(unit) for unit in units(found.files, unit_bytes=unit_bytes)]


def parts_of(
    tasks: Sequence[ReadTask],
    settings: Settings,
    engine: Engine,
    model: StanceModel,
    memory: Memory,
    meter: Meter,
    on_scored: Callable[[int], None],
) -> Iterator[Part]:
    """The finished parts of the tasks, in the order in which they are ready."""
    if engine.name == "ray":
        from threads.batch.cluster import cluster_parts

        return cluster_parts(tasks, settings, model, memory, engine.address, engine.workers, meter, on_scored)
    workers = engine.workers or _workers(device_of(model))
    return local_parts(tasks, settings, model, memory, workers=workers, meter=meter, on_scored=on_scored)


def requests_of(tasks: Sequence[ReadTask], settings: Settings, engine: Engine, meter: Meter) -> Iterator[Request]:
    """Only read the tasks: what a model would have to score, segment by segment."""
    if engine.name == "ray":
        from threads.batch.cluster import cluster_requests

        return cluster_requests(tasks, settings, engine.address, engine.workers, meter)
    workers = engine.workers or os.cpu_count() or 1
    return local_requests(tasks, settings, workers=workers, meter=meter)


def _workers(device: str) -> int:
    cores = os.cpu_count() or 1
    return max(1, cores // 2) if device == "cpu" else cores


def scope_of(model: StanceModel, options: Options, device: str) -> bytes:
    """What the keys of predictions depend on besides the input."""
    text = f"{device}\0{model.record.name}\0{model.record.sha256}\0{options.template or ''}"
    return hashlib.sha256(text.encode()).digest()
