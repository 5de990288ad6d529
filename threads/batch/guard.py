"""One worker process that reads and finishes segments, and its guard: a page that kills or hangs it costs that page.

The guard's side sends one command at a time; the worker says where it is before every step that may never return.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from threads.batch.packing import packed
from threads.batch.segment import Head, Part, Poison, ReadTask, Request, Settings
from threads.errors import ThreadsError

MEMORY = 4 << 30
"""Bytes of data that a worker may hold; a page that wants more is quarantined. Linux only."""

_PRELOADED = (
    "threads.batch.finishing",
    "threads.batch.preload",
    "threads.batch.reading",
    "threads.readers.html",
    "threads.readers.text",
    "networkx",
    "pyarrow.parquet",
    "scipy.sparse.linalg",
    "sklearn.feature_extraction.text",
)
_GARBAGE = 100_000
"""New objects after which the garbage collector looks; Python's 700 are few where a page makes many thousands."""
_START_SECONDS = 300.0
_ASLEEP = 5
"""A step that uses no processor time is given up after so many times its bound."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Segmented:
    """A segment was read: what to score in it, and the segment itself, still packed (empty if not wanted)."""

    head: Head
    request: Request
    packed: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """A part was finished; `seconds` of processor time it took."""

    part: Part
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker died or was killed over a step; `place` None where it was no page's doing."""

    place: Poison | None
    hung: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Said:
    phase: str
    path: str
    document: int
    threads: int


Reply = Segmented | Finished | Failed


class Guard:
    """A worker process seen from outside; `task` is what is left to read of the unit that it has open."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.task: ReadTask | None = None
        self.busy = False
        self._start()

    def _start(self) -> None:
        context = _context()
        ours, theirs = context.Pipe()
        self.connection: Connection = ours
        self._process = context.Process(target=_work, args=(theirs, self._settings), daemon=True)
        with _few_threads():
            self._process.start()
        theirs.close()
        self._said: _Said | None = None
        self._ready = False
        self._note_time()

    def read(self, task: ReadTask) -> None:
        """Begin a unit; the reply is its first segment."""
        self.task = task
        self._command("read", task)

    def read_on(self) -> None:
        """The next segment of the open unit."""
        self._command("next", None)

    def finish(self, packed: bytes, predictions: Mapping[bytes, bytes], poison: tuple[Poison, ...]) -> None:
        """Finish a segment; the reply is its part."""
        self._command("finish", (packed, dict(predictions), poison))

    def _command(self, name: str, argument: object) -> None:
        self.busy, self._said = True, None
        self._note_time()
        with suppress(OSError):  # a dead worker is seen at the next look
            self.connection.send((name, argument))

    def reply(self) -> Reply | None:
        """What the worker has to say, if anything; to be asked when `connection` is ready, and now and then.

        Raises SourceError where an input is gone, ThreadsError where the worker's own code failed.
        """
        try:
            while self.connection.poll():
                message = self.connection.recv()
                self._note_time()
                if (answer := self._heard(message)) is not None:
                    self.busy = False
                    return answer
        except (EOFError, OSError):
            return self._failed(hung=False)
        return self._failed(hung=True) if self.busy and self._is_late() else None

    def _note_time(self) -> None:
        self._since, self._used = time.monotonic(), processor_seconds(self._process.pid)

    def _is_late(self) -> bool:
        """Whether a step has had its time: of the processor, since a machine may be busy with other things."""
        waited, patience = time.monotonic() - self._since, self._patience()
        if waited <= patience:
            return False
        used = processor_seconds(self._process.pid)
        return used is None or self._used is None or used - self._used > patience or waited > _ASLEEP * patience

    def _heard(self, message: object) -> Reply | None:
        if message == "ready":
            self._ready = True
        elif isinstance(message, _Said):
            self._said = message
        elif isinstance(message, ThreadsError):
            raise message
        elif isinstance(message, Segmented):
            if self.task is not None:
                self.task = _rest(self.task, message)
            return message
        elif isinstance(message, Finished):
            return message
        return None

    def _patience(self) -> float:
        if not self._ready:
            return _START_SECONDS
        at_page = self._said is not None and self._said.phase != "write"
        return self._settings.seconds if at_page else self._settings.seconds * 5

    def _failed(self, *, hung: bool) -> Failed:
        self._process.kill()
        self._process.join()
        self.connection.close()
        self.busy = False
        said, code = self._said, self._process.exitcode
        reason = (
            f"no end after {self._patience():g} s of work" if hung else f"the worker process died (exit code {code})"
        )
        self._start()
        if said is None or said.phase == "write":
            return Failed(None, hung, reason)
        what = {"open": "Opening", "read": "Reading", "plan": "Preparing", "finish": "Analysing"}[said.phase]
        place = Poison(said.path, said.document, said.threads, said.phase, f"{what} this page was given up: {reason}.")
        return Failed(place, hung, reason)

    def close(self) -> None:
        """End the worker."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def processor_seconds(pid: int | None) -> float | None:
    """Processor time that a process has used; None where the system does not say (anything but Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rest(task: ReadTask, done: Segmented) -> ReadTask | None:
    """What is left of a task after a segment of it."""
    if done.head.last:
        return None
    limit = None if task.limit is None else task.limit - done.request.threads
    return ReadTask(task.unit, done.head.end, done.head.number + 1, limit, task.kept, task.poison)


class _few_threads:  # noqa: N801 - reads as a statement
    """Environment in which a process starts that shall compute in one thread."""

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in _ONE_THREAD}
        os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _context() -> Any:
    """How workers start: from a server that has the libraries loaded, so that they share its memory, or anew.

    Never by forking this process, in which the model's threads run.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def start_server() -> None:
    """Start the server that workers come from, if there is one; it loads its libraries while this process goes on."""
    if "forkserver" in get_all_start_methods():
        _context()
        with _few_threads():
            forkserver.ensure_running()


def _work(connection: Connection, settings: Settings) -> None:
    """The worker's life: answer commands until the guard is gone."""
    _bind_to_parent()
    _spare()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        _answer(connection, settings)


def _answer(connection: Connection, settings: Settings) -> None:
    from threads.batch.finishing import finish
    from threads.batch.inference import unpack
    from threads.batch.reading import Read, read

    def at(phase: str, path: str, document: int, threads: int) -> None:
        connection.send(_Said(phase, path, document, threads))

    connection.send("ready")
    segments: Iterator[Read] = iter(())
    while True:
        name, argument = cast(tuple[str, Any], connection.recv())
        began = time.process_time()
        try:
            if name == "finish":
                segment, predictions, poison = argument
                known = {key: unpack(value) for key, value in predictions.items()}
                part = finish(pickle.loads(segment), known, settings, poison, at)
                connection.send(Finished(part, time.process_time() - began))
                del argument, segment, predictions, known, part
                _give_back()
                continue
            segments = read(argument, settings, at) if name == "read" else segments
            made = next(segments)
            segment = b"" if settings.only_asked else packed(made.segment)
            seconds = time.process_time() - began
            connection.send_bytes(packed(Segmented(made.segment.head, made.request, segment, seconds)))
            del made, segment
            _give_back()
        except ThreadsError as error:
            connection.send(error)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except MemoryError:
            os._exit(137)
        except Exception as error:
            connection.send(ThreadsError(f"A worker failed ({type(error).__name__}: {error}); please report this."))


def _spare() -> None:
    """Leave out work of libraries that finds nothing here: what was loaded is no garbage, what we pass is valid."""
    import sklearn

    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 100)
    sklearn.set_config(skip_parameter_validation=True, assume_finite=True)


def _give_back() -> None:
    """Hand memory that is free back to the system, so that the largest segment so far does not set what a worker holds.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()
    if (trim := _trimmer()) is not None:
        trim(0)


@cache
def _trimmer() -> Callable[[int], int] | None:
    """`malloc_trim` of the GNU C library; None with another one."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def _bind_to_parent() -> None:
    """Die with the parent, even in a step that never returns, and hold no more memory than allowed."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes
    import resource
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() == 1:
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
