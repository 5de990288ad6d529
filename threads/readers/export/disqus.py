"""The XML that Disqus exports → a thread for each page with comments.

Reference: https://help.disqus.com/en/articles/1717164-comments-export
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment
from threads.readers.export.post import Post, from_html
from threads.readers.export.xml import XmlStream, child, content, local
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread


@dataclass(slots=True)
class _Page:
    """A Disqus thread: the page's article and the posts below it."""

    article: Article | None = None
    posts: list[Post] = field(default_factory=list)
    spam: int = 0


def read(document: Document) -> Iterator[Thread]:
    """A thread for each Disqus thread that has posts, and for each other one without comments, in document order."""
    stream = XmlStream(document.text or "", document.path)
    pages: dict[str, _Page] = {}
    for number, element in enumerate(stream.elements("thread", "post"), start=1):
        if local(element) == "thread":
            native = _id(element) or f"thread-{number}"
            pages.setdefault(native, _Page()).article = _article(element)
        else:
            page = pages.setdefault(_id(child(element, "thread")) or "unknown", _Page())
            page.posts.append(_post(element, f"post[{number}]"))
            page.spam += content(element, "isSpam") == "true"
    last = len(pages)
    for at, (native, page) in enumerate(pages.items(), start=1):
        thread = _thread(document, native, page)
        yield replace(thread, notices=(*thread.notices, *stream.notices)) if at == last else thread
    if not pages:
        nothing = Notice("no-posts", "The export holds no threads and no posts.", document.path)
        yield assemble(document, (), Opening(Article(), notices=(*stream.notices, nothing)))


def _thread(document: Document, native: str, page: _Page) -> Thread:
    notices = []
    if page.spam:
        notices.append(Notice("comments-spam", f"Comments marked as spam: {page.spam}.", native))
    if page.article is None:
        message = f"The export has comments of thread {native} and not the thread itself: its page is unknown."
        notices.append(Notice("no-article", message, document.path))
    opening = Opening(page.article or Article(), native, notices=tuple(notices))
    return assemble(document, page.posts, opening)


def _article(element: etree._Element) -> Article:
    return Article(
        title=html.unescape(content(element, "title") or "") or None,
        author=_author(element),
        published=moment(content(element, "createdAt"), utc=True),
        text=from_html(content(element, "message") or "").text or None,
        url=content(element, "link"),
        evidence=(Evidence("article", "disqus thread"),),
    )


def _post(element: etree._Element, path: str) -> Post:
    raw = content(element, "createdAt")
    return Post(
        id=_id(element),
        parent=_id(child(element, "parent")),
        body=from_html(content(element, "message") or ""),
        path=path,
        rule="parent",
        author=_author(element),
        author_url=content(child(element, "author"), "link") if child(element, "author") is not None else None,
        timestamp=moment(raw, utc=True),
        timestamp_raw=raw,
        deleted="true" in (content(element, "isDeleted"), content(element, "isSpam")),
    )


def _author(element: etree._Element) -> str | None:
    author = child(element, "author")
    return author_name(content(author, "name") or content(author, "username")) if author is not None else None


def _id(element: etree._Element | None) -> str | None:
    """The internal id, an attribute in Disqus's own namespace, however its prefix is bound."""
    if element is None:
        return None
    return next((str(value).strip() or None for key, value in element.attrib.items() if _is_id(str(key))), None)


def _is_id(key: str) -> bool:
    return key in ("id", "dsq:id") or key.endswith("}id")
