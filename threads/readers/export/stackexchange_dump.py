"""A file of Stack Exchange's data dump (`Posts.xml`, `Comments.xml`) → a thread for each question.

Reference: https://meta.stackexchange.com/questions/2677 (schema of the dump).
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.moments import moment
from threads.readers.export.post import Post, from_html, from_plain
from threads.readers.export.xml import XmlStream
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes

_QUESTION, _ANSWER = "1", "2"


@dataclass(slots=True)
class _Asked:
    """A question, where the file holds it, with its answers or comments."""

    article: Article | None = None
    posts: list[Post] = field(default_factory=list)


def read(document: Document) -> Iterator[Thread]:
    """A thread for each question, or for each commented post where the file holds comments only."""
    stream = XmlStream(document.text or "", document.path)
    asked: dict[str, _Asked] = {}
    for at, row in enumerate(stream.elements("row"), start=1):
        kind, own = row.get("PostTypeId"), row.get("Id") or f"row-{at}"
        if kind == _QUESTION:
            asked.setdefault(own, _Asked()).article = _article(row)
        elif kind == _ANSWER:
            asked.setdefault(row.get("ParentId") or "unknown", _Asked()).posts.append(_answer(row, own, f"row[{at}]"))
        elif kind is None and row.get("Text") is not None:
            asked.setdefault(row.get("PostId") or "unknown", _Asked()).posts.append(_comment(row, own, f"row[{at}]"))
    for native, question in asked.items():
        notices = tuple(stream.notices)
        stream.notices.clear()
        if question.article is None:
            message = f"The file has what was said to post {native} and not the post: title and text are unknown."
            notices = (*notices, Notice("no-article", message, document.path))
        yield assemble(document, question.posts, Opening(question.article or Article(), native, notices=notices))
    if not asked:
        nothing = Notice("no-posts", "The file holds no questions, answers or comments.", document.path)
        yield assemble(document, (), Opening(Article(), notices=(*stream.notices, nothing)))


def _answer(row: etree._Element, own: str, path: str) -> Post:
    raw = row.get("CreationDate")
    return Post(
        id=own,
        parent=None,
        body=from_html(row.get("Body")),
        path=path,
        rule="ParentId",
        author=row.get("OwnerDisplayName") or _user(row.get("OwnerUserId")),
        timestamp=moment(raw, utc=True),
        timestamp_raw=raw,
        edited=row.get("LastEditDate") is not None,
        votes=_votes(row),
    )


def _comment(row: etree._Element, own: str, path: str) -> Post:
    raw = row.get("CreationDate")
    return Post(
        id=f"comment-{own}",
        parent=None,
        body=from_plain(row.get("Text")),
        path=path,
        rule="PostId",
        author=row.get("UserDisplayName") or _user(row.get("UserId")),
        timestamp=moment(raw, utc=True),
        timestamp_raw=raw,
        votes=_votes(row),
    )


def _article(row: etree._Element) -> Article:
    return Article(
        title=html.unescape(row.get("Title") or "") or None,
        author=row.get("OwnerDisplayName") or _user(row.get("OwnerUserId")),
        published=moment(row.get("CreationDate"), utc=True),
        text=from_html(row.get("Body")).text or None,
        evidence=(Evidence("article", "question"),),
    )


def _user(number: str | None) -> str | None:
    """How the site itself names a user whose name is not at hand."""
    return f"user{number}" if number else None


def _votes(row: etree._Element) -> Votes | None:
    score = row.get("Score") or ""
    return Votes(net=int(score)) if score.lstrip("-").isdecimal() and len(score) < 12 else None
