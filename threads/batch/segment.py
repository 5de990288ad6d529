"""What the stages of a batch hand to one another: reading → segment → predictions → part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from threads.analysis import Options
from threads.batch.plan import Unit
from threads.stance.model import Prediction, StanceInput
from threads.stance.reading import ModelRecord
from threads.stance.scoring import ScoringPlan
from threads.thread import Notice, Thread

PART_COMMENTS = 4000
"""Comments after which a part is full; the thread that reaches the number is still in it."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where in a unit a part begins: the file, and how many of its items (threads, notices) lie before."""

    file: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class Poison:
    """A place that killed or hung a worker: the `document`th page of a file, after `threads` of its threads.

    `phase` is what the worker did there: `open`, `read`, `plan` or `finish`.
    """

    path: str
    document: int
    threads: int
    phase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A page, or the rest of one, that is not in the results, and why."""

    path: str
    reason: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What all stages of a run share.

    `key` is that of the pseudonyms, None where names are kept. `scope` stands for model, template and device in the
    keys of predictions. `out` is where parts of earlier runs lie, `seconds` the time bound of one page or thread.
    `only_asked`: what is read is not wanted, only what a model would be asked about it.
    """

    options: Options
    key: bytes | None
    record: ModelRecord
    scope: bytes = b""
    part_comments: int = PART_COMMENTS
    seconds: float = 120.0
    out: str | None = None
    only_asked: bool = False


@dataclass(frozen=True, slots=True)
class KeptLines:
    """Where finished threads of an unchanged file lie: in a part's JSONL from line `start` on.

    `comments` has the number of comments of each thread, `sha256` is that of the part's JSONL.
    """

    part: str
    start: int
    comments: tuple[int, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read a unit from `start` on, as parts `number`, `number + 1`, …; at most `limit` threads.

    `kept` are the files whose results exist already.
    """

    unit: Unit
    start: Position = Position()
    number: int = 0
    limit: int | None = None
    kept: Mapping[str, tuple[KeptLines, ...]] = field(default_factory=dict)
    poison: tuple[Poison, ...] = ()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A thread that was read in this run; `place` tells it from all others of its file."""

    thread: Thread
    place: tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A thread with what is asked about it, and the keys of what is asked."""

    plan: ScoringPlan
    keys: tuple[bytes, ...]
    place: tuple[str, int, int]

    @property
    def thread(self) -> Thread:
        """The thread."""
        return self.plan.thread


@dataclass(frozen=True, slots=True)
class Kept:
    """The finished line of a thread that an earlier run made, and its number of comments."""

    line: str
    comments: int


Item = Planned | Kept | Notice | Quarantined
"""What reading gives, in order."""


@dataclass(frozen=True, slots=True)
class FileSpan:
    """What of a file is in a segment: items [first, first + items); `done` if to the file's end."""

    path: str
    sha256: str
    first: int
    items: int
    done: bool


@dataclass(frozen=True, slots=True)
class FileLines:
    """The finished threads of a span that holds nothing else: their lines in the part's JSONL, from `start` on."""

    span: FileSpan
    start: int
    comments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a part covers; `end` is where the next one begins, `last` whether there is none in the unit."""

    unit: str
    number: int
    last: bool
    end: Position
    files: tuple[FileSpan, ...]

    @property
    def name(self) -> str:
        """Name of the part: unit and number."""
        return f"{self.unit}-{self.number:05d}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part's worth of threads, read and not yet scored."""

    head: Head
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """The distinct inputs of a segment that a model must score, with their keys."""

    keys: tuple[bytes, ...]
    inputs: tuple[StanceInput, ...]
    threads: int
    comments: int
    kept: int = 0


Predictions = Mapping[bytes, Prediction]
"""Predictions by key."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a part, or in all of them. `kept` threads were taken from an earlier run."""

    threads: int = 0
    comments: int = 0
    placeholders: int = 0
    flips: int = 0
    notices: int = 0
    kept: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__slots__))


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: the bytes of its files by path in the output directory, and what is in them."""

    head: Head
    files: Mapping[str, bytes]
    counts: Counts
    lines: tuple[FileLines, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
