"""Last stage of a batch: a segment with its predictions → the bytes of a part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from threads.analysis import Analysis, concluded
from threads.batch.segment import (
    Counts,
    FileLines,
    Kept,
    Part,
    Planned,
    Poison,
    Predictions,
    Quarantined,
    Segment,
    Settings,
)
from threads.batch.tables import notices_of, part_files, thread_row
from threads.privacy import Pseudonyms
from threads.report.record import from_json, to_json
from threads.stance.scoring import stance_from
from threads.thread import Notice, Thread

BITS = 48
"""Length of a pseudonym: two of 2 million names share one with a chance of under 1 %."""

At = Callable[[str, str, int, int], None]


def finish(
    segment: Segment,
    predictions: Predictions,
    settings: Settings,
    poison: Sequence[Poison] = (),
    at: At = lambda *_: None,
) -> Part:
    """Stance, discourse and pseudonyms of every thread of a segment, and the part's files."""
    struck = {(one.path, one.document, one.threads): one for one in poison if one.phase == "finish"}
    analyses: list[Analysis] = []
    lines: list[str] = []
    quarantined: list[Quarantined] = []
    notices: list[Notice] = []
    kept, made_by = 0, []
    for item in segment.items:
        before = len(lines)
        if isinstance(item, Quarantined):
            quarantined.append(item)
        elif isinstance(item, Notice):
            notices.append(item)
        elif isinstance(item, Kept):
            analyses.append(from_json(item.line))
            lines.append(item.line)
            kept += 1
        elif bad := struck.get(item.place):
            quarantined.append(Quarantined(item.thread.source.path, bad.reason, item.thread.source.sha256))
        else:
            at("finish", *item.place)
            made = _analysed(item, predictions, settings)
            if isinstance(made, Quarantined):
                quarantined.append(made)
            else:
                analyses.append(made)
                lines.append(to_json(made).encode("utf-8", "replace").decode())
        made_by.append(before if len(lines) > before else None)
    quarantined += [found for analysis in analyses for found in _unread(analysis.thread)]
    files = part_files(segment.head.name, lines, analyses, notices)
    counts = _counts(analyses, len(notices), kept)
    return Part(segment.head, files, counts, _lines(segment, made_by, analyses), tuple(quarantined))


def _lines(
    segment: Segment, made_by: Sequence[int | None], analyses: Sequence[Analysis]
) -> tuple[FileLines, ...]:  # fmt: skip
    """For each file of the segment whose every item became a line: which lines."""
    found, at = [], 0
    for span in segment.head.files:
        lines = made_by[at : at + span.items]
        at += span.items
        whole = [line for line in lines if line is not None]
        if whole and len(whole) == len(lines):
            comments = tuple(len(analyses[line].thread.comments) for line in whole)
            found.append(FileLines(span, whole[0], comments))
    return tuple(found)


def _analysed(item: Planned, predictions: Predictions, settings: Settings) -> Analysis | Quarantined:
    thread, options = item.thread, settings.options
    pseudonyms = Pseudonyms(settings.key, BITS) if settings.key is not None else None
    try:
        stance = stance_from(item.plan, [predictions[key] for key in item.keys], settings.record)
        return concluded(thread, stance, pseudonyms, options)
    except Exception as error:  # one thread's fault must not cost the others
        reason = f"The thread {thread.id} cannot be analysed ({type(error).__name__}: {error}); please report this."
        return Quarantined(thread.source.path, reason, thread.source.sha256)


def _unread(thread: Thread) -> list[Quarantined]:
    """A page that its reader gave up on is in the results without comments, and in quarantine with the reason."""
    source = thread.source
    return [Quarantined(source.path, n.message, source.sha256) for n in thread.notices if n.code == "unread"]


def _counts(analyses: Sequence[Analysis], notices: int, kept: int) -> Counts:
    rows = [thread_row(analysis) for analysis in analyses]
    return Counts(
        threads=len(rows),
        comments=sum(row.comments for row in rows),
        placeholders=sum(row.placeholders for row in rows),
        flips=sum(row.author_flips for row in rows),
        notices=notices + sum(len(notices_of(analysis)) for analysis in analyses),
        kept=kept,
    )
