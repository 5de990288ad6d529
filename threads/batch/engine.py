"""Where a batch runs: on this machine, or on a Ray cluster."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from threads.analysis import Options
from threads.batch.guard import start_server
from threads.batch.inference import DiskMemory
from threads.batch.inputs import Found
from threads.batch.local import Meter, local_parts, local_requests
from threads.batch.plan import Unit, units
from threads.batch.segment import Part, ReadTask, Request, Settings
from threads.batch.steady import device_of, steady
from threads.errors import ThreadsError
from threads.stance.forward import chosen_device
from threads.stance.load import load_model, model_record
from threads.stance.model import StanceModel
from threads.stance.reading import ModelRecord

SECONDS = 120.0
"""Processor time that one page or thread may take before it is given up."""

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Engine:
    """How a batch is run; none of it changes a byte of the results.

    `name` is `local` or `ray`; `address` that of a running Ray cluster (None: Ray starts one here). `workers` read
    and write beside the model (None: half the cores, all of them beside a GPU). `seconds` of processor time, or five
    times as many by the clock, are the bound of a page.
    """

    name: str = "local"
    address: str | None = None
    workers: int | None = None
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        """Check the name."""
        if self.name not in ENGINES:
            raise ThreadsError(f"There is no engine '{self.name}': choose {' or '.join(ENGINES)}.")


@dataclass(frozen=True, slots=True)
class Weights:
    """The model of a run: which one, on what kind of device, and how to have it there where it shall run.

    `given` is a model that was handed in; else one is loaded by the options' name.
    """

    options: Options
    device: str
    record: ModelRecord
    given: StanceModel | None

    def load(self) -> StanceModel:
        """The model, ready to run, its results independent of the company of an input. Raises ModelError."""
        return steady(self.load_plain())

    def load_plain(self) -> StanceModel:
        """The model with batches of any shape, which costs less where the inputs are few. Raises ModelError."""
        options = self.options
        precision = self.record.precision or options.precision
        return self.given or load_model(
            options.model, device=options.device, template=options.template, precision=precision
        )

    @property
    def scope(self) -> bytes:
        """Hash of what the keys of predictions depend on besides the input."""
        record = self.record
        parts = self.device, record.precision, record.name, record.sha256, self.options.template
        text = "\0".join(part or "" for part in parts)
        return hashlib.sha256(text.encode()).digest()


def warm_up(engine: Engine) -> None:
    """Have the libraries of this machine's workers loaded, which takes seconds, beside what comes before the work."""
    if engine.name == "local":
        start_server()


def weights_of(options: Options, engine: Engine, given: StanceModel | None) -> Weights:
    """The model of a run, looked up but not loaded: a hub id is fetched. Raises ModelError."""
    device = device_of(given) if given else _device(options, engine)
    record = given.record if given else model_record(options.model, device=device, precision=options.precision)
    return Weights(options, device, record, given)


def _device(options: Options, engine: Engine) -> str:
    if engine.address is not None and options.device == "auto":
        from threads.batch.cluster import cluster_device

        return cluster_device(engine.address)
    return chosen_device(options.device).partition(":")[0]


def tasks_of(found: Found, limit: int | None, unit_bytes: int) -> list[ReadTask]:
    """What is to be read, unit by unit; with a `limit` one unit in the order of the paths."""
    if limit is not None:
        return [ReadTask(Unit(f"first{limit}", found.files), limit=limit)]
    return [ReadTask(unit) for unit in units(found.files, unit_bytes=unit_bytes)]


def parts_of(
    tasks: Sequence[ReadTask],
    settings: Settings,
    engine: Engine,
    weights: Weights,
    memory: Path,
    meter: Meter,
    on_scored: Callable[[int], None],
) -> Generator[Part]:
    """The finished parts of the tasks, in the order in which they are ready; `memory` holds earlier predictions."""
    if engine.name == "ray":
        from threads.batch.cluster import cluster_parts

        yield from cluster_parts(
            tasks, settings, weights, memory, engine.address, engine.workers, meter, on_scored
        )  # fmt: skip
        return
    workers = engine.workers or _workers(weights.device)
    known = DiskMemory(memory)
    try:
        yield from local_parts(tasks, settings, weights.load, known, workers=workers, meter=meter, on_scored=on_scored)
    finally:
        known.close()


def requests_of(tasks: Sequence[ReadTask], settings: Settings, engine: Engine, meter: Meter) -> Iterator[Request]:
    """Only read the tasks: what a model would have to score, segment by segment."""
    if engine.name == "ray":
        from threads.batch.cluster import cluster_requests

        return cluster_requests(tasks, settings, engine.address, engine.workers, meter)
    return local_requests(tasks, settings, workers=engine.workers or os.cpu_count() or 1, meter=meter)


def _workers(device: str) -> int:
    cores = os.cpu_count() or 1
    return max(1, cores // 2) if device == "cpu" else cores
