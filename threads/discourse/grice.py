"""Comments → measures along Grice's four maxims; they describe, they never judge.

Grice 1975, Logic and Conversation: relation, quantity, manner, quality (here: what is offered as support, never truth).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from threads.discourse.replies import ReplyTree
from threads.discourse.sentences import links, sentences, without_links, words
from threads.discourse.terms import tfidf
from threads.thread import Article, Comment

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class CommentGrice:
    """Grice-style measures of one comment's own words; None where they cannot be computed.

    Relation: TF-IDF cosine (0..1) to parent and article. Quantity: words, words over the thread's median, share of
    words that neither article nor an earlier comment used. Manner: mean words a sentence, share of capitals among
    letters, exclamation and question marks a sentence. Quality: links, quotations and numbers offered.
    """

    comment_id: str
    relation_parent: float | None
    relation_article: float | None
    words: int
    words_to_median: float | None
    new_content: float | None
    words_per_sentence: float | None
    capitals: float | None
    marks_per_sentence: float | None
    links: int
    quotations: int
    numbers: int


_QUOTATION = re.compile(r"[„“\"«»][^„“”\"«»]{3,}[“”\"«»]")
_NUMBER = re.compile(r"\d(?<![\w/]\d)[\d.,]*(?![\w/])")
_PLANE = 1 << 16
"""Characters in a plane of Unicode."""


def grice(tree: ReplyTree, article: Article) -> tuple[CommentGrice, ...]:
    """Measures of every observed comment, in thread order; linear in the text."""
    positions = [i for i, comment in enumerate(tree.comments) if not comment.missing]
    texts = [tree.own_words[i] for i in positions]
    plain = [without_links(text) for text in texts]
    counts = [len(words(text)) for text in texts]
    above, capital = similarities(tree, article, positions, texts), capitals(plain)
    median = statistics.median(counts) if counts else 0
    known = set(words(article.text or ""))
    found = []
    for at, i in enumerate(positions):
        own = set(words(texts[at]))
        new = len(own - known) / len(own) if own else None
        known |= own
        to_median = counts[at] / median if median else None
        written = _Written(texts[at], plain[at], counts[at], to_median, new, capital[at])
        found.append(_of_comment(tree.comments[i], written, above[at]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Relation:
    """TF-IDF cosines of a comment; None where one side has no words."""

    parent: float | None
    article: float | None


def similarities(tree: ReplyTree, article: Article, positions: list[int], texts: list[str]) -> list[Relation]:
    """Relation of each text to its parent and to the article, TF-IDF fitted on this thread."""
    everything = [words(text) for text in (*texts, article.text or "")]
    if not any(everything):
        return [Relation(None, None)] * len(texts)
    row_of = {i: at for at, i in enumerate(positions)}
    parents = [row_of.get(tree.parents[i], len(texts)) for i in positions]
    to_parent, to_article = _cosines(tfidf(everything), parents)
    known = bool(everything[-1])
    found = []
    for at, own in enumerate(everything[:-1]):
        beside = own and parents[at] < len(texts) and everything[parents[at]]
        found.append(Relation(to_parent[at] if beside else None, to_article[at] if own and known else None))
    return found


def _cosines(rows: csr_array, parents: list[int]) -> tuple[list[float], list[float]]:
    """The product of each row but the last with that of its parent, and with the last row."""
    own = rows[:-1]
    article = np.zeros(rows.shape[1])
    article[rows[-1:].indices] = rows[-1:].data
    shared = own.copy()
    shared.data *= article[own.indices]
    shared.eliminate_zeros()
    return _sums(own.multiply(rows[parents]).tocsr()), _sums(shared)


def _sums(rows: csr_array) -> list[float]:
    """Sum of each row, from its last entry on: the order decides the last digit."""
    lengths = np.diff(rows.indptr)[::-1]
    filled = lengths > 0
    sums = np.zeros(len(lengths))
    if filled.any():
        sums[filled] = np.add.reduceat(rows.data[::-1], (np.cumsum(lengths) - lengths)[filled])
    return [float(value) for value in sums[::-1]]


def capitals(texts: Sequence[str]) -> list[float | None]:
    """Share of capitals among the letters of each text; None where it has none."""
    every = "".join(texts)
    codes = np.frombuffer(every.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    planes = int(codes.max()) // _PLANE + 1 if len(codes) else 1
    ends = np.cumsum([0, *map(len, texts)])
    kinds = _letters(planes)
    capital, letters = (_counted(kind[codes], ends) for kind in (kinds.capitals, kinds.letters))
    return [some / of if of else None for some, of in zip(capital, letters, strict=True)]


def _counted(marks: npt.NDArray[np.bool_], ends: npt.NDArray[np.int64]) -> list[int]:
    """How many marks stand between each end and the one before it."""
    return [int(n) for n in np.diff(np.concatenate([[0], marks.cumsum()])[ends])]


@dataclass(frozen=True, slots=True)
class _Letters:
    """For every character of the first planes of Unicode whether it is a letter, and a capital."""

    letters: npt.NDArray[np.bool_]
    capitals: npt.NDArray[np.bool_]


@cache
def _letters(planes: int) -> _Letters:
    every = [chr(code) for code in range(planes * _PLANE)]
    letters = np.array([one.isalpha() for one in every])
    return _Letters(letters, letters & np.array([one.isupper() for one in every]))


@dataclass(frozen=True, slots=True)
class _Written:
    """A comment's own words and what is counted in them; `plain` are they without web addresses."""

    text: str
    plain: str
    words: int
    words_to_median: float | None
    new_content: float | None
    capitals: float | None


def _of_comment(comment: Comment, written: _Written, relation: Relation) -> CommentGrice:
    text, plain = written.text, written.plain
    parts = len(sentences(text, comment.language))
    return CommentGrice(
        comment.id,
        relation.parent,
        relation.article,
        written.words,
        written.words_to_median,
        written.new_content,
        written.words / parts if parts else None,
        written.capitals,
        (plain.count("!") + plain.count("?")) / parts if parts else None,
        links(text),
        len(_QUOTATION.findall(text)) + len(comment.quotes),
        len(_NUMBER.findall(plain)),
    )
