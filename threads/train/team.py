"""A task and a number of processes in, the task done by all of them as one group that can exchange weights out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import torch

Task = Callable[[], None]


def together(workers: int, task: Task) -> None:
    """Run `task` in `workers` processes that share the machine's threads; in this process where there is but one.

    The task must be picklable. Inside it `torch.distributed` is set up, and process 0 is the one that writes.
    """
    if workers == 1:
        task()
        return
    with tempfile.TemporaryDirectory() as folder:
        meeting = Path(folder, "meeting").as_uri()
        torch.multiprocessing.spawn(_member, (workers, meeting, task), nprocs=workers)  # type: ignore[attr-defined, no-untyped-call]


def _member(rank: int, workers: int, meeting: str, task: Task) -> None:
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // workers))
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=workers)
    try:
        task()
        wait()
    finally:
        torch.distributed.destroy_process_group()


def rank() -> int:
    """The number of this process in its group, 0 where there is none."""
    return torch.distributed.get_rank() if _grouped() else 0


def size() -> int:
    """How many processes are in the group, 1 where there is none."""
    return torch.distributed.get_world_size() if _grouped() else 1


def wait() -> None:
    """Go on when all processes of the group are here."""
    if _grouped():
        torch.distributed.barrier()


def agreed(number: int) -> bool:
    """Whether all processes of the group have the same number."""
    if not _grouped():
        return True
    every = [torch.zeros(1, dtype=torch.int64) for _ in range(size())]
    torch.distributed.all_gather(every, torch.tensor([number]))
    return len({int(one) for one in every}) == 1


def _grouped() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()
