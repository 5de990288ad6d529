"""Repeated elements that nothing names as comments in, how far the page's words call them comments out.

Sites whose class names are made by a machine still put a heading above their comments and a reply button below each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from threads.readers.html.page import HEADINGS, Page
from threads.readers.html.survey import Survey
from threads.readers.wording import announced, is_reply_button

_LEAST = 3
_SAMPLE = 12
_MOST_REPLIES = 0.6
_TITLES = HEADINGS | {"legend", "caption"}
_NEAR = 60
_BEHIND = 8
_LONGEST = 60
_CALLED = re.compile(
    r"comment|kommentar|koment|coment|komment|диску|обсужд|коммент|отзыв|forum|foro|discuss|disku|repl(?:y|ies)|antworten"
    r"|répons|réaction|reaktion|reacci|reazion|rispost|respuesta|meinung|opini|leserbrief|keskustelu|reactie|gästebuch"
    r"|guest ?book|livre d'or|评论|回复|留言|コメント|댓글",
    re.I,
)
_ELSEWHERE = re.compile(
    r"latest|recent|newest|popular|most|neueste|letzte|beliebt|dernier|récent|populair|ultim|recient|popular|ostatni"
    r"|последн|популяр|最新",
    re.I,
)


def spoken_hint(page: Page, survey: Survey, indices: Sequence[int]) -> float:
    """0.8 where the words around and in elements, each with a date and words, call them comments; else 0."""
    sample = indices[:_SAMPLE]
    if len(sample) < _LEAST or not all(_may_be_comment(page, survey, index) for index in sample[:_LEAST]):
        return 0.0
    return 0.8 if is_answered(page, sample) or is_under_heading(page, survey, indices[0]) else 0.0


def is_answered(page: Page, indices: Sequence[int]) -> bool:
    """Whether most of the elements have a button to reply, in them or right behind."""
    sample = indices[:_SAMPLE]
    after = (*sample[1:], len(page))
    answered = sum(
        _has_reply_button(page, index, max(page.ends[index], min(next_one, page.ends[index] + _BEHIND)))
        for index, next_one in zip(sample, after, strict=True)
    )
    return answered >= _MOST_REPLIES * len(sample)


def is_counted(page: Page, survey: Survey, indices: Sequence[int]) -> bool:
    """Whether a short text above announces as many comments as there are elements."""
    first = indices[0]
    for at in range(first - 1, max(-1, first - _NEAR), -1):
        if page.ends[at] <= first and 3 <= survey.lengths[at] <= _LONGEST:
            told = announced(page.text(at))
            if told is not None and told.count is not None:
                return told.count == len(indices)
    return False


def _may_be_comment(page: Page, survey: Survey, index: int) -> bool:
    end = page.ends[index]
    return survey.stamps[end] > survey.stamps[index] and survey.lengths[index] > 20


def _has_reply_button(page: Page, index: int, end: int) -> bool:
    return any(
        page.ends[at] - at <= 3 and 2 < len(shown := _label(page, at)) <= 40 and is_reply_button(shown)
        for at in range(index + 1, end)
        if page.tags[at] in ("a", "button", "span")
    )


def _label(page: Page, button: int) -> str:
    """What a button shows or, if that is a picture, says."""
    if shown := page.text(button):
        return shown
    attributes = page.attributes[button]
    return attributes.get("aria-label") or attributes.get("title") or ""


def is_under_heading(page: Page, survey: Survey, first: int) -> bool:
    """Whether the nearest heading above calls what follows comments; the title of a page without headings."""
    for at in range(first - 1, max(-1, first - _NEAR), -1):
        if page.tags[at] in _TITLES and page.ends[at] <= first:
            shown = page.text(at) if 3 <= survey.lengths[at] <= _LONGEST else ""
            if announced(shown) is not None:
                return True
            return _is_called(shown)
    return not any(map(page.tagged, HEADINGS)) and any(_is_called(page.texts[at]) for at in page.tagged("title"))


def _is_called(shown: str) -> bool:
    return _CALLED.search(shown) is not None and _ELSEWHERE.search(shown) is None
