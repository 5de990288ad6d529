"""A page in, the comments that it carries in scripts rather than in markup out: JSON-LD, and Blogger's items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threads.readers.html.metadata import Metadata, comments_in, words_of
from threads.readers.html.names import clean_name
from threads.readers.html.page import Page, parse
from threads.readers.html.render import Rendered, render
from threads.readers.timestamps import parse_timestamp
from threads.thread import Timestamp

BLOGGER = "Blogger's script items"
"""The rule by which comments come from the items that Blogger's pages carry: complete, with parents."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One comment found in a script; `parent` is the position of its parent among those before it."""

    id: str | None
    parent: int | None
    body: Rendered
    author: str | None
    author_url: str | None
    timestamp: Timestamp | None
    timestamp_raw: str | None
    permalink: str | None
    rule: str


_BLOGGER_ITEMS = re.compile(r"\bitems['\"]?\s*[:=]\s*\[\s*\{(?=\s*['\"]id['\"])")
_BLOGGER_STRING = re.compile(r"['\"](\w+)['\"]\s*:\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")", re.S)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))", re.S)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_LONGEST = 20_000_000


def carried_comments(page: Page, metadata: Metadata) -> tuple[Carried, ...]:
    """Comments in scripts: the richer of the sources that the page has."""
    linked = tuple(_from_json_ld(metadata))
    blogger = tuple(_from_blogger(page))
    return max(linked, blogger, key=len)


def _from_json_ld(metadata: Metadata) -> Iterator[Carried]:
    for nested in comments_in(metadata.items):
        item = nested.item
        author = item.get("author") or item.get("creator")
        url = author.get("url") if isinstance(author, dict) else None
        raw = words_of(item.get("dateCreated") or item.get("datePublished") or item.get("commentTime"))
        link = words_of(item.get("url") or item.get("@id"))
        yield Carried(
            _last_number(words_of(item.get("@id")) or link),
            nested.parent,
            _body(words_of(item.get("text") or item.get("commentText") or item.get("description")) or ""),
            clean_name(words_of(author) or ""),
            url if isinstance(url, str) else None,
            parse_timestamp(raw) if raw else None,
            raw,
            link,
            "JSON-LD Comment",
        )


def _last_number(text: str | None) -> str | None:
    numbers = re.findall(r"\d+", text or "")
    return numbers[-1] if numbers else None


def _from_blogger(page: Page) -> Iterator[Carried]:
    for index in page.tagged("script"):
        text = page.texts[index]
        start = _BLOGGER_ITEMS.search(text) if "items" in text and len(text) < _LONGEST else None
        if start:
            yield from _blogger_items(text[start.end() :])
            return


def _blogger_items(text: str) -> Iterator[Carried]:
    position: dict[str, int] = {}
    item: dict[str, str] = {}
    waiting: list[dict[str, str]] = []
    for match in _BLOGGER_STRING.finditer(text):
        name, value = match[1], _unescape(match[2] or match[3] or "")
        if name == "id" and "body" in item:
            waiting.append(item)
            item = {}
        item.setdefault(name, value)
    if "body" in item:
        waiting.append(item)
    for at, item in enumerate(filter(_is_blogger_comment, waiting)):
        parent = position.get(item.get("parentId", ""))
        position.setdefault(item.get("id", ""), at)
        yield _blogger_item(item, parent)


def _is_blogger_comment(item: Mapping[str, str]) -> bool:
    """Other sites have items with a body too: Blogger's tell when they were written, and in milliseconds."""
    return "displayTime" in item or item.get("timestamp", "").isdigit()


def _blogger_item(item: Mapping[str, str], parent: int | None) -> Carried:
    epoch = item.get("timestamp", "")
    shown = item.get("displayTime") or epoch
    return Carried(
        item.get("id") or None,
        parent,
        _body(item["body"]),
        clean_name(item.get("name", "")),
        item.get("profileUrl") or None,
        parse_timestamp(epoch) or parse_timestamp(shown),
        shown or None,
        item.get("permalink") or None,
        BLOGGER,
    )


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1] or match[2]:
            return chr(int(match[1] or match[2], 16))
        if match[3]:
            return chr(int(match[3], 8))
        return _CONTROL.get(match[4], match[4])

    if "\\" not in text:
        return text
    return _ESCAPE.sub(character, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _body(markup: str) -> Rendered:
    if "<" not in markup and "&" not in markup:
        return Rendered(markup.strip())
    page = parse(f"<div>{markup}</div>")
    at = next(iter(page.tagged("div")), 0)
    return render(page, at) if len(page) else Rendered("")
