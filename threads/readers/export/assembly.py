"""The posts of one thread, however dirty their links → a thread: parents first, lost parents as placeholders."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from threads.readers import quotes
from threads.readers.export.post import Post
from threads.readers.identity import thread_id
from threads.readers.implicit import with_implicit_parents
from threads.readers.language import identify
from threads.source.document import Document
from threads.thread import Article, Comment, Evidence, Notice, Quote, Thread

_NOBODY = frozenset({"", "[deleted]", "[removed]", "[gelöscht]", "<deleted>"})
_SAMPLE = 5
_ARROWS = re.compile(r"^[ \t]*(?:>|&gt;)+", re.M)
_MAY_QUOTE = re.compile(r"^[ \t]*>|&gt;|[\"„“”«»\[]|\w[ \t]*:[ \t]*(?:\n|$)|\w:[ \t]", re.M)
"""What every form of quotation that text can show has in it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The article of a thread and what its export announces about the comments."""

    article: Article
    native: str | None = None
    roots: frozenset[str] = frozenset()
    declared: int | None = None
    notices: tuple[Notice, ...] = ()
    confidence: float | None = 1.0


def assemble(document: Document, posts: Iterable[Post], opening: Opening) -> Thread:
    """A thread from its posts: `opening.roots` are ids that mean the article, where a parent names one.

    Repeated posts are dropped, different posts that share an id told apart, cycles cut and lost parents given a
    placeholder; each of these is said in a notice.
    """
    links = _Links(document.path, opening.roots)
    links.add(posts)
    links.resolve()
    comments = _comments(links, opening.article)
    found, answers = links.faults(), sum(post.parent is not None for post in links.posts)
    trust = opening.confidence
    if trust is not None and answers:
        trust = round(trust * (1 - links.unfounded / answers), 3)
    notices = (*opening.notices, *found)
    return Thread(
        thread_id(document, opening.native),
        replace(document.source, url=opening.article.url or document.url),
        opening.article,
        with_implicit_parents(comments),
        opening.declared,
        confidence=trust,
        notices=notices,
    )


@dataclass(slots=True)
class _Links:
    """The posts under their final ids, and the parent of each as a position."""

    where: str
    roots: frozenset[str]
    posts: list[Post] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    parents: list[int | None] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    cycles: list[str] = field(default_factory=list)
    unnamed: int = 0
    unfounded: int = 0

    def add(self, posts: Iterable[Post]) -> None:
        for post in posts:
            wanted = post.id or self._free(f"n{len(self.posts) + 1}")
            self.unnamed += post.id is None
            known = self.at.get(wanted)
            if known is not None:
                if _same(self.posts[known], post):
                    self.repeated.append(wanted)
                    continue
                self.renamed.append(wanted)
                wanted = self._free(wanted)
            self.at[wanted] = len(self.posts)
            self.ids.append(wanted)
            self.posts.append(post)

    def resolve(self) -> None:
        """Parents as positions, placeholders for lost ones at the end, cycles cut, an order with parents first."""
        for post in list(self.posts):
            self.parents.append(self._parent(post))
        self.parents += [None] * (len(self.ids) - len(self.parents))
        done = [False] * len(self.ids)
        for start in range(len(self.posts)):
            path: list[int] = []
            on_path: set[int] = set()
            node: int | None = start
            while node is not None and not done[node]:
                if node in on_path:
                    path = self._cut(path, node)
                    break
                path.append(node)
                on_path.add(node)
                node = self.parents[node]
            for node in reversed(path):
                done[node] = True
                self.order.append(node)

    def _cut(self, path: list[int], node: int) -> list[int]:
        """Make the cycle's first post in document order a top-level one; the path, from a reply to its top."""
        cycle = path[path.index(node) :]
        first = min(cycle)
        self.cycles.append(self.ids[first])
        self.unfounded += 1
        self.parents[first] = None
        turn = cycle.index(first)
        return [*path[: path.index(node)], *cycle[turn + 1 :], *cycle[: turn + 1]]

    def _parent(self, post: Post) -> int | None:
        parent = post.parent
        if parent is None or (parent in self.roots and parent not in self.at):
            return None
        if parent not in self.at:
            self.at[parent] = len(self.ids)
            self.ids.append(parent)
            self.missing.append(parent)
        self.unfounded += self.at[parent] >= len(self.posts)
        return self.at[parent]

    def _free(self, wanted: str) -> str:
        if wanted not in self.at:
            return wanted
        number = 2
        while f"{wanted}~{number}" in self.at:
            number += 1
        return f"{wanted}~{number}"

    def faults(self) -> list[Notice]:
        """What was wrong with the links, one notice a kind."""
        told = [
            ("placeholder", self.missing, "Placeholders for comments that are answered and not in the export"),
            ("duplicate", self.repeated, "Comments that stand in the export again; the first is kept"),
            (
                "id-shared",
                self.renamed,
                "Comments that share an id with another one; they got an id of their own",
            ),
            (
                "cycle",
                self.cycles,
                "Circles of comments that answer each other; the first now stands at the top",
            ),
        ]
        notices = [Notice(code, f"{told}: {len(ids)} ({_some(ids)}).", self.where) for code, ids, told in told if ids]
        if self.unnamed:
            message = f"Comments without an id, now numbered: {self.unnamed}."
            notices.append(Notice("no-ids", message, self.where))
        return notices


def _same(first: Post, second: Post) -> bool:
    if first.body.text == second.body.text:
        return True
    return first.timestamp is not None and (first.author, first.timestamp) == (second.author, second.timestamp)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SAMPLE]) + (", …" if len(ids) > _SAMPLE else "")


def _comments(links: _Links, article: Article) -> list[Comment]:
    """The comments in order, with depth, language and quotations."""
    said = _Said()
    if not links.posts or links.posts[0].body.text != article.text:  # else the opening post, which has an id
        said.add("article", article.text)
    depths: dict[int, int] = {}
    comments = []
    for at in links.order:
        above = links.parents[at]
        depths[at] = 0 if above is None else depths[above] + 1
        parent = None if above is None else links.ids[above]
        if at >= len(links.posts) or links.posts[at].missing:
            comments.append(Comment(links.ids[at], parent, depths[at], missing=True, evidence=(_LOST,)))
            continue
        comment = _comment(links.posts[at], Comment(links.ids[at], parent, depths[at]))
        comments.append(said.quoted_in(comment, links.posts[at].body.quotes))
        said.add(comment.id, comment.text, comment.author)
    return comments


@dataclass(slots=True)
class _Said:
    """What stands in a thread so far, to find who is quoted; texts are indexed once a comment seems to quote."""

    sources: quotes.Sources = field(default_factory=quotes.Sources)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    latest: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, id: str, text: str | None, author: str | None = None) -> None:
        if text:
            self.waiting.append((id, text))
            self.texts[id] = text
        if author:
            self.latest[author.casefold()] = id

    def quoted_in(self, comment: Comment, marked: Sequence[Quote]) -> Comment:
        """The comment with its quotations: those marked as such and those that its text shows."""
        text = comment.text
        if not text or not (marked or _MAY_QUOTE.search(text)):
            return comment
        for id, earlier in self.waiting:
            self.sources.add(id, earlier)
        self.waiting.clear()
        shown = [
            quote
            for quote in quotes.find(text, self.sources, self.latest)
            if not any(quote.start < other.end and other.start < quote.end for other in marked)
        ]
        placed = [replace(quote, of=quote.of or self._of(quote, comment)) for quote in (*marked, *shown)]
        return replace(comment, quotes=tuple(sorted(placed, key=lambda quote: quote.start)))

    def _of(self, quote: Quote, comment: Comment) -> str | None:
        """Whose words it holds: found word for word, else by the author's name, else the answered comment's."""
        quoted = quote.words(comment.text)
        named = self.latest.get(quote.author.casefold()) if quote.author else None
        found = self.sources.holding(quoted) or named
        answered = self.texts.get(comment.parent or "", "")
        return found or (comment.parent if answered and _flat(quoted) in _flat(answered) else None)


def _flat(text: str) -> str:
    return " ".join(_ARROWS.sub("", text).split()).casefold()


_LOST = Evidence("missing", "answered, not in the export")


def _comment(post: Post, seat: Comment) -> Comment:
    text = post.body.text or None
    return replace(
        seat,
        text=text,
        author=author_name(post.author),
        author_url=post.author_url,
        timestamp=post.timestamp,
        timestamp_raw=post.timestamp_raw,
        language=post.language or (identify(text) if text else None),
        kind=post.kind,
        edited=post.edited,
        deleted=post.deleted,
        permalink=post.permalink,
        votes=post.votes,
        evidence=(Evidence("comment", "export", path=post.path), _evidence("parent", post.rule)),
    )


@lru_cache(maxsize=256)
def _evidence(name: str, rule: str) -> Evidence:
    return Evidence(name, rule)


def announce(document: Document, posts: Sequence[Post], nested: bool) -> tuple[Notice, ...]:
    """A notice where nothing in the export says which comment answers which."""
    if nested or len(posts) < 2 or any(post.parent for post in posts):
        return ()
    message = "Nothing in the export says which comment answers which: all stand at the top level."
    return (Notice("no-parents", message, document.path),)


def author_name(name: str | None) -> str | None:
    """A name without markup entities and stray white space; None where it names nobody."""
    plain = " ".join(html.unescape(name or "").split())
    return None if plain.lower() in _NOBODY else plain
