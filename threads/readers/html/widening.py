"""Comment blocks found by one name in, the same with what that name missed out.

Sites call comments and replies by two names, and set who speaks beside what is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.html.nesting import enclosing, holds_block
from threads.readers.html.page import Page
from threads.readers.html.survey import Survey
from threads.readers.html.weight import Weighed, weigh

_NOT_REPLIES = re.compile(
    r"quote|zitat|edit|signature|parent|preview|header|footer|meta|(?:author|user)(?!-?_?(?:respon|repl|comment|answer|post))"
    r"|(?:text|content|body|inhalt|info|title)$"
)
_EDITED = re.compile(r"[.#_-]edit(?!or)")
_ALIKE, _SAME = 0.8, 0.93
_PART = 0.9
"""What so many of the blocks hold, or have beside them, one of each is a part of them."""
_GAIN = 0.6
"""What each block that is added must be worth."""
_STEPS = 3
_MOST_CELLS = 3
_SURELY, _HARDLY = 0.1, 0.05
_CARD = 200
"""Characters of what a guestbook tells of who writes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Elements of one name, `rule`, and what they are worth as comments."""

    rule: str
    weighed: Weighed


def with_others(page: Page, survey: Survey, best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """`best` with the blocks of other names that stand in or beside its own: replies, and the post that opens a row."""
    for other in candidates:
        if other.rule == best.rule or " > " in other.rule or _NOT_REPLIES.search(other.rule):
            continue
        if other.weighed.mean < _ALIKE * best.weighed.mean:
            continue
        added = sorted({*other.weighed.indices} - {*best.weighed.indices})
        if all(_EDITED.search(page.keys[at]) for at in added):
            continue
        if not any(survey.prose[page.ends[at]] > survey.prose[at] for at in added):
            continue  # lines like "Edited by Eva, 3 May"
        if not _belong(page, best.weighed.indices, added):
            continue
        both = weigh(page, survey, sorted({*best.weighed.indices, *added}))
        if both is None or both.mean < _SAME * best.weighed.mean:
            continue
        if both.total >= best.weighed.total + _GAIN * len(added):
            best = Candidate(f"{best.rule}, {other.rule}", both)
    return best


def _belong(page: Page, blocks: Sequence[int], added: Sequence[int]) -> bool:
    """Whether all that would be added stands in, around or beside the blocks, and not one in each: that is a part."""
    around = {index for index in added if holds_block(page, blocks, index)}
    if around and (len(added) < 2 or any(index < blocks[0] and blocks[-1] < page.ends[index] for index in around)):
        return False  # what holds them all is the page's own element
    outer = Counter(enclosing(page, sorted(around), blocks))
    if len(around) > 1 and None not in outer and max(outer.values()) == 1:
        return False  # each is but a part of one
    seats = {page.parents[index] for index in (*blocks, *around)}
    over = enclosing(page, blocks, added)
    if any(block is None and page.parents[index] not in seats for index, block in zip(added, over, strict=True)):
        return False
    rows = [Counter(page.parents[index] for index in each) for each in (blocks, added)]
    if len(blocks) > 1 and max(rows[0].values()) == 1 and (rows[0] & rows[1]).total() >= _PART * len(blocks):
        return False  # one of each stands in each row
    held = [block for block in over if block is not None]
    return len(set(held)) < max(2, _PART * len(blocks)) or len(held) > len(set(held))


def with_surroundings(page: Page, survey: Survey, best: Candidate) -> Candidate:
    """`best`, or the elements around its own where only these name who speaks, or each hold as many cells of one."""
    return _with_cells(page, survey, _surrounded(page, survey, best))


def _surrounded(page: Page, survey: Survey, best: Candidate) -> Candidate:
    indices = best.weighed.indices
    for _ in range(_STEPS):
        held = Counter(page.parents[index] for index in indices)
        cells = max(held.values())
        if min(held) < 0 or min(held.values()) < cells or cells > _MOST_CELLS or len(held) < (2 if cells == 1 else 3):
            return best
        indices = tuple(sorted(held))
        around = weigh(page, survey, indices)
        least = best.weighed.mean + (_SURELY if cells == 1 else -_HARDLY)
        if around and len(around.indices) == len(indices) and around.mean > least:
            return Candidate(f"around {best.rule}", around)
    return best


def _with_cells(page: Page, survey: Survey, best: Candidate) -> Candidate:
    """`best`, or the rows of a table in which each block is a cell, and shorter ones without a date say who speaks."""
    blocks = best.weighed.indices
    rows = tuple(page.parents[block] for block in blocks)
    if len(set(rows)) < max(2, len(blocks)) or any(page.tags[block] != "td" for block in blocks):
        return best
    for row, block in zip(rows, blocks, strict=True):
        letters = survey.lengths[row] - survey.lengths[block]
        dates = survey.stamps[page.ends[row]] - survey.stamps[row]
        if (
            page.tags[row] != "tr"
            or not 0 < letters <= _CARD
            or dates > survey.stamps[page.ends[block]] - survey.stamps[block]
        ):
            return best
    around = weigh(page, survey, rows)
    return Candidate(f"rows of {best.rule}", around) if around and len(around.indices) == len(rows) else best
