"""Kill a batch at random moments, let it go on, and compare every byte with a run that was left in peace.

    python bench/kill_resume.py --moments 20 --comments 3000 --seed 1

The whole process group gets SIGKILL at a moment drawn uniformly from the time that the undisturbed run took; each
moment starts from an empty directory. The run after it must give the same bytes, with no thread lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate_site import generate
from stand_in import HashModel


def batch(site: Path, out: Path) -> None:
    from threads.analysis import Options
    from threads.batch import Engine, run_batch

    run_batch(
        [site], out, Options(key="bench"), engine=Engine(workers=2), model=HashModel(), part_comments=200,
        unit_bytes=200_000,
    )  # fmt: skip


def start(site: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--one", str(site), str(out)], start_new_session=True)


def contents(out: Path) -> dict[str, bytes]:
    found = (path for path in out.rglob("*") if path.is_file() and ".state" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


def parts(out: Path) -> int:
    return len(list((out / ".state" / "parts").glob("*.json")))


def threads(out: Path) -> list[str]:
    lines = (line for path in (out / "jsonl").glob("*.jsonl") for line in path.read_text("utf-8").splitlines())
    return [json.loads(line)["thread"]["id"] for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--comments", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        batch(*given.one)
        return
    with tempfile.TemporaryDirectory(prefix="threads-bench-") as directory:
        sys.exit(0 if torture(Path(directory), given.moments, given.comments, given.seed) else 1)


def torture(place: Path, moments: int, comments: int, seed: int) -> bool:
    site, chance, right = place / "site", random.Random(seed), 0
    generate(site, comments, seed)
    began = time.monotonic()
    start(site, place / "peace").wait()
    whole, wanted = time.monotonic() - began, contents(place / "peace")
    print(f"left in peace: {whole:.1f} s, {parts(place / 'peace')} parts, {len(threads(place / 'peace'))} threads")
    for number in range(moments):
        out = place / f"killed-{number}"
        run = start(site, out)
        moment = chance.uniform(0, whole)
        time.sleep(moment)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        left = parts(out) if out.exists() else 0
        start(site, out).wait()
        same, found = contents(out) == wanted, threads(out)
        once = len(found) == len(set(found))
        right += same and once
        print(
            f"killed after {moment:5.1f} s with {left:3} parts: same bytes {same}, no thread doubled {once}", flush=True
        )
    print(f"{right} of {moments} identical")
    return right == moments


if __name__ == "__main__":
    main()
