"""The format of a document, told from its content; its name is never asked."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from threads.source.document import Format

_HEAD = 65_536
_WXR = re.compile(r"xmlns:wp\s*=|wordpress\.org/export/|<wp:(?:wxr_version|comment)\b")
_DISQUS = re.compile(r"<disqus\b|disqus\.com/disqus-internals", re.I)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|article|section|table|ul|ol|meta|title)\b[^>]*>", re.I)
_TEXT_COLUMNS = frozenset({
    "text", "body", "content", "comment", "message", "comment_text", "comment_body", "commenttext", "post", "raw",
    "selftext", "content_html", "kommentar", "kommentartext", "texte", "commentaire", "testo", "commento", "texto",
    "comentario", "текст",
})  # fmt: skip
_SIGNS: tuple[tuple[Format, frozenset[str]], ...] = (
    (Format.CONVOKIT, frozenset({"conversation_id", "speaker", "text"})),
    (Format.CONVOKIT, frozenset({"root", "user", "text", "reply_to"})),
    (Format.DISCOURSE_JSON, frozenset({"post_stream"})),
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


def sniff(content: bytes, text: str | None) -> Format:
    """The format of `content`, whose decoded form is `text` (None where it is binary and none was made)."""
    if text is None or content[:4] == b"PAR1":
        return Format.PARQUET
    head = text[:_HEAD].lstrip("\ufeff \t\r\n\x00")
    if head[:1] in ("{", "["):
        return _json_format(text) or Format.TEXT
    if "<" in head:
        return _markup_format(head) or Format.TEXT
    return Format.CSV if _is_table(head) else Format.TEXT


def _markup_format(head: str) -> Format | None:
    start = head.find("<")
    if _WXR.search(head) and (start < 200 or "<rss" in head[:2000]):
        return Format.WXR
    if _DISQUS.search(head[:4000]) and not _HTML.search(head[:4000]):
        return Format.DISQUS_XML
    tags = len(_HTML.findall(head))
    if re.match(r"<(?:!doctype|html|\?xml|!--|head|body)", head[start : start + 12], re.I) and start < 200 and tags:
        return Format.HTML
    return Format.HTML if tags >= 2 or (tags and start == 0) else (Format.CSV if _is_table(head) else None)


def _json_format(text: str) -> Format | None:
    first, lines = _first_value(text)
    if first is None:
        return None
    if isinstance(first, dict) and first.get("schema") == "threads.thread/1":
        return Format.THREADS_JSONL
    known = next((found for record in _records(first) if (found := _known(record))), None)
    if known is Format.REDDIT_NDJSON and not lines:
        return Format.REDDIT_NDJSON
    if known:
        return known
    return Format.JSONL if lines else Format.JSON_TREE


def _known(record: Mapping[str, Any]) -> Format | None:
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


def _first_value(text: str) -> tuple[Any, bool]:
    """The first JSON value of a text, and whether a line is one value of several."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n\x00"))
    end = text.find("\n", start)
    line = text[start : end if end > 0 else len(text)]
    rest = text[end : end + 200].strip() if end > 0 else ""
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        first = None
    if first is not None and rest[:1] == "{" and isinstance(first, dict):
        return first, True
    if first is not None and not rest:
        return first, False
    try:
        return json.loads(text[start:]), False
    except (ValueError, RecursionError):
        return first, first is not None


def _is_table(head: str) -> bool:
    """Whether the first line names columns, one of them a comment's text, and the next lines have as many."""
    header = head.split("\n", 1)[0].strip()
    for delimiter in ",;\t|":
        names = next(csv.reader([header], delimiter=delimiter), [])
        if len(names) < 2 or not any(name.strip().lower() in _TEXT_COLUMNS for name in names):
            continue
        try:
            rows = list(islice(csv.reader(head.splitlines(keepends=True), delimiter=delimiter), 1, 6))
        except csv.Error:
            continue
        whole = rows[:-1] if len(head) == _HEAD else rows
        if all(len(row) == len(names) for row in whole if row):
            return True
    return False
