"""The engine of one machine: workers read and finish, one thread of this process runs the model."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from threads.batch.crew import Crew
from threads.batch.guard import Segmented
from threads.batch.inference import Memory, pack, score
from threads.batch.segment import Part, ReadTask, Request, Settings
from threads.stance.model import StanceModel

_TOGETHER = 16_384
"""Inputs that go to the model in one call, about: enough that batches of equal length fill."""


@dataclass(slots=True)
class Meter:
    """Where the time of a run went, in seconds: processor time of the workers, wall time of the model's thread.

    That thread loads the model, computes (`model`), and else has nothing to do (`idle`): at the beginning until the
    first segment is read, at the end while the last ones are finished. `computing` is the processor time of the model's
    process while the model ran.
    """

    reading: float = 0.0
    finishing: float = 0.0
    model: float = 0.0
    idle: float = 0.0
    loading: float = 0.0
    computing: float = 0.0
    computed: int = 0

    def add(self, other: Meter) -> None:
        """Count what was measured elsewhere."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def local_requests(tasks: Iterable[ReadTask], settings: Settings, *, workers: int, meter: Meter) -> Iterator[Request]:
    """Only read: what a model would have to score, segment by segment."""
    crew = Crew(tasks, settings, workers)
    try:
        while not crew.done:
            for news in crew.step():
                if isinstance(news, Segmented):
                    crew.release()
                    crew.employ()
                    meter.reading += news.seconds
                    yield news.request
    finally:
        crew.close()


def local_parts(
    tasks: Iterable[ReadTask],
    settings: Settings,
    load: Callable[[], StanceModel],
    memory: Memory,
    *,
    workers: int,
    meter: Meter,
    on_scored: Callable[[int], None] = lambda _: None,
) -> Iterator[Part]:
    """Read, score and finish the tasks; parts come as they are ready. `on_scored` gets the comments scored.

    The model is loaded beside the first reading. Raises what `load` raises.
    """
    crew = Crew(tasks, settings, workers)
    desk = _ModelDesk(load, memory, meter)
    try:
        while not crew.done:
            for news in crew.step([desk.bell]):
                if isinstance(news, Segmented):
                    meter.reading += news.seconds
                    desk.ask(news)
                else:
                    crew.release()
                    meter.finishing += news.seconds
                    yield news.part
            for segmented, predictions in desk.answers():
                on_scored(segmented.request.comments)
                crew.finish(segmented.packed, predictions)
    finally:
        crew.close()
        desk.close()


class _ModelDesk:
    """A thread that scores requests in the order they come, many in one call; `bell` is readable after an answer."""

    def __init__(self, load: Callable[[], StanceModel], memory: Memory, meter: Meter) -> None:
        self._load, self._memory, self._meter = load, memory, meter
        self._asked: queue.SimpleQueue[Segmented | None] = queue.SimpleQueue()
        self._answered: queue.SimpleQueue[tuple[Segmented, dict[bytes, bytes]] | BaseException] = queue.SimpleQueue()
        self.bell: Connection
        self.bell, self._rope = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._serve, name="stance model", daemon=True)
        self._thread.start()

    def ask(self, segmented: Segmented) -> None:
        self._asked.put(segmented)

    def answers(self) -> Iterator[tuple[Segmented, dict[bytes, bytes]]]:
        """What has been scored since the last call. Raises what the model raised."""
        while self.bell.poll():
            self.bell.recv_bytes()
        while True:
            try:
                answer = self._answered.get_nowait()
            except queue.Empty:
                return
            if isinstance(answer, BaseException):
                raise answer
            yield answer

    def close(self) -> None:
        self._asked.put(None)
        self._thread.join()
        self.bell.close()
        self._rope.close()

    def _serve(self) -> None:
        try:
            began = time.monotonic()
            model = self._load()
            self._meter.loading += time.monotonic() - began
            while (asked := self._waiting()) is not None:
                self._score(asked, model)
        except BaseException as error:  # it is the main thread's to raise
            self._answered.put(error)
            self._rope.send_bytes(b"!")

    def _waiting(self) -> list[Segmented] | None:
        """At least one request, and those that wait behind it; None at the end."""
        began = time.monotonic()
        first = self._asked.get()
        self._meter.idle += time.monotonic() - began
        if first is None:
            return None
        found, inputs = [first], len(first.request.keys)
        while inputs < _TOGETHER and not self._asked.empty():
            if (more := self._asked.get()) is None:
                return None
            found.append(more)
            inputs += len(more.request.keys)
        return found

    def _score(self, asked: list[Segmented], model: StanceModel) -> None:
        began, used = time.monotonic(), time.process_time()
        keys = [key for one in asked for key in one.request.keys]
        inputs = [each for one in asked for each in one.request.inputs]
        scored = score(keys, inputs, model, self._memory)
        self._meter.model += time.monotonic() - began
        self._meter.computing += time.process_time() - used
        self._meter.computed += scored.computed
        for one in asked:
            self._answered.put((one, {key: pack(scored.predictions[key]) for key in one.request.keys}))
        self._rope.send_bytes(b"!")
