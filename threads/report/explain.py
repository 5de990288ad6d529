"""A thread → plain text that shows why each comment got its place, author and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from threads.report.terminal import clean
from threads.thread import Comment, Evidence, Notice, Thread

_FIRST_WORDS = 60


def explain(thread: Thread) -> str:
    """The whole thread, one comment a line, its evidence under it; ends with the notices."""
    return "\n".join(_lines(thread))


def _lines(thread: Thread) -> Iterator[str]:
    yield f"{thread.id}  {thread.source.path} ({thread.source.format})"
    article = thread.article
    yield f"article  {clean(article.title or 'no title')}"
    yield from _evidence(article.evidence, "  ")
    yield f"comments  {_counts(thread)}"
    yield from _evidence(thread.evidence, "  ")
    for comment in thread.comments:
        yield from _comment(comment)
    yield from _notices(thread.notices)


def _counts(thread: Thread) -> str:
    declared = "none announced" if thread.declared_comments is None else f"{thread.declared_comments} announced"
    sure = "" if thread.confidence is None else f", confidence in the tree {thread.confidence:.2f}"
    return f"{declared}, {thread.recovered_comments} found{sure}"


def _comment(comment: Comment) -> Iterator[str]:
    indent = "  " * min(comment.depth, 20)
    under = "the article" if comment.parent is None else comment.parent
    who = comment.author or ("lost" if comment.missing else "no author")
    when = comment.timestamp.iso if comment.timestamp else (comment.timestamp_raw or "no time")
    words = clean(comment.text or "")
    first = words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rstrip() + "…"
    yield f"{indent}[{comment.id}] depth {comment.depth}, under {under}: {clean(who)}, {clean(when)}: {first}"
    if comment.implicit_parent:
        link = comment.implicit_parent
        yield f"{indent}    may reply to {link.id} ({link.rule}, score {link.score:.2f})"
    yield from _evidence(comment.evidence, indent + "    ")


def _evidence(found: Iterable[Evidence], indent: str) -> Iterator[str]:
    for one in found:
        yield f"{indent}{one.field}: {one.rule}{_place(one)}"


def _place(one: Evidence) -> str:
    if one.lines is not None:
        first, last = one.lines
        return f" (line {first})" if first == last else f" (lines {first}–{last})"
    return f" ({one.path})" if one.path else ""


def _notices(notices: Iterable[Notice]) -> Iterator[str]:
    for one in notices:
        yield f"notice  {one.message}"
