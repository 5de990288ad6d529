"""Hacker News: Algolia's item trees and search hits, Firebase's items → threads.

Reference: https://hn.algolia.com/api and https://github.com/HackerNews/API
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.grove import tops
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import Post, from_html
from threads.readers.export.values import Record, below, get, load_all, string, whole
from threads.readers.fragment import Fragment
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread

SITE = "https://news.ycombinator.com/item?id="


@dataclass(slots=True)
class _Items:
    """Stories and comments of a document by id, and each comment's story where it is stated."""

    stories: dict[str, Record] = field(default_factory=dict)
    comments: list[Post] = field(default_factory=list)
    story_of: dict[str, str] = field(default_factory=dict)


def read(document: Document) -> Iterator[Thread]:
    """A thread for each story; comments whose story is not in the document make a thread without an article."""
    items, loaded = _Items(), load_all(document.text or "", document.path)
    notices = list(loaded.notices)
    _gather(loaded.value, items)
    threads: dict[str, list[Post]] = {story: [] for story in items.stories}
    top = tops({post.id or "": post.parent for post in items.comments})
    for post in items.comments:
        threads.setdefault(items.story_of.get(post.id or "") or top[post.id or ""], []).append(post)
    for native, posts in threads.items():
        yield _thread(document, native, posts, items.stories.get(native), tuple(notices))
        notices.clear()


def _gather(value: object, items: _Items) -> None:
    """Walk the items in document order without recursion."""
    stack: list[tuple[object, str, str | None]] = [(value, "", None)]
    while stack:
        node, path, parent = stack.pop()
        if isinstance(node, list):
            stack += [(item, below(path, at), parent) for at, item in reversed(list(enumerate(node)))]
        if not isinstance(node, dict):
            continue
        id_ = string(node, "id") or string(node, "objectID")
        if id_ is None:
            inner = [(item, below(path, key), parent) for key, item in node.items() if isinstance(item, (list, dict))]
            stack += reversed(inner)
            continue
        _take(node, id_, path, parent, items)
        replies = node.get("children") or node.get("kids") or node.get("comments")
        stack.append((replies, below(path, "children"), id_))


def _take(node: Record, id_: str, path: str, parent: str | None, items: _Items) -> None:
    answered = string(node, "parent_id") or string(node, "parent") or parent
    tagged = get(node, "_tags")
    kind = string(node, "type") or ("comment" if isinstance(tagged, list) and "comment" in tagged else None)
    if answered is None and kind != "comment":
        items.stories[id_] = node
        return
    if (story := string(node, "story_id")) is not None:
        items.story_of[id_] = story
    items.comments.append(_post(node, id_, answered, path))


def _post(node: Record, id_: str, parent: str | None, path: str) -> Post:
    gone = bool(get(node, "deleted") or get(node, "dead")) or (string(node, "author") is None and "by" not in node)
    created = get(node, "created_at_i") or get(node, "time") or get(node, "created_at")
    body = string(node, "text") or string(node, "comment_text")
    return Post(
        id=id_,
        parent=parent,
        body=from_html(body) if body and body != "[deleted]" else Fragment(""),
        path=path,
        rule="parent_id" if "parent_id" in node else "parent" if "parent" in node else "children",
        author=string(node, "author") or string(node, "by"),
        timestamp=moment(created),
        timestamp_raw=raw_moment(created),
        deleted=gone and not body,
        permalink=f"{SITE}{id_}",
    )


def _thread(
    document: Document, native: str, posts: list[Post], story: Record | None, notices: tuple[Notice, ...]
) -> Thread:
    if story is None:
        message = f"The story {native} is not in the export: title and text of the article are unknown."
        notices = (*notices, Notice("no-article", message, document.path))
        article = Article(url=f"{SITE}{native}")
        return assemble(document, posts, Opening(article, native, frozenset({native}), notices=notices))
    declared = whole(story, "descendants")
    declared = whole(story, "num_comments") if declared is None else declared
    article = Article(
        title=html.unescape(string(story, "title") or "") or None,
        author=author_name(string(story, "author") or string(story, "by")),
        published=moment(get(story, "created_at_i") or get(story, "time") or get(story, "created_at")),
        text=from_html(string(story, "text") or string(story, "story_text") or "").text or None,
        url=string(story, "url") or f"{SITE}{native}",
        evidence=(Evidence("article", "story"),),
    )
    return assemble(document, posts, Opening(article, native, frozenset({native}), declared, notices))
