"""JSON of any other shape, a list or a tree of comments with guessed names → threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from threads.errors import FormatError
from threads.readers.export.assembly import Opening, announce, assemble, author_name
from threads.readers.export.post import Post
from threads.readers.export.rows import ROOTS, Row
from threads.readers.export.values import Record, below, load, whole
from threads.source.document import Document
from threads.source.names import REPLIES, guess, plain
from threads.thread import Article, Evidence, Notice, Thread

_UNDER_ARTICLES = frozenset({
    "comments", "posts", "kommentare", "commentaires", "commenti", "comentarios", "messages", "discussion",
})  # fmt: skip
_COUNTS = ("comment_count", "commentCount", "comments_count", "num_comments", "total", "totalCount", "count")
_SIGNS = ("author", "time", "id", "parent", "up", "net")


@dataclass(slots=True)
class _Talk:
    """The article that comments stand under, as far as the JSON shows one, and the comments."""

    article: Article = field(default_factory=Article)
    native: str | None = None
    declared: int | None = None
    posts: list[Post] = field(default_factory=list)
    nested: bool = False


def read(document: Document) -> Iterator[Thread]:
    """A thread for each article that has comments nested in it, or for each thread that the comments name.

    Raises FormatError where nothing looks like a comment.
    """
    loaded = load(document.text or "", document.path)
    walk = _Walk(document.columns)
    walk.through(loaded.value, "")
    yield from _threads(document, walk, loaded.notices)


def nested_threads(
    document: Document, rows: Sequence[Record], numbers: Sequence[int], notices: tuple[Notice, ...]
) -> Iterator[Thread]:
    """The same for JSON Lines, where each line is an article with its comments, or a comment with its replies."""
    walk = _Walk(document.columns)
    for row, number in zip(rows, numbers, strict=True):
        walk.through(row, f"line-{number}")
    yield from _threads(document, walk, notices)


def spoken_in(value: object) -> list[Post]:
    """What looks like a comment in a JSON value, whatever article it stands under, in document order."""
    walk = _Walk({})
    walk.through(value, "")
    return [post for talk in walk.talks.values() for post in talk.posts]


def _threads(document: Document, walk: _Walk, notices: tuple[Notice, ...]) -> Iterator[Thread]:
    spoken = [part for talk in walk.talks.values() if talk.posts for part in _by_page(talk)]
    if not spoken:
        raise FormatError(
            "no object in the JSON has a text with an author, a time or an id; name the fields with "
            "--columns, for example --columns text=body,author=user."
        )
    for talk in spoken:
        flat = announce(document, talk.posts, talk.nested)
        opening = Opening(
            talk.article,
            talk.native or ("top" if len(spoken) > 1 else None),
            ROOTS | {talk.native or "0"},
            talk.declared,
            (*notices, *flat),
            None if flat else 1.0 if document.columns else 0.9,
        )
        yield assemble(document, talk.posts, opening)
        notices = ()


def _by_page(talk: _Talk) -> list[_Talk]:
    """The comments of a whole site by the page that each names as its address; else as they are."""
    links = [(post.permalink or "").partition("#")[0] for post in talk.posts]
    pages = dict.fromkeys(links)
    if talk.native is not None or talk.nested or "" in pages or len(pages) in (1, len(links)):
        return [talk]
    parts = {page: _Talk(Article(url=page), page) for page in pages}
    for post, page in zip(talk.posts, links, strict=True):
        parts[page].posts.append(replace(post, permalink=None) if post.permalink == page else post)
    return list(parts.values())


@dataclass(slots=True)
class _Walk:
    """Walks a JSON value in document order and collects comments under articles, without recursion."""

    columns: Mapping[str, str]
    talks: dict[str, _Talk] = field(default_factory=dict)
    made: int = 0

    def through(self, value: object, place: str) -> None:
        """Collect what a value that stands at a place holds."""
        top = self.talks.setdefault("", _Talk())
        stack: list[tuple[object, str, str | None, _Talk]] = [(value, place, None, top)]
        while stack:
            node, path, parent, talk = stack.pop()
            if isinstance(node, list):
                stack += [(item, below(path, at), parent, talk) for at, item in reversed(list(enumerate(node)))]
            elif isinstance(node, dict):
                row = Row(node, guess(node, self.columns))
                answered = parent
                if parent is None and _is_article(row):
                    talk = self._article(row, path, talk)
                elif _is_comment(row):
                    id_ = row.text("id")
                    if id_ is None:
                        self.made += 1
                        id_ = f"n{self.made}"
                    self._talk_of(row, talk, id_).posts.append(row.post(path, parent=parent, id=id_))
                    talk.nested |= parent is not None
                    answered = id_
                inner = [item for item in node.items() if isinstance(item[1], (dict, list))]
                stack += [
                    (item, below(path, key), answered if plain(key) in REPLIES else parent, talk)
                    for key, item in reversed(inner)
                ]

    def _article(self, row: Row, path: str, outer: _Talk) -> _Talk:
        native = row.text("id") or row.text("thread") or (path if path else None)
        talk = outer if not path and not outer.posts else self.talks.setdefault(native or path, _Talk())
        talk.native = native
        talk.article = article_of(row)
        talk.declared = next((count for name in _COUNTS if (count := whole(row.values, name)) is not None), None)
        return talk

    def _talk_of(self, row: Row, talk: _Talk, id_: str) -> _Talk:
        """The thread that the comment itself names, where no article stands around it."""
        native = row.text("thread")
        if talk.native is not None or native is None or native == id_:
            return talk
        return self.talks.setdefault(native, _Talk(article_of_comment(row), native))


def _is_comment(row: Row) -> bool:
    return row.has_text() and any(row.value(sign) is not None for sign in _SIGNS)


def _is_article(row: Row) -> bool:
    """A titled object that answers nothing and has comments, not replies, in it."""
    if row.text("title") is None or row.value("parent") is not None:
        return False
    nests = [item for key, item in row.values.items() if plain(key) in _UNDER_ARTICLES]
    return any(isinstance(item, (list, dict)) and item for item in nests) or not row.has_text()


def article_of(row: Row) -> Article:
    """The article that a titled object describes."""
    return Article(
        title=row.text("title"),
        author=author_name(row.post("").author),
        published=row.timestamp(),
        text=row.body().text or None,
        url=row.text("permalink"),
        evidence=(Evidence("article", "titled object around the comments"),),
    )


def article_of_comment(row: Row) -> Article:
    """What a comment says of the article that it stands under."""
    text = row.value("article")
    return Article(title=row.text("title"), text=text if isinstance(text, str) else None)
