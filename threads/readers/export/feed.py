"""Feeds of comments (RSS as WordPress gives it, Atom as Blogger does) → a thread for each page that is commented on.

Reference: https://www.rssboard.org/rss-specification, RFC 4287 (Atom), RFC 4685 (`thr:in-reply-to`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.moments import moment
from threads.readers.export.post import Post, from_html
from threads.readers.export.xml import XmlStream, child, content, local
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread

_NUMBER = re.compile(r"#(?:comment-?|c)(\d+)|\.post-(\d+)$|/(\d+)$")
_ON = re.compile(
    r"^(?:comments? on|kommentare? zu|commentaires? (?:sur|pour)|commenti su|comentarios? (?:en|sobre)|комментарии к)"
    r"\s*:?\s*(?P<title>.+?)(?:\s(?:by|von|par|di|da|por)\s(?P<author>.+))?$",
    re.I,
)
_BY = re.compile(r"^(?:by|von|par|di|da|por|от)\s*:\s*(?P<author>.+)$", re.I)
_ANSWERS = re.compile(
    r"^\s*(?:<p>)?\s*"
    r"(?:in reply to|als antwort auf|antwort auf|en réponse à|in risposta a|en respuesta a|в ответ на)\s*"
    r"<a [^>]*href=[\"'][^\"'#]*#comment-(\d+)[\"'][^>]*>.{0,200}?</a>\s*\.?\s*(?:<br\s*/?>|</p>)?\s*",
    re.I | re.S,
)


@dataclass(slots=True)
class _Page:
    """What is commented on, and the comments of the feed on it."""

    title: str | None
    url: str | None
    posts: list[Post] = field(default_factory=list)


def read(document: Document) -> Iterator[Thread]:
    """A thread for each page, in the order of the feed; a feed holds the latest comments only, which is said."""
    stream = XmlStream(document.text or "", document.path)
    channel, pages = _Page(None, None), dict[str, _Page]()
    for at, element in enumerate(stream.elements("title", "item", "entry"), start=1):
        if local(element) == "title":
            channel.title = channel.title or content(element)
            continue
        link = _link(element)
        native = _page_of(element) or (link or "").partition("#")[0] or "unknown"
        page = pages.setdefault(native, _Page(_title(element), _commented(element, link)))
        page.posts.append(_post(element, f"{local(element)}[{at}]", link))
    for native, page in pages.items():
        found = _ON.match(channel.title or "") if len(pages) == 1 else None
        title = page.title or (found["title"] if found else None)
        article = Article(title=title, url=page.url, evidence=(Evidence("title", "feed"),) if title else ())
        yield assemble(
            document, _linked(page.posts), Opening(article, native, notices=(*stream.notices, _few(document)))
        )
        stream.notices.clear()
    if not pages:
        nothing = Notice("no-posts", "The feed holds no comments.", document.path)
        yield assemble(document, (), Opening(Article(), notices=(*stream.notices, nothing)))


def _few(document: Document) -> Notice:
    return Notice("not-loaded", "A feed holds the latest comments only; earlier ones may be missing.", document.path)


def _linked(posts: list[Post]) -> list[Post]:
    """Oldest first, as comments were written; what an entry refers to is a parent only where it is a comment."""
    stamps = [post.timestamp.iso for post in posts if post.timestamp]
    if len(stamps) == len(posts) and stamps == sorted(stamps, reverse=True):
        posts = posts[::-1]
    own = {post.id for post in posts}
    return [replace(post, parent=None) if post.rule != _STATED and post.parent not in own else post for post in posts]


_STATED = "in reply to"


def _post(element: etree._Element, path: str, link: str | None) -> Post:
    markup = content(element, "encoded") or content(element, "content") or content(element, "description") or ""
    markup = markup or content(element, "summary") or ""
    raw = content(element, "published") or content(element, "pubDate") or content(element, "date")
    raw = raw or content(element, "updated")
    answers = _ANSWERS.match(markup)
    refers = next((_id(ref.get("ref")) for ref in element.iterchildren() if local(ref) == "in-reply-to"), None)
    related = next((_id(a.get("href")) for a in element.iterchildren() if a.get("rel") == "related"), None)
    return Post(
        id=_id(link) or _id(content(element, "guid") or content(element, "id")),
        parent=answers[1] if answers else related or refers,
        body=from_html(markup[answers.end() :] if answers else markup),
        path=path,
        rule=_STATED if answers else "link related" if related else "thr:in-reply-to",
        author=_author(element),
        author_url=content(child(element, "author"), "uri") if child(element, "author") is not None else None,
        timestamp=moment(raw),
        timestamp_raw=raw,
        permalink=link,
    )


def _author(element: etree._Element) -> str | None:
    author = child(element, "author")
    name = content(element, "creator") or (content(author, "name") or content(author) if author is not None else None)
    title = content(element, "title") or ""
    found = _BY.match(title) or _ON.match(title)
    return name or (found["author"] if found else None)


def _title(element: etree._Element) -> str | None:
    found = _ON.match(html.unescape(content(element, "title") or ""))
    return found["title"] if found and found["author"] else None


def _link(element: etree._Element) -> str | None:
    """The address of a comment: RSS has it as text, Atom in an attribute."""
    for found in element.iterchildren():
        if local(found) == "link" and found.get("rel", "alternate") == "alternate":
            return content(found) or found.get("href")
    return None


def _page_of(element: etree._Element) -> str | None:
    """The page that an Atom entry says it is about."""
    for found in element.iterchildren():
        if local(found) == "in-reply-to" and (found.get("href") or found.get("ref")):
            return (found.get("href") or found.get("ref") or "").partition("#")[0]
    return None


def _commented(element: etree._Element, link: str | None) -> str | None:
    page = _page_of(element) or (link or "").partition("#")[0].partition("?")[0]
    return page if page.startswith("http") else None


def _id(address: str | None) -> str | None:
    found = _NUMBER.search(address or "")
    return next((number for number in found.groups() if number), None) if found else address or None
