"""One input, decoded: what a reader gets to turn into threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from threads.thread import Notice, Source, Timestamp


class Format(StrEnum):
    """What a document is, told from its content."""

    TEXT = "text"
    HTML = "html"
    THREADS_JSONL = "threads-jsonl"
    WXR = "wxr"
    DISQUS_XML = "disqus-xml"
    REDDIT_JSON = "reddit-json"
    REDDIT_NDJSON = "reddit-ndjson"
    HACKERNEWS_JSON = "hackernews-json"
    DISCOURSE_JSON = "discourse-json"
    YOUTUBE_JSON = "youtube-json"
    MASTODON_JSON = "mastodon-json"
    LEMMY_JSON = "lemmy-json"
    STACKEXCHANGE_JSON = "stackexchange-json"
    STACKEXCHANGE_XML = "stackexchange-xml"
    FEED = "feed"
    CONVOKIT = "convokit"
    JSON_TREE = "json-tree"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Document:
    """One page or dump. `path` is as the user gave it, `archive!/member` inside an archive; `content` its bytes.

    `text` is the content decoded (None for binary formats), `captured` the moment an archive says it was saved.
    `columns` maps the fields of a comment to the column names that the user gave for a table; `beside` are files that
    belong to this one, such as the conversations of a ConvoKit corpus. Of a dump too large for memory a document is
    some of the lines, and `numbers` says which (1-based); `sha256` is that of the whole dump then.
    """

    path: str
    format: Format
    content: bytes
    sha256: str
    text: str | None = None
    encoding: str | None = None
    url: str | None = None
    captured: Timestamp | None = None
    notices: tuple[Notice, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Document, ...] = ()
    numbers: tuple[int, ...] | None = None

    def line_number(self, line: int) -> int:
        """The number that a line of this document (1-based) has in its file."""
        return self.numbers[line - 1] if self.numbers and line <= len(self.numbers) else line

    @property
    def source(self) -> Source:
        """The record of this input that its threads carry."""
        return Source(self.path, self.format.value, self.sha256, self.encoding, self.url)
