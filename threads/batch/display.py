"""The progress of a batch on a terminal: share done, comments a second, time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from threads.batch.outcome import OnProgress, Progress, duration

if TYPE_CHECKING:
    from rich.console import Console

_LINE_SECONDS = 30.0


@contextmanager
def shown(console: Console) -> Iterator[OnProgress]:
    """Show what the yielded function is told: a bar on a terminal, else a line every half minute."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), console=console) as bar:
        task = bar.add_task("batch", total=None, text="starting")
        yield lambda done: bar.update(task, total=done.all_bytes or None, completed=done.done_bytes, text=text(done))


def text(done: Progress) -> str:
    """`12,000 comments · 85/s · 12 min left`."""
    parts = [f"{done.comments:,} comments", f"{done.rate:,.0f}/s"]
    if done.scored > done.comments:
        parts.append(f"{done.scored:,} scored")
    if done.seconds_left is not None:
        parts.append(f"{duration(done.seconds_left)} left")
    return " · ".join(parts)


class _Lines:
    """Lines for a log."""

    def __init__(self, console: Console) -> None:
        self._console, self._next = console, 0.0

    def __call__(self, done: Progress) -> None:
        if done.seconds >= self._next:
            self._next = done.seconds + _LINE_SECONDS
            self._console.print(text(done), highlight=False)
