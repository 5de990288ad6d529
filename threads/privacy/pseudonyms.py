"""Pseudonyms in place of commenters' names: in the author field, in links, and inside the words of others.

A pseudonym is the first bits of HMAC-SHA256(key, name) as a proquint, a pronounceable spelling of 16 bits in five
letters (Wilkerson 2009, "A Proposal for Proquints", arXiv:0901.4016).
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from threads.privacy.names import Cut, Names, apply, moved
from threads.thread import Article, Comment, Evidence, Notice, Quote, Thread

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
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


@lru_cache(maxsize=16_384)
def _pseudonym(key: bytes, bits: int, name: str) -> str:
    if stands_for_anybody(name):
        return name
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    digest = hmac.digest(key, plain.encode(), "sha256")
    return proquint(int.from_bytes(digest[: bits // 8], "big"), bits)


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
        return _pseudonym(self.key, self.bits, name)

    def pseudonymise(self, thread: Thread) -> Thread:
        """The thread without its commenters' names; the article and its public byline stay as they are.

        A forum's opening post is article and comment: there the article too is without its author's name.
        Replaced: authors, the authors of quotations, @mentions, e-mail addresses and commenters' full names inside
        comments and notices. A name of one word is replaced where it is addressed ("@Tom", "Hallo Tom", "Tom wrote",
        "Tom, …" at the start of a line, a signature) and, if the thread anywhere greets it or mentions it with @,
        wherever it is spelled the same; not where it may be a common word. Dropped: author URLs, and permalinks
        that carry a name. Offsets of quotations follow the new text.
        """
        names = Names.of(self.pseudonym, thread)
        authors = {comment.id: comment.author for comment in thread.comments}
        comments = tuple(self._comment(c, names, authors.get(c.parent or "")) for c in thread.comments)
        notices = tuple(_notice(notice, names) for notice in thread.notices)
        article = self._opening(thread, comments, names)
        evidence = _evidence(thread.evidence, names)
        return replace(thread, article=article, comments=comments, notices=notices, evidence=evidence)

    def _opening(self, thread: Thread, comments: Sequence[Comment], names: Names) -> Article:
        """The article; under its pseudonym where it is the opening post, or where a forum's page has no article."""
        article = thread.article
        for before, after in zip(thread.comments, comments, strict=True):
            if article.author and before.author == article.author and article.text in (None, before.text):
                evidence = _evidence(article.evidence, names)
                return replace(article, author=after.author, text=article.text and after.text, evidence=evidence)
        return article

    def _comment(self, comment: Comment, names: Names, answers: str | None) -> Comment:
        cuts = names.cuts(comment.text, answers) if comment.text else []
        carried = comment.permalink is not None and names.inside(comment.permalink)
        return replace(
            comment,
            author=self.pseudonym(comment.author) if comment.author else comment.author,
            author_url=None,
            permalink=None if carried else comment.permalink,
            text=apply(comment.text, cuts) if comment.text else comment.text,
            timestamp_raw=names.hide(comment.timestamp_raw) if comment.timestamp_raw else comment.timestamp_raw,
            quotes=tuple(self._quote(quote, cuts, names) for quote in comment.quotes),
            evidence=_evidence(comment.evidence, names),
        )

    def _quote(self, quote: Quote, cuts: Sequence[Cut], names: Names) -> Quote:
        apart = apply(quote.apart, names.cuts(quote.apart, None)) if quote.apart else quote.apart
        author = self.pseudonym(quote.author) if quote.author else quote.author
        start, end = moved(quote.start, cuts, False), moved(quote.end, cuts, quote.apart is None)
        return replace(quote, start=start, end=end, author=author, apart=apart)


def _notice(notice: Notice, names: Names) -> Notice:
    where = names.hide(notice.where) if notice.where else notice.where
    return replace(notice, message=names.hide(notice.message), where=where)


def _evidence(evidence: tuple[Evidence, ...], names: Names) -> tuple[Evidence, ...]:
    carried = [bool(e.path) and names.inside(e.path or "") for e in evidence]
    if not any(carried):
        return evidence
    return tuple(replace(e, path=None) if carries else e for e, carries in zip(evidence, carried, strict=True))
