"""Comment blocks in, the same with the answers that the site's people put under the words of a comment, in its block.

Guestbooks and readers' letters have them ("Reply by the editor: …"), without a date and under no name of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from threads.readers.html.election import Found
from threads.readers.html.fields import Fields
from threads.readers.html.names import clean_name
from threads.readers.html.page import Page
from threads.readers.html.render import Rendered
from threads.readers.html.survey import Survey
from threads.readers.html.weight import Weighed
from threads.readers.html.zones import Zone
from threads.readers.wording import STAMP

_BY = (
    r"(?:kommentar|antwort|repl(?:y|ies)|answer|response|comment|rispost[ao]|commento|réponse|commentaire|respuesta"
    r"|resposta|ответ|комментарий|odpověď|odpowiedź|antwoord|svar)"
    r"\s+(?:von|vom|der|des|by|from|of|di|da|del|della|de|du|por|от|od|van|från|fra)\s"
)
_FIRST = re.compile(r"\W*(?:kom|ant|rep|ans|res|com|ris|rép|отв|ком|odp|sva)", re.I)
_LABEL = re.compile(
    rf"\W*(?:{_BY}(?P<by>[^:]{{2,40}}?)(?::|,?\s(?:am|il|le|el|em|on|den|op)\s{STAMP.pattern}\W{{0,2}}$)|(?:risponde|responde|répond)\s(?P<answers>[^:]{{2,40}}):?)\s*",
    re.I,
)
_SHORTEST, _LONGEST = 8, 60
_LEAST = 2
_STEPS = 4


def with_answers(page: Page, survey: Survey, weighed: Weighed) -> Weighed:
    """The blocks and the elements in them that begin with words like "Reply by Eva:", behind a comment's own words."""
    blocks = set(weighed.indices)
    found: set[int] = set()
    for label in _labels(page, survey, weighed.indices):
        answer = _answer(page, survey, blocks, label)
        if answer is not None:
            found.add(answer)
    return replace(weighed, indices=tuple(sorted(blocks | found))) if found else weighed


def _labels(page: Page, survey: Survey, blocks: Sequence[int]) -> Iterator[int]:
    """The short elements in the blocks that say whose answer follows."""
    lengths, texts, end = survey.lengths, page.texts, 0
    for block in blocks:
        for at in range(max(block, end), page.ends[block]):
            if _SHORTEST <= lengths[at] <= _LONGEST and _FIRST.match(texts[at]) and _LABEL.fullmatch(page.text(at)):
                yield at
        end = max(end, page.ends[block])


def _answer(page: Page, survey: Survey, blocks: Set[int], label: int) -> int | None:
    """The largest element that a label begins and words follow, with words of the comment before it; else None."""
    answer = label
    for _ in range(_STEPS):
        above = page.parents[answer]
        if above in blocks or above < 0 or page.text_between(above, label):
            break
        answer = above
    if answer in blocks or survey.lengths[answer] < survey.lengths[label] + _LEAST:
        return None
    block = page.parents[answer]
    while block >= 0 and block not in blocks:
        block = page.parents[block]
    return answer if block >= 0 and survey.prose[answer] > survey.prose[block] else None


def with_answerer(page: Page, zone: Zone, part: Fields) -> Fields:
    """The fields of an answer, its author the one that its label names, its words without the label."""
    if part.author or part.text.quotes:
        return part
    labels = {at: said for at in zone.elements[: _STEPS + 2] if len(said := page.text(at)) <= _LONGEST}
    for element, label in sorted(labels.items(), key=lambda each: len(each[1])):
        match = _LABEL.fullmatch(label)
        if match and (name := clean_name(match["by"] or match["answers"])):
            words = part.text.text
            words = words[len(label) :].lstrip() if words.startswith(label) else words
            return replace(part, author=Found(name, element, "author: whose answer follows"), text=Rendered(words))
    return part
