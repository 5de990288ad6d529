"""The article of a text dump: the lines outside the comments come in, title, author, date and body come out.

Link dumps stack several articles on one page: each begins with a heading that an address or a source line follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from threads.readers.language import identify
from threads.readers.text.bylines import is_name
from threads.readers.text.lines import Line
from threads.readers.timestamps import parse_timestamp
from threads.readers.wording import LEAD, STAMP, STRONG_LEAD, find_stamp, is_chrome
from threads.thread import Article, Evidence, Timestamp

_ADDRESS = re.compile(r"^(?:(?:quelle|source|fonte|fuente|источник|via|link)\s*:\s*)?<?(?:https?://|www\.)\S+", re.I)
_AUTHOR = re.compile(r"^(?:autor(?:in)?|author|auteur|autrice|autore|autora|автор)\s*:\s*(.+)$", re.I)
_ORIGIN = re.compile(
    r"\b(?:veröffentlicht|verfasst|geschrieben|published|written|publié|écrit|scritto|escrito|publicado)"
    r" (?:von|by|par|da|por) ",
    re.I,
)
_STOP = re.compile(
    r"\s+(?:[–—|/(]|-\s|exklusiv|für|am|on|for|at|in|le|il|el|um|à|et al|https?:|www\.|übersetzt|aus dem|\d)"
    r"|[.,;:]\s|[.,;:]?$",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MENU = re.compile(r"[*+•□○◦▪-] ")
_HEAD_LINES = 40
_NEAR = 4
_MASTHEAD = 8
_LONGEST = 300
"""Characters beyond which a line is no heading."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A piece of the article's head, the line it stands on and the rule that found it."""

    value: str
    line: int
    rule: str


def read(lines: Sequence[Line], *, title: str | None = None) -> tuple[Article, ...]:
    """The articles that stand in `lines`, in order; `title` is the one that the comment section names, if any."""
    lines = [line for line in lines if line.blank or not is_chrome(line.full)]
    starts = _starts(lines)
    if len(starts) < 2:
        return (_article(lines, _title(lines, title)),)
    cuts = [0, *starts[1:], len(lines)]
    heads = [_Field(lines[at].full, lines[at].number, "heading above an address") for at in starts]
    return tuple(_article(lines[a:b], head) for (a, b), head in zip(pairwise(cuts), heads, strict=True))


def begin(lines: Sequence[Line], *, title: str | None = None) -> int:
    """The position of the article's title where a page's head of eight lines and more stands above it, else 0."""
    kept = [line for line in lines if line.text and not is_chrome(line.full)]
    head = None if len(_starts(lines)) > 1 else _title(kept, title)
    if head is None or sum(line.number < head.line for line in kept) < _MASTHEAD:
        return 0
    return next(at for at, line in enumerate(lines) if line.number == head.line)


def rest(lines: Sequence[Line]) -> Article | None:
    """What stands below or beside the comments, without title; None where that is nothing but the page's machinery."""
    worded = [line for line in lines if _LETTERS.search(line.full) and not is_chrome(line.full)]
    if not worded:
        return None
    where = (min(line.number for line in worded), max(line.number for line in worded))
    return Article(text=_join(worded), evidence=(Evidence("text", "lines beside the comments", where),))


def _starts(lines: Sequence[Line]) -> list[int]:
    """Positions of headings that stand alone above an address or source line."""
    worded = [at for at, line in enumerate(lines) if line.text]
    starts = []
    for at, below in pairwise(worded):
        alone = at == 0 or lines[at - 1].blank
        if alone and _heading(lines[at].full) and _ADDRESS.match(lines[below].full):
            starts.append(at)
    return starts


def _heading(text: str) -> bool:
    """True for a short line that is no sentence and no address."""
    words = text[: 2 * _LONGEST].split()
    return (
        2 <= len(words) <= 30
        and len(text) <= _LONGEST
        and not text.endswith((".", ":", ";", ","))
        and not _ADDRESS.match(text)
    )


def _article(lines: Sequence[Line], head: _Field | None) -> Article:
    author, published = _author(lines), _published(lines, head)
    body = _join([line for line in lines if head is None or not _equal(line.full, head.value)])
    stamp = _stamp(published)
    fields = {"title": head, "author": author, "published": published if stamp else None}
    evidence = tuple(Evidence(name, f.rule, (f.line, f.line)) for name, f in fields.items() if f)
    if body:
        worded = [line.number for line in lines if line.full]
        evidence += (Evidence("text", "lines outside the comments", (worded[0], worded[-1])),)
    return Article(
        title=" ".join(head.value.split()) if head else None,
        author=author.value if author else None,
        published=stamp,
        language=identify(body) if body else None,
        text=body or None,
        evidence=evidence,
    )


def _stamp(field: _Field | None) -> Timestamp | None:
    return parse_timestamp(field.value) if field else None


def _join(lines: Sequence[Line]) -> str:
    """The lines as text, runs of blank lines as one."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.full for line in lines))
    return re.sub(r"\A(?:[^\w\n]*\n)+", "", text).strip()


def _prose(text: str) -> bool:
    return len(text.split()) >= 20 or (len(text.split()) >= 10 and text.rstrip('”“"»').endswith((".", "!", "?", "…")))


def _title(lines: Sequence[Line], named: str | None) -> _Field | None:
    """The heading that the comments name, else one that is repeated, else the last heading above the first prose."""
    worded = [line for line in lines if line.text]
    if named and (line := next((x for x in worded if _same(x.full, named)), None)):
        return _Field(line.full, line.number, "named by the comment section")
    first = _body(worded)
    heads = [line for line in worded[:first][-_HEAD_LINES:] if _title_like(line.full)]
    dated = [line for line, *below in _windows(worded[:first]) if line in heads and any(map(_byline_like, below))]
    again = _repeated(heads, worded)
    pick = again[:1] or dated[-1:] or sorted(heads, key=lambda x: -min(len(x.full.split()), 5))[:1]
    if not pick:
        return _Field(named, 0, "named by the comment section") if named and not worded else None
    rule = "repeated heading" if again else "heading above a byline" if dated else "heading above the text"
    return _Field(pick[0].full, pick[0].number, rule)


def _body(worded: Sequence[Line]) -> int:
    """The first prose that more prose follows closely, else the first at all; the number of lines if there is none."""
    prose = [i for i, line in enumerate(worded) if _prose(line.full)]
    dense = (a for a, b in pairwise(prose) if b - a <= _NEAR)
    return next(dense, prose[0] if prose else len(worded))


def _windows(worded: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Each line with the two below it."""
    return (worded[i : i + 3] for i in range(len(worded)))


def _byline_like(line: Line) -> bool:
    """True for a short line that holds a date or begins like a byline."""
    short = len(line.full.split()) <= 14
    return short and bool(find_stamp(line.full) or LEAD.match(line.full) or _AUTHOR.match(line.full))


def _repeated(heads: Sequence[Line], worded: Sequence[Line]) -> list[Line]:
    """The headings of five words and more that stand on the page twice."""
    times = Counter(_folded(line.full) for line in worded if len(line.full) <= _LONGEST)
    return [line for line in heads if len(line.full.split()) > 4 and times[_folded(line.full)] > 1]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _same(text: str, other: str) -> bool:
    """True where one is the other, quotation marks, spaces and a cut end aside."""
    if max(len(text), len(other)) > _LONGEST:
        return False
    a, b = _folded(text), _folded(other)
    return bool(a) and (a == b or (len(b) > 25 and a.startswith(b)) or (len(a) > 25 and b.startswith(a)))


def _equal(text: str, title: str) -> bool:
    """True where a line is the title itself, spaces aside."""
    return text.split() == title.split()


def _title_like(text: str) -> bool:
    return (
        _heading(text)
        and not _MENU.match(text)
        and not LEAD.match(text)
        and not _AUTHOR.match(text)
        and not STAMP.match(text)
    )


def _author(lines: Sequence[Line]) -> _Field | None:
    """The author by "Autor: X", "Verfasst von X", "Von X", or "veröffentlicht von X" within a sentence of the head."""
    worded = [line for line in lines if line.text]
    for line in worded:
        if (match := _AUTHOR.match(line.full)) and (name := _bare(match[1])):
            return _Field(name, line.number, "author line")
    for line in [x for x in worded[:_HEAD_LINES] if len(x.full) <= 160]:
        lead = STRONG_LEAD.match(line.full) or LEAD.match(line.full)
        if lead and (name := _bare(line.full[lead.end() :])) and _capital(name):
            return _Field(name, line.number, "byline of the article")
    for line in worded[:_HEAD_LINES]:
        if (match := _ORIGIN.search(line.full[:2000])) and (name := _bare(line.full[match.end() :])) and _capital(name):
            return _Field(name, line.number, "named as the origin")
    return None


def _bare(text: str) -> str | None:
    """The name that a text begins with."""
    text = text[:_LONGEST]
    stamp = find_stamp(text)
    text = text[: stamp.start()] if stamp else text
    stop = _STOP.search(text)
    name = (text[: stop.start()] if stop else text).strip(" \t.,;:–—-|")
    return name if is_name(name) else None


def _capital(name: str) -> bool:
    """True where the words are capitalised as in a name, particles ("von", "de") aside."""
    words = [word for word in name.split() if len(word) > 3] or name.split()
    return all(word[:1].isupper() or not word[:1].isalpha() for word in words)


def _published(lines: Sequence[Line], head: _Field | None) -> _Field | None:
    """The date that stands in a short line of the head, else in a short last line."""
    worded = [line for line in lines if line.text]
    last = [line for line in worded[-1:] if len(line.full.split()) <= 8]
    near = [line for line in worded[:_HEAD_LINES] if len(line.full.split()) <= 14]
    near.sort(key=lambda x: head is not None and x.number < head.line)
    for line in [*near, *last]:
        if (
            (stamp := find_stamp(line.full))
            and parse_timestamp(stamp[0])
            and (head is None or line.number != head.line)
        ):
            return _Field(
                stamp[0].strip(), line.number, "date in the head" if line not in last else "date in the last line"
            )
    return None
