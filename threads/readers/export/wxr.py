"""WordPress eXtended RSS (WXR), as WordPress exports a blog → a thread for each post.

Reference: wp-admin/includes/export.php of WordPress (WXR 1.0 to 1.2).
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment
from threads.readers.export.post import Post, from_html
from threads.readers.export.xml import XmlStream, child, content, local
from threads.source.document import Document
from threads.thread import Article, Evidence, Kind, Notice, Thread, Timestamp

_SPACE = "wordpress.org/export"
_NOT_READ = frozenset(
    {"attachment", "nav_menu_item", "revision", "wp_block", "wp_template", "custom_css", "wp_global_styles"}
)
_PINGS = frozenset({"pingback", "trackback"})
_NEVER = "0000-00-00"


def read(document: Document) -> Iterator[Thread]:
    """A thread for each post or page; media and menus only where they have comments."""
    stream = XmlStream(document.text or "", document.path)
    pending: Thread | None = None
    number = 0
    for item in stream.elements("item"):
        number += 1
        comments = [part for part in item.iterchildren() if local(part) == "comment"]
        if not comments and (content(item, "post_type") or "post") in _NOT_READ:
            continue
        if pending:
            yield pending
        pending = _thread(document, item, comments, f"item[{number}]")
    if pending:
        yield replace(pending, notices=(*pending.notices, *stream.notices))
    elif stream.notices or not number:
        nothing = Notice("no-posts", "The export holds no posts.", document.path)
        yield assemble(document, (), Opening(Article(), notices=(*stream.notices, nothing)))


def _thread(document: Document, item: etree._Element, elements: list[etree._Element], path: str) -> Thread:
    posts = [_post(element, f"{path}/comment[{at}]") for at, element in enumerate(elements, start=1)]
    states = Counter(content(element, "comment_approved") or "1" for element in elements)
    told = {"spam": "marked as spam", "trash": "in the trash", "0": "not approved"}
    notices = tuple(
        Notice(f"comments-{'unapproved' if state == '0' else state}", f"Comments {words}: {states[state]}.", path)
        for state, words in told.items()
        if states[state]
    )
    native = content(item, "post_id") or path
    return assemble(document, posts, Opening(_article(item), native, frozenset({"0"}), notices=notices))


def _post(element: etree._Element, path: str) -> Post:
    raw, gmt = content(element, "comment_date"), content(element, "comment_date_gmt")
    url = content(element, "comment_author_url")
    return Post(
        id=content(element, "comment_id"),
        parent=content(element, "comment_parent"),
        body=from_html(content(element, "comment_content") or "", newlines=True),
        path=path,
        rule="wp:comment_parent",
        author=content(element, "comment_author"),
        author_url=url if url and url != "http://" else None,
        timestamp=_moment(gmt, raw),
        timestamp_raw=raw or gmt,
        kind=Kind.PINGBACK if (content(element, "comment_type") or "").lower() in _PINGS else Kind.COMMENT,
        deleted=content(element, "comment_approved") in ("trash", "spam", "post-trashed"),
    )


def _moment(gmt: str | None, local_time: str | None) -> Timestamp | None:
    if gmt and not gmt.startswith(_NEVER):
        return moment(gmt, utc=True)
    return moment(local_time) if local_time and not local_time.startswith(_NEVER) else None


def _article(item: etree._Element) -> Article:
    body = from_html(content(child(item, "encoded", "content")) or "", newlines=True)
    published = _moment(content(item, "post_date_gmt"), content(item, "post_date")) or moment(content(item, "pubDate"))
    return Article(
        title=html.unescape(content(item, "title") or "") or None,
        author=author_name(content(item, "creator")),
        published=published,
        text=body.text or None,
        url=content(item, "link"),
        evidence=(Evidence("article", "wxr item"),),
    )
