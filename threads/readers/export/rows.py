"""One row of a table or one object of a JSON tree, whatever its fields are called → a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import NOTHING, Post, from_html, from_plain
from threads.readers.fragment import Fragment
from threads.readers.timestamps import parse_timestamp
from threads.source.names import Guess, plain
from threads.thread import Timestamp, Votes

ROOTS = frozenset({"0", "-1", "root", "none", "nan", "null", "na"})
"""Parents by which tables say that there is none, where no comment has such an id."""

_TAGS = re.compile(
    r"</?(?:p|br|a|div|span|blockquote|i|b|em|strong|ul|ol|li|pre|code|img|h\d|u|s|aside)\b[^<>]*>", re.I
)
_ENTITIES = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8});", re.I)
_BLOCKS = re.compile(r"<(?:p|br|div|li)\b", re.I)
_NAMES = ("displayName", "display_name", "name", "username", "screen_name", "nickname", "login", "acct", "id")
_TEXTS = ("rendered", "html", "text", "raw", "content", "body", "value", "plain")
_TIMES = ("date", "$date", "seconds", "timestamp", "value", "iso", "$numberLong")
_GONE = frozenset({"[deleted]", "[removed]"})
_NO = frozenset({"", "0", "false", "no", "none", "null", "nan", "nein", "non"})


@dataclass(frozen=True, slots=True)
class Row:
    """An object with named values, and which names hold which fields."""

    values: Mapping[str, Any]
    names: Guess
    day_first: bool | None = None

    def value(self, field: str) -> object:
        """The first value under the field's names that is there; dots in a name lead into nested objects."""
        for name in self.names.columns.get(field, ()):
            found = self._at(name)
            if found is not None and found != "" and found == found:
                return found
        return None

    def _at(self, name: str) -> object:
        if name in self.values:
            return self.values[name]
        node: object = self.values
        for part in name.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        return node

    def text(self, field: str) -> str | None:
        """The value as one line of text: of an object its name or id, of a whole float its digits."""
        return scalar(self.value(field))

    def body(self) -> Fragment:
        """The text of the comment, told from markup where it is HTML."""
        for name in self.names.columns.get("text", ()):
            found = _inner(self._at(name), _TEXTS)
            if isinstance(found, str) and found.strip():
                return marked(found)
        return NOTHING

    def has_text(self) -> bool:
        """Whether one of the text columns holds a string."""
        return any(isinstance(_inner(self._at(name), _TEXTS), str) for name in self.names.columns.get("text", ()))

    def timestamp(self) -> Timestamp | None:
        """The moment of the comment; numeric dates are read in the table's own order of day and month."""
        return self._moment(_inner(self.value("time"), _TIMES))

    def _moment(self, value: object) -> Timestamp | None:
        if isinstance(value, str) and self.day_first is not None and "/" in value:
            return parse_timestamp(value, day_first=self.day_first)
        return moment(value)

    def post(self, path: str, *, parent: str | None = None, id: str | None = None) -> Post:
        """The post; `parent` and `id` where the place in the document tells them."""
        body = self.body()
        gone = body.text.lower() in _GONE or _is_set(self.value("deleted"))
        time = _inner(self.value("time"), _TIMES)
        return Post(
            id=id or self.text("id"),
            parent=parent or self.text("parent"),
            body=NOTHING if body.text.lower() in _GONE else body,
            path=path,
            rule=self.names.first("parent") or "nesting" if parent is None else "nesting",
            author=author(self.value("author")),
            author_url=self.text("author_url"),
            timestamp=self._moment(time),
            timestamp_raw=str(time) if isinstance(time, datetime) else raw_moment(time),
            language=_language(self.text("language")),
            edited=_is_set(self.value("edited")),
            deleted=gone,
            permalink=self.text("permalink"),
            votes=self._votes(),
        )

    def _votes(self) -> Votes | None:
        up, down, net = (_number(self.value(field)) for field in ("up", "down", "net"))
        return None if up is None and down is None and net is None else Votes(up, down, net)


def scalar(value: object) -> str | None:
    """A value as an id or name: strings stripped, 12.0 as 12, objects by their id; None for nothing."""
    if isinstance(value, dict):
        by_name = {plain(str(key)): item for key, item in value.items()}
        value = next((by_name[key] for key in ("id", "oid", *map(plain, _NAMES)) if by_name.get(key) is not None), None)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return None if value != value else str(int(value)) if value.is_integer() else str(value)
    if not isinstance(value, (str, int)):
        return None
    text = " ".join(str(value).split())
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text or None


def author(value: object) -> str | None:
    """A name, of an object its name rather than its id."""
    found = _inner(value, _NAMES)
    return scalar(found)


def marked(text: str) -> Fragment:
    """Text as it stands, or told from HTML where it has tags or entities."""
    if _TAGS.search(text):
        return from_html(text, newlines=not _BLOCKS.search(text))
    return from_html(text.replace("<", "&lt;"), newlines=True) if _ENTITIES.search(text) else from_plain(text)


def _inner(value: object, keys: tuple[str, ...]) -> object:
    """What an object or a list of one says under the likeliest of its keys; other values as they are."""
    for _ in range(4):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, dict):
            break
        by_name = {plain(key): item for key, item in value.items() if isinstance(key, str)}
        value = next((by_name[plain(key)] for key in keys if by_name.get(plain(key)) not in (None, "")), None)
    return value


def _is_set(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in _NO
    return bool(value) and value == value


def _number(value: object) -> int | None:
    found = scalar(value)
    try:
        return int(float(found)) if found else None
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _language(code: str | None) -> str | None:
    short = (code or "").lower().replace("_", "-").partition("-")[0]
    return short if re.fullmatch(r"[a-z]{2,3}", short) and short not in ("und", "nan") else None
