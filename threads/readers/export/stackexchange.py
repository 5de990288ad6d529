"""Stack Exchange API JSON (questions with answers and comments) → a thread for each question.

The question is the article; answers and the question's comments are top-level, an answer's comments its replies.
Reference: https://api.stackexchange.com/docs, types question, answer and comment.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import Post, from_html, from_plain
from threads.readers.export.values import Record, below, get, load_all, string, whole
from threads.readers.fragment import Fragment
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes


@dataclass(slots=True)
class _Found:
    """Questions by id, posts by question, and the question of each answer."""

    questions: dict[str, Record] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    question_of: dict[str, str] = field(default_factory=dict)
    loose: list[Post] = field(default_factory=list)


def read(document: Document) -> Iterator[Thread]:
    """A thread for each question, answers and comments in the order of the document."""
    loaded = load_all(document.text or "", document.path)
    found = _Found()
    _gather(loaded.value, found)
    for post in found.loose:
        native = found.question_of.get(post.parent or "", post.parent or "unknown")
        found.posts.setdefault(native, []).append(post)
    notices: tuple[Notice, ...] = loaded.notices
    for native, posts in found.posts.items():
        question = found.questions.get(native)
        article = _article(question) if question else Article()
        yield assemble(document, posts, Opening(article, native, frozenset({native}), notices=notices))
        notices = ()


def _gather(value: object, found: _Found) -> None:
    stack: list[tuple[object, str]] = [(value, "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, list):
            stack += [(item, below(path, at)) for at, item in reversed(list(enumerate(node)))]
        elif isinstance(node, dict):
            _take(node, path, found)
            stack += [(node[key], below(path, key)) for key in ("answers", "comments", "items") if key in node]


def _take(node: Record, path: str, found: _Found) -> None:
    comment, answer, question = string(node, "comment_id"), string(node, "answer_id"), string(node, "question_id")
    if comment:
        found.loose.append(_post(node, f"comment-{comment}", string(node, "post_id"), "post_id", path))
    elif answer:
        found.question_of[answer] = question or "unknown"
        post = _post(node, answer, None, "question_id", path)
        found.posts.setdefault(question or "unknown", []).append(post)
    elif question:
        found.questions[question] = node
        found.posts.setdefault(question, [])


def _post(node: Record, id_: str, parent: str | None, rule: str, path: str) -> Post:
    created, net = get(node, "creation_date"), whole(node, "score")
    return Post(
        id=id_,
        parent=parent,
        body=_body(node),
        path=path,
        rule=rule,
        author=string(node, "owner", "display_name"),
        author_url=string(node, "owner", "link"),
        timestamp=moment(created),
        timestamp_raw=raw_moment(created),
        edited="last_edit_date" in node or bool(get(node, "edited")),
        permalink=string(node, "link"),
        votes=None if net is None else Votes(up=whole(node, "up_vote_count"), net=net),
    )


def _body(node: Record) -> Fragment:
    marked = get(node, "body")
    if isinstance(marked, str):
        return from_html(marked)
    plain = from_plain(get(node, "body_markdown"))
    return replace(plain, text=html.unescape(plain.text))


def _article(question: Record) -> Article:
    return Article(
        title=html.unescape(string(question, "title") or "") or None,
        author=author_name(string(question, "owner", "display_name")),
        published=moment(get(question, "creation_date")),
        text=_body(question).text or None,
        url=string(question, "link"),
        evidence=(Evidence("article", "question"),),
    )
