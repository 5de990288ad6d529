"""A page and its comment blocks in, the same with what is left of removed comments out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threads.readers.html.nesting import enclosing, first_block
from threads.readers.html.page import Page
from threads.readers.removal import is_removal

_FEW = 60
"""Elements that such a notice has at most: avatar and buttons are some of them."""
_STATE = re.compile(r"\d|^(?:even|odd|alt|first|last|is-|has-|js-)")


def with_stubs(page: Page, blocks: Sequence[int]) -> tuple[int, ...]:
    """The blocks, and elements with the tag and the classes common to all of them that say a comment was removed."""
    common = _common(page, blocks)
    if not common:
        return tuple(blocks)
    tag, some, taken = page.tags[blocks[0]], f".{min(common)}", set(blocks)
    alike = sorted(
        index
        for key, indices in page.by_key.items()
        if some in key and common <= {*key.split("[")[0].split(".")[1:]}
        for index in indices
        if page.tags[index] == tag and index not in taken
    )
    around = enclosing(page, blocks, alike)
    stubs = [index for index, block in zip(alike, around, strict=True) if _is_stub(page, blocks, index, block)]
    return tuple(sorted((*blocks, *stubs)))


def _common(page: Page, blocks: Sequence[int]) -> set[str]:
    """The classes that all blocks have, without those for a state; none where their tags differ."""
    if len({page.tags[block] for block in blocks}) > 1:
        return set()
    names = [{*page.keys[block].split("[")[0].split(".")[1:]} for block in blocks]
    return {name for name in set.intersection(*names) if not _STATE.search(name)}


def _is_stub(page: Page, blocks: Sequence[int], index: int, above: int | None) -> bool:
    """Whether all that an element holds before the first block in it is the notice of a removal.

    What stands in a block that holds no more than such a notice is part of it.
    """
    inner = first_block(page, blocks, index)
    return _is_notice(page, index, inner) and (above is None or not _is_notice(page, above, inner))


def _is_notice(page: Page, index: int, inner: int) -> bool:
    """Whether an element's words before `inner` are no more than the notice of a removal."""
    end = min(inner, page.ends[index])
    return end - index <= _FEW and is_removal(page.text_between(index, end))
