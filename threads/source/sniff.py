"""The format of a document, told from its content; its name is never asked."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from threads.errors import FormatError
from threads.source.document import Format
from threads.source.json_text import ENVELOPE, load
from threads.source.names import FIELDS, plain

_HEAD = 65_536
_BLANK = "\ufeff \t\r\n\x00"
_WXR = re.compile(r"xmlns:wp\s*=|wordpress\.org/export/|<wp:(?:wxr_version|comment)\b")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|article|section|table|ul|ol|meta|title)\b[^>]*>", re.I)
_COMMENT_FEED = re.compile(r"<thr:in-reply-to\b|<(?:link|guid)[^>]*>\s*[^<\s]*#comment-\d", re.I)
"""What feeds of comments have and feeds of articles have not."""
_DUMP_ROW = re.compile(r"<row\s+Id=")
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_TEXT_COLUMNS = frozenset(FIELDS["text"])
_SIGNS: tuple[tuple[Format, frozenset[str]], ...] = (
    (Format.CONVOKIT, frozenset({"conversation_id", "speaker", "text"})),
    (Format.CONVOKIT, frozenset({"root", "user", "text", "reply_to"})),
    (Format.DISCOURSE_JSON, frozenset({"post_stream"})),
    (Format.DISCOURSE_JSON, frozenset({"cooked", "post_number"})),
    (Format.MASTODON_JSON, frozenset({"ancestors", "descendants"})),
    (Format.MASTODON_JSON, frozenset({"in_reply_to_id", "account", "content"})),
    (Format.YOUTUBE_JSON, frozenset({"comments", "extractor"})),
    (Format.YOUTUBE_JSON, frozenset({"comments", "webpage_url"})),
    (Format.HACKERNEWS_JSON, frozenset({"children", "created_at_i"})),
    (Format.HACKERNEWS_JSON, frozenset({"hits", "nbHits"})),
    (Format.HACKERNEWS_JSON, frozenset({"by", "id", "type", "time"})),
    (Format.HACKERNEWS_JSON, frozenset({"deleted", "id", "type", "time"})),
    (Format.LEMMY_JSON, frozenset({"post_view"})),
    (Format.LEMMY_JSON, frozenset({"comment", "creator", "post"})),
    (Format.REDDIT_NDJSON, frozenset({"subreddit", "author", "link_id", "body"})),
    (Format.REDDIT_NDJSON, frozenset({"subreddit", "author", "selftext"})),
    (Format.REDDIT_NDJSON, frozenset({"subreddit", "author", "num_comments"})),
    (Format.STACKEXCHANGE_JSON, frozenset({"question_id", "owner"})),
    (Format.STACKEXCHANGE_JSON, frozenset({"post_id", "comment_id", "owner"})),
)


def sniff(content: bytes, text: str | None, columns: Collection[str] = ()) -> Format:
    """The format of `content`, whose decoded form is `text` (None where it is binary and none was made).

    `columns` are columns that the user knows to be in it: a table that has them is one whatever their names.
    """
    if text is None or content[:4] == b"PAR1":
        return Format.PARQUET
    head = text[:_HEAD].lstrip(_BLANK)
    if head[:1] in ("{", "[") or ENVELOPE.match(head):
        return _json_format(text) or Format.TEXT
    if "<" in head and (found := _markup_format(head)):
        return found
    return Format.CSV if _is_table(head, columns) else Format.TEXT


def _markup_format(head: str) -> Format | None:
    start = head.find("<")
    root = found[1].lower() if (found := _ROOT.search(head)) else ""
    if root == "disqus":
        return Format.DISQUS_XML
    if root == "rss" and _WXR.search(head):
        return Format.WXR
    if root in ("rss", "feed") and _COMMENT_FEED.search(head):
        return Format.FEED
    if root in ("posts", "comments") and _DUMP_ROW.search(head):
        return Format.STACKEXCHANGE_XML
    tags = len(_HTML.findall(head))
    if re.match(r"<(?:!doctype|html|\?xml|!--|head|body)", head[start : start + 12], re.I) and start < 200 and tags:
        return Format.HTML
    return Format.HTML if tags >= 2 or (tags and start == 0) else None


def _json_format(text: str) -> Format | None:
    first = _first_line(text)
    if first is not None and _has_more(text):
        return _known_in(first) or Format.JSONL
    known = None
    for value in (first, _value(text[:_HEAD]), _value(text) if len(text) > _HEAD else None):
        known = known or (_known_in(value) if value is not None else None)
        if known or value is first is not None:
            break
    if known:
        return known
    begun = first if first is not None else _value(text[:_HEAD])
    return Format.JSON_TREE if next(_records(begun), None) else None


def _known_in(value: Any) -> Format | None:
    return next((found for record in _records(value) if (found := _known(record))), None)


def _value(text: str) -> Any:
    """The JSON value that a text begins with, cut off or not; None where it is none."""
    try:
        return load(text, "").value
    except FormatError:
        return None


def _first_line(text: str) -> Any:
    """The first line as a JSON object or list, None where it is none by itself."""
    try:
        value = json.loads(text.lstrip(_BLANK).partition("\n")[0])
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def _has_more(text: str) -> bool:
    """Whether another object begins on the second line."""
    return text.lstrip(_BLANK).partition("\n")[2].lstrip().startswith("{")


def _known(record: Mapping[str, Any]) -> Format | None:
    if record.get("schema") == "threads.thread/1":
        return Format.THREADS_JSONL
    if record.get("kind") in ("Listing", "t1", "t3", "more") and isinstance(record.get("data"), dict):
        return Format.REDDIT_JSON
    if str(record.get("kind", "")).startswith("youtube#comment"):
        return Format.YOUTUBE_JSON
    return next((found for found, keys in _SIGNS if keys <= record.keys()), None)


def _records(value: Any) -> Iterator[Mapping[str, Any]]:
    """The first objects of a JSON value: itself, its items, the items of its lists."""
    level: Sequence[Any] = [value]
    for _ in range(3):
        objects = [item for item in level if isinstance(item, dict)]
        yield from objects
        inner: list[Any] = [item for item in level if isinstance(item, list)]
        inner += [item for found in objects for item in found.values() if isinstance(item, (list, dict))]
        level = [item for found in inner for item in _some_of(found)][:200]


def _some_of(value: Any) -> list[Any]:
    return value[:5] if isinstance(value, list) else [value]


def _is_table(head: str, columns: Collection[str]) -> bool:
    """Whether the first line names columns, one of them a comment's text, and the next lines have as many."""
    header = re.split(r"[\r\n]", head, maxsplit=1)[0].strip()
    for delimiter in ",;\t|":
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        known = any(plain(name) in _TEXT_COLUMNS or name in columns for name in names)
        if len(names) < 2 or not known:
            continue
        try:
            rows = list(islice(csv.reader(head.splitlines(keepends=True), delimiter=delimiter), 1, 6))
        except csv.Error:
            continue
        whole = rows[:-1] if len(head) == _HEAD else rows
        if all(len(row) == len(names) for row in whole if row):
            return True
    return False
