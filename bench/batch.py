"""Run batches over generated sites and say what they cost: memory, time per comment, where the time goes.

    python bench/batch.py --comments 10000 100000 1000000
    python bench/batch.py --comments 2000 --model models/stance-mini

Without --model a stand-in predicts from a hash in no time, so that memory, linearity and the cost of everything but
the model show. Each size runs in a process of its own. Memory is the proportional set size of that process and its
workers together (/proc/PID/smaps_rollup), sampled every half second; Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

from generate_site import generate
from stand_in import HashModel


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost. Seconds and MiB; `cpu` is of this process and of what its workers did for the run."""

    comments: int
    threads: int
    wall: float
    cpu: float
    reading: float
    finishing: float
    model: float
    idle: float
    computed: int
    peak: float
    peak_main: float


class Memory:
    """Samples the memory of this process and its children."""

    def __init__(self) -> None:
        self.peak = self.main = 0.0
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            own = pss(os.getpid())
            self.main = max(self.main, own)
            self.peak = max(self.peak, own + sum(pss(each) for each in descendants(os.getpid())))

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


def run(site: Path, out: Path, workers: int, model: str | None) -> Cost:
    from threads.analysis import Options
    from threads.batch import Engine, run_batch

    memory = Memory()
    given = HashModel() if model is None else None
    report = run_batch([site], out, Options(key="bench", model=model), engine=Engine(workers=workers), model=given)
    memory.stop()
    own, spent = resource.getrusage(resource.RUSAGE_SELF), report.spent
    return Cost(
        comments=report.counts.comments,
        threads=report.counts.threads,
        wall=spent.wall,
        cpu=own.ru_utime + own.ru_stime + spent.reading + spent.finishing,
        reading=spent.reading,
        finishing=spent.finishing,
        model=spent.model,
        idle=spent.idle,
        computed=report.computed,
        peak=memory.peak,
        peak_main=memory.main,
    )


def line(cost: Cost) -> str:
    each = 1000 / cost.comments
    return (
        f"{cost.comments:>9,} comments {cost.threads:>7,} threads {cost.wall:>8.0f} s wall {cost.cpu:>8.0f} s CPU | "
        f"per comment: reading {cost.reading * each:.2f} ms, finishing {cost.finishing * each:.2f} ms, "
        f"all CPU {cost.cpu * each:.2f} ms | model {cost.model:.0f} s, waiting {cost.idle:.0f} s | "
        f"peak {cost.peak:,.0f} MiB, of it this process {cost.peak_main:,.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, nargs="+", default=[10_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(asdict(run(given.one / "site", given.one / "out", given.workers, given.model))))
        return
    for comments in given.comments:
        with tempfile.TemporaryDirectory(prefix="threads-bench-") as place:
            began = time.monotonic()
            generate(Path(place) / "site", comments, given.seed)
            made = time.monotonic() - began
            command = [sys.executable, __file__, "--one", place, "--workers", str(given.workers)]
            command += ["--model", given.model] if given.model else []
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(line(Cost(**json.loads(done.stdout.splitlines()[-1]))), f"(site made in {made:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
