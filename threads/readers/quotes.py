"""Quoted words told from own words: a comment's text comes in, spans of quotation come out.

Forms: "> " lines, [quote] blocks, "Zitat:" and "X wrote:" with what they introduce, long quotations in quotation marks
that stand word for word in the article or an earlier comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from threads.thread import Quote

LONG = 8
"""Words from which on a quotation in quotation marks is looked for in the article and the earlier comments."""

_SHINGLE = 5
_FEW = 500
"""Texts up to this number are looked through one by one, which then costs less than an index of their words."""

_WORD = re.compile(r"\w+")
_ELLIPSIS = re.compile(r"…|\.\.\.|\(\.+\)|\[[^\]]*\]")
_ARROW = re.compile(r"^[ \t]*(?:>|&gt;)+[^\n]*(?:\n[ \t]*(?:>|&gt;)+[^\n]*)*", re.M)
_BLOCK = re.compile(r"\[quote(?:=\"?([^\"\]\n,;]{1,60})[^\]\n]{0,80})?\](.*?)\[/quote\]", re.I | re.S)
_TITLE = r"(?:zitat|zit\.|quote|quotation|citation|citazione|cita|цитата|zitiere|ich zitiere|i quote|je cite|cito)"
_TITLE_STEMS = ("zit", "quot", "cita", "cite", "cito", "цитата")
_ANNOUNCED = re.compile(rf"^[ \t]*{_TITLE}(?:[ \t]+(?:von[ \t]+)?([^\n:„“”\"«»]{{1,60}}?))?[ \t]*:[ \t]*", re.I | re.M)
_SAYING = (
    r"(?:schrieb|schreibt|hat geschrieben|wrote|writes|said|a écrit|écrit|ha scritto|scrive|escribió|escribe"
    r"|написал|написала|пишет)"
)
_SAYING_STEMS = ("schr", "wrote", "writes", "said", "crit", "scri", "напис", "пишет")
_WROTE = re.compile(
    rf"^[ \t]*(?:@|am [^\n]{{4,40}} |on [^\n]{{4,40}}, ?)?([^\n:„“”\"«»]{{2,60}}?)[ \t]+{_SAYING}[ \t]*:[ \t]*",
    re.I | re.M,
)
_MARKS = re.compile(
    r"„([^„“”\"]{20,4000})[“”\"]|“([^“”]{20,4000})”|«([^«»]{20,4000})»|»([^«»]{20,4000})«|\"([^\"\n]{20,4000})\""
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LEADING = re.compile(r"^[ \t]*(?:>|&gt;|[-–—])+", re.M)
_DASHED = re.compile(r"[ \t]*[-–—]")


@dataclass(slots=True)
class Sources:
    """Texts that may be quoted; grows as a thread is read. Those of a long thread are indexed by their words."""

    _texts: dict[str, str] = field(default_factory=dict)
    _in_words: dict[str, str] = field(default_factory=dict)
    _with_word: dict[str, list[str]] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def add(self, id: str, text: str) -> None:
        """Make a text findable under `id` (`article` or a comment's id); what came first is found first."""
        self._texts[id] = text.casefold()
        self._waiting.append(id)

    def holding(self, quotation: str) -> str | None:
        """The id of a text that holds the quotation word for word, ellipses allowed, else None."""
        pieces = [words for piece in _ELLIPSIS.split(quotation) if len(words := _words(piece)) >= _SHINGLE]
        if not pieces:
            return None
        run = pieces[0][:_SHINGLE]
        id = next((id for id in self._near(run) if self._holds(id, run)), None)
        return id if id is not None and all(self._holds(id, piece) for piece in pieces) else None

    def _holds(self, id: str, words: Sequence[str]) -> bool:
        if id not in self._in_words:
            self._in_words[id] = f" {' '.join(_words(self._texts[id]))} "
        return f" {' '.join(words)} " in self._in_words[id]

    def _near(self, run: Sequence[str]) -> Iterable[str]:
        """The texts that may hold a run of words, in order: those with its longest word, or its rarest by an index."""
        if len(self._texts) <= _FEW:
            longest = max(run, key=len)
            return (id for id, text in self._texts.items() if longest in text)
        for id in self._waiting:
            for word in set(_words(self._texts[id])):
                self._with_word.setdefault(word, []).append(id)
        self._waiting.clear()
        return min((self._with_word.get(word, []) for word in run), key=len)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def find(text: str, sources: Sources | None = None, authors: Mapping[str, str] | None = None) -> tuple[Quote, ...]:
    """The quotations in a comment's text, in order, without overlap.

    `sources` holds the article and the earlier comments; `authors` gives the id of an author's latest comment by
    casefolded name, for quotations that name whom they quote.
    """
    kinds = (_blocks(text), _arrows(text), _introduced(text, sources), _verbatim(text, sources))
    ranked = [(quote, rank) for rank, quotes in enumerate(kinds) for quote in quotes if quote.end > quote.start]
    return tuple(_placed(text, quote, sources, authors or {}) for quote in _apart(ranked))


def _apart(ranked: list[tuple[Quote, int]]) -> list[Quote]:
    """The quotes in order, of two that overlap the one of the more explicit form (the lower rank)."""
    kept: list[tuple[Quote, int]] = []
    for quote, rank in sorted(ranked, key=lambda entry: (entry[0].start, entry[1])):
        if kept and quote.start < kept[-1][0].end:
            if rank < kept[-1][1]:
                kept[-1] = (quote, rank)
        else:
            kept.append((quote, rank))
    return [quote for quote, _ in kept]


def _placed(text: str, quote: Quote, sources: Sources | None, authors: Mapping[str, str]) -> Quote:
    """The quote with the text it is taken from, where that is known."""
    if quote.of is not None:
        return quote
    words = _LEADING.sub("", text[quote.start : quote.end])
    of = None
    if sources:
        tries = (words, words.partition(":")[2], *_PARAGRAPH.split(words))
        of = next((id for words in tries if (id := sources.holding(words))), None)
    return Quote(quote.start, quote.end, quote.author, of or authors.get((quote.author or "").casefold()))


def _blocks(text: str) -> list[Quote]:
    if "[" not in text:
        return []
    return [Quote(m.start(), m.end(), m[1].strip() if m[1] else None) for m in _BLOCK.finditer(text)]


def _arrows(text: str) -> list[Quote]:
    return [Quote(m.start(), m.end()) for m in _ARROW.finditer(text)] if ">" in text or "&gt;" in text else []


def _introduced(text: str, sources: Sources | None) -> list[Quote]:
    """ "Zitat:" or "X wrote:" and what it introduces: a quotation in marks, dashed paragraphs, or one paragraph."""
    found: list[Quote] = []
    if ":" not in text:
        return found
    lowered = text.lower()
    for pattern, stems in ((_ANNOUNCED, _TITLE_STEMS), (_WROTE, _SAYING_STEMS)):
        if not any(stem in lowered for stem in stems):
            continue
        reached = 0
        for match in pattern.finditer(text):
            name = match[1].strip() if match[1] else None
            if match.start() < reached or (pattern is _WROTE and not _is_name(name or "")):
                continue
            end = _reach(text, match.end(), sources)
            if end is not None:
                found.append(Quote(match.start(), end, name))
                reached = end
    return found


def _is_name(text: str) -> bool:
    """True for one to four words of which the first is capitalised or a handle."""
    words = text.split()
    return 1 <= len(words) <= 4 and (words[0][:1].isupper() or words[0][:1] in "@_" or len(words) == 1)


def _reach(text: str, start: int, sources: Sources | None) -> int | None:
    """Where an introduced quotation ends; None where nothing shows that one follows."""
    while start < len(text) and text[start].isspace():
        start += 1
    if marks := _MARKS.match(text, start):
        return marks.end()
    end, dashed = None, bool(_DASHED.match(text, start))
    for paragraph in _paragraphs(text, start):
        taken = _DASHED.match(text, paragraph.start) if dashed else end is None
        if not taken and not (sources and sources.holding(text[paragraph.start : paragraph.end])):
            break
        end = paragraph.end
    return end


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int


def _paragraphs(text: str, start: int) -> Iterator[_Stretch]:
    """The paragraphs from `start` on."""
    while start < len(text):
        gap = _PARAGRAPH.search(text, start)
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield _Stretch(start, end)
        start = gap.end() if gap else len(text)


def _verbatim(text: str, sources: Sources | None) -> list[Quote]:
    """Long quotations in marks that stand word for word in the article or an earlier comment."""
    found: list[Quote] = []
    if not any(mark in text for mark in '„“«»"'):
        return found
    for match in _MARKS.finditer(text):
        words = match[match.lastindex or 0]
        if sources and len(_WORD.findall(words)) >= LONG and (of := sources.holding(words)):
            found.append(Quote(match.start(), match.end(), None, of))
    return found
