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
_LEAST, _AS_MANY = 3, 0.8
"""Blocks at least of which most have no words; rows at least for each of them that these may be the heads of."""


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

    @property
    def wordless(self) -> bool:
        """Whether most blocks have no words but who and when: those may stand behind them."""
        found, prose = self.blocks.indices if self.blocks else (), self.survey.prose
        worded = sum(prose[self.page.ends[at]] > prose[at] for at in found)
        return len(found) >= _LEAST and 2 * worded < len(found)


def find_ground(markup: str, platforms: Sequence[Platform]) -> Ground:
    """The comments of the page as it is, of a wiki's talk page by its signatures, of rows where these are more."""
    ground = _ground(with_signed_comments(with_frames(parse(markup))), platforms)
    if ground.blocks and ground.blocks.quality >= _DOUBTFUL and not ground.wordless:
        return ground
    divided = with_rows(ground.page, ground.survey)
    if divided is None:
        return ground
    rows = _ground(divided, platforms)
    fuller = ground.wordless and not rows.wordless and rows.worth >= _AS_MANY * ground.worth
    return rows if fuller or rows.worth > ground.worth else ground


def _ground(page: Page, platforms: Sequence[Platform]) -> Ground:
    counts = survey(page)
    return Ground(page, counts, find_blocks(page, counts, platforms=platforms))
