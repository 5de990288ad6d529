"""What a batch came to, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from threads.batch.segment import Counts, Quarantined

DONE, PARTIAL = 0, 3
"""Exit codes of a run that went through: with everything read, and with pages in quarantine."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Input bytes count files that are written to their end; `seconds` since the run began."""

    done_bytes: int
    all_bytes: int
    comments: int
    scored: int
    parts: int
    seconds: float

    @property
    def rate(self) -> float:
        """Comments written a second."""
        return self.comments / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the end if it goes on like this; None before anything is done."""
        if not self.done_bytes:
            return None
        return self.seconds * (self.all_bytes - self.done_bytes) / self.done_bytes


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a run: wall time; processor time of reading and finishing; the model's time to load, to work, idle.

    `wall` is all of the run, from the list of inputs to the manifest. `idle`: the model was there and had nothing to
    do, at the beginning, in between, or at the end while the last parts were finished. `computing` is the processor
    time of the model's process while the model ran.
    """

    wall: float
    reading: float
    finishing: float
    loading: float
    model: float
    idle: float
    computing: float

    @property
    def idle_share(self) -> float:
        """Share of the run in which the model was loaded and had nothing to do; no clock time is in the output."""
        return self.idle / self.wall if self.wall > 0 else 0.0

    @property
    def text(self) -> str:
        """One sentence for people."""
        return f"{duration(self.wall)}; the model had nothing to do {self.idle_share:.0%} of the time."


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What is in the output directory after a run, and what this run did for it.

    `counts` is of everything in the directory. `new` is of the parts written by this run, `computed` the inputs that
    its model had to score. `quarantined` are the pages that are not in the results, or without comments.
    """

    out: Path
    counts: Counts
    parts: int
    new: Counts
    new_parts: int
    computed: int
    quarantined: tuple[Quarantined, ...]
    spent: Spent

    @property
    def exit_code(self) -> int:
        """0 where everything was read, 3 where pages are in quarantine."""
        return PARTIAL if self.quarantined else DONE

    @property
    def text(self) -> str:
        """Two or three sentences for people."""
        counts = self.counts
        lines = [
            f"{counts.threads:,} threads with {counts.comments:,} comments in {self.parts:,} parts in {self.out}/ "
            f"({self.new.threads - self.new.kept:,} threads read now, {self.computed:,} inputs scored).",
        ]
        if self.quarantined:
            first = self.quarantined[0]
            lines.append(
                f"{len(self.quarantined):,} pages are in quarantine.jsonl; the first: {first.path}: {first.reason}"
            )
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would have to do. `inputs` are distinct texts to score, `tokens` about what the model reads.

    `model_seconds` is the model's time at the speed measured on a sample of `sample` inputs, `reading_seconds` the
    processor time that reading took; finishing takes about as much again. None where nothing is to be scored.
    """

    files: int
    threads: int
    comments: int
    inputs: int
    tokens: int | None
    sample: int
    model_seconds: float | None
    reading_seconds: float

    @property
    def text(self) -> str:
        """A few lines for people."""
        lines = [
            f"{self.files:,} files, {self.threads:,} threads, {self.comments:,} comments",
            f"{self.inputs:,} distinct inputs to score" + (f", about {self.tokens:,} tokens" if self.tokens else ""),
        ]
        if self.model_seconds is not None:
            lines.append(f"about {duration(self.model_seconds)} for the model (timed on {self.sample:,} inputs)")
        lines.append(f"about {duration(2 * self.reading_seconds)} of one processor core for reading and writing")
        return "\n".join(lines)


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`, `4 d 2 h`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"
