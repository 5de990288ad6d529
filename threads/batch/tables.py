"""The analyses of a part → the bytes of its files: Parquet tables and JSON lines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from threads.analysis import Analysis
from threads.discourse.corpus import month, outlet
from threads.report.record import SCHEMA
from threads.report.tables import FlipRow, MeasureRow, comments_table, flip_rows, measure_rows
from threads.stance.label import Stance
from threads.thread import Notice, Source

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("comments", "threads", "flips", "measures", "documents", "notices")
"""Directories of Parquet parts in an output directory; `jsonl` stands beside them."""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One row of threads/: a thread, where it came from, and the counts behind its shares.

    `month` of publication, or of the earliest comment; `author_pairs` successive decided comments of one author, of
    which `author_flips` are flips.
    """

    thread_id: str
    path: str
    sha256: str
    format: str
    url: str | None
    outlet: str | None
    month: str | None
    title: str | None
    published: str | None
    language: str | None
    comments: int
    placeholders: int
    declared_comments: int | None
    lost_comments: int | None
    authors: int
    thesis: str | None
    thesis_given: bool | None
    sensitivity: float | None
    agree: int
    neutral: int
    disagree: int
    unclear: int
    author_flips: int
    author_pairs: int
    softenings: int
    contrasts: int
    branch_turns: int
    thread_swings: int
    summary: str
    model: str
    notices: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of documents/: a page or dump as it was read; a dump that fills several parts has a row in each."""

    path: str
    sha256: str
    format: str
    encoding: str | None
    url: str | None
    threads: int
    comments: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One row of notices/: what a reader of the results must know; `thread_id` null where it is about a file."""

    thread_id: str | None
    path: str | None
    code: str
    message: str
    where: str | None


def part_files(
    name: str, lines: Sequence[str], analyses: Sequence[Analysis], notices: Iterable[Notice]
) -> dict[str, bytes]:
    """The files of part `name` by path; `lines` are the analyses in their JSON form, one each."""
    noticed = [
        *(row for a in analyses for row in _of_thread(a)),
        *(NoticeRow(None, n.where, n.code, n.message, None) for n in notices),
    ]
    tables = {
        "comments": comments_table(analyses),
        "threads": _table(ThreadRow, map(thread_row, analyses)),
        "flips": _table(FlipRow, flip_rows(analyses)),
        "measures": _table(MeasureRow, measure_rows(analyses)),
        "documents": _table(DocumentRow, document_rows(analyses)),
        "notices": _table(NoticeRow, noticed),
    }
    files = {f"{table}/part-{name}.parquet": _parquet(rows) for table, rows in tables.items()}
    files[jsonl_path(name)] = "".join(line + "\n" for line in lines).encode("utf-8", "replace")
    return files


def jsonl_path(name: str) -> str:
    """Path of a part's JSON lines (form threads.analysis/2)."""
    return f"jsonl/part-{name}.jsonl"


def thread_row(analysis: Analysis) -> ThreadRow:
    """A thread's row."""
    thread, stance, found = analysis.thread, analysis.stance, analysis.discourse
    counts = {entry.stance: entry.count for entry in found.shares.entries}
    article, thesis = thread.article, stance.thesis
    return ThreadRow(
        thread_id=thread.id,
        path=thread.source.path,
        sha256=thread.source.sha256,
        format=thread.source.format,
        url=thread.source.url or article.url,
        outlet=outlet(analysis),
        month=month(analysis),
        title=article.title,
        published=article.published.iso if article.published else None,
        language=article.language,
        comments=thread.recovered_comments,
        placeholders=sum(comment.missing for comment in thread.comments),
        declared_comments=thread.declared_comments,
        lost_comments=thread.lost_comments,
        authors=len({comment.author for comment in thread.comments if comment.author}),
        thesis=thesis.text if thesis else None,
        thesis_given=thesis.given if thesis else None,
        sensitivity=stance.sensitivity,
        agree=counts.get(Stance.AGREE, 0),
        neutral=counts.get(Stance.NEUTRAL, 0),
        disagree=counts.get(Stance.DISAGREE, 0),
        unclear=counts.get(Stance.UNCLEAR, 0),
        author_flips=len(found.flips.items),
        author_pairs=found.flips.checked,
        softenings=len(found.softenings.items),
        contrasts=len(found.contrasts.items),
        branch_turns=len(found.turns.items),
        thread_swings=len(found.swing.crossings) if found.swing else 0,
        summary=found.summary.text,
        model=stance.model.name,
        notices=len(notices_of(analysis)),
    )


def document_rows(analyses: Iterable[Analysis]) -> Iterable[DocumentRow]:
    """The documents that the threads came from, in the order of their first thread."""
    counts: dict[tuple[str, str], list[int]] = {}
    sources: dict[tuple[str, str], Source] = {}
    for analysis in analyses:
        source = analysis.thread.source
        sources.setdefault((source.path, source.sha256), source)
        count = counts.setdefault((source.path, source.sha256), [0, 0])
        count[0] += 1
        count[1] += analysis.thread.recovered_comments
    for key, source in sources.items():
        yield DocumentRow(
            source.path, source.sha256, source.format, source.encoding, source.url, counts[key][0], counts[key][1]
        )


def notices_of(analysis: Analysis) -> tuple[Notice, ...]:
    """All notices about a thread, each once."""
    found = (*analysis.thread.notices, *analysis.stance.notices, *analysis.discourse.notices)
    return tuple(dict.fromkeys(found))


def _of_thread(analysis: Analysis) -> Iterable[NoticeRow]:
    thread = analysis.thread
    for notice in notices_of(analysis):
        yield NoticeRow(thread.id, thread.source.path, notice.code, notice.message, notice.where)


def _table(form: type[Any], rows: Iterable[Any]) -> pa.Table:
    """Rows of one dataclass as a table with a column per field."""
    import pyarrow as pa

    found = list(rows)
    hints = get_type_hints(form)
    columns = {
        field.name: pa.array([_clean(getattr(row, field.name)) for row in found], _arrow(hints[field.name]))
        for field in fields(form)
    }
    return pa.table(columns).replace_schema_metadata({"schema": f"threads.{form.__name__}/1", "lines": SCHEMA})


def _arrow(hint: object) -> pa.DataType:
    import pyarrow as pa

    plain = next((arg for arg in get_args(hint) if arg is not NoneType), hint)
    types: Mapping[object, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return types[plain]


def _clean(value: object) -> object:
    """Arrow takes no lone surrogates."""
    return value if not isinstance(value, str) or value.isascii() else value.encode("utf-8", "replace").decode()


def _parquet(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
