"""Commenters' names inside running text: where they stand, and what stands there instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

from threads.thread import Thread

_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s<>\"']+|www\.[^\s<>\"']+")
_HANDLE = re.compile(r"(?<![\w@/.])@(?=\w)")
_UNMISTAKABLE = re.compile(r"(?=.*[^\W\d_])(?:.*[\d_]|(?=.{5}).*[a-zà-ÿ][A-ZÀ-Þ])")
"""A one-word name that is no word of any language: digits, underscores or capitals inside."""

_EVERYONE = re.compile(
    "admin|all|alle|allen|editor|everyone|forum|frage|mod|moderator|redacción|rédaction|redaktion|redazione|thema"
    "|todos|topic|tous|tutti|все"
)
"""What people address with @ that is no commenter."""

_GREETING = (
    "bonjour|ciao|dear|dr|frau|hallo|hello|herr|herrn|hey|hi|hola|madame|moin|monsieur|mr|mrs|ms|prof|salut|señor|señora"
    "|signor|signora|servus|zitat|господин|госпожа|привет"
)
_GREETINGS = frozenset(_GREETING.split("|"))
_GREETED = re.compile(rf"(?:(?<![\w@/.])@ ?|\b(?:{_GREETING})\.? )(\w+)", re.IGNORECASE)
"""Words that somebody in the thread uses as a name, beyond doubt."""

_ADDRESS = re.compile(
    f"{_GREETING}|amitiés|car[oa]|cher|cheers|chère|cordialement|danke|gr(?:uß|üße|üßen|uss|üsse)|gracias|grazie"
    "|greetings|lg|liebe[rs]?|merci|mfg|regards|saludos|saluti|thanks|thx|user|utente|usuario|vg|von|спасибо"
    "|уважаем(?:ый|ая)"
)
"""Words after which a one-word name is a person and not the common noun it may also be."""

_SAYING = re.compile(
    "antwortete|asked|disse|dice|dijo|dit|écrit|écrivait|fragte?|meinte?|répond|said|sagte?|says|schreibt|schrieb"
    "|scritto|wrote|writes|пишет|писала?|написала?|сказала?"
)
_ALIKE = 0.75
_LOWER = bytes(range(256)).lower()
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_HEAD = 3
"""First letters by which names are looked up in links; shorter names are not looked for there."""
_LONG_ENOUGH = 5
"""Letters from which a name in small letters at the head of a line is not taken for the small word it may also be."""
_CLOSE = 3
"""Most characters between the words of one name in running text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Replace `text[start:end]` by `by`."""

    start: int
    end: int
    by: str


def apply(text: str, cuts: Sequence[Cut]) -> str:
    """The text after the cuts, which are in order and do not overlap."""
    parts, at = [], 0
    for cut in cuts:
        parts += [text[at : cut.start], cut.by]
        at = cut.end
    return "".join([*parts, text[at:]])


def moved(offset: int, cuts: Sequence[Cut], is_end: bool) -> int:
    """Where an offset of the old text lies in the new one; inside a replaced word it goes to that word's edge."""
    shift = 0
    for cut in cuts:
        if cut.end <= offset:
            shift += len(cut.by) - (cut.end - cut.start)
        elif cut.start < offset:
            return cut.start + shift + (len(cut.by) if is_end else 0)
    return offset + shift


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text)))


def _squashed(text: str) -> str:
    plain = unquote(text)
    if plain.isascii():
        return plain.encode().translate(_LOWER, _NO_LETTERS).decode()
    return "".join(_folded(plain)).replace("_", "")


@lru_cache(maxsize=4096)
def _vocabulary(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Names:
    """The commenters of one thread.

    `by_first`: full names by first word; `part_of`: words that belong to one name alone; `known`: the words of both;
    `slugs`: names as they stand in links, by their first letters; `certain`: words that somebody greets or mentions
    with @, so that they are names wherever they stand.
    """

    pseudonym: Callable[[str], str]
    by_first: dict[str, tuple[str, ...]]
    part_of: dict[str, str]
    known: frozenset[str]
    slugs: dict[tuple[str, ...], tuple[str, ...]]
    certain: frozenset[str]

    @classmethod
    def of(cls, pseudonym: Callable[[str], str], thread: Thread) -> Names:
        """The names in a thread; `pseudonym` gives what stands in their place."""
        quoted = {q.author for c in thread.comments for q in c.quotes if q.author}
        names = sorted({c.author for c in thread.comments if c.author} | quoted)
        by_first: dict[str, tuple[str, ...]] = {}
        owners: dict[str, set[str]] = {}
        for name in names:
            words = _folded(name)
            if words:
                by_first[words[0]] = (*by_first.get(words[0], ()), name)
            for word in words:
                owners.setdefault(word, set()).add(name)
        longest_first = {word: tuple(sorted(found, key=lambda n: -len(n))) for word, found in by_first.items()}
        part_of = {w: n.pop() for w, n in owners.items() if len(n) == 1 and len(w) > 2}
        slugs: dict[tuple[str, ...], tuple[str, ...]] = {}
        for slug in {_squashed(name) for name in names}:
            if len(slug) >= _HEAD:
                slugs[tuple(slug[:_HEAD])] = (*slugs.get(tuple(slug[:_HEAD]), ()), slug)
        known = frozenset(longest_first) | frozenset(part_of)
        return cls(pseudonym, longest_first, part_of, known, slugs, _greeted(thread))

    def inside(self, link: str) -> bool:
        """Whether a link or path spells out one of the names."""
        squashed = _squashed(link)
        heads = self.slugs.keys() & zip(*(squashed[shift:] for shift in range(_HEAD)), strict=False)
        return any(slug in squashed for head in heads for slug in self.slugs[head])

    def hide(self, text: str) -> str:
        """The text with its names replaced."""
        return apply(text, self.cuts(text))

    def cuts(self, text: str, answers: str | None = None) -> list[Cut]:
        """What to replace in a text, in order and without overlap; `answers`: whose comment it replies to.

        A reply that opens with that name addresses its bearer.
        """
        found = self._addresses(text)
        if not self._may_name(text, answers):
            return sorted(found, key=lambda cut: cut.start)
        taken = [(cut.start, cut.end) for cut in found]
        handles = {match.end() for match in _HANDLE.finditer(text)}
        words = [m for m in _WORD.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
        at = 0
        if answers and words and words[0].group() == answers:
            found.append(Cut(words[0].start(), words[0].end(), self.pseudonym(answers)))
            at = 1
        while at < len(words):
            cut, used = self._name_at(text, words, at, handles)
            found += [cut] if cut else []
            at += used
        return sorted(found, key=lambda cut: cut.start)

    def _may_name(self, text: str, answers: str | None) -> bool:
        """False where no name can stand: most texts need not be read word by word."""
        if "@" in text or not self.known.isdisjoint(_vocabulary(text)):
            return True
        first = _WORD.search(text) if answers else None
        return first is not None and first.group() == answers

    def _addresses(self, text: str) -> list[Cut]:
        """E-mail addresses, and web addresses that carry a name."""
        cuts = []
        for match in _EMAIL.finditer(text) if "@" in text else ():
            hidden = self.pseudonym(match.group())
            cuts.append(Cut(match.start(), match.end(), f"{hidden}@example.invalid"))
        for match in _URL.finditer(text) if "://" in text or "www." in text else ():
            if self.inside(match.group()) and not any(c.start < match.end() and match.start() < c.end for c in cuts):
                hidden = self.pseudonym(match.group())
                cuts.append(Cut(match.start(), match.end(), f"https://{hidden}.invalid"))
        return cuts

    def _name_at(self, text: str, words: list[re.Match[str]], at: int, handles: set[int]) -> tuple[Cut | None, int]:
        """The replacement that starts at word `at`, if any, and the number of words to move on by."""
        start, word = words[at].start(), words[at].group()
        folded = word.casefold()
        if folded not in self.by_first and folded not in self.part_of and start not in handles:
            return None, 1
        for name in self.by_first.get(folded, ()):
            length = _spelled_out(text, words, at, _folded(name))
            if length and (length > 1 or self._is_name(name, text, words, at)):
                return Cut(start, words[at + length - 1].end(), self.pseudonym(name)), length
        miswritten = self._miswritten(text, words, at)
        if miswritten:
            return Cut(start, words[at + 1].end(), self.pseudonym(miswritten)), 2
        if start in handles and not _EVERYONE.fullmatch(folded):
            return Cut(start, words[at].end(), self._of_part(word)), 1
        if folded in self.part_of and word[0].isupper() and _addressed(text, words, at, True):
            return Cut(start, words[at].end(), self._of_part(word)), 1
        return None, 1

    def _is_name(self, name: str, text: str, words: list[re.Match[str]], at: int) -> bool:
        """Whether the one-word name at word `at` is used as a name there."""
        exact = words[at].group() == name
        certain = exact and len(name) > 2 and name.casefold() in self.certain
        return bool(_UNMISTAKABLE.match(name)) or certain or _addressed(text, words, at, exact)

    def _miswritten(self, text: str, words: list[re.Match[str]], at: int) -> str | None:
        """A full name of two words with a slip in the second: "Rüdiger Pauls" for Rüdiger Rauls."""
        if at + 1 == len(words) or text[words[at].end() : words[at + 1].start()] != " ":
            return None
        first, second = (words[n].group() for n in (at, at + 1))
        for name in self.by_first.get(first.casefold(), ()):
            parts = _folded(name)
            close = len(parts) == 2 and SequenceMatcher(None, parts[1], second.casefold()).ratio() >= _ALIKE
            if close and len(parts[1]) > 3 and first[0].isupper() and second[0].isupper():
                return name
        return None

    def _of_part(self, word: str) -> str:
        return self.pseudonym(self.part_of.get(word.casefold(), word))


def _spelled_out(text: str, words: list[re.Match[str]], at: int, name: tuple[str, ...]) -> int:
    """Number of words if `name` stands at word `at`, else 0."""
    here = words[at : at + len(name)]
    if len(here) < len(name) or any(w.group().casefold() != part for w, part in zip(here, name, strict=True)):
        return 0
    gaps = [text[a.end() : b.start()] for a, b in pairwise(here)]
    return len(name) if all(len(gap) <= _CLOSE and "\n" not in gap for gap in gaps) else 0


def _addressed(text: str, words: list[re.Match[str]], at: int, exact: bool) -> bool:
    """Whether the word is used as a person's name.

    "@Tom", "@ Tom", "Hallo Tom", "Tom wrote", "Tom," or a long "tomtom" at the start of a line, "Tom" alone in one.
    `exact`: the word is spelled as the name is.
    """
    start, end = words[at].span()
    if text[max(0, start - 2) : start].rstrip(" ").endswith("@"):
        return True
    before = words[at - 1] if at else None
    if before and text[before.end() : start] in (" ", ". ", ", ") and _ADDRESS.fullmatch(before.group().casefold()):
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    if after and text[end : after.start()].isspace() and _SAYING.fullmatch(after.group().casefold()):
        return True
    return exact and _opens_line(text, start, end)


def _opens_line(text: str, start: int, end: int) -> bool:
    """Whether the word stands alone in its line or opens it as an address does.

    What opens a line is written with a capital: a longer name in small letters there is a name, "yellowkitty thanks".
    """
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)].strip(" \t\xa0")
    opens = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>\xa0")
    uncommon = end - start >= _LONG_ENOUGH and text[start].islower()
    return opens and (not rest or rest[0] in ",:!" or rest == "." or uncommon)


def _greeted(thread: Thread) -> frozenset[str]:
    """Words after a greeting or an @, anywhere in the thread."""
    return frozenset(word for comment in thread.comments for word in _words_greeted(comment.text or ""))


def _words_greeted(text: str) -> Iterator[str]:
    dotted = "İ" in text or "ı" in text  # to a pattern without letter case they are an i
    if dotted or "@" in text or not _GREETINGS.isdisjoint(_vocabulary(text)):
        yield from (match[1].casefold() for match in _GREETED.finditer(text))
