"""A page and runs of its elements in, the page with an element of its own around each run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threads.readers.html.page import Page, close

ROW, SIGNED = "[row]", "[signed]"
"""What stands in the keys of elements that were put around a run, and of those that a signature is made of."""


@dataclass(frozen=True, slots=True)
class Run:
    """Siblings in a row with all that is in them: the elements `start` … `end - 1`."""

    start: int
    end: int


def wrapped(page: Page, runs: Iterable[Run], mark: str) -> Page:
    """A copy of the page with a `div` around each run, its key marked; runs lie in one another or apart."""
    pending = sorted(runs, key=lambda run: (-run.start, run.end))
    made = Page([], [], [], [], [], [], [], [])
    closing: list[int] = []
    for at in range(len(page)):
        while closing and closing[-1] <= at:
            closing.pop()
        while pending and pending[-1].start == at:
            _append(made, mark, page.depths[at] + len(closing))
            closing.append(pending.pop().end)
        made.tags.append(page.tags[at])
        made.keys.append(page.keys[at])
        made.attributes.append(page.attributes[at])
        made.depths.append(page.depths[at] + len(closing))
        made.texts.append(page.texts[at])
        made.tails.append(page.tails[at])
    close(made)
    return made


def _append(made: Page, mark: str, depth: int) -> None:
    made.tags.append("div")
    made.keys.append(f"div{mark}")
    made.attributes.append({})
    made.depths.append(depth)
    made.texts.append("")
    made.tails.append("")
