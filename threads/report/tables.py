"""Analyses → tables: comments (Parquet), flips and measures (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from threads.discourse.flips import AuthorFlip, Contrast
from threads.discourse.measure import Finding, Measure
from threads.discourse.swing import Crossing
from threads.discourse.turns import BranchTurn
from threads.report.columns import COLUMNS, rows

if TYPE_CHECKING:
    import pyarrow as pa

    from threads.analysis import Analysis

Found = TypeVar("Found")

COMMENTS_SCHEMA = "threads.comments/2"
"""Version of comments.parquet, in its metadata under `schema`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FlipRow:
    """One row of flips.csv; what a kind of flip does not have is empty."""

    thread_id: str
    kind: str
    author: str | None
    before_id: str
    after_id: str
    before_stance: str | None
    after_stance: str | None
    probability: float | None
    seconds: float | None
    by_document_order: bool | None
    candidate_ids: str | None
    between_ids: str | None
    before_balance: float | None
    after_balance: float | None
    n: int | None
    p_value: float | None
    before_text: str | None = None
    after_text: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of measures.csv: a value with what is behind it, or the reason why there is none."""

    thread_id: str
    group: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    interval: str | None
    n: int | None
    of: str | None
    unit: str | None
    with_placeholders: float | None
    baseline: float | None
    reason: str | None
    reference: str | None
    baseline_error: float | None = None


def comments_table(analyses: Iterable[Analysis]) -> pa.Table:
    """All comments of all threads, one a row, columns as in the codebook, each described in its field's metadata."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "strings": pa.list_(pa.string()),
    }
    fields = [pa.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in COLUMNS]
    schema = pa.schema(fields, metadata={"schema": COMMENTS_SCHEMA})
    values: list[list[Any]] = [[] for _ in COLUMNS]
    for analysis in analyses:
        found = list(rows(analysis))
        for column, into in zip(COLUMNS, values, strict=True):
            into += [_plain(column.read(row)) for row in found]
    return pa.table([pa.array(v, f.type) for v, f in zip(values, fields, strict=True)], schema=schema)


def comments_parquet(analyses: Iterable[Analysis]) -> bytes:
    """`comments_table` as the bytes of a Parquet file; the same analyses give the same bytes."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(comments_table(analyses), buffer, compression="zstd")
    return buffer.getvalue()


def comments_csv(analyses: Iterable[Analysis]) -> str:
    """`comments_table` as CSV, lists joined by spaces. Texts keep their words but are guarded as in `as_csv`."""
    names = [column.name for column in COLUMNS]
    found = (dict(zip(names, (c.read(r) for c in COLUMNS), strict=True)) for a in analyses for r in rows(a))
    return as_csv(names, found)


def flip_rows(analyses: Iterable[Analysis]) -> Iterator[FlipRow]:
    """Author flips, softenings, contrasts, branch turns and thread swings, thread by thread."""
    for analysis in analyses:
        texts = {c.id: c.text for c in analysis.thread.comments}
        for row in _flips(analysis):
            yield replace(row, before_text=texts.get(row.before_id), after_text=texts.get(row.after_id))


def flips_csv(analyses: Iterable[Analysis]) -> str:
    """flips.csv; why a kind of flip could not be looked for stands in measures.csv."""
    return as_csv(list(FlipRow.__slots__), (asdict(row) for row in flip_rows(analyses)))


def measure_rows(analyses: Iterable[Analysis]) -> Iterator[MeasureRow]:
    """Shares, counts of flips, and all measures, thread by thread."""
    for analysis in analyses:
        found, thread = analysis.discourse, analysis.thread.id
        yield from _shares(analysis)
        yield from _searches(analysis)
        for group in ("shape", "participation", "polarisation", "tempo", "completeness"):
            for measure in getattr(found, group):
                yield _measure(thread, group, measure)


def measures_csv(analyses: Iterable[Analysis]) -> str:
    """measures.csv: one row a number, so that it opens as tidy data."""
    return as_csv(list(MeasureRow.__slots__), (asdict(row) for row in measure_rows(analyses)))


def as_csv(names: Sequence[str], records: Iterable[dict[str, Any]]) -> str:
    """CSV (RFC 4180, UTF-8, header first). Unknown is an empty cell, booleans are TRUE and FALSE.

    A text that a spreadsheet would run as a formula (it starts with = + - @ or a tab) gets an apostrophe in front;
    the exact words are in the Parquet and JSON files.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(record[name]) for name in names] for record in records)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, tuple):
        return _cell(" ".join(value))
    if isinstance(value, str):
        clean = value.replace("\x00", "").encode("utf-8", "replace").decode()
        return f"'{clean}" if clean.startswith(_FORMULA) else clean
    return repr(value)


def _plain(value: object) -> object:
    """Arrow takes no tuples and no lone surrogates."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    return list(value) if isinstance(value, tuple) else value


def _flips(analysis: Analysis) -> Iterator[FlipRow]:
    thread, found = analysis.thread.id, analysis.discourse
    yield from (_author_flip(thread, "author flip", flip) for flip in found.flips.items)
    yield from (_author_flip(thread, "softening", flip) for flip in found.softenings.items)
    yield from (_contrast(thread, contrast) for contrast in found.contrasts.items)
    yield from (_turn(thread, turn) for turn in found.turns.items)
    if found.swing:
        yield from (_swing(thread, found.swing.by_document_order, c) for c in found.swing.crossings)


def _author_flip(thread: str, kind: str, flip: AuthorFlip) -> FlipRow:
    return FlipRow(
        thread, kind, flip.author, flip.before, flip.after, flip.before_stance.value, flip.after_stance.value,
        flip.probability, flip.seconds, flip.by_document_order, " ".join(flip.candidates), " ".join(flip.between),
        None, None, None, None,
    )  # fmt: skip


def _contrast(thread: str, contrast: Contrast) -> FlipRow:
    return FlipRow(
        thread, "contrast", None, contrast.parent, contrast.reply, contrast.parent_stance.value,
        contrast.reply_stance.value, contrast.probability, contrast.seconds, None, None, None, None, None, None, None,
    )  # fmt: skip


def _turn(thread: str, turn: BranchTurn) -> FlipRow:
    return FlipRow(
        thread, "branch turn", None, turn.branch, turn.pivot, None, None, None, None, None, None, None,
        turn.before, turn.after, turn.n, turn.p_value,
    )  # fmt: skip


def _swing(thread: str, by_document_order: bool, crossing: Crossing) -> FlipRow:
    before, after = crossing.before, crossing.after
    return FlipRow(
        thread, "thread swing", None, before.comment_id, crossing.comment_id, None, None, None, None,
        by_document_order, None, None, before.balance, after.balance, None, None,
    )  # fmt: skip


def _shares(analysis: Analysis) -> Iterator[MeasureRow]:
    shares = analysis.discourse.shares
    for entry in shares.entries:
        near = entry.interval
        yield MeasureRow(
            analysis.thread.id, "stance", f"share_{entry.stance.value}", entry.proportion, near.low, near.high,
            near.method, shares.n, "comments", None, None, None, None, None,
        )  # fmt: skip
    if shares.reason:
        yield _none(analysis.thread.id, "stance", "shares", shares.n, "comments", shares.reason)


def _searches(analysis: Analysis) -> Iterator[MeasureRow]:
    found, thread = analysis.discourse, analysis.thread.id
    yield _search(thread, "author_flips", found.flips)
    yield _search(thread, "softenings", found.softenings)
    yield _search(thread, "contrasts", found.contrasts)
    yield _search(thread, "branch_turns", found.turns)
    if found.swing:
        yield MeasureRow(
            thread, "flips", "thread_swings", float(len(found.swing.crossings)), None, None, None,
            len(found.swing.points), "comments", None, None, None, None, None,
        )  # fmt: skip
    else:
        yield _none(thread, "flips", "thread_swings", 0, "comments", found.swing_reason or "")


def _search(thread: str, name: str, search: Finding[Found]) -> MeasureRow:
    if search.reason:
        return _none(thread, "flips", name, search.checked, "places", search.reason)
    return MeasureRow(
        thread, "flips", name, float(len(search.items)), None, None, None, search.checked, "places",
        None, None, None, None, None,
    )  # fmt: skip


def _none(thread: str, group: str, name: str, n: int, of: str, reason: str) -> MeasureRow:
    return MeasureRow(thread, group, name, None, None, None, None, n, of, None, None, None, reason, None)


def _measure(thread: str, group: str, measure: Measure) -> MeasureRow:
    near = measure.interval
    return MeasureRow(
        thread, group, measure.name, measure.value, near.low if near else None, near.high if near else None,
        near.method if near else None, measure.n, measure.of, measure.unit, measure.with_placeholders,
        measure.baseline, measure.reason, measure.reference, measure.baseline_error,
    )  # fmt: skip
