"""Comments → measures along Grice's four maxims; they describe, they never judge.

Grice 1975, Logic and Conversation: relation, quantity, manner, quality (here: what is offered as support, never truth).
"""

from __future__ import annotations

from dataclasses import dataclass


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
