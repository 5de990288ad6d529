"""A page and its comment blocks in, the same with what is left of removed comments out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from threads.readers.html.page import Page
from threads.readers.html.removal import LONGEST, is_removal

_STATE = re.compile(r"\d|^(?:even|odd|alt|first|last|is-|has-|js-)")


def with_stubs(page: Page, blocks: Sequence[int]) -> tuple[int, ...]:
    """The blocks, and elements with the tag and the classes common to all of them that say a comment was removed."""
    common = _common(page, blocks)
    if not common:
        return tuple(blocks)
    tag, some, taken = page.tags[blocks[0]], f".{min(common)}", set(blocks)
    stubs = [
        index
        for key, alike in page.by_key.items()
        if some in key and common <= {*key.split("[")[0].split(".")[1:]}
        for index in alike
        if page.tags[index] == tag and index not in taken and _is_stub(page, blocks, index)
    ]
    return tuple(sorted((*blocks, *stubs)))


def _common(page: Page, blocks: Sequence[int]) -> set[str]:
    """The classes that all blocks have, without those for a state; none where their tags differ."""
    if len({page.tags[block] for block in blocks}) > 1:
        return set()
    names = [{*page.keys[block].split("[")[0].split(".")[1:]} for block in blocks]
    return {name for name in set.intersection(*names) if not _STATE.search(name)}


def _is_stub(page: Page, blocks: Sequence[int], index: int) -> bool:
    """Whether all that stands in an element before the first block in it is the notice of a removal."""
    at = bisect_left(blocks, index)
    inner = blocks[at] if at < len(blocks) else len(page)
    words = page.text_between(index, min(inner, page.ends[index]))
    if not words or len(words) > LONGEST or not is_removal(words):
        return False
    above = next((block for block in reversed(blocks[:at]) if page.ends[block] > index), None)
    return above is None or not is_removal(page.text_between(above, min(inner, page.ends[above])))
