"""Lemmy's comment lists and posts (API v3 and v4 JSON) → a thread for each post.

Reference: https://join-lemmy.org/docs/contributors/04-api.html, CommentView and PostView.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import NOTHING, Post, from_plain
from threads.readers.export.values import Record, below, get, load_all, string, whole
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes


@dataclass(slots=True)
class _Talk:
    """A post and the comments below it."""

    article: Article = field(default_factory=Article)
    posts: list[Post] = field(default_factory=list)
    declared: int | None = None


def read(document: Document) -> Iterator[Thread]:
    """A thread for each post that is in the document or has comments in it."""
    loaded = load_all(document.text or "", document.path)
    talks: dict[str, _Talk] = {}
    stack: list[tuple[object, str]] = [(loaded.value, "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, list):
            stack += [(item, below(path, at)) for at, item in reversed(list(enumerate(node)))]
        elif isinstance(node, dict):
            if isinstance(node.get("post"), dict):
                _take_post(node, talks)
            if isinstance(node.get("comment"), dict):
                native = string(node, "comment", "post_id") or string(node, "post", "id") or "unknown"
                talks.setdefault(native, _Talk()).posts.append(_post(node, path))
            else:
                stack += [(item, below(path, key)) for key, item in reversed(list(node.items()))]
    notices: tuple[Notice, ...] = loaded.notices
    for native, talk in talks.items():
        opening = Opening(talk.article, native, frozenset({"0"}), talk.declared, notices)
        yield assemble(document, talk.posts, opening)
        notices = ()


def _take_post(view: Record, talks: dict[str, _Talk]) -> None:
    post = view["post"]
    talk = talks.setdefault(string(post, "id") or "unknown", _Talk())
    counts = get(view, "counts") if "comment" not in view else None
    declared = whole(counts, "comments")
    talk.declared = whole(post, "comments") if declared is None and talk.declared is None else declared or talk.declared
    if talk.article.title is not None and "comment" in view:
        return
    talk.article = Article(
        title=string(post, "name"),
        author=author_name(_name(get(view, "creator"))) if "comment" not in view else None,
        published=moment(get(post, "published") or get(post, "published_at"), utc=True),
        text=string(post, "body"),
        url=string(post, "ap_id") or string(post, "url"),
        evidence=(Evidence("article", "post"),),
    )


def _post(view: Record, path: str) -> Post:
    comment = view["comment"]
    trail = (string(comment, "path") or "").split(".")
    created = get(comment, "published") or get(comment, "published_at")
    counts = get(view, "counts") or comment
    up, down, net = whole(counts, "upvotes"), whole(counts, "downvotes"), whole(counts, "score")
    gone = bool(get(comment, "deleted") or get(comment, "removed"))
    parent = trail[-2] if len(trail) > 1 else string(comment, "parent_id")
    return Post(
        id=string(comment, "id"),
        parent=parent,
        body=NOTHING if gone and not string(comment, "content") else from_plain(get(comment, "content")),
        path=path,
        rule="path" if len(trail) > 1 else "parent_id",
        author=_name(get(view, "creator")),
        author_url=string(view, "creator", "actor_id") or string(view, "creator", "ap_id"),
        timestamp=moment(created, utc=True),
        timestamp_raw=raw_moment(created),
        edited=(get(comment, "updated") or get(comment, "updated_at")) is not None,
        deleted=gone,
        permalink=string(comment, "ap_id"),
        votes=None if up is None and net is None else Votes(up, down, net),
    )


def _name(creator: object) -> str | None:
    return string(creator, "name") or string(creator, "display_name")
