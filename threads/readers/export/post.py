"""One comment as an export states it, before it has a place in a tree."""

from __future__ import annotations

from dataclasses import dataclass

from threads.readers.fragment import Fragment, fragment_text
from threads.thread import Kind, Timestamp, Votes

NOTHING = Fragment("")


@dataclass(frozen=True, slots=True)
class Post:
    """A comment with the ids that its export gives to it and to the comment it answers; `path` is where it stands.

    `rule` names the field that states the parent. A `missing` post is known by its place alone.
    """

    id: str | None
    parent: str | None
    body: Fragment
    path: str
    rule: str
    author: str | None = None
    author_url: str | None = None
    timestamp: Timestamp | None = None
    timestamp_raw: str | None = None
    language: str | None = None
    kind: Kind = Kind.COMMENT
    edited: bool = False
    deleted: bool = False
    permalink: str | None = None
    votes: Votes | None = None
    missing: bool = False


def from_html(value: object, *, newlines: bool = False) -> Fragment:
    """The text of an HTML value; nothing where it is no string."""
    return fragment_text(value, newlines=newlines) if isinstance(value, str) else NOTHING


def from_plain(value: object) -> Fragment:
    """Plain or Markdown text as it stands, outer white space aside; nothing where it is no string."""
    return Fragment(value.replace("\x00", "").replace("\r\n", "\n").strip()) if isinstance(value, str) else NOTHING
