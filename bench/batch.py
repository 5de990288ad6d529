"""Run batches over generated sites and say what they cost: memory, time per comment, where the time goes.

    python bench/batch.py --comments 10000 100000 1000000 --steps 10
    python bench/batch.py --comments 2000 --model models/stance-mini
    python bench/batch.py --site ../shared/pages --copies 20

Without --model a stand-in predicts from a hash in no time, so that memory, linearity and the cost of everything but
the model show. Each size runs in a process of its own. Memory is the proportional set size of that process and its
workers together (/proc/PID/smaps_rollup), processor time that of all of them (/proc/PID/stat), both sampled every
second; Linux only. `--steps` also says how both stood at so many points of a run. `--site` takes a directory in place
of a generated site, with `--copies` of each of its files under names of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

from generate_site import generate
from stand_in import HashModel

from threads.batch import Progress
from threads.batch.guard import processor_seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost. Seconds and MiB; `cpu` of all processes, `idle` the share in which the model did nothing."""

    comments: int
    threads: int
    wall: float
    cpu: float
    reading: float
    finishing: float
    loading: float
    model: float
    idle: float
    computing: float
    computed: int
    peak: float
    peak_main: float


class Watch:
    """Samples memory and processor time of this process and its children; says them at `steps` points of the run."""

    def __init__(self, steps: int) -> None:
        self.peak = self.main = self._highest = 0.0
        self._seconds: dict[int, float] = {}
        self._steps, self._said = steps, 0
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            own, below = os.getpid(), descendants(os.getpid())
            self._seconds |= {pid: processor_seconds(pid) or 0.0 for pid in (own, *below)}
            mine = pss(own)
            self.main = max(self.main, mine)
            self._highest = max(self._highest, mine + sum(map(pss, below)))
            self.peak = max(self.peak, self._highest)

    @property
    def cpu(self) -> float:
        return sum(self._seconds.values())

    def follow(self, now: Progress) -> None:
        """Say how memory and processor time stand where another step is done."""
        if self._steps and now.all_bytes and (step := self._steps * now.done_bytes // now.all_bytes) > self._said:
            self._said = step
            print(f"{now.comments:>11,} comments: {self.cpu:,.0f} s CPU, {1000 * self.cpu / now.comments:.2f} ms each, "
                  f"{self._highest:,.0f} MiB at the highest since the last", file=sys.stderr, flush=True)  # fmt: skip
            self._highest = 0.0

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def pss(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    except OSError:
        return found
    return found + [each for child in found for each in descendants(child)]


def run(site: Path, out: Path, workers: int, model: str | None, sensitivity: bool, steps: int) -> Cost:
    from threads.analysis import Options
    from threads.batch import Engine, run_batch

    watch = Watch(steps)
    given = HashModel() if model is None else None
    options = Options(key="bench", model=model, sensitivity=sensitivity)
    report = run_batch(
        [site], out, options, engine=Engine(workers=workers), model=given, on_progress=watch.follow
    )  # fmt: skip
    watch.stop()
    spent = report.spent
    return Cost(
        comments=report.counts.comments,
        threads=report.counts.threads,
        wall=spent.wall,
        cpu=watch.cpu,
        reading=spent.reading,
        finishing=spent.finishing,
        loading=spent.loading,
        model=spent.model,
        idle=spent.idle_share,
        computing=spent.computing,
        computed=report.computed,
        peak=watch.peak,
        peak_main=watch.main,
    )


def line(cost: Cost) -> str:
    each = 1000 / cost.comments
    share = f"{(cost.reading + cost.finishing) / cost.computing:.0%}"
    return (
        f"{cost.comments:>9,} comments {cost.threads:>7,} threads {cost.wall:>8.1f} s wall {cost.cpu:>8.0f} s CPU | "
        f"per comment: reading {cost.reading * each:.2f} ms, finishing {cost.finishing * each:.2f} ms, "
        f"all CPU {cost.cpu * each:.2f} ms | model {cost.model:.1f} s for {cost.computed:,} inputs, "
        f"{cost.loading:.1f} s to load, idle {cost.idle:.0%} of the run | model {cost.computing * each:.2f} ms CPU, "
        f"reading and finishing {share} of that | "
        f"peak {cost.peak:,.0f} MiB, of it this process {cost.peak_main:,.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, nargs="+", default=[10_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sensitivity", action="store_true", help="Score the runner-up thesis too.")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        cost = run(
            given.one / "site", given.one / "out", given.workers, given.model, given.sensitivity, given.steps
        )  # fmt: skip
        print(json.dumps(asdict(cost)))
        return
    for comments in [0] if given.site else given.comments:
        with tempfile.TemporaryDirectory(prefix="threads-bench-") as place:
            site = Path(place) / "site"
            if given.site and given.copies == 1:
                site.symlink_to(given.site.resolve())
            elif given.site:
                copy(given.site, site, given.copies)
            else:
                generate(site, comments, given.seed)
            print(line(in_own_process(place, given)), flush=True)


def in_own_process(place: str, given: argparse.Namespace) -> Cost:
    command = [sys.executable, __file__, "--one", place, "--workers", str(given.workers), "--steps", str(given.steps)]
    command += ["--model", given.model] if given.model else []
    command += ["--sensitivity"] if given.sensitivity else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def copy(given: Path, site: Path, copies: int) -> None:
    """So many copies of every file, each with a name of its own: files of the same name and bytes are read once."""
    for number in range(copies):
        for path in (each for each in sorted(given.rglob("*")) if each.is_file()):
            place = site / f"{number:03d}" / path.relative_to(given)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.with_name(f"{number:03d}-{place.name}").write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
