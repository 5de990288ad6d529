"""One Ray worker and two on work that only parses, in one run: how much faster are two?

    python bench/ray_scaling.py --comments 80000

Workers start anew for each measurement, and the last units do not divide evenly. So the rate is taken between the
moments at which a quarter and nine tenths of the comments had come: what the stage does while all workers work. The
time of the whole, starts included, stands beside it. One and two take turns, so that a machine that slows down slows
both. Both processors must be free.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from generate_site import generate
from stand_in import HashModel

from threads.analysis import Options
from threads.batch.engine import Engine
from threads.batch.estimate import read_requests
from threads.batch.local import Meter

_UNIT = 2_000_000
"""Input bytes in a unit: an eighth of what a batch takes, so that both workers have units to the end."""


_FROM, _TO = 0.25, 0.9


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the whole, and comments a second in the middle of it."""

    seconds: float
    rate: float


def measure(site: str, workers: int, comments: int) -> Measured:
    began, arrived, found = time.monotonic(), [], 0
    engine = Engine("ray", workers=workers)
    for request in read_requests([site], Options(), HashModel(), engine, Meter(), unit_bytes=_UNIT):
        found += request.comments
        arrived.append((found, time.monotonic()))
    middle = [one for one in arrived if _FROM * comments <= one[0] <= _TO * comments]
    (first, start), (last, end) = middle[0], middle[-1]
    return Measured(arrived[-1][1] - began, (last - first) / (end - start))


def main() -> None:
    import ray

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=80_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    rates: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="threads-bench-") as site:
        generate(Path(site), given.comments, 1)
        for workers in (1, 2) * given.rounds:
            one = measure(site, workers, given.comments)
            rates[workers].append(one.rate)
            print(f"{workers} worker(s): {one.rate:,.0f} comments a second, {one.seconds:.1f} s in all", flush=True)
    print(f"two are {fmean(rates[2]) / fmean(rates[1]):.2f} times one")


if __name__ == "__main__":
    main()
