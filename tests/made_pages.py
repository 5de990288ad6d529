"""Pages with their true threads: how well a page is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from threads.readers.html import read
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.source.document import Document, Format
from threads.thread import Comment, Thread

Gold = list[dict[str, Any]]
"""A page's comments in its order: `parent` (a number in the list), `author`, `timestamp` and `text`."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Found F1, and of the comments found the share with the right parent, author and time (1 where none is known)."""

    found: float
    parent: float
    author: float
    time: float


def rates(name: str, markup: str, gold: Gold, platforms: Sequence[Platform] = PLATFORMS) -> Rates:
    """What the reader makes of one page."""
    document = Document(f"{name}.html", Format.HTML, markup.encode(), "0" * 64, markup)
    return of_thread(read(document, "t", platforms=platforms), gold)


def of_thread(thread: Thread, gold: Gold) -> Rates:
    """What a thread has of the true one; a reply to a comment that was removed belongs to what is above it."""
    comments = {comment.id: comment for comment in thread.comments}
    found = [comment for comment in comments.values() if not _gone(comment)]
    pairs = matched(gold, found)
    known = {found[found_at].id: gold_at for gold_at, found_at in pairs.items()}
    parent = author = time = authors = times = 0
    for gold_at, found_at in pairs.items():
        true, comment = gold[gold_at], found[found_at]
        above = comment.parent
        while above is not None and _gone(comments[above]):
            above = comments[above].parent
        parent += (None if above is None else known.get(above, -1)) == true["parent"]
        authors += true["author"] is not None
        author += true["author"] is not None and comment.author == true["author"]
        times += true["timestamp"] is not None
        stamp = comment.timestamp.iso if comment.timestamp else ""
        time += true["timestamp"] is not None and stamp.startswith(true["timestamp"])
    return Rates(
        2 * len(pairs) / max(1, len(gold) + len(found)),
        parent / max(1, len(pairs)),
        author / authors if authors else 1.0,
        time / times if times else 1.0,
    )


def _gone(comment: Comment) -> bool:
    return comment.missing or comment.deleted


def matched(gold: Gold, found: Sequence[Comment]) -> dict[int, int]:
    """Gold comments to found ones with the same words, save a tenth of them, quotations set apart among them or not."""
    pairs: dict[int, int] = {}
    shown = [_shown(comment) for comment in found]
    for at, true in enumerate(gold):
        words = bag(true["text"])
        for other, said in enumerate(shown):
            if other not in pairs.values() and any(_same(words, each) for each in said):
                pairs[at] = other
                break
    return pairs


def _shown(comment: Comment) -> list[Counter[str]]:
    """The words of a comment, and these with the quotations that its site sets apart, and who is quoted."""
    apart = " ".join(f"{quote.author or ''} {quote.apart}" for quote in comment.quotes if quote.apart)
    said = bag(comment.text or "")
    return [said, said + bag(apart)] if apart else [said]


def _same(words: Counter[str], others: Counter[str]) -> bool:
    return 2 * (words & others).total() >= 0.9 * (words.total() + others.total())


def bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\u4e00-\u9fff]|\w+", text))
