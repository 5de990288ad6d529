"""A part of a page in, its text with paragraphs and the quotations in it out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from threads.readers.boxes import opens_box, set_apart, with_header
from threads.readers.html.page import SILENT, Page
from threads.readers.wording import find_stamp
from threads.thread import Quote

_PARAGRAPH = frozenset(
    {"p", "blockquote", "ul", "ol", "dl", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "figure"}
)
_LINE = frozenset({"div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "aside", "br", "tbody"})
_GAP = frozenset({"td", "th", "img"})
_SPACE, _NEWLINE, _BLANK = 1, 2, 3
_BREAKS = {_SPACE: " ", _NEWLINE: "\n", _BLANK: "\n\n"}
_QUOTING = re.compile(
    r"\.[\w-]*(?:quote|zitat)(?:box|block|main|container|content|d|s|text|-?wrap(?:per)?|-?body)?(?=[.\[]|$)"
)
_NOT_QUOTING = re.compile(
    r"selectquote|selecttoquote|multiquote|unquote|quote-?(?:button|link|action)|(?<![a-z])(?:btn|link|icon|reply)-?quote"
)
_NAMING = re.compile(r"attribution|quote-?(?:name|author|user|by|source|title|header|head)(?=[.\[]|$)")
_ON = re.compile(r"[\s,(]+(?:(?:on|am|at|le|il|el|um|op|den|kl)\b)?\W*$", re.I)
_EMOJI = re.compile(r"emoji|smil", re.I)
_SOURCE = re.compile(r"(?:post|comment|message|p|pid|#)[=:\s/-]*(\d+)", re.I)
_SAID = re.compile(
    r"^\W*(?:quote:?\s*|zitat:?\s*)?(?:originally posted by|posted by|zitat von|citation de|cita de|by|von)?\s*:?\s*"
    r"(?P<name>\S[^:]{0,40}?)\s*(?:said|wrote|schrieb|sagte|hat geschrieben|a écrit|ha scritto|escribió|писал)?"
    r"\s*:?\s*↑?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text with paragraphs set off by blank lines, and where in it others are quoted."""

    text: str
    quotes: tuple[Quote, ...] = ()


class _Writer:
    """Puts text together: runs of white space become one break, the widest that was asked for."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pending = 0

    def want(self, gap: int) -> None:
        """Ask for a break; two line breaks in a row make a paragraph."""
        self.pending = _BLANK if gap == self.pending == _NEWLINE else max(self.pending, gap)

    def soft(self, gap: int) -> None:
        """Ask for a break that does not add up with others."""
        self.pending = max(self.pending, gap)

    def write(self, text: str, verbatim: bool) -> None:
        """Append text, white space collapsed unless `verbatim`."""
        if not text:
            return
        body = text.strip("\r\n") if verbatim else " ".join(text.split())
        if not body.strip():
            self.soft(_SPACE)
            return
        if text[0].isspace():
            self.soft(_SPACE)
        if self.parts and self.pending:
            self._put(_BREAKS[self.pending])
        self.pending = 0
        self._put(body)
        if text[-1].isspace():
            self.soft(_SPACE)

    def next_start(self) -> int:
        """Where the next text will begin."""
        return self.length + (len(_BREAKS[self.pending]) if self.parts and self.pending else 0)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def render(
    page: Page, start: int, *, skip: Collection[int] = (), mute: Collection[int] = (), forum: bool = False
) -> Rendered:
    """Text of element `start` without the elements in `skip` and without the text right after those in `mute`.

    Words in a box that names whom it quotes are set apart, on a `forum` those of every block quotation.
    """
    writer, quotes, drawn = _Writer(), list[Quote](), set[int]()
    open_elements: list[int] = []
    quoted: dict[int, int] = {}
    verbatim = 0
    stop = page.ends[start]

    def close(index: int) -> None:
        nonlocal verbatim
        verbatim -= page.tags[index] == "pre"
        if index in quoted and writer.length > quoted[index]:
            quotes.append(_quote(page, index, quoted[index], writer.length))
            if forum or page.tags[index] != "blockquote" or _QUOTING.search(page.keys[index]):
                drawn.add(quoted[index])
        writer.soft(_NEWLINE if page.tags[index] == "cite" and quoted else _gap(page.tags[index]))
        if index != start and index not in mute:
            writer.write(page.tails[index], verbatim > 0)

    at = start
    while at < stop:
        while open_elements and page.ends[open_elements[-1]] <= at:
            close(open_elements.pop())
        tag = page.tags[at]
        if at in skip or tag in SILENT:
            writer.soft(_SPACE)
            if at != start and at not in mute:
                writer.write(page.tails[at], verbatim > 0)
            at = page.ends[at]
            continue
        if tag == "br":
            writer.want(_NEWLINE)
        else:
            writer.soft(_gap(tag))
        if _quoting(tag, page.keys[at]) or (_may_quote(tag, page.keys[at], forum) and opens_box(_opening(page, at))):
            quoted[at] = writer.next_start()
        if tag == "img" and _EMOJI.search(page.keys[at]):
            alternative = page.attributes[at].get("alt", "")
            writer.write("" if alternative.isascii() else alternative, False)
        verbatim += tag == "pre"
        writer.write(page.texts[at], verbatim > 0)
        open_elements.append(at)
        at += 1
    while open_elements:
        close(open_elements.pop())
    return _apart("".join(writer.parts), _outermost(quotes), drawn, forum)


def _apart(text: str, quotes: tuple[Quote, ...], drawn: Collection[int], forum: bool) -> Rendered:
    """The text without the boxes whose starts are in `drawn`, where these name whom they quote."""
    if not quotes:
        return Rendered(text)
    named, boxes = list[Quote](), list[Quote]()
    for quote in quotes:
        named.append(with_header(quote, text) if quote.start in drawn else quote)
        if quote.start in drawn and (forum or named[-1].author or named[-1].of):
            boxes.append(named[-1])
    apart = set_apart(text, named, boxes)
    return Rendered(apart.text, apart.quotes)


@lru_cache(maxsize=4096)
def _quoting(tag: str, key: str) -> bool:
    """Whether an element holds others' words. A blockquote that a forum puts around each whole post is not one."""
    if "postcontent" in key or "messagetext" in key or _NOT_QUOTING.search(key):
        return False
    return tag == "blockquote" or (tag not in _INLINE and _QUOTING.search(key) is not None)


def _may_quote(tag: str, key: str, forum: bool) -> bool:
    """Whether an element that begins by naming whom it quotes holds others' words: a forum's cell or box, a span."""
    return (forum and (tag == "td" or "bbcode" in key)) or (tag == "span" and _QUOTING.search(key) is not None)


def _opening(page: Page, index: int) -> str:
    """The words of an element and of the first few in it, of each what stands before others."""
    return " ".join(filter(None, map(str.strip, page.texts[index : min(page.ends[index], index + _HEAD)])))


_HEAD = 6
_INLINE = frozenset({"a", "button", "span", "i", "em", "b", "small", "q", "ul", "input"})


def _gap(tag: str) -> int:
    if tag in _PARAGRAPH:
        return _BLANK
    return _NEWLINE if tag in _LINE and tag != "br" else _SPACE if tag in _GAP else 0


def _quote(page: Page, index: int, start: int, end: int) -> Quote:
    """A quotation with what its markup says of its author and source."""
    author = source = None
    for at in range(index, min(page.ends[index], index + 12)):
        attributes = page.attributes[at]
        author = (
            author or attributes.get("data-author") or attributes.get("data-username") or attributes.get("data-quote")
        )
        source = source or _target(attributes)
        if author is None and (page.tags[at] == "cite" or _NAMING.search(page.keys[at])):
            said = _SAID.match(_undated(page.text(at)))
            author = said["name"] if said else None
    return Quote(start, end, author or None, source)


def _undated(line: str) -> str:
    """A line without the date that it ends with: "Eva wrote on 3 May 2012, 10:15:" → "Eva wrote"."""
    stamp = find_stamp(line)
    if stamp is None or stamp.start() == 0 or line[stamp.end() :].strip(" :»"):
        return line
    return _ON.sub("", line[: stamp.start()])


def _target(attributes: object) -> str | None:
    get = attributes.get  # type: ignore[attr-defined]
    for name in ("data-source", "data-post", "cite", "href"):
        match = _SOURCE.search(get(name) or "")
        if match:
            return match[1]
    return None


def _outermost(quotes: list[Quote]) -> tuple[Quote, ...]:
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end)):
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return tuple(kept)
