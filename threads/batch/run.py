"""Inputs → an output directory of parts, going on where an earlier run stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from threads.analysis import Options
from threads.batch.engine import Engine, Weights, parts_of, tasks_of, warm_up, weights_of
from threads.batch.inputs import Found, find
from threads.batch.local import Meter
from threads.batch.manifest import fingerprint, manifest, quarantine
from threads.batch.outcome import BatchReport, OnProgress, Progress, Spent
from threads.batch.plan import UNIT_BYTES, Unit
from threads.batch.secret import key_of_run
from threads.batch.segment import PART_COMMENTS, Counts, KeptLines, Part, Position, Quarantined, ReadTask, Settings
from threads.batch.store import MANIFEST, Mark, Store, reusable
from threads.batch.tables import part_files
from threads.errors import EmptyInputError
from threads.stance.model import StanceModel

_INPUTS = "inputs"
"""Name of the part that holds the notices about the list of inputs."""


def run_batch(
    inputs: Iterable[str | Path],
    out: Path,
    options: Options | None = None,
    *,
    engine: Engine | None = None,
    model: StanceModel | None = None,
    limit: int | None = None,
    resume: bool = True,
    part_comments: int = PART_COMMENTS,
    unit_bytes: int = UNIT_BYTES,
    on_progress: OnProgress | None = None,
) -> BatchReport:
    """Analyse every thread of the inputs into `out`, and go on where a run that was ended before it was done stopped.

    Inputs are files, directories, globs, archives, and addresses that fsspec opens. The same inputs, options and
    weights give the same bytes. `model` is used in place of the one that the options name. `limit` reads that many
    threads at most. `resume` False does everything anew, but for predictions. A part is full at `part_comments`, and
    about `unit_bytes` of input are read in one go. Raises SourceError, ModelError, OutputError; what was written by
    then is kept.
    """
    began = time.monotonic()
    options, engine = options or Options(), engine or Engine()
    store = Store(out)
    store.prepare()
    with store.locked():
        if not store.complete:
            warm_up(engine)
        found = find(inputs)
        key = key_of_run(options, out, found.files)
        weights = weights_of(options, engine, model)
        settings = Settings(
            options=options,
            key=key,
            record=weights.record,
            scope=weights.scope,
            part_comments=part_comments,
            seconds=engine.seconds,
            out=str(out.absolute()),
        )
        mark = fingerprint(settings, weights.device)
        job = _Job(store, found, settings, mark, limit, unit_bytes, on_progress, began)
        return job.run(weights, engine, resume)


@dataclass(slots=True)
class _Job:
    store: Store
    found: Found
    settings: Settings
    fingerprint: str
    limit: int | None
    unit_bytes: int
    on_progress: OnProgress | None
    began: float

    def run(self, weights: Weights, engine: Engine, resume: bool) -> BatchReport:
        if not resume:
            self.store.clear()
        tasks = tasks_of(self.found, self.limit, self.unit_bytes)
        marks, left = self._resumed(tasks)
        follow = _Following(left, self.on_progress, self.began)
        meter, new = Meter(), []
        if left:
            self.store.begin()
            by_name = {task.unit.name: task.unit for task in tasks}
            parts = parts_of(left, self.settings, engine, weights, self.store.predictions, meter, follow.scored)
            with closing(parts):
                for part in parts:
                    mark = self.store.commit(part, by_name[part.head.unit], self.fingerprint)
                    new.append(replace(mark, lines=()))  # a row for every file, which only the next run needs
                    follow.written(part)
        return self._ended(sorted((*marks, *new), key=lambda mark: mark.name), new, meter)

    def _resumed(self, tasks: Sequence[ReadTask]) -> tuple[list[Mark], list[ReadTask]]:
        """The parts that are done, and what is left to do."""
        earlier = [mark for mark in self.store.marks() if mark.fingerprint == self.fingerprint]
        done: list[Mark] = []
        left: list[ReadTask] = []
        kept = reusable(earlier)
        by_unit: dict[str, dict[int, Mark]] = {}
        for mark in earlier:
            by_unit.setdefault(mark.unit, {})[mark.number] = mark
        for task in tasks:
            marks = self._done(task.unit, by_unit.get(task.unit.name, {}))
            done += (replace(mark, lines=()) for mark in marks)
            if not (marks and marks[-1].last):
                left.append(_rest(task, marks, kept))
        return done, left

    def _done(self, unit: Unit, marks: dict[int, Mark]) -> list[Mark]:
        """The parts of a unit from its first on that are there and whole."""
        done: list[Mark] = []
        while (mark := marks.get(len(done))) and mark.unit_digest == unit.digest and self.store.whole(mark):
            done.append(mark)
        return done

    def _ended(self, marks: Sequence[Mark], new: Sequence[Mark], meter: Meter) -> BatchReport:
        """Bring the directory into its final state: no foreign part, quarantine, notices, manifest."""
        self.store.keep_only(marks)
        quarantined = {one for mark in marks for one in mark.quarantined}
        quarantined |= {Quarantined(notice.where or "", notice.message) for notice in self.found.unreadable}
        given_up = sorted(quarantined, key=lambda one: (one.path, one.reason))
        if self.found.notices:
            name = f"notices/part-{_INPUTS}.parquet"
            self.store.write(name, part_files(_INPUTS, [], [], self.found.notices)[name])
        self.store.write("quarantine.jsonl", quarantine(given_up))
        self.store.write(MANIFEST, manifest(self.settings, self.found, marks, len(given_up)))
        counts = sum((mark.counts for mark in marks), Counts())
        if not counts.threads:
            reason = f"; the first of {len(given_up)}: {given_up[0].reason}" if given_up else ""
            raise EmptyInputError(f"Nothing in the input could be read as a thread{reason}.")
        wall = time.monotonic() - self.began
        return BatchReport(
            out=self.store.out,
            counts=counts,
            parts=len(marks),
            new=sum((mark.counts for mark in new), Counts()),
            new_parts=len(new),
            computed=meter.computed,
            quarantined=tuple(given_up),
            spent=Spent(wall, meter.reading, meter.finishing, meter.loading, meter.model, meter.idle, meter.computing),
        )


def _rest(task: ReadTask, marks: Sequence[Mark], kept: Mapping[tuple[str, str], tuple[KeptLines, ...]]) -> ReadTask:
    here = {file.path: kept[file.path, file.sha256] for file in task.unit.files if (file.path, file.sha256) in kept}
    limit = task.limit
    if limit is not None:
        limit -= sum(mark.counts.threads for mark in marks)
    start = marks[-1].end if marks else Position()
    return replace(task, start=start, number=len(marks), limit=limit, kept=here)


class _Following:
    """Counts what this run has to do and has done, and tells it."""

    def __init__(self, left: Sequence[ReadTask], on_progress: OnProgress | None, began: float) -> None:
        self._on_progress, self._began = on_progress, began
        self._sizes = {file.path: file.size for task in left for file in task.unit.files[task.start.file :]}
        self._all_bytes = sum(self._sizes.values())
        self._done_bytes = self._comments = self._scored = self._parts = 0

    def scored(self, comments: int) -> None:
        self._scored += comments
        self._tell()

    def written(self, part: Part) -> None:
        self._done_bytes += sum(self._sizes.get(span.path, 0) for span in part.head.files if span.done)
        self._comments += part.counts.comments
        self._parts += 1
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            seconds = time.monotonic() - self._began
            done = Progress(self._done_bytes, self._all_bytes, self._comments, self._scored, self._parts, seconds)
            self._on_progress(done)
