"""Reddit: API listings (JSON) and Pushshift dumps (submissions and comments, one a line) → threads.

Reference: Reddit API types (t1 comment, t3 link, more); Baumgartner et al. 2020, The Pushshift Reddit Dataset.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import NOTHING, Post, from_plain
from threads.readers.export.values import Record, below, get, lines, load, string, whole
from threads.readers.fragment import Fragment
from threads.source.document import Document, Format
from threads.thread import Article, Evidence, Notice, Thread, Votes

SITE = "https://www.reddit.com"
_GONE = frozenset({"[deleted]", "[removed]", "[ removed by reddit ]", "[deleted by user]"})


@dataclass(slots=True)
class _Gathered:
    """What belongs to one link: the submission, its comments, and how many were not loaded."""

    link: Record | None = None
    posts: list[Post] = field(default_factory=list)
    stubs: list[Post] = field(default_factory=list)
    unloaded: int = 0


def read(document: Document) -> Iterator[Thread]:
    """A thread for each submission that the document has or has comments of, in the order of first appearance."""
    links: dict[str, _Gathered] = {}
    notices: list[Notice] = []
    if document.format is Format.REDDIT_NDJSON:
        _gather_lines(document, links, notices)
    else:
        loaded = load(document.text or "", document.path)
        notices += loaded.notices
        _gather_listing(loaded.value, links)
    for native, gathered in links.items():
        yield _thread(document, native, gathered, tuple(notices))
        notices.clear()


def _gather_lines(document: Document, links: dict[str, _Gathered], notices: list[Notice]) -> None:
    for number, record in lines(document.text or "", document.path):
        if isinstance(record, Notice):
            notices.append(record)
        elif "body" in record:
            link = _bare(string(record, "link_id")) or "unknown"
            links.setdefault(link, _Gathered()).posts.append(_post(record, f"line {document.line_number(number)}"))
        else:
            own = _bare(string(record, "name") or string(record, "id")) or "unknown"
            links.setdefault(own, _Gathered()).link = record


def _gather_listing(value: object, links: dict[str, _Gathered]) -> None:
    """Walk listings, things and replies in document order; without recursion, threads nest deeper than Python does."""
    current = "unknown"
    stack: list[tuple[object, str]] = [(value, "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, list):
            stack += [(item, below(path, at)) for at, item in reversed(list(enumerate(node)))]
        if not isinstance(node, dict):
            continue
        kind, record = node.get("kind"), node.get("data")
        if not isinstance(record, dict):
            stack += [
                (item, below(path, key)) for key, item in reversed(list(node.items())) if key in ("json", "things")
            ]
            continue
        if kind == "t3":
            current = _bare(string(record, "name") or string(record, "id")) or "unknown"
            links.setdefault(current, _Gathered()).link = record
        elif kind in ("t1", "more"):
            link = _bare(string(record, "link_id")) or current
            gathered = links.setdefault(link, _Gathered())
            if kind == "more":
                gathered.unloaded += whole(record, "count") or 0
                gathered.stubs += _stubs(record, path)
            else:
                gathered.posts.append(_post(record, path))
                stack.append((record.get("replies"), below(path, "data/replies")))
        else:
            stack += [
                (record.get("things"), below(path, "data/things")),
                (record.get("children"), below(path, "data/children")),
            ]


def _stubs(record: Record, path: str) -> list[Post]:
    """The comments that a "load more" stub names: their place is known, and nothing else."""
    ids = record.get("children")
    named = [item for item in ids if isinstance(item, str) and item] if isinstance(ids, list) else []
    parent = _parent(record)
    return [Post(f"t1_{item.removeprefix('t1_')}", parent, NOTHING, path, "more", missing=True) for item in named]


def _post(record: Record, path: str) -> Post:
    body = string(record, "body") or ""
    gone = body.lower() in _GONE
    up, down, net = whole(record, "ups"), whole(record, "downs"), whole(record, "score")
    id_ = string(record, "name") or string(record, "id")
    created = get(record, "created_utc")
    return Post(
        id=id_ if id_ is None or id_.startswith("t1_") else f"t1_{id_}",
        parent=_parent(record),
        body=Fragment("") if gone else from_plain(html.unescape(body)),
        path=path,
        rule="parent_id",
        author=string(record, "author"),
        timestamp=moment(created),
        timestamp_raw=raw_moment(created),
        edited=bool(get(record, "edited")),
        deleted=gone,
        permalink=_absolute(string(record, "permalink")),
        votes=None if net is None and up is None else Votes(None if net is not None else up, down or None, net),
    )


def _parent(record: Record) -> str | None:
    """The answered comment's full name; None for an answer to the submission. Old dumps have bare numbers."""
    parent = string(record, "parent_id")
    if parent is None or parent.startswith("t3_"):
        return None
    return parent if parent.startswith("t1_") else f"t1_{parent}"


def _thread(document: Document, native: str, gathered: _Gathered, notices: tuple[Notice, ...]) -> Thread:
    link = gathered.link
    if gathered.unloaded:
        message = f"Comments that were not loaded when this was saved: {gathered.unloaded}."
        notices = (*notices, Notice("not-loaded", message, document.path))
    if link is None and gathered.posts:
        message = "The export has the comments without their submission: title and text of the article are unknown."
        notices = (*notices, Notice("no-article", message, document.path))
    article = _article(link) if link else Article(url=f"{SITE}/comments/{native}/" if native != "unknown" else None)
    declared = whole(link, "num_comments")
    loaded = {post.id for post in gathered.posts}
    posts = [*gathered.posts, *{stub.id: stub for stub in gathered.stubs if stub.id not in loaded}.values()]
    return assemble(document, posts, Opening(article, native, declared=declared, notices=notices))


def _article(link: Record) -> Article:
    text = string(link, "selftext")
    return Article(
        title=html.unescape(string(link, "title") or "") or None,
        author=author_name(string(link, "author")),
        published=moment(get(link, "created_utc")),
        text=None if text is None or text.lower() in _GONE else html.unescape(text),
        url=_absolute(string(link, "permalink")) or string(link, "url"),
        evidence=(Evidence("article", "submission"),),
    )


def _absolute(permalink: str | None) -> str | None:
    return f"{SITE}{permalink}" if permalink and permalink.startswith("/") else permalink


def _bare(name: str | None) -> str | None:
    return name.removeprefix("t3_") if name else None
