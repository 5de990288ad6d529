"""JSON Lines, CSV and Parquet with one comment a row → a thread for each value of the thread column.

Columns are those that the user maps, else guessed by their names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO, StringIO
from typing import Any

from threads.errors import FormatError
from threads.readers import timestamps
from threads.readers.export.assembly import Opening, announce, assemble, author_name
from threads.readers.export.post import Post
from threads.readers.export.rows import ROOTS, Row
from threads.readers.export.tree import nested_threads
from threads.readers.export.values import Record, lines, records
from threads.readers.tree import plant
from threads.source.document import Document, Format
from threads.source.names import REPLIES, Guess, guess, plain
from threads.source.spool import ODD, table_rows
from threads.thread import Article, Evidence, Notice, Thread

_LOOKED_AT = 1000


@dataclass(slots=True)
class _Talk:
    """The rows of one thread as posts, with their depths where the table has a depth column."""

    article: Article
    posts: list[Post] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """The rows of a table, each with its number in the file, and what was odd about it."""

    rows: list[Record] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, row: Record, number: int) -> None:
        self.rows.append(row)
        self.numbers.append(number)


def read(document: Document) -> Iterator[Thread]:
    """Threads in the order of their first row; raises FormatError where no column holds the comments' text.

    Lines that have comments nested in them, as scrapers write a page a line, are read like other JSON.
    """
    table = _table(document)
    if any(_nests(row) for row in table.rows[:_LOOKED_AT]):
        yield from nested_threads(document, table.rows, table.numbers, tuple(table.notices))
        return
    names = _names(table.rows, document)
    raws = [value for row in table.rows[:_LOOKED_AT] if isinstance(value := Row(row, names).value("time"), str)]
    order = timestamps.day_first(raws)
    talks: dict[str, _Talk] = {}
    for values, number in zip(table.rows, table.numbers, strict=True):
        row = Row(values, names, order)
        if row.has_text() or row.value("id") is not None:
            _take(row, number, talks)
    for native, talk in talks.items():
        yield _thread(document, native, talk, names, tuple(table.notices))
        table.notices.clear()


def _nests(row: Record) -> bool:
    return any(isinstance(item, list) and records(item) and plain(key) in REPLIES for key, item in row.items())


def _take(row: Row, number: int, talks: dict[str, _Talk]) -> None:
    talk = talks.get(native := row.text("thread") or "")
    if talk is None:
        talk = talks[native] = _Talk(_article(row))
    talk.posts.append(row.post(f"row {number}"))
    depth = row.text("depth")
    if depth is not None and depth.isdecimal() and len(depth) < 7:
        talk.depths.append(int(depth))


def _article(row: Row) -> Article:
    text = row.value("article")
    return Article(title=row.text("title"), text=text if isinstance(text, str) else None)


def _thread(document: Document, native: str, talk: _Talk, names: Guess, notices: tuple[Notice, ...]) -> Thread:
    posts: Sequence[Post] = talk.posts
    planted = not any(post.parent for post in posts) and len(talk.depths) == len(posts)
    if planted:
        posts = _planted(posts, talk.depths)
    flat = announce(document, posts, planted)
    trust = None if flat else 1.0 if {"parent", "text"} <= names.given else 0.9
    roots = ROOTS | {native} if native else ROOTS
    article = _opened(talk.article, posts)
    return assemble(
        document, posts, Opening(article, native or None, roots, notices=(*notices, *flat), confidence=trust)
    )


def _opened(article: Article, posts: Sequence[Post]) -> Article:
    """Where a table has titles and no article, the post that opens the thread is what the others talk about."""
    if article.text or not article.title or not posts or posts[0].parent is not None:
        return article
    first = posts[0]
    text = first.body.text or None
    if text is None or (sum(post.parent is None for post in posts) != 1 and not any(post.parent for post in posts)):
        return article
    opener = author_name(first.author)
    return replace(
        article, author=opener, published=first.timestamp, text=text, evidence=(Evidence("text", "first post"),)
    )


def _planted(posts: Sequence[Post], depths: Sequence[int]) -> list[Post]:
    """Parents from depths, in the order of the rows; lost levels get a placeholder."""
    low = min(depths)
    seats = plant([depth - low for depth in depths])
    ids = [
        f"m{at}" if seat.index is None else posts[seat.index].id or f"n{seat.index + 1}"
        for at, seat in enumerate(seats)
    ]
    planted = []
    for seat, id_ in zip(seats, ids, strict=True):
        parent = None if seat.parent is None else ids[seat.parent]
        if seat.index is None:
            planted.append(Row({}, Guess({})).post("", parent=parent, id=id_))
            planted[-1] = replace(planted[-1], missing=True, rule="depth")
        else:
            planted.append(replace(posts[seat.index], id=id_, parent=parent, rule="depth"))
    return planted


def _names(rows: Sequence[Record], document: Document) -> Guess:
    columns = list(dict.fromkeys(name for row in rows[:_LOOKED_AT] for name in row))
    unknown = [
        name for name in document.columns.values() if name.partition(".")[0] not in columns and name not in columns
    ]
    if unknown and rows:
        raise FormatError(f"it has no column {', '.join(unknown)}; its columns are {', '.join(columns[:40])}.")
    names = guess(columns, document.columns)
    if rows and not any(Row(row, names).has_text() for row in rows[:_LOOKED_AT]):
        shown = ", ".join(columns[:40]) or "none"
        raise FormatError(
            f"no column holds the comments' text; name it with --columns text=NAME. Its columns are {shown}."
        )
    return names


def _table(document: Document) -> _Table:
    table = _Table()
    if document.format is Format.JSONL:
        for number, record in lines(document.text or "", document.path):
            if isinstance(record, Notice):
                table.notices.append(record)
            else:
                table.add(record, document.line_number(number))
        return table
    is_parquet = document.format is Format.PARQUET
    rows = _parquet(document) if is_parquet else _csv(document.text or "", document.path, table.notices)
    for number, row in enumerate(rows, start=1):
        table.add(row, number)
    return table


def _csv(text: str, where: str, notices: list[Notice]) -> Iterator[Record]:
    odd = 0
    try:
        for row in table_rows(StringIO(text, newline="")):
            odd += row.pop(ODD, None) is not None
            yield row
    except csv.Error as error:
        notices.append(Notice("cut-off", f"The table breaks off: {error}.", where))
    if odd:
        message = f"Rows with more or fewer cells than the header has names: {odd}."
        notices.append(Notice("odd-rows", message, where))


def _parquet(document: Document) -> list[Record]:
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(BytesIO(document.content))
        rows: list[dict[str, Any]] = table.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise FormatError(f"the Parquet file is damaged: {str(error).splitlines()[0]}") from error
    return list(rows)
