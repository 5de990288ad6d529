"""What a reader of a text dump's thread must know: a thread comes in, notices come out."""

from __future__ import annotations

from threads.readers.text.posts import Boundary
from threads.thread import Notice, Thread


def of(thread: Thread, boundary: Boundary) -> tuple[Notice, ...]:
    """The notices of a thread that was read from text."""
    return (*_counts(thread), *_fields(thread), *_structure(thread, boundary))


def _counts(thread: Thread) -> list[Notice]:
    found, declared, lost = thread.recovered_comments, thread.declared_comments, thread.lost_comments
    placed = len(thread.comments) - found
    made = []
    if declared and not found:
        made.append(
            Notice("announced-not-found", f"The page announces {declared} comments; the text holds none of them.")
        )
    elif declared is not None and lost:
        made.append(
            Notice(
                "lost-comments",
                f"The page announces {declared} comments; {found} are in the text, {placed} more have a known place, "
                f"and {lost} are lost without a trace.",
            )
        )
    elif declared is not None and found > declared:
        made.append(Notice("more-than-announced", f"The page announces {declared} comments; {found} were found."))
    if placed:
        made.append(
            Notice("placeholder", f"{placed} comments are missing from the text and stand in the tree as placeholders.")
        )
    if thread.pagination:
        made.append(Notice("pagination", "The comments run over several pages; those of the other pages are not here."))
    return made


def _fields(thread: Thread) -> list[Notice]:
    real = [comment for comment in thread.comments if not comment.missing]
    made = []
    if real and not any(comment.author for comment in real):
        made.append(Notice("no-authors", "The text names no authors of comments; none were invented."))
    if real and not any(comment.timestamp or comment.timestamp_raw for comment in real):
        made.append(Notice("no-times", "The text gives no times of comments; none were invented."))
    unread = sum(bool(comment.timestamp_raw) and not comment.timestamp for comment in real)
    if unread:
        made.append(Notice("unread-times", f"The times of {unread} comments are kept as written: they name no date."))
    return made


def _structure(thread: Thread, boundary: Boundary) -> list[Notice]:
    made = []
    if len(thread.comments) > 1 and not any(comment.depth for comment in thread.comments):
        made.append(
            Notice(
                "no-nesting",
                "The text shows no indents: who answers whom is unknown unless all comments are top-level.",
            )
        )
    if boundary is Boundary.BUTTON:
        made.append(
            Notice(
                "weak-boundaries", "Only buttons such as 'Reply' tell the comments apart; some may be joined or split."
            )
        )
    if any(not article.title and article is thread.stacked_articles[-1] for article in thread.stacked_articles):
        made.append(
            Notice("text-beside", "Text beside article and comments is kept as the last of the stacked articles.")
        )
    return made
