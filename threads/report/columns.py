"""The columns of comments.parquet: name, type, meaning, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threads.discourse.acts import CommentActs
from threads.discourse.grice import CommentGrice
from threads.stance.label import Distribution
from threads.stance.reading import CommentStance
from threads.thread import Comment, Thread

if TYPE_CHECKING:
    from threads.analysis import Analysis

Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One comment with all that is said about it; `position` counts from 0 in document order."""

    thread: Thread
    position: int
    comment: Comment
    stance: CommentStance | None = None
    acts: CommentActs | None = None
    grice: CommentGrice | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is `string`, `int`, `float`, `bool` or `strings`; `meaning` is the codebook's sentence."""

    name: str
    type: str
    meaning: str
    read: Callable[[Row], Value]


def rows(analysis: Analysis) -> tuple[Row, ...]:
    """The rows of one thread, placeholders too, in document order."""
    stances = {s.comment_id: s for s in analysis.stance.comments}
    acts = {a.comment_id: a for a in analysis.discourse.acts}
    grice = {g.comment_id: g for g in analysis.discourse.grice}
    return tuple(
        Row(analysis.thread, at, c, stances.get(c.id), acts.get(c.id), grice.get(c.id))
        for at, c in enumerate(analysis.thread.comments)
    )


def _p(which: Callable[[CommentStance], Distribution | None], label: str) -> Callable[[Row], Value]:
    def read(row: Row) -> Value:
        found = which(row.stance) if row.stance else None
        return None if found is None else float(getattr(found, label))

    return read


def _grice(name: str) -> Callable[[Row], Value]:
    return lambda row: None if row.grice is None else getattr(row.grice, name)


def _votes(name: str) -> Callable[[Row], Value]:
    return lambda row: None if row.comment.votes is None else getattr(row.comment.votes, name)


def _confidence(row: Row) -> Value:
    found = row.stance.distribution if row.stance else None
    return None if found is None else found.confidence


def _read(stance: CommentStance) -> Distribution | None:
    return stance.distribution


def _text(stance: CommentStance) -> Distribution | None:
    return stance.text


def _tree(stance: CommentStance) -> Distribution | None:
    return stance.tree


def _reply(stance: CommentStance) -> Distribution | None:
    return stance.reply


def _reply_tree(stance: CommentStance) -> Distribution | None:
    return stance.reply_tree


COLUMNS: tuple[Column, ...] = (
    Column("thread_id", "string", "Id of the thread.", lambda r: r.thread.id),
    Column("comment_id", "string", "Id of the comment, unique in its thread.", lambda r: r.comment.id),
    Column("parent_id", "string", "Id of the comment replied to; empty at the top level.", lambda r: r.comment.parent),
    Column("position", "int", "Place in document order, from 0.", lambda r: r.position),
    Column("depth", "int", "0 for a top-level comment, a reply its parent's depth + 1.", lambda r: r.comment.depth),
    Column(
        "missing",
        "bool",
        "True for the placeholder of a lost comment: no author, no text.",
        lambda r: r.comment.missing,
    ),
    Column("kind", "string", "`comment`, or `pingback` for a link from another page.", lambda r: r.comment.kind.value),
    Column("author", "string", "Pseudonym, or the name where names were kept.", lambda r: r.comment.author),
    Column(
        "timestamp",
        "string",
        "ISO 8601, as precise as the source: `2022`, `2022-01-11`, `2022-01-11T22:30`; page's own clock if no zone.",
        lambda r: r.comment.timestamp.iso if r.comment.timestamp else None,
    ),
    Column("timestamp_raw", "string", "The time as the source writes it.", lambda r: r.comment.timestamp_raw),
    Column("language", "string", "ISO 639-1 code of the comment's language.", lambda r: r.comment.language),
    Column("text", "string", "The comment as written, quotations included.", lambda r: r.comment.text),
    Column(
        "own_words",
        "string",
        "The text without quoted words: what the stance is read from.",
        lambda r: None if r.comment.missing else r.comment.own_words,
    ),
    Column(
        "stance",
        "string",
        "`agree`, `neutral` or `disagree` with the thesis; `unclear` under the model's threshold.",
        lambda r: r.stance.stance.value if r.stance and not r.comment.missing else None,
    ),
    Column("confidence", "float", "Largest of p_agree, p_neutral, p_disagree.", _confidence),
    Column(
        "p_agree",
        "float",
        "Probability that the label rests on: tree-adjusted if there, else text-only.",
        _p(_read, "agree"),
    ),
    Column("p_neutral", "float", "As p_agree, for neutral.", _p(_read, "neutral")),
    Column("p_disagree", "float", "As p_agree, for disagree.", _p(_read, "disagree")),
    Column("p_agree_text", "float", "Probability from the comment's text alone.", _p(_text, "agree")),
    Column("p_neutral_text", "float", "As p_agree_text, for neutral.", _p(_text, "neutral")),
    Column("p_disagree_text", "float", "As p_agree_text, for disagree.", _p(_text, "disagree")),
    Column(
        "p_agree_tree",
        "float",
        "Probability after inference over the reply tree, and over the author's comments where asked for.",
        _p(_tree, "agree"),
    ),
    Column("p_neutral_tree", "float", "As p_agree_tree, for neutral.", _p(_tree, "neutral")),
    Column("p_disagree_tree", "float", "As p_agree_tree, for disagree.", _p(_tree, "disagree")),
    Column(
        "reply_agreement",
        "string",
        "Relation to the parent comment, tree-adjusted if there: `agree`, `neither`, `disagree` or `unclear`.",
        lambda r: r.stance.agreement.value if r.stance and r.stance.agreement else None,
    ),
    Column(
        "p_reply_agree",
        "float",
        "Probability from the texts alone that a reply agrees with its parent.",
        _p(_reply, "agree"),
    ),
    Column("p_reply_neither", "float", "As p_reply_agree, for neither.", _p(_reply, "neutral")),
    Column("p_reply_disagree", "float", "As p_reply_agree, for disagree.", _p(_reply, "disagree")),
    Column(
        "p_reply_agree_tree",
        "float",
        "The same after inference over the reply tree; empty where that is off.",
        _p(_reply_tree, "agree"),
    ),
    Column("p_reply_neither_tree", "float", "As p_reply_agree_tree, for neither.", _p(_reply_tree, "neutral")),
    Column("p_reply_disagree_tree", "float", "As p_reply_agree_tree, for disagree.", _p(_reply_tree, "disagree")),
    Column(
        "windows",
        "int",
        "Number of windows that a long comment was read in.",
        lambda r: r.stance.windows if r.stance and r.stance.text else None,
    ),
    Column(
        "acts",
        "strings",
        "Dialogue acts, the clearest first.",
        lambda r: None if r.acts is None else tuple(cue.act.value for cue in r.acts.acts),
    ),
    Column("words", "int", "Words of the commenter's own.", _grice("words")),
    Column("words_to_median", "float", "Words over the thread's median.", _grice("words_to_median")),
    Column("relation_parent", "float", "TF-IDF cosine to the parent, 0 to 1.", _grice("relation_parent")),
    Column("relation_article", "float", "TF-IDF cosine to the article, 0 to 1.", _grice("relation_article")),
    Column(
        "new_content",
        "float",
        "Share of words used neither by the article nor by an earlier comment.",
        _grice("new_content"),
    ),
    Column("words_per_sentence", "float", "Mean words a sentence.", _grice("words_per_sentence")),
    Column("capitals", "float", "Share of capitals among letters.", _grice("capitals")),
    Column("marks_per_sentence", "float", "Exclamation and question marks a sentence.", _grice("marks_per_sentence")),
    Column("links", "int", "Links offered.", _grice("links")),
    Column("quotations", "int", "Quotations offered.", _grice("quotations")),
    Column("numbers", "int", "Numbers offered.", _grice("numbers")),
    Column("votes_up", "int", "Readers' votes in favour.", _votes("up")),
    Column("votes_down", "int", "Readers' votes against.", _votes("down")),
    Column("votes_net", "int", "Balance of votes, where only that is shown.", _votes("net")),
    Column("edited", "bool", "The source says that the comment was edited.", lambda r: r.comment.edited),
    Column("deleted", "bool", "The source says that the comment was deleted.", lambda r: r.comment.deleted),
    Column(
        "permalink", "string", "Address of the comment; dropped where it carries a name.", lambda r: r.comment.permalink
    ),
    Column(
        "implicit_parent_id",
        "string",
        "Comment that the text seems to answer although the page does not say so; never replaces parent_id.",
        lambda r: r.comment.implicit_parent.id if r.comment.implicit_parent else None,
    ),
)
