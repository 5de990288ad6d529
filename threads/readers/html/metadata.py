"""A page in, what it says about itself for machines out: its `meta` elements and its JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from threads.readers.html.page import Page
from threads.source.json_text import mended

_LONGEST = 4_000_000
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """`meta` holds `meta` contents by lower-case name or property, the first of each; `items` the JSON-LD objects."""

    meta: Mapping[str, str]
    items: tuple[Mapping[str, Any], ...]

    def first(self, *names: str) -> str | None:
        """The first of these `meta` names that has a value."""
        return next((value for name in names if (value := self.meta.get(name, "").strip())), None)


def read_metadata(page: Page) -> Metadata:
    """Collect what is there; broken JSON-LD counts as none."""
    meta: dict[str, str] = {}
    items: list[Mapping[str, Any]] = []
    for index in page.tagged("meta"):
        attributes = page.attributes[index]
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and attributes.get("content"):
            meta.setdefault(name.lower(), attributes["content"])
    for index in page.tagged("script"):
        if "ld+json" in page.attributes[index].get("type", "").lower():
            items.extend(_objects(page.texts[index]))
    return Metadata(meta, tuple(items))


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    if len(text) > _LONGEST:
        return
    try:
        top = json.loads(mended(text).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    for item in top if isinstance(top, list) else [top]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield item
            if isinstance(graph, list):
                yield from (inner for inner in graph if isinstance(inner, dict))


def kind_of(item: Mapping[str, Any]) -> str:
    """The schema.org type of an object, without its namespace; several are joined by spaces."""
    value = item.get("@type", "")
    names = value if isinstance(value, list) else [value]
    return " ".join(str(name).rsplit("/", 1)[-1] for name in names)


def words_of(value: object) -> str | None:
    """A text property: a string, or the name of an object, or the first of a list of these."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("url")
        else:
            break
    return value.strip() or None if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Nested:
    """A comment of JSON-LD with the position of its parent among those before it."""

    item: Mapping[str, Any]
    parent: int | None


def comments_in(items: Sequence[Mapping[str, Any]]) -> tuple[Nested, ...]:
    """Comments and answers in JSON-LD objects, each after its parent; the site's own answers of a FAQ are none."""
    found: list[Nested] = []
    spoken = [item for item in reversed(items) if "FAQPage" not in kind_of(item)]
    waiting: list[tuple[Mapping[str, Any], int | None, bool]] = [(item, None, False) for item in spoken]
    while waiting and len(found) < _MOST:
        item, parent, inside = waiting.pop()
        here = parent
        words = words_of(item.get("text") or item.get("commentText") or item.get("description"))
        if words is not None and (inside or kind_of(item) in ("Comment", "UserComments", "Answer")):
            found.append(Nested(item, parent))
            here = len(found) - 1
        for name in ("suggestedAnswer", "acceptedAnswer", "comment", "comments", "mainEntity"):
            inner = item.get(name)
            for child in reversed(inner if isinstance(inner, list) else [inner]):
                if isinstance(child, dict):
                    waiting.append((child, here, name != "mainEntity"))
    return tuple(found)
