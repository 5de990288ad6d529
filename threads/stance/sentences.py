"""An article's text in, its sentences out: verbatim but for line breaks, with the paragraph each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_OPEN_END = re.compile(
    r"(?:…|\.\.|[,;:]|\b\w|\b\d{1,4}|(?i:\b(?:z\.\s?b|u\.\s?a|d\.\s?h|т\.\s?е|т\.\s?д|г|гг|им|ул|hrn?|fr|dr|prof|nr|st|art|abs|"
    r"bzw|ca|vgl|sog|usw|evtl|mr|mrs|ms|vs|mme|mlle|sig|dott|sr|sra|no)))\W*$"
)
"""What a sentence cannot end in: an ordinal, an initial, an abbreviation, no full stop at all."""

_END = re.compile(r"[.!?…][\"'”“»)\]’]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `paragraph` counts from 0 over paragraphs that hold one, `ends` whether it is closed by a stop."""

    text: str
    paragraph: int
    ends: bool


def article_sentences(text: str, language: str | None) -> tuple[Sentence, ...]:
    """The sentences in order; headings, bylines and captions come out as sentences that do not end."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(_paragraphs(text)):
        found.extend(
            Sentence(sentence, number, _END.search(sentence) is not None) for sentence in split(paragraph, language)
        )
    return tuple(found)


def split(paragraph: str, language: str | None) -> tuple[str, ...]:
    """Sentences of one paragraph, mending what the splitter cuts at dates, initials and abbreviations."""
    from sentencex import segment

    found: list[str] = []
    for part in segment(language or "en", paragraph):
        if found and _continues(found[-1], part.strip()):
            found[-1] = f"{found[-1]} {part.strip()}"
        elif part.strip():
            found.append(part.strip())
    return tuple(found)


def _continues(before: str, after: str) -> bool:
    lower = after[:1].islower() and not before.endswith(("!", "?"))
    return lower or (before.endswith(".") and _OPEN_END.search(before[:-1]) is not None and not _year_ends(before))


def _year_ends(before: str) -> bool:
    """Whether the number at the end is a year or a larger one: those do end sentences."""
    return re.search(r"\b\d{3,}\.$", before) is not None


def _paragraphs(text: str) -> Iterator[str]:
    """Lines, joined where a line goes on in the next: it has no stop and the next begins in lower case."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    held = ""
    for line, following in pairwise([*lines, ""]):
        held = f"{held} {line}".strip()
        if held and not (following[:1].islower() and not _END.search(held)):
            yield held
            held = ""
