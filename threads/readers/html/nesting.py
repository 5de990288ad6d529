"""Blocks in document order and other elements in, which of them stands in which out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from threads.readers.html.page import Page


def enclosing(page: Page, blocks: Sequence[int], indices: Sequence[int]) -> list[int | None]:
    """The innermost block that each element stands in, if any; both in document order."""
    found: list[int | None] = []
    path: list[int] = []
    coming = iter(blocks)
    block = next(coming, None)
    for index in indices:
        while block is not None and block < index:
            while path and page.ends[path[-1]] <= block:
                path.pop()
            path.append(block)
            block = next(coming, None)
        while path and page.ends[path[-1]] <= index:
            path.pop()
        found.append(path[-1] if path else None)
    return found


def first_block(page: Page, blocks: Sequence[int], index: int) -> int:
    """The first block from an element on, itself among them; the end of the page where none follows."""
    at = bisect_left(blocks, index)
    return blocks[at] if at < len(blocks) else len(page)


def holds_block(page: Page, blocks: Sequence[int], index: int) -> bool:
    """Whether a block stands in an element."""
    return first_block(page, blocks, index + 1) < page.ends[index]
