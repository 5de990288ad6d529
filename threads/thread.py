"""The data model: what a page or dump gives once its comment thread is rebuilt.

A top-level comment has depth 0, a reply its parent's depth + 1. A comment that the source lost but whose place is
known is a placeholder (`missing`), kept in the tree so that depth stays true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from threads.errors import FormatError


class Precision(StrEnum):
    """How much of a timestamp the source states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


_FORMATS = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m", Precision.DAY: "%Y-%m-%d"}
_PRECISION_OF_LENGTH = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment as precisely as the source states it; without a zone it is the page's own wall clock."""

    value: datetime
    precision: Precision

    @property
    def iso(self) -> str:
        """ISO 8601, cut at the precision: `2022`, `2022-01`, `2022-01-11`, `2022-01-11T22:30[:15][+01:00]`."""
        if self.precision in _FORMATS:
            return self.value.strftime(_FORMATS[self.precision])
        return self.value.isoformat(timespec="minutes" if self.precision is Precision.MINUTE else "seconds")

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read what `iso` wrote; any ISO 8601 moment works. Raises FormatError."""
        precision = _PRECISION_OF_LENGTH.get(len(text))
        padded = text + "0001-01-01"[len(text) :] if precision else text
        try:
            value = datetime.fromisoformat(padded)
        except ValueError as error:
            raise FormatError(f"'{text}' is no ISO 8601 timestamp.") from error
        clock = text.split("T")[-1].split("+")[0].rstrip("Z")
        return cls(value, precision or (Precision.MINUTE if clock.count(":") == 1 else Precision.SECOND))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: Callable[..., Any]) -> Any:
        """In JSON a timestamp is its ISO string."""
        from pydantic_core import core_schema

        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(cls.from_iso, core_schema.str_schema()),
            python_schema=core_schema.is_instance_schema(cls),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda stamp: stamp.iso, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field came from: the rule that found it, and the lines (1-based, inclusive) or the element read."""

    field: str
    rule: str
    lines: tuple[int, int] | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of the results must know: `code` for programs, `message` one sentence, `where` the place."""

    code: str
    message: str
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in a comment that are not the commenter's: `text[start:end]` of the comment, in characters.

    `of` is the id of the quoted comment, or `article`; `author` the name the quotation gives. `apart` holds the quoted
    words where they are no part of the text: those of a box that a forum draws, which stood at `start` = `end`.
    """

    start: int
    end: int
    author: str | None = None
    of: str | None = None
    apart: str | None = None

    def words(self, text: str | None) -> str:
        """What is quoted, `text` being that of the comment."""
        return self.apart if self.apart is not None else (text or "")[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Votes:
    """Readers' votes as the source shows them; `net` where only the balance is shown."""

    up: int | None = None
    down: int | None = None
    net: int | None = None


@dataclass(frozen=True, slots=True)
class ImplicitParent:
    """A reply link that the markup lost and the text suggests: never replaces `parent`. `score` is in 0..1."""

    id: str
    score: float
    rule: str


class Kind(StrEnum):
    """What stands in the comment section."""

    COMMENT = "comment"
    PINGBACK = "pingback"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, or the placeholder of a lost one (`missing`: no author, no text)."""

    id: str
    parent: str | None
    depth: int
    text: str | None = None
    author: str | None = None
    author_url: str | None = None
    timestamp: Timestamp | None = None
    timestamp_raw: str | None = None
    language: str | None = None
    quotes: tuple[Quote, ...] = ()
    kind: Kind = Kind.COMMENT
    missing: bool = False
    edited: bool = False
    deleted: bool = False
    permalink: str | None = None
    votes: Votes | None = None
    implicit_parent: ImplicitParent | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def own_words(self) -> str:
        """The text without what is quoted; empty for a placeholder."""
        text, parts, at = self.text or "", [], 0
        for quote in sorted(self.quotes, key=lambda q: q.start):
            parts.append(text[at : quote.start])
            at = max(at, quote.end)
        return "".join([*parts, text[at:]]).strip()

    @property
    def whole(self) -> Self:
        """The comment with all that it quotes in its text, also what a forum draws in boxes apart from it."""
        if all(quote.apart is None for quote in self.quotes):
            return self
        text, whole, spans, at, boxed = self.text or "", "", list[Quote](), 0, False
        for quote in sorted(self.quotes, key=lambda q: q.start):
            words, is_box = quote.words(text), quote.apart is not None
            for piece, box in ((text[at : quote.start], False), (words, is_box)):
                whole += _gap(whole, piece) + piece if box or boxed else piece
                boxed = box if piece else boxed
            at = max(at, quote.end)
            spans.append(replace(quote, start=len(whole) - len(words), end=len(whole), apart=None))
        rest = text[at:]
        whole += _gap(whole, rest) + rest if boxed else rest
        return replace(self, text=whole, quotes=tuple(spans))


def _gap(before: str, after: str) -> str:
    """What keeps a box apart from the words beside it."""
    return "" if not before or not after or before.endswith("\n") or after.startswith("\n") else "\n\n"


@dataclass(frozen=True, slots=True)
class Article:
    """The text that is commented on."""

    title: str | None = None
    author: str | None = None
    published: Timestamp | None = None
    language: str | None = None
    text: str | None = None
    url: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The input a thread was read from; `path` as the user gave it, `sha256` of its bytes in hex."""

    path: str
    format: str
    sha256: str
    encoding: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Pagination:
    """The source is page `page` of `pages`; the comments of the other pages are not in it."""

    page: int
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """An article with its comments in document order, parents before their replies."""

    id: str
    source: Source
    article: Article
    comments: tuple[Comment, ...] = ()
    declared_comments: int | None = None
    stacked_articles: tuple[Article, ...] = ()
    pagination: Pagination | None = None
    confidence: float | None = None
    notices: tuple[Notice, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def recovered_comments(self) -> int:
        """Number of comments that are really there: placeholders not counted."""
        return sum(not comment.missing for comment in self.comments)

    @property
    def lost_comments(self) -> int | None:
        """Announced comments with no place in the tree: neither recovered nor a placeholder. None if none announced."""
        if self.declared_comments is None:
            return None
        return max(0, self.declared_comments - len(self.comments))
