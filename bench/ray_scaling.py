"""One Ray worker and two on work that only parses, in one run: how much faster are two?

python bench/ray_scaling.py --comments 20000
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from generate_site import generate
from stand_in import HashModel

from threads.analysis import Options
from threads.batch.engine import Engine
from threads.batch.estimate import read_requests
from threads.batch.local import Meter

_UNIT = 500_000
"""Input bytes in a unit: many units, so that both workers have work to the end."""


def main() -> None:
    import ray

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=20_000)
    given = parser.parse_args()
    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    with tempfile.TemporaryDirectory(prefix="threads-bench-") as place:
        generate(Path(place), given.comments, 1)
        took = {}
        for workers in (1, 1, 2):  # the first is to warm up
            meter, began = Meter(), time.monotonic()
            engine = Engine("ray", workers=workers)
            found = sum(
                r.comments for r in read_requests([place], Options(), HashModel(), engine, meter, unit_bytes=_UNIT)
            )
            took[workers] = time.monotonic() - began
            print(
                f"{workers} worker(s): {found:,} comments in {took[workers]:.1f} s ({meter.reading:.1f} s CPU)",
                flush=True,
            )
    print(f"two are {took[1] / took[2]:.2f} times one")


if __name__ == "__main__":
    main()
