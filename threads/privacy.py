"""Pseudonyms in place of commenters' names: in the author field, in links, and inside the words of others.

A pseudonym is the first bits of HMAC-SHA256(key, name) as a proquint, a pronounceable spelling of 16 bits in five
letters (Wilkerson 2009, "A Proposal for Proquints", arXiv:0901.4016).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import unquote

from threads.thread import Comment, Evidence, Notice, Quote, Thread

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
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

_ADDRESS = re.compile(
    "bonjour|caro|cara|cher|chère|ciao|dear|dr|frau|gruß|hallo|hello|herr|herrn|hey|hi|hola|liebe|lieber|madame|moin"
    "|monsieur|mr|mrs|ms|prof|salut|señora?|signora?|servus|user|utente|usuario|von|уважаемый|уважаемая|господин"
    "|госпожа|привет"
)
"""Words after which a one-word name is a person and not the common noun it may also be."""

_SAYING = re.compile(
    "antwortete|asked|disse|dice|dijo|dit|écrit|écrivait|fragte?|meinte?|répond|said|sagte?|says|schreibt|schrieb"
    "|scritto|wrote|writes|пишет|писала?|написала?|сказала?"
)
_NOBODY = frozenset(
    {
        *("anonymous", "anon", "guest", "unknown", "deleted", "[deleted]"),
        *("anonym", "anonymer", "gast", "unbekannt", "gelöscht"),
        *("anonyme", "invité", "visiteur", "inconnu", "supprimé"),
        *("anonimo", "ospite", "visitatore", "sconosciuto"),
        *("anónimo", "anónima", "invitado", "visitante", "desconocido"),
        *("аноним", "анонимно", "гость", "неизвестный"),
    }
)
"""Names that pages give to whoever leaves none: several people, not one."""

_ALIKE = 0.75
_CLOSE = 3
"""Most characters between the words of one name in running text."""


def stands_for_anybody(name: str) -> bool:
    """Whether a name is what a page calls people without one ("Anonymous", "Gast"): not the name of one person."""
    return " ".join(name.split()).casefold() in _NOBODY


def key_for(contents: Iterable[bytes]) -> bytes:
    """A key of 32 bytes from the inputs of a run, whatever their order: the same inputs give the same pseudonyms.

    It cannot be computed from the inputs' published SHA-256. Who has the inputs themselves can compute it, but then
    has the names already; to keep pseudonyms apart even from such readers, choose a secret key of your own.
    """
    digests = sorted(
        hashlib.blake2b(content, digest_size=32, person=b"threads.content").digest() for content in contents
    )
    return hashlib.blake2b(b"".join(digests), digest_size=32, person=b"threads.pseudo").digest()


def proquint(number: int, bits: int = 32) -> str:
    """Spell `bits` (a multiple of 16) bits as proquints: `proquint(0x7F000001)` is "lusab-babad"."""
    return "-".join(_syllables(number >> shift & 0xFFFF) for shift in range(bits - 16, -1, -16))


def _syllables(word: int) -> str:
    consonants = [_CONSONANTS[word >> shift & 15] for shift in (12, 6, 0)]
    vowels = [_VOWELS[word >> shift & 3] for shift in (10, 4)]
    return "".join(c + v for c, v in zip(consonants, [*vowels, ""], strict=True))


@dataclass(frozen=True, slots=True)
class _Cut:
    """Replace `text[start:end]` by `by`."""

    start: int
    end: int
    by: str


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Names to pseudonyms under one key: the same name gets the same pseudonym in every thread of a run.

    With 32 bits, two of 9,000 names share a pseudonym with a chance of 1 %; take `bits=48` for larger corpora.
    """

    key: bytes = field(repr=False)
    bits: int = 32

    def pseudonym(self, name: str) -> str:
        """The pseudonym of a name. Spelling in Unicode and outer spaces do not matter, letter case does.

        A name that stands for anybody stays: a pseudonym would make one person of all who use it.
        """
        if stands_for_anybody(name):
            return name
        plain = " ".join(unicodedata.normalize("NFC", name).split())
        digest = hmac.new(self.key, plain.encode(), hashlib.sha256).digest()
        return proquint(int.from_bytes(digest[: self.bits // 8], "big"), self.bits)

    def pseudonymise(self, thread: Thread) -> Thread:
        """The thread without its commenters' names; the article and its public byline stay as they are.

        Replaced: authors, the authors of quotations, @mentions, e-mail addresses and commenters' full names inside
        comments and notices. A name of one word is replaced where it is addressed ("@Tom", "Hallo Tom", "Tom wrote",
        "Tom, …" at the start of a line), not where it may be a common word. Dropped: author URLs, and permalinks
        that carry a name. Offsets of quotations follow the new text.
        """
        names = _Names.of(self, thread)
        comments = tuple(self._comment(comment, names) for comment in thread.comments)
        notices = tuple(_notice(notice, names) for notice in thread.notices)
        return replace(thread, comments=comments, notices=notices, evidence=_evidence(thread.evidence, names))

    def _comment(self, comment: Comment, names: _Names) -> Comment:
        cuts = names.cuts(comment.text) if comment.text else []
        carried = comment.permalink is not None and names.inside(comment.permalink)
        return replace(
            comment,
            author=self.pseudonym(comment.author) if comment.author else comment.author,
            author_url=None,
            permalink=None if carried else comment.permalink,
            text=_apply(comment.text, cuts) if comment.text else comment.text,
            timestamp_raw=names.hide(comment.timestamp_raw) if comment.timestamp_raw else comment.timestamp_raw,
            quotes=tuple(self._quote(quote, cuts) for quote in comment.quotes),
            evidence=_evidence(comment.evidence, names),
        )

    def _quote(self, quote: Quote, cuts: Sequence[_Cut]) -> Quote:
        author = self.pseudonym(quote.author) if quote.author else quote.author
        return replace(quote, start=_moved(quote.start, cuts, False), end=_moved(quote.end, cuts, True), author=author)


def _notice(notice: Notice, names: _Names) -> Notice:
    where = names.hide(notice.where) if notice.where else notice.where
    return replace(notice, message=names.hide(notice.message), where=where)


def _evidence(evidence: tuple[Evidence, ...], names: _Names) -> tuple[Evidence, ...]:
    return tuple(replace(e, path=None) if e.path and names.inside(e.path) else e for e in evidence)


def _apply(text: str, cuts: Sequence[_Cut]) -> str:
    parts, at = [], 0
    for cut in cuts:
        parts += [text[at : cut.start], cut.by]
        at = cut.end
    return "".join([*parts, text[at:]])


def _moved(offset: int, cuts: Sequence[_Cut], is_end: bool) -> int:
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
    return "".join(_folded(unquote(text))).replace("_", "")


@dataclass(frozen=True, slots=True)
class _Names:
    """The commenters of one thread: their full names by first word, and the words that belong to one of them alone."""

    pseudonyms: Pseudonyms
    by_first: dict[str, tuple[str, ...]]
    part_of: dict[str, str]
    slugs: tuple[str, ...]

    @classmethod
    def of(cls, pseudonyms: Pseudonyms, thread: Thread) -> _Names:
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
        slugs = tuple(slug for slug in {_squashed(name) for name in names} if len(slug) > 2)
        return cls(pseudonyms, longest_first, part_of, slugs)

    def inside(self, link: str) -> bool:
        """Whether a link or path spells out one of the names."""
        squashed = _squashed(link)
        return any(slug in squashed for slug in self.slugs)

    def hide(self, text: str) -> str:
        return _apply(text, self.cuts(text))

    def cuts(self, text: str) -> list[_Cut]:
        """What to replace in a text, in order and without overlap."""
        found = self._addresses(text)
        taken = [(cut.start, cut.end) for cut in found]
        handles = {match.end() for match in _HANDLE.finditer(text)}
        words = [m for m in _WORD.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
        at = 0
        while at < len(words):
            cut, used = self._name_at(text, words, at, handles)
            found += [cut] if cut else []
            at += used
        return sorted(found, key=lambda cut: cut.start)

    def _addresses(self, text: str) -> list[_Cut]:
        """E-mail addresses, and web addresses that carry a name."""
        cuts = []
        for match in _EMAIL.finditer(text):
            hidden = self.pseudonyms.pseudonym(match.group())
            cuts.append(_Cut(match.start(), match.end(), f"{hidden}@example.invalid"))
        for match in _URL.finditer(text):
            if self.inside(match.group()) and not any(c.start < match.end() and match.start() < c.end for c in cuts):
                hidden = self.pseudonyms.pseudonym(match.group())
                cuts.append(_Cut(match.start(), match.end(), f"https://{hidden}.invalid"))
        return cuts

    def _name_at(self, text: str, words: list[re.Match[str]], at: int, handles: set[int]) -> tuple[_Cut | None, int]:
        """The replacement that starts at word `at`, if any, and the number of words to move on by."""
        start = words[at].start()
        for name in self.by_first.get(words[at].group().casefold(), ()):
            length = _spelled_out(text, words, at, _folded(name))
            if length and (length > 1 or _UNMISTAKABLE.match(name) or _addressed(text, words, at)):
                return _Cut(start, words[at + length - 1].end(), self.pseudonyms.pseudonym(name)), length
        miswritten = self._miswritten(text, words, at)
        if miswritten:
            return _Cut(start, words[at + 1].end(), self.pseudonyms.pseudonym(miswritten)), 2
        word = words[at].group()
        if start in handles and not _EVERYONE.fullmatch(word.casefold()):
            return _Cut(start, words[at].end(), self._of_part(word)), 1
        if word.casefold() in self.part_of and word[0].isupper() and _addressed(text, words, at):
            return _Cut(start, words[at].end(), self._of_part(word)), 1
        return None, 1

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
        return self.pseudonyms.pseudonym(self.part_of.get(word.casefold(), word))


def _spelled_out(text: str, words: list[re.Match[str]], at: int, name: tuple[str, ...]) -> int:
    """Number of words if `name` stands at word `at`, else 0."""
    here = words[at : at + len(name)]
    if len(here) < len(name) or any(w.group().casefold() != part for w, part in zip(here, name, strict=True)):
        return 0
    gaps = [text[a.end() : b.start()] for a, b in pairwise(here)]
    return len(name) if all(len(gap) <= _CLOSE and "\n" not in gap for gap in gaps) else 0


def _addressed(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether the word is used as a person's name: "@Tom", "@ Tom", "Hallo Tom", "Tom wrote", "Tom," opening a line."""
    start, end = words[at].span()
    before = text[max(0, start - 2) : start]
    if before.rstrip(" ").endswith("@"):
        return True
    if (
        at
        and _ADDRESS.fullmatch(words[at - 1].group().casefold())
        and text[words[at - 1].end() : start] in (" ", ". ", ", ")
    ):
        return True
    if (
        at + 1 < len(words)
        and _SAYING.fullmatch(words[at + 1].group().casefold())
        and text[end : words[at + 1].start()].isspace()
    ):
        return True
    opens = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")
    return opens and text[end : end + 1] in (",", ":", "!") and words[at].group()[0].isupper()
