"""Discourse's topic JSON (`/t/ID.json`) → a thread for each topic, its first post included as a comment.

Reference: https://docs.discourse.org, operation getTopic.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import urljoin

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import Post, from_html, from_plain
from threads.readers.export.values import Record, get, load_all, records, string, whole
from threads.readers.fragment import Fragment
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes

_SMALL_ACTION = 3
_LIKE = 2


def read(document: Document) -> Iterator[Thread]:
    """A thread for each object with a `post_stream`, and one for posts that stand without their topic."""
    loaded = load_all(document.text or "", document.path)
    notices = loaded.notices
    for topic in list(_topics(loaded.value)) or _loose(loaded.value):
        yield _thread(document, topic, notices)
        notices = ()


def _topics(value: object) -> Iterator[Record]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and isinstance(node.get("post_stream"), dict):
            yield node
        elif isinstance(node, (dict, list)):
            stack += reversed(list(node.values()) if isinstance(node, dict) else node)


def _loose(value: object) -> list[Record]:
    """Posts that stand without their topic, put together by the topic that they name."""
    topics: dict[str | None, list[Record]] = {}
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and "cooked" in node and "post_number" in node:
            topics.setdefault(string(node, "topic_id"), []).append(node)
        elif isinstance(node, (dict, list)):
            stack += reversed(list(node.values()) if isinstance(node, dict) else node)
    return [
        {"id": native, "slug": posts[0].get("topic_slug"), "post_stream": {"posts": posts}}
        for native, posts in topics.items()
    ]


def _thread(document: Document, topic: Record, notices: tuple[Notice, ...]) -> Thread:
    listed = records(get(topic, "post_stream", "posts"))
    spoken = [post for post in listed if whole(post, "post_type") != _SMALL_ACTION]
    ids = {whole(post, "post_number"): string(post, "id") for post in spoken}
    posts = [_post(post, ids, document.url, f"post_stream/posts/{at}") for at, post in enumerate(spoken)]
    stream = get(topic, "post_stream", "stream")
    absent = len(stream) - len(listed) if isinstance(stream, list) else 0
    if absent > 0:
        message = f"Posts of the topic that are on its other pages: {absent}."
        notices = (*notices, Notice("not-loaded", message, document.path))
    native = string(topic, "id") or next((found for post in listed if (found := string(post, "topic_id"))), None)
    opening = Opening(_article(topic, spoken, document.url), native, declared=_declared(topic), notices=notices)
    return assemble(document, posts, opening)


def _declared(topic: Record) -> int | None:
    return whole(topic, "posts_count")


def _post(post: Record, ids: dict[int | None, str | None], base: str | None, path: str) -> Post:
    answered = whole(post, "reply_to_post_number")
    created = get(post, "created_at")
    link = string(post, "post_url")
    return Post(
        id=string(post, "id"),
        parent=None if answered is None else ids.get(answered) or f"post-{answered}",
        body=_body(post),
        path=path,
        rule="reply_to_post_number",
        author=string(post, "username") or string(post, "name"),
        timestamp=moment(created, utc=True),
        timestamp_raw=raw_moment(created),
        edited=(whole(post, "version") or 1) > 1,
        deleted=bool(get(post, "user_deleted") or get(post, "deleted_at") or get(post, "hidden")),
        permalink=urljoin(base, link) if base and link else link,
        votes=_votes(post),
    )


def _body(post: Record) -> Fragment:
    cooked = get(post, "cooked")
    return from_html(cooked) if isinstance(cooked, str) else from_plain(get(post, "raw"))


def _votes(post: Record) -> Votes | None:
    likes = next((whole(act, "count") for act in records(get(post, "actions_summary")) if act.get("id") == _LIKE), None)
    likes = whole(post, "like_count") if likes is None else likes
    return None if likes is None else Votes(up=likes)


def _article(topic: Record, posts: list[Record], base: str | None) -> Article:
    first = next((post for post in posts if whole(post, "post_number") == 1), None)
    slug, native = string(topic, "slug"), string(topic, "id")
    path = f"/t/{slug}/{native}" if slug and native else None
    return Article(
        title=html.unescape(string(topic, "title") or string(topic, "fancy_title") or "") or None,
        author=author_name(string(first, "username")),
        published=moment(get(topic, "created_at") or get(first, "created_at"), utc=True),
        text=_body(first).text or None if first else None,
        url=urljoin(base, path) if base and path else base,
        evidence=(Evidence("text", "first post"),) if first else (),
    )
