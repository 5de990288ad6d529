"""A page's markup in, its elements as flat lists in document order out: nothing that reads them needs recursion.

Parsing is lxml's; a page nested deeper than libxml2 follows is read with the standard library's tokenizer instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

import lxml.etree

LIBXML_DEPTH = 2000
"""Elements nested deeper than about this are cut off by libxml2, without a word."""

SILENT = frozenset({"script", "style", "template", "textarea", "select", "option", "head", "svg", "iframe", "object"})
"""Elements whose content is not text of the page."""

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
    root = _lxml_root(clean)
    if root is not None:
        page = _from_lxml(root)
        if max(page.depths, default=0) < LIBXML_DEPTH:
            return _with_terms_around_definitions(page)
    builder = _Builder()
    builder.feed(clean)
    builder.close()
    return _with_terms_around_definitions(builder.page())


def _with_terms_around_definitions(page: Page) -> Page:
    """Comments shown as `dt` (who, when) and `dd` (what) become one element each: the `dd` are put into the `dt`."""
    lists = [i for i, tag in enumerate(page.tags) if tag == "dl" and "comment" in page.keys[i]]
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
    page.ends[:] = _ends(page.depths)
    return page


def _lxml_root(markup: str) -> lxml.etree._Element | None:
    parser = lxml.etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return lxml.etree.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None


def _from_lxml(root: lxml.etree._Element) -> Page:
    flat = _Flat()
    index_of: dict[lxml.etree._Element, int] = {}
    add, find, tails = flat.add, index_of.get, flat.tails
    for element in root.iter():
        tag = element.tag
        if type(tag) is str:
            index_of[element] = add(tag, element.items(), find(element.getparent(), -1), element.text or "")
            tail = element.tail
            if tail:
                tails[-1] = tail
    return flat.page()


class _Flat:
    """Collects the elements of a page in document order."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.keys: list[str] = []
        self.attributes: list[Mapping[str, str]] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self.texts: list[str] = []
        self.tails: list[str] = []

    def add(self, tag: str, attributes: list[tuple[str, str]], parent: int, text: str) -> int:
        self.tags.append(tag)
        named = dict(attributes) if attributes else _NOTHING
        self.keys.append(_key(tag, named) if attributes else tag)
        self.attributes.append(named)
        self.parents.append(parent)
        self.depths.append(self.depths[parent] + 1 if parent >= 0 else 0)
        self.texts.append(text)
        self.tails.append("")
        return len(self.tags) - 1

    def page(self) -> Page:
        return Page(
            self.tags, self.keys, self.attributes, self.parents, self.depths, _ends(self.depths), self.texts, self.tails
        )


def _ends(depths: list[int]) -> list[int]:
    ends = [len(depths)] * len(depths)
    path: list[int] = []
    for index, depth in enumerate(depths):
        while path and depths[path[-1]] >= depth:
            ends[path.pop()] = index
        path.append(index)
    return ends


def _key(tag: str, attributes: Mapping[str, str]) -> str:
    key = tag
    own, classes = attributes.get("id"), attributes.get("class")
    if own and (own := own.strip()):
        key += "#" + _BAD_IN_ID.sub("_", own)
    if classes and (tokens := classes.split()):
        key += "." + ".".join(tokens)
    if not _NAMING.isdisjoint(attributes):
        key += "".join(map(_naming, attributes.items()))
    return key.lower()


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
        self._flat = _Flat()
        self._open: list[int] = []
        self._often: dict[str, int] = {}
        self._last_closed = -1

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![…` is a comment in HTML up to the next `>`; the library raises AssertionError on one without a name."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li") and self._open and self._flat.tags[self._open[-1]] == tag:
            self._close()
        parent = self._open[-1] if self._open else -1
        index = self._flat.add(tag, [(name, value or "") for name, value in attrs], parent, "")
        if tag in _VOID:
            self._last_closed = index
            return
        self._open.append(index)
        self._often[tag] = self._often.get(tag, 0) + 1
        self._last_closed = -1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._often.get(tag):
            return
        while self._flat.tags[self._open[-1]] != tag:
            self._close()
        self._close()

    def handle_data(self, text: str) -> None:
        if self._last_closed >= 0:
            self._flat.tails[self._last_closed] += text
        elif self._open:
            self._flat.texts[self._open[-1]] += text

    def _close(self) -> None:
        self._last_closed = self._open.pop()
        self._often[self._flat.tags[self._last_closed]] -= 1

    def page(self) -> Page:
        return self._flat.page()
