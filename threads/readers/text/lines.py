"""Lines of a text dump: the decoded text comes in, numbered lines with indent, list marker and words come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from threads.readers.wording import STAMP, is_picture

_BREAK = re.compile(r"\r\n|\r|\n")
_MARKER = re.compile(
    r"(?P<marker>\d{1,4}[.)]|[•·●○◦◎□■◇◆☆★△▲▪▫▸‣⁃∙*+\-–]|(?<=\s)[o#@=~])(?P<gap>[ \t\u00a0]+|$)", re.ASCII
)  # fmt: skip
_LETTER_MARKERS = {"o": 6, "#": 15, "@": 15, "=": 15, "~": 15}
"""Markers of deep levels only, by the column from which on they are taken for one."""
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\([^()]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]{0,1000})\]\((<?[^()\s]{0,2000}(?:\([^()\s]*\)[^()\s]*)?>?)(?:\s+\"[^\"]*\")?\)")
_WRAP = r"\n(?:> ?){0,9}"
_TARGET = (
    rf"\(\s?((?:[^()\s]|{_WRAP}(?=\S)){{0,2000}}(?:\([^()\n]{{0,200}}\)(?:[^()\s]|{_WRAP}(?=\S)){{0,2000}})?)"
    r"(?:\s+(?:> )*\"[^\"]{0,500}\")?\s?\)"
)
_WRAPPED_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\(([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,2000})?)\)")
_WRAPPED_LINK = re.compile(rf"\[([^\[\]]{{0,1000}})\]{_TARGET}")
_QUOTED_LINE = re.compile(r"(?:> ?)*")
_EMPHASIS = re.compile(
    r"(?<!\w)(?:(\*\*?)(?=\S)([^*~]{1,300}?)(?<=\S)\1|(__|~~|_)(?=\S)([^*_~]{1,300}?)(?<=\S)\3)(?!\w)"
)
_ICON = re.compile(r"(?<!\S)_{2,}(?=\s|$)|(?<!\S)__(?=\w)(?!\w[^_]*__)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~'\"])")
_REFERENCE = re.compile(r"(?<![\w\]])\[\d{1,4}\](?=[^\W\d_(#\[]|[\d@_])|\[\d{1,4}\](?=#\d)")
_REFERENCES = 8
"""Text browsers number that many links before they are taken for what they are."""
_HASHES = re.compile(r"^#{1,6}\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: 1-based `number`, `text` without indent and list markers, `column` where that text begins.

    `full` has the markers; `indent` is the column of the first character (the marker's, if there is one); `link` the
    first link target of a Markdown rendering.
    """

    number: int
    indent: int
    column: int
    text: str
    full: str
    marker: str | None = None
    link: str | None = None

    @property
    def blank(self) -> bool:
        """True where nothing but white space, a list marker, a counter behind it and a picture's placeholder stands."""
        return not self.text


def is_markdown(text: str) -> bool:
    """True where links are written `[words](address)`, as html2text and some extractors write them."""
    return len(re.findall(r"\]\((?:https?:|/|#|<)", text[:400_000])) >= 3


def split(text: str) -> tuple[Line, ...]:
    """Cut a text into lines; tabs are widened to eight columns, Markdown links, emphasis and link numbers left out."""
    markdown = is_markdown(text)
    if markdown:
        text = _unwrapped(text)
    if len(_REFERENCE.findall(text[:400_000])) >= _REFERENCES:
        text = _REFERENCE.sub("", text)
    return tuple(_line(number, raw, markdown) for number, raw in enumerate(_BREAK.split(text), 1))


def _unwrapped(text: str) -> str:
    """A Markdown text in which no link runs over the end of a line; each line keeps its number."""
    text = _BREAK.sub("\n", text)
    return _WRAPPED_LINK.sub(_link_by_line, _WRAPPED_IMAGE.sub(_image_by_line, text))


def _image_by_line(match: re.Match[str]) -> str:
    if "\n" not in match[0]:
        return match[0]
    return match[1] + "\n" * (match[0].count("\n") - match[1].count("\n"))


def _link_by_line(match: re.Match[str]) -> str:
    if "\n" not in match[0]:
        return match[0]
    target = re.sub(_WRAP, "", match[2])
    pieces = [_linked(piece, target) for piece in match[1].split("\n")]
    return "\n".join(pieces) + "".join(re.findall(_WRAP, match[0][match.end(1) - match.start() :])).rstrip(" ")


def _linked(words: str, target: str) -> str:
    """A link of its own on one line; the marks of a quotation stay before it."""
    at = _QUOTED_LINE.match(words)
    begin = at.end() if at else 0
    return f"{words[:begin]}[{words[begin:]}]({target})" if words[begin:].strip() else words


def _line(number: int, raw: str, markdown: bool) -> Line:
    raw = raw.replace("\x00", "").replace("\ufeff", "").expandtabs(8)
    body = raw.lstrip()
    indent = column = len(raw) - len(body)
    marker: str | None = None
    while match := _MARKER.match(raw, column):
        if indent < _LETTER_MARKERS.get(match["marker"], 0) or STAMP.match(raw, column):
            break
        marker = marker or match["marker"]
        column = match.end()
        if len(raw) == column or column - indent > 40:
            break
    words, full, link = raw[column:].strip(), body.strip(), None
    if markdown:
        found = _LINK.search(_IMAGE.sub("", words))
        link = found[2].strip("<>") if found else None
        words, full = _plain(words), _plain(full)
    full = full if marker else words
    bare = is_picture(words) or (marker is not None and words.isdecimal())
    return Line(number, indent, column, "" if bare else words, full, marker, link)


def _plain(words: str) -> str:
    """The words of a Markdown line without its markup."""
    words = _ICON.sub("", _IMAGE.sub(r"\1", _HASHES.sub("", words)))
    words = _EMPHASIS.sub(r"\2\4", _LINK.sub(r"\1", words))
    return _ESCAPE.sub(r"\1", words).strip()
