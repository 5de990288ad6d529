"""A comment's HTML fragment → its text, with paragraphs kept and quotations told as spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from threads.readers.boxes import set_apart
from threads.thread import Quote

_SILENT = frozenset({"script", "style", "template", "title", "svg", "iframe", "object", "noframes"})
_PARAGRAPHS = frozenset({
    "p", "blockquote", "aside", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "figure",
    "section", "article", "header", "footer",
})  # fmt: skip
_LINES = frozenset({"div", "li", "dt", "dd", "tr", "caption", "figcaption", "details", "summary", "center"})
_SPACES = frozenset({"td", "th"})
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#\w]+;")
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_SEPARATORS = ("", " ", "\n", "\n\n")


@dataclass(frozen=True, slots=True)
class Fragment:
    """The text of a fragment; `quotes` are spans of it, or stand apart from it where they name whom they quote."""

    text: str
    quotes: tuple[Quote, ...] = ()


def fragment_text(html: str, *, newlines: bool = False) -> Fragment:
    """The text of an HTML fragment: blocks and `<br>` make lines, block quotations make quotes, scripts vanish.

    `newlines`: line ends of the source are line ends of the text (WordPress stores comments so), else they are spaces
    as in HTML. Text without any markup comes back as it is, but for its outer white space.
    """
    clean = _HALF.sub("\ufffd", html).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if not _MARKUP.search(clean):
        return Fragment(clean.strip())
    collector = _Collector(newlines)
    parser = etree.HTMLParser(target=collector, huge_tree=True, no_network=True, remove_comments=True)
    try:
        parser.feed("<div>" + clean)
        parser.close()
    except (etree.XMLSyntaxError, AssertionError):
        pass  # what came before the fault is collected
    return collector.fragment()


@dataclass(slots=True)
class _OpenQuote:
    depth: int
    author: str | None
    start: int | None = None


@dataclass(slots=True)
class _Collector:
    """An lxml parser target: collects text as the elements go by."""

    newlines: bool
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pending: int = 0
    depth: int = 0
    silent: int = 0
    preformatted: int = 0
    quote: _OpenQuote | None = None
    quotes: list[Quote] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if tag == "br":
            self._line_break()
            return
        self._break(tag)
        if tag in _SILENT:
            self.silent += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "img" and "emoji" in attributes.get("class", ""):
            self.data(attributes.get("alt") or attributes.get("title", ""))
        elif self.quote is None and _is_quotation(tag, attributes):
            self.quote = _OpenQuote(self.depth, attributes.get("data-username") or attributes.get("data-author"))

    def end(self, tag: str) -> None:
        if tag == "br":
            self.depth -= 1
            return
        if self.quote and self.quote.depth == self.depth:
            self._close_quote()
        self.depth -= 1
        if tag in _SILENT:
            self.silent -= 1
        elif tag == "pre":
            self.preformatted -= 1
        self._break(tag)

    def data(self, text: str) -> None:
        if self.silent or not text:
            return
        if self.preformatted:
            self._emit(text.strip("\n"))
            return
        for at, line in enumerate(text.split("\n") if self.newlines else [text]):
            if at:
                self._line_break()
            self._words(line)

    def close(self) -> None:
        """Nothing is left to do at the end: `fragment` may be asked at any time."""

    def fragment(self) -> Fragment:
        """What has been collected so far."""
        if self.quote:
            self._close_quote()
        boxes = [quote for quote in self.quotes if quote.author]
        apart = set_apart("".join(self.parts), self.quotes, boxes)
        return Fragment(apart.text, apart.quotes)

    def _words(self, line: str) -> None:
        if not line:
            return
        flat = _SPACE.sub(" ", line)
        if flat[0] == " ":
            self.pending = max(self.pending, 1)
        if words := flat.strip(" "):
            self._emit(words)
            self.pending = 1 if flat[-1] == " " else 0

    def _emit(self, text: str) -> None:
        if not text:
            return
        before = _SEPARATORS[self.pending] if self.length else ""
        if self.quote and self.quote.start is None:
            self.quote.start = self.length + len(before)
        self.parts.append(before + text)
        self.length += len(before) + len(text)
        self.pending = 0

    def _break(self, tag: str) -> None:
        level = 3 if tag in _PARAGRAPHS else 2 if tag in _LINES else 1 if tag in _SPACES else 0
        self.pending = max(self.pending, level)

    def _line_break(self) -> None:
        self.pending = 3 if self.pending >= 2 else 2

    def _close_quote(self) -> None:
        quote, self.quote = self.quote, None
        if quote and quote.start is not None and quote.start < self.length:
            self.quotes.append(Quote(quote.start, self.length, quote.author))


def _is_quotation(tag: str, attributes: dict[str, str]) -> bool:
    return tag == "blockquote" or (tag == "aside" and "quote" in attributes.get("class", "").split())
