"""A page's markup in, its elements as flat lists in document order out: nothing that reads them needs recursion.

Parsing is lxml's; a page nested deeper than libxml2 follows is read with the standard library's tokenizer instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import cast

import lxml.etree

LIBXML_DEPTH = 2000
"""Elements nested deeper than about this are cut off by libxml2, without a word."""

SILENT = frozenset({"script", "style", "template", "textarea", "select", "option", "head", "svg", "iframe", "object"})
"""Elements whose content is not text of the page."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

PARAGRAPHS = frozenset({"p", "blockquote", "pre"})
"""Elements that hold running words, not a label."""

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_KEYED = {"itemprop": "itemprop", "property": "itemprop", "rel": "rel", "data-testid": "testid", "data-qa": "testid"}
_TYPED = ("itemtype", "typeof")
_NAMING = frozenset((*_KEYED, *_TYPED))
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Page:
    """Elements in document order; element `i` and all inside it are `i` … `ends[i] - 1`.

    `keys` names an element as `tag#id.class.class[itemprop=…][type=…]`, in lower case; `texts` is the text right
    after its start tag, `tails` that right after its end tag.
    """

    tags: list[str]
    keys: list[str]
    attributes: list[Mapping[str, str]]
    parents: list[int]
    depths: list[int]
    ends: list[int]
    texts: list[str]
    tails: list[str]
    _lines: dict[int, str] = field(default_factory=dict, repr=False)
    _by_key: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _by_tag: dict[str, list[int]] = field(default_factory=dict, repr=False)

    @property
    def by_key(self) -> Mapping[str, list[int]]:
        """The elements of each key, in document order: a page has far fewer keys than elements."""
        if not self._by_key:
            for index, key in enumerate(self.keys):
                self._by_key.setdefault(key, []).append(index)
        return self._by_key

    def tagged(self, tag: str) -> Sequence[int]:
        """The elements with a tag, in document order."""
        if not self._by_tag:
            for index, each in enumerate(self.tags):
                self._by_tag.setdefault(each, []).append(index)
        return self._by_tag.get(tag, ())

    def __len__(self) -> int:
        """Number of elements."""
        return len(self.tags)

    def path(self, index: int) -> str:
        """A CSS-like path of at most four steps to the element, for evidence."""
        steps: list[str] = []
        while index >= 0 and len(steps) < 4:
            steps.append(self.keys[index].split("[")[0])
            if "#" in steps[-1]:
                break
            index = self.parents[index]
        return " > ".join(reversed(steps))

    def words_before(self, index: int) -> str:
        """The words right before an element, after another or at the start of what it stands in."""
        before = index - 1
        while self.depths[before] > self.depths[index]:
            before = self.parents[before]
        return (self.texts[before] if before == self.parents[index] else self.tails[before]).strip()

    def text(self, index: int) -> str:
        """All text inside the element in one line."""
        line = self._lines.get(index)
        if line is None:
            line = self._lines[index] = self._line(index)
        return line

    def _line(self, index: int) -> str:
        if self.ends[index] == index + 1:
            return " ".join(self.texts[index].split()) if self.tags[index] not in SILENT else ""
        return self.text_between(index, self.ends[index])

    def text_between(self, start: int, end: int) -> str:
        """All text of the elements `start` … `end - 1`, the tail of `start` and of its ancestors left out."""
        parts: list[str] = []
        open_elements: list[int] = []
        at = start
        while at < end:
            while open_elements and self.ends[open_elements[-1]] <= at:
                closed = open_elements.pop()
                if self.tags[closed] in _BREAKING:
                    parts.append(" ")
                parts.append(self.tails[closed])
            if self.tags[at] in SILENT:
                parts.append(self.tails[at] if at != start else "")
                at = self.ends[at]
                continue
            if self.tags[at] in _VOID or self.tags[at] in _BREAKING:
                parts.append(" ")
            parts.append(self.texts[at])
            if at != start:
                open_elements.append(at)
            at += 1
        parts.extend(self.tails[index] for index in reversed(open_elements))
        return " ".join("".join(parts).split())


_BREAKING = frozenset({"p", "div", "li", "td", "th", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "span"})


def parse(markup: str) -> Page:
    """Read any string as HTML; whatever it is, there is a page, at worst an empty one."""
    clean = markup.replace("\0", "\ufffd")
    page = _read_by_lxml(clean)
    if page is None:
        builder = _Builder()
        builder.feed(clean)
        builder.close()
        page = builder.flat.close()
    return _with_terms_around_definitions(page)


def _with_terms_around_definitions(page: Page) -> Page:
    """Comments shown as `dt` (who, when) and `dd` (what) become one element each: the `dd` are put into the `dt`."""
    lists: list[int] = []
    last = 0
    for index in page.tagged("dl"):
        if index < last or "comment" in page.keys[index]:
            lists.append(index)
            last = max(last, page.ends[index])
    if not lists:
        return page
    for outer in lists:
        term = -1
        at = outer + 1
        while at < page.ends[outer]:
            end = page.ends[at]
            if page.tags[at] == "dt":
                term = at
            elif page.tags[at] == "dd" and term >= 0:
                page.parents[at] = term
                for inner in range(at, end):
                    page.depths[inner] += 1
            at = end
    page.ends[:] = spans(page.depths)
    return page


class _TooDeepError(Exception):
    """The page is nested deeper than lxml is to follow."""


def _read_by_lxml(markup: str) -> Page | None:
    """The page as lxml reads it; None where it is nested too deep."""
    flat = _Flat(LIBXML_DEPTH)
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, target=flat)
    try:
        return cast(Page, lxml.etree.fromstring(markup.encode("utf-8", "replace"), parser=parser))
    except _TooDeepError:
        return None
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return flat.close()  # what came before the fault is read


class _Flat:
    """Collects the elements of a page in document order, as a parser's target: no tree is built."""

    def __init__(self, deepest: float = math.inf) -> None:
        self.tags: list[str] = []
        self.keys: list[str] = []
        self.attributes: list[Mapping[str, str]] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.tails: list[str] = []
        self.deepest = deepest
        self.opened = [-1]
        self._words: list[str] = []  # what `_into[_at]` is to hold; before the first element it is nobody's
        self._into, self._at = [""], 0
        self.data = self._words.append

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._words:
            self._put()
        index, opened = len(self.tags), self.opened
        depth = len(opened) - 1
        if depth >= self.deepest:
            raise _TooDeepError
        self.tags.append(tag)
        self.keys.append(_key(tag, attributes) if attributes else tag)
        self.attributes.append(attributes or _NOTHING)
        self.parents.append(opened[-1])
        self.depths.append(depth)
        self.ends.append(0)
        self.texts.append("")
        self.tails.append("")
        opened.append(index)
        self._into, self._at = self.texts, index

    def end(self, tag: str) -> None:
        """The innermost open element ends."""
        if self._words:
            self._put()
        index = self.opened.pop()
        self.ends[index] = len(self.tags)
        self._into, self._at = self.tails, index

    def _put(self) -> None:
        self._into[self._at] = "".join(self._words)
        self._words.clear()

    def close(self) -> Page:
        """The page ends, and with it what is open."""
        while len(self.opened) > 1:
            self.end("")
        if self._words:
            self._put()
        return Page(self.tags, self.keys, self.attributes, self.parents, self.depths, self.ends, self.texts, self.tails)


def spans(depths: list[int]) -> list[int]:
    """Where each element ends, from the depths of all in document order."""
    ends = [len(depths)] * len(depths)
    path: list[int] = []
    for index, depth in enumerate(depths):
        while path and depths[path[-1]] >= depth:
            ends[path.pop()] = index
        path.append(index)
    return ends


def close(made: Page) -> None:
    """Fill in where each element of a page ends and what it stands in, from the depths of all."""
    made.ends[:] = spans(made.depths)
    made.parents.clear()
    path: list[int] = []
    for at, depth in enumerate(made.depths):
        del path[depth:]
        made.parents.append(path[-1] if path else -1)
        path.append(at)


def _key(tag: str, attributes: Mapping[str, str]) -> str:
    named = "" if _NAMING.isdisjoint(attributes) else "".join(map(_naming, attributes.items()))
    return _joined(tag, attributes.get("id"), attributes.get("class"), named)


@lru_cache(maxsize=32768)
def _joined(tag: str, own: str | None, classes: str | None, named: str) -> str:
    key = tag
    if own and (own := own.strip()):
        key += "#" + _BAD_IN_ID.sub("_", own)
    if classes and (tokens := classes.split()):
        key += "." + ".".join(tokens)
    return (key + named).lower()


def _naming(attribute: tuple[str, str]) -> str:
    """What an attribute other than id and class adds to a key."""
    name, value = attribute
    if name in _KEYED:
        return "".join(f"[{_KEYED[name]}={token.split(':')[-1]}]" for token in value.split())
    return f"[type={_NAMESPACE.split(value.strip())[-1]}]" if name in _TYPED else ""


_BAD_IN_ID = re.compile(r"[\s.#\[]")
_NAMESPACE = re.compile(r"[/:#]")


class _Builder(HTMLParser):
    """Builds the flat lists from tokens, with no limit to depth and in linear time."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flat = _Flat()
        self._often: dict[str, int] = {}

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![…` is a comment in HTML up to the next `>`; the library raises AssertionError on one without a name."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li") and self._innermost() == tag:
            self._close(tag)
        self.flat.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.flat.end(tag)
        else:
            self._often[tag] = self._often.get(tag, 0) + 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self._often.get(tag):
            innermost = self._innermost()
            self._close(innermost)
            if innermost == tag:
                return

    def handle_data(self, text: str) -> None:
        self.flat.data(text)

    def _innermost(self) -> str:
        return self.flat.tags[self.flat.opened[-1]] if len(self.flat.opened) > 1 else ""

    def _close(self, tag: str) -> None:
        self._often[tag] -= 1
        self.flat.end(tag)
