"""Inputs → what a batch over them would have to do, before it does it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from threads.analysis import Options
from threads.batch.engine import Engine, requests_of, tasks_of, weights_of
from threads.batch.inputs import find
from threads.batch.local import Meter
from threads.batch.outcome import Estimate
from threads.batch.plan import UNIT_BYTES
from threads.batch.segment import Request, Settings
from threads.stance.model import StanceInput, StanceModel

_WARM = 16


def dry_run(
    inputs: Iterable[str | Path],
    options: Options | None = None,
    *,
    engine: Engine | None = None,
    model: StanceModel | None = None,
    limit: int | None = None,
    sample: int = 256,
    seed: int = 0,
) -> Estimate:
    """What a batch would have to do: everything is read, and the model is timed on a random `sample` of its inputs."""
    options, engine = options or Options(), engine or Engine()
    found = find(inputs)
    weights = weights_of(options, engine, model)
    settings = Settings(options, None, weights.record, weights.scope, seconds=engine.seconds, only_asked=True)
    meter, held = Meter(), _Reservoir(sample, random.Random(seed))
    threads = comments = 0
    for request in requests_of(tasks_of(found, limit, UNIT_BYTES), settings, engine, meter):
        threads, comments = threads + request.threads, comments + request.comments
        held.add(request)
    loaded = weights.load_plain()  # fixed shapes cost little in a batch and much in a sample
    seconds = _timed(loaded, held.inputs)
    each = seconds / len(held.inputs) if held.inputs else None
    return Estimate(
        files=len(found.files),
        threads=threads,
        comments=comments,
        inputs=held.seen,
        tokens=_tokens(loaded, held),
        sample=len(held.inputs),
        model_seconds=None if each is None else each * held.seen,
        reading_seconds=meter.reading,
    )


def read_requests(
    inputs: Iterable[str | Path],
    options: Options,
    model: StanceModel,
    engine: Engine,
    meter: Meter,
    *,
    unit_bytes: int = UNIT_BYTES,
) -> Iterator[Request]:
    """Only read the inputs: what a model would have to score, segment by segment."""
    weights = weights_of(options, engine, model)
    settings = Settings(options, None, weights.record, weights.scope, seconds=engine.seconds, only_asked=True)
    yield from requests_of(tasks_of(find(inputs), None, unit_bytes), settings, engine, meter)


def _timed(model: StanceModel, inputs: list[StanceInput]) -> float:
    """Seconds that the model takes for the inputs, once it is warm."""
    if not inputs:
        return 0.0
    model.predict(inputs[:_WARM])
    began = time.perf_counter()
    model.predict(inputs)
    return time.perf_counter() - began


def _tokens(model: StanceModel, held: _Reservoir) -> int | None:
    """Tokens of all inputs, projected from the sample; None for a model that does not show its tokenizer."""
    encoder: Any = getattr(model, "encoder", None)
    if not held.inputs or not hasattr(encoder, "windows"):
        return None
    windows = encoder.windows(held.inputs)
    read = sum(len(window.ids) for one in windows for window in one)
    return round(read / len(held.inputs) * held.seen)


class _Reservoir:
    """A uniform sample of the distinct inputs that pass by (Vitter 1985, algorithm R)."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self.inputs: list[StanceInput] = []
        self.seen = 0
        self._size, self._chance = size, chance

    def add(self, request: Request) -> None:
        for one in request.inputs:
            self.seen += 1
            if len(self.inputs) < self._size:
                self.inputs.append(one)
            elif (at := self._chance.randrange(self.seen)) < self._size:
                self.inputs[at] = one
