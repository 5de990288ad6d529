"""What the readers of fields look at: a page, where its comments stand, and what is known of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from threads.readers.html.page import Page
from threads.readers.html.platforms import Platform
from threads.readers.html.survey import Survey
from threads.readers.html.zones import Zone
from threads.thread import Timestamp


@dataclass(frozen=True, slots=True)
class Scene:
    """The comments of one page. `language` is the page's, `now` finds the moment it was saved."""

    page: Page
    survey: Survey
    zones: tuple[Zone, ...]
    platform: Platform
    language: str | None = None
    now: Callable[[], Timestamp | None] | None = None

    def length(self, element: int) -> int:
        """Characters of text in an element."""
        return self.survey.lengths[element]
