"""Several guarded workers → segments read and parts finished, each on the worker that is free."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait

from threads.batch.guard import Failed, Finished, Guard, Segmented
from threads.batch.segment import Poison, ReadTask, Settings
from threads.errors import ThreadsError

_TRIES = 2
"""Deaths of a worker at one place before the place is taken for their cause."""

_UNEXPLAINED = 5
"""Deaths of workers that no page explains before the run is given up."""


@dataclass(slots=True)
class _Finishing:
    packed: bytes
    predictions: Mapping[bytes, bytes]
    poison: tuple[Poison, ...] = ()


class Crew:
    """Workers with the units that are to be read and the segments that are to be finished."""

    def __init__(self, tasks: Iterable[ReadTask], settings: Settings, workers: int) -> None:
        self._tasks = deque(tasks)
        self._finishing: deque[_Finishing] = deque()
        self._most = 2 * workers + 2
        self._held = 0
        self._deaths: Counter[tuple[str, int, int, str]] = Counter()
        self._unexplained = 0
        self._at: dict[int, _Finishing] = {}
        self._guards = [Guard(settings) for _ in range(max(1, min(workers, len(self._tasks) * 4)))]

    @property
    def done(self) -> bool:
        """Whether nothing is left to read, and nothing that was read is still held."""
        unread = self._tasks or any(guard.task for guard in self._guards)
        return not unread and not self._held and not any(guard.busy for guard in self._guards)

    def add(self, task: ReadTask) -> None:
        """Have a unit read."""
        self._tasks.append(task)

    def finish(self, packed: bytes, predictions: Mapping[bytes, bytes]) -> None:
        """Have a segment finished."""
        self._finishing.append(_Finishing(packed, predictions))

    def release(self) -> None:
        """Say that a segment that was read is no longer held."""
        self._held -= 1

    def step(self, others: Sequence[Connection] = (), seconds: float = 0.5) -> list[Segmented | Finished]:
        """Give work to free workers, wait for news from them or from `others`, and return it."""
        self.employ()
        busy = [guard.connection for guard in self._guards if guard.busy]
        if busy or others:
            wait([*busy, *others], seconds)
        news = []
        for guard in self._guards:
            if guard.busy and (reply := guard.reply()) is not None:
                if isinstance(reply, Failed):
                    self._recover(guard, reply)
                else:
                    news.append(reply)
                    self._at.pop(id(guard), None)
        return news

    def employ(self) -> None:
        """Give work to free workers, so that they go on while the caller is at something else."""
        for guard in self._guards:
            if not guard.busy:
                self._employ(guard)

    def _employ(self, guard: Guard) -> None:
        if self._finishing:
            job = self._at[id(guard)] = self._finishing.popleft()
            guard.finish(job.packed, job.predictions, job.poison)
        elif self._held < self._most:
            if guard.task is not None:
                self._held += 1
                guard.read_on()
            elif self._tasks:
                self._held += 1
                guard.read(self._tasks.popleft())

    def _recover(self, guard: Guard, failure: Failed) -> None:
        """Put back what the dead worker had, without the page that killed it once that is sure."""
        poison = self._judged(failure)
        if (job := self._at.pop(id(guard), None)) is not None:
            job.poison += poison
            self._finishing.appendleft(job)
            poison = ()
        else:
            self._held -= 1
        if guard.task is not None:
            self._tasks.appendleft(replace(guard.task, poison=guard.task.poison + poison))
            guard.task = None

    def _judged(self, failure: Failed) -> tuple[Poison, ...]:
        place = failure.place
        if place is None:
            self._unexplained += 1
            if self._unexplained >= _UNEXPLAINED:
                raise ThreadsError(f"Workers end without a page at fault: {failure.reason}. What is done is kept.")
            return ()
        key = (place.path, place.document, place.threads, place.phase)
        self._deaths[key] += 1
        return (place,) if failure.hung or self._deaths[key] >= _TRIES else ()

    def close(self) -> None:
        """End all workers."""
        for guard in self._guards:
            guard.close()
