"""Small threads with stance, written by hand for the tests of the discourse layer."""

from __future__ import annotations

from collections.abc import Sequence

from threads.discourse.replies import ReplyTree, reply_tree
from threads.stance.label import Distribution, Stance
from threads.stance.reading import CommentStance, ModelRecord, Thesis, ThreadStance
from threads.thread import Article, Comment, Source, Thread, Timestamp

MODEL = ModelRecord("hand-made", "0" * 64, "stance", 0.5)
FOR = Distribution(0.95, 0.03, 0.02)
AGAINST = Distribution(0.02, 0.03, 0.95)
NEUTRAL = Distribution(0.02, 0.96, 0.02)
DOUBT = Distribution(0.4, 0.3, 0.3)
LETTERS = {"+": FOR, "-": AGAINST, "0": NEUTRAL, "?": DOUBT}


def said(
    number: int,
    parent: int | None = None,
    *,
    depth: int = 0,
    text: str = "A sentence of some length stands here.",
    author: str | None = None,
    time: str | None = None,
    missing: bool = False,
    language: str | None = "en",
) -> Comment:
    """Comment `c<number>` under `c<parent>`; a lost one has no text and no author."""
    return Comment(
        f"c{number}",
        None if parent is None else f"c{parent}",
        depth,
        None if missing else text,
        None if missing else author,
        timestamp=Timestamp.from_iso(time) if time else None,
        missing=missing,
        language=language,
    )


def thread_of(comments: Sequence[Comment], *, declared: int | None = None, name: str = "t") -> Thread:
    return Thread(name, Source("t.txt", "text", "0" * 64), Article("A title", language="en", text="An article."),
                  tuple(comments), declared)  # fmt: skip


def stance_of(thread: Thread, letters: str, *, thesis: str = "The street should be closed.") -> ThreadStance:
    """One letter a comment: + agree, - disagree, 0 neutral, ? unclear, . none (a placeholder)."""
    spread = [LETTERS.get(letter) for letter in letters]
    comments = (
        CommentStance(c.id, d.stance(MODEL.threshold) if d else Stance.UNCLEAR, d)
        for c, d in zip(thread.comments, spread, strict=True)
    )
    return ThreadStance(thread.id, Thesis(thesis, given=True), tuple(comments), MODEL)


def tree_of(comments: Sequence[Comment], letters: str | None = None) -> ReplyTree:
    thread = thread_of(comments)
    return reply_tree(thread, stance_of(thread, letters) if letters is not None else None)


def chain(authors: str, letters: str | None = None) -> ReplyTree:
    """Comments one under the other, one letter an author; a space is a lost comment."""
    comments = [
        said(i, i - 1 if i else None, depth=i, author=a.strip() or None, missing=a == " ")
        for i, a in enumerate(authors)
    ]
    return tree_of(comments, letters)


def star(authors: str, letters: str | None = None) -> ReplyTree:
    """Top-level comments only."""
    return tree_of([said(i, author=a) for i, a in enumerate(authors)], letters)


SEED_000 = (said(0), said(1), said(2), said(3, 2, depth=1))
"""The tree of seed 000: three top-level comments, one reply to the third."""

SEED_001 = (
    said(0),
    said(1, 0, depth=1, missing=True),
    said(2, 1, depth=2, missing=True),
    said(3, 2, depth=3),
    said(4, 3, depth=4),
    said(5, 4, depth=5, missing=True),
    said(6, 5, depth=6),
    said(7, 0, depth=1),
    said(8),
)
"""The tree of seed 001: six comments, three placeholders at depths 1, 2 and 5."""
