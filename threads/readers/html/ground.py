"""Markup in, the page with the elements that hold its comments out, put around them where the page has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from threads.readers.html.blocks import Blocks, find_blocks
from threads.readers.html.frames import with_frames
from threads.readers.html.page import Page, parse
from threads.readers.html.platforms import Platform
from threads.readers.html.rows import with_rows
from threads.readers.html.signed import with_signed_comments
from threads.readers.html.survey import Survey, survey

_DOUBTFUL = 0.65
"""Blocks of a lower quality lack a date or an author: these may stand beside them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A page, its totals, and its comment blocks, None where nothing looks like comments."""

    page: Page
    survey: Survey
    blocks: Blocks | None

    @property
    def worth(self) -> float:
        """How many comments there are, each by how much it looks like one."""
        return self.blocks.worth if self.blocks else 0.0


def find_ground(markup: str, platforms: Sequence[Platform]) -> Ground:
    """The comments of the page as it is, of a wiki's talk page by its signatures, of rows where these are more."""
    ground = _ground(with_signed_comments(with_frames(parse(markup))), platforms)
    if ground.blocks and ground.blocks.quality >= _DOUBTFUL:
        return ground
    divided = with_rows(ground.page, ground.survey)
    return max(ground, _ground(divided, platforms), key=lambda each: each.worth) if divided else ground


def _ground(page: Page, platforms: Sequence[Platform]) -> Ground:
    counts = survey(page)
    return Ground(page, counts, find_blocks(page, counts, platforms=platforms))
