"""The engine of a Ray cluster: reading and finishing on CPU actors of Ray Data, the model on GPUs where it has some.

Moritz et al. 2018 (Ray); https://docs.ray.io/en/latest/data/data.html
"""

from __future__ import annotations

import logging
import os
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threads.batch.crew import Crew
from threads.batch.guard import Finished, Segmented
from threads.batch.inference import DiskMemory, pack, score
from threads.batch.local import Meter
from threads.batch.packing import packed
from threads.batch.segment import Part, ReadTask, Request, Settings
from threads.errors import ThreadsError
from threads.stance.model import Prediction

if TYPE_CHECKING:
    from threads.batch.engine import Weights

Batch = dict[str, list[bytes]]

_SEGMENTS = 4
"""Segments that go to the model in one call."""

_BLOCK = 1 << 20
"""Bytes after which an operator hands its output on: about a segment."""


def cluster_requests(
    tasks: Sequence[ReadTask], settings: Settings, address: str | None, workers: int | None, meter: Meter
) -> Iterator[Request]:
    """Only read, on the workers of a cluster."""
    with _ray(address, workers):
        rows = _reading(tasks, settings, workers, _RequestReader).iter_rows()
        for row in _unwrapped(rows):
            request, seconds = pickle.loads(row["read"])
            meter.reading += seconds
            yield request


def cluster_parts(
    tasks: Sequence[ReadTask],
    settings: Settings,
    weights: Weights,
    memory: Path,
    address: str | None,
    workers: int | None,
    meter: Meter,
    on_scored: Callable[[int], None] = lambda _: None,
) -> Iterator[Part]:
    """Read, score and finish the tasks on a cluster; parts come to this process as they are ready."""
    with _ray(address, workers) as ray:
        gpus = int(ray.cluster_resources().get("GPU", 0)) if weights.device == "cuda" else 0
        keeper = _keeper(ray, memory)
        parts = (
            _reading(tasks, settings, workers, _Reader)
            .map_batches(
                _Scorer,
                fn_constructor_args=(weights, keeper, max(1, gpus)),
                batch_size=_SEGMENTS,
                compute=ray.data.ActorPoolStrategy(size=max(1, gpus)),
                num_gpus=1 if gpus else None,
                num_cpus=None if gpus else 0.5,
            )
            .map_batches(
                _Finisher,
                fn_constructor_args=(settings,),
                batch_size=1,
                compute=_pool(ray, workers),
                num_cpus=0.5,
            )
        )
        for row in _unwrapped(parts.iter_rows()):
            finished, comments, spent = pickle.loads(row["finished"])
            meter.add(spent)
            meter.finishing += finished.seconds
            on_scored(comments)
            yield finished.part


def cluster_device(address: str | None) -> str:
    """`cuda` where the cluster has a GPU, else `cpu`."""
    with _ray(address, None) as ray:
        return "cuda" if ray.cluster_resources().get("GPU", 0) >= 1 else "cpu"


def _reading(tasks: Sequence[ReadTask], settings: Settings, workers: int | None, reader: type[Any]) -> Any:
    import ray

    packed = [{"task": pickle.dumps(task)} for task in tasks]
    return ray.data.from_items(packed, override_num_blocks=max(1, min(len(packed), 1000))).map_batches(
        reader,
        fn_constructor_args=(settings,),
        batch_size=1,
        compute=_pool(ray, workers),
        num_cpus=0.5,
    )


class _Reader:
    """First stage: a unit in, its segments out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._crew: Crew | None = None

    def __call__(self, batch: Mapping[str, Any]) -> Iterator[Batch]:
        for segmented in self._read(pickle.loads(batch["task"][0])):
            yield {"read": [packed(segmented)]}

    def _read(self, task: ReadTask) -> Iterator[Segmented]:
        self._crew = self._crew or Crew((), self._settings, 1)
        self._crew.add(task)
        while not self._crew.done:
            for news in self._crew.step():
                if isinstance(news, Segmented):
                    self._crew.release()
                    self._crew.employ()
                    yield news


class _RequestReader(_Reader):
    """First stage where only the requests are wanted."""

    def __call__(self, batch: Mapping[str, Any]) -> Iterator[Batch]:
        for segmented in self._read(pickle.loads(batch["task"][0])):
            yield {"read": [packed((segmented.request, segmented.seconds))]}


class _Scorer:
    """Second stage: segments in, the same with predictions out; holds the model, on a GPU where there is one."""

    def __init__(self, weights: Weights, keeper: Any, actors: int) -> None:
        self._model = weights.load()
        self._memory = _KeptElsewhere(keeper)
        self._actors = actors
        self._free_since = time.monotonic()

    def __call__(self, batch: Mapping[str, Any]) -> Batch:
        segments: list[Segmented] = [pickle.loads(read) for read in batch["read"]]
        began, used = time.monotonic(), time.process_time()
        keys = [key for one in segments for key in one.request.keys]
        inputs = [each for one in segments for each in one.request.inputs]
        scored = score(keys, inputs, self._model, self._memory)
        ended, waited = time.monotonic(), (began - self._free_since) / self._actors
        spent = Meter(
            model=ended - began, idle=waited, computing=time.process_time() - used, computed=scored.computed
        )  # fmt: skip
        self._free_since = ended
        rows = []
        for one in segments:
            found = {key: pack(scored.predictions[key]) for key in one.request.keys}
            spent.reading = one.seconds
            rows.append(pickle.dumps((one.packed, found, one.request.comments, spent)))
            spent = Meter()
        return {"scored": rows}


class _Finisher:
    """Last stage: segments with predictions in, parts out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._crew: Crew | None = None

    def __call__(self, batch: Mapping[str, Any]) -> Batch:
        packed, found, comments, spent = pickle.loads(batch["scored"][0])
        self._crew = self._crew or Crew((), self._settings, 1)
        self._crew.finish(packed, found)
        while True:
            for news in self._crew.step():
                if isinstance(news, Finished):
                    return {"finished": [pickle.dumps((news, comments, spent))]}


class _Keeper:
    """The predictions of earlier runs, on the node of the process that runs the batch."""

    def __init__(self, path: Path) -> None:
        self._memory = DiskMemory(path)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Prediction]:
        """The known ones among the keys."""
        return self._memory.get(keys)

    def put(self, found: Mapping[bytes, Prediction]) -> None:
        """Remember predictions."""
        self._memory.put(found)


class _KeptElsewhere:
    """The keeper, asked from another node."""

    def __init__(self, keeper: Any) -> None:
        self._keeper = keeper

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Prediction]:
        """The known ones among the keys."""
        import ray

        found: dict[bytes, Prediction] = ray.get(self._keeper.get.remote(list(keys)))
        return found

    def put(self, found: Mapping[bytes, Prediction]) -> None:
        """Remember predictions."""
        import ray

        ray.get(self._keeper.put.remote(dict(found)))


def _keeper(ray: Any, memory: Path) -> Any:
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    return ray.remote(_Keeper).options(num_cpus=0, scheduling_strategy=here).remote(memory)


def _pool(ray: Any, workers: int | None) -> Any:
    """So many actors, or as many as the work needs and the cluster has processors for."""
    if workers is not None:
        return ray.data.ActorPoolStrategy(size=workers)
    cpus = max(1, int(ray.cluster_resources().get("CPU", 1)))
    return ray.data.ActorPoolStrategy(min_size=1, max_size=cpus)


@contextmanager
def _ray(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, connected to the cluster at `address`, or started here and stopped at the end."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a run reaches for no network
    try:
        import ray
    except ImportError as error:
        raise ThreadsError("The engine 'ray' needs Ray: pip install 'threads-discourse[ray]'.") from error
    before = ray.is_initialized()
    if not before:
        _connect(ray, address, workers)
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # its progress is told by ours
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = _BLOCK
    try:
        yield ray
    finally:
        if not before:
            ray.shutdown()


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    common = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address:
            ray.init(address=address, **common)
        else:
            ray.init(num_cpus=None if workers is None else workers + 1, include_dashboard=False, **common)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ThreadsError(f"The Ray cluster at {address or 'this machine'} cannot be reached: {error}") from error


def _unwrapped(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows; a ThreadsError that was raised on a worker is raised as itself."""
    try:
        yield from rows
    except ThreadsError:
        raise
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ThreadsError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, ThreadsError):
            raise type(cause)(str(cause)) from error
        raise ThreadsError(
            f"The Ray cluster gave up ({type(error).__name__}: {error}). What is done is kept."
        ) from error
