"""Comments → measures along Grice's four maxims; they describe, they never judge.

Grice 1975, Logic and Conversation: relation, quantity, manner, quality (here: what is offered as support, never truth).
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

from threads.discourse.replies import ReplyTree
from threads.discourse.sentences import links, sentences, without_links, words
from threads.thread import Article, Comment


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
_NUMBER = re.compile(r"(?<![\w/])\d[\d.,]*(?![\w/])")
_MARK = re.compile(r"[!?]")


def grice(tree: ReplyTree, article: Article) -> tuple[CommentGrice, ...]:
    """Measures of every observed comment, in thread order; linear in the text."""
    positions = [i for i, comment in enumerate(tree.comments) if not comment.missing]
    texts = [tree.comments[i].own_words for i in positions]
    counts = [len(words(text)) for text in texts]
    above = similarities(tree, article, positions, texts)
    median = statistics.median(counts) if counts else 0
    known = set(words(article.text or ""))
    found = []
    for at, i in enumerate(positions):
        new = _new_content(texts[at], known)
        known.update(words(texts[at]))
        found.append(_of_comment(tree.comments[i], texts[at], above[at], counts[at] / median if median else None, new))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Relation:
    """TF-IDF cosines of a comment; None where one side has no words."""

    parent: float | None
    article: float | None


def similarities(tree: ReplyTree, article: Article, positions: list[int], texts: list[str]) -> list[Relation]:
    """Relation of each text to its parent and to the article, TF-IDF fitted on this thread."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    everything = [*texts, article.text or ""]
    if not any(words(text) for text in everything):
        return [Relation(None, None)] * len(texts)
    rows = TfidfVectorizer(analyzer=words, sublinear_tf=True).fit_transform(everything)
    row_of = {i: at for at, i in enumerate(positions)}
    last, mine = len(everything) - 1, list(range(len(texts)))
    above = [row_of.get(tree.parents[i]) for i in positions]
    parents = [last if parent is None else parent for parent in above]
    filled = rows.getnnz(axis=1) > 0
    to_parent, to_article = (rows[mine].multiply(rows[to]).sum(axis=1) for to in (parents, [last] * len(mine)))
    return [
        Relation(
            float(to_parent[at, 0]) if above[at] is not None and filled[at] and filled[parents[at]] else None,
            float(to_article[at, 0]) if filled[at] and filled[last] else None,
        )
        for at in mine
    ]


def _new_content(text: str, known: set[str]) -> float | None:
    own = set(words(text))
    return len(own - known) / len(own) if own else None


def _of_comment(
    comment: Comment, text: str, relation: Relation, to_median: float | None, new: float | None
) -> CommentGrice:
    letters = [c for c in without_links(text) if c.isalpha()]
    parts = sentences(text, comment.language)
    count = len(words(text))
    return CommentGrice(
        comment.id,
        relation.parent,
        relation.article,
        count,
        to_median,
        new,
        count / len(parts) if parts else None,
        sum(c.isupper() for c in letters) / len(letters) if letters else None,
        len(_MARK.findall(without_links(text))) / len(parts) if parts else None,
        links(text),
        len(_QUOTATION.findall(text)) + len(comment.quotes),
        len(_NUMBER.findall(without_links(text))),
    )
