"""Mastodon: the context of a status (`/api/v1/statuses/ID/context`), with or without the status → threads.

Reference: https://docs.joinmastodon.org/entities/Context/ and /entities/Status/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.grove import tops
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import NOTHING, Post, from_html
from threads.readers.export.values import Record, get, load_all, records, string, whole
from threads.readers.fragment import Fragment
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes


@dataclass(slots=True)
class _Statuses:
    """Statuses by id in document order, and the ids of statuses that a context is about and does not hold."""

    found: dict[str, Record] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)


def read(document: Document) -> Iterator[Thread]:
    """A thread for each status that answers nothing; its answers are the comments."""
    loaded = load_all(document.text or "", document.path)
    statuses, notices = _Statuses(), loaded.notices
    _gather(loaded.value, statuses)
    parents = {id_: string(status, "in_reply_to_id") for id_, status in statuses.found.items()} | statuses.lost
    grouped: dict[str, list[Post]] = {}
    for id_, top in tops(parents).items():
        posts = grouped.setdefault(top, [])
        if id_ in statuses.found and id_ != top:
            posts.append(_post(statuses.found[id_], id_))
        elif id_ in statuses.lost:
            posts.append(Post(id_, statuses.lost[id_], NOTHING, "", "ancestors", missing=True))
    for native, posts in grouped.items():
        yield _thread(document, native, posts, statuses.found.get(native), notices)
        notices = ()


def _gather(value: object, statuses: _Statuses) -> None:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
        elif isinstance(node, dict):
            id_ = string(node, "id")
            if id_ and "account" in node and "content" in node:
                statuses.found.setdefault(id_, node)
                continue
            if isinstance(node.get("descendants"), list):
                _note_lost(node, statuses.lost)
            stack += reversed(list(node.values()))
    statuses.lost = {id_: parent for id_, parent in statuses.lost.items() if id_ not in statuses.found}


def _note_lost(context: Record, lost: dict[str, str]) -> None:
    """A context leaves out the status it is about; where it has ancestors, its place is below the last of them."""
    above = records(context.get("ancestors"))
    below = records(context["descendants"])
    ids = {string(status, "id") for status in [*above, *below]}
    named = Counter(parent for status in below if (parent := string(status, "in_reply_to_id")) and parent not in ids)
    last = string(above[-1], "id") if above else None
    if named and last:
        lost[named.most_common(1)[0][0]] = last


def _thread(
    document: Document, native: str, posts: list[Post], status: Record | None, notices: tuple[Notice, ...]
) -> Thread:
    if status is None:
        message = f"The status {native} that is answered is not in the export: its text is unknown."
        notices = (*notices, Notice("no-article", message, document.path))
    article = _article(status) if status else Article()
    return assemble(document, posts, Opening(article, native, frozenset({native}), notices=notices))


def _article(status: Record) -> Article:
    return Article(
        author=string(status, "account", "acct"),
        published=moment(get(status, "created_at")),
        language=string(status, "language"),
        text=_body(status).text or None,
        url=string(status, "url"),
        evidence=(Evidence("article", "first status"),),
    )


def _post(status: Record, id_: str) -> Post:
    created, likes = get(status, "created_at"), whole(status, "favourites_count")
    return Post(
        id=id_,
        parent=string(status, "in_reply_to_id"),
        body=_body(status),
        path=f"status {id_}",
        rule="in_reply_to_id",
        author=string(status, "account", "acct") or string(status, "account", "username"),
        author_url=string(status, "account", "url"),
        timestamp=moment(created),
        timestamp_raw=raw_moment(created),
        language=string(status, "language"),
        edited=get(status, "edited_at") is not None,
        permalink=string(status, "url"),
        votes=None if likes is None else Votes(up=likes),
    )


def _body(status: Mapping[str, object]) -> Fragment:
    warning = string(status, "spoiler_text")
    content = status.get("content")
    text = content if isinstance(content, str) else ""
    return from_html(f"<p>{warning}</p>{text}" if warning else text)
