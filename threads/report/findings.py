"""Analyses → what the terminal shows of flips, summaries, comparisons and whole corpora."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from threads.discourse.corpus import Corpus, CorpusOverview, GroupShares, RankedThread
from threads.discourse.corrected import CorrectedShares
from threads.discourse.difference import ShareDifference
from threads.discourse.duplicates import DuplicateGroup
from threads.discourse.measure import Finding
from threads.discourse.recurring import Drift
from threads.discourse.share import Share
from threads.report.tables import FlipRow, flip_rows
from threads.report.terminal import clean
from threads.stance.label import Stance

if TYPE_CHECKING:
    from threads.analysis import Analysis

_SHOWN = 280
_RANKED = 5
_HOUR = 3600


def flips_table(analyses: Sequence[Analysis]) -> RenderableType:
    """Every flip with both texts side by side; under it, why a kind of flip could not be looked for."""
    rows = list(flip_rows(analyses))
    table = Table(show_lines=True, header_style="bold", title=_count(rows), title_justify="left")
    table.add_column("what")
    table.add_column("before", ratio=1, overflow="fold")
    table.add_column("after", ratio=1, overflow="fold")
    for row in rows:
        table.add_row(_what(row), _side(row.before_id, row.before_stance, row.before_text),
                      _side(row.after_id, row.after_stance, row.after_text))  # fmt: skip
    parts: list[RenderableType] = [table] if rows else [Text(_count(rows))]
    return Group(*parts, *(Text(clean(line), "dim") for line in _uncomputed(analyses)))


def _count(rows: Sequence[FlipRow]) -> str:
    kinds = {row.kind: sum(other.kind == row.kind for other in rows) for row in rows}
    found = ", ".join(f"{kind}: {count}" for kind, count in kinds.items())
    return found or "No author flips, softenings, contrasts, branch turns or thread swings."


def _what(row: FlipRow) -> Text:
    lines = [row.kind, clean(row.author or ""), row.thread_id]
    lines.append(f"probability {row.probability:.2f}" if row.probability is not None else "")
    lines.append(f"p-value {row.p_value:.3f}" if row.p_value is not None else "")
    lines.append(f"{row.seconds / _HOUR:.1f} hours between" if row.seconds is not None else "")
    lines.append("order of time unknown" if row.by_document_order else "")
    lines.append(f"replies before it: {row.candidate_ids}" if row.candidate_ids else "")
    return Text("\n".join(line for line in lines if line))


def _side(comment: str, stance: str | None, text: str | None) -> Text:
    words = clean(text or "")
    shown = words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"
    return Text.assemble((f"[{comment}] {stance or ''}\n", "bold"), shown)


def _uncomputed(analyses: Sequence[Analysis]) -> Iterator[str]:
    for analysis in analyses:
        found = analysis.discourse
        searches = {"author flips": found.flips.reason, "contrasts": found.contrasts.reason}
        for kind, reason in searches.items():
            if reason and analysis.thread.comments:
                yield f"{analysis.thread.id}: {kind} cannot be computed: {reason}."


def summaries(analyses: Sequence[Analysis]) -> Iterator[Text]:
    """Title and summary of each thread, two paragraphs."""
    for analysis in analyses:
        title = clean(analysis.thread.article.title or analysis.thread.id)
        paragraphs = analysis.discourse.summary.text.split("\n\n")
        yield Text.assemble((title, "bold"), "\n\n", "\n\n".join(clean(one) for one in paragraphs), "\n")


def corrected(found: CorrectedShares) -> RenderableType:
    """One line a stance: the model's share, the corrected one with its interval, the labelled sample's own."""
    title = f"{found.labelled} of {found.comments} comments labelled"
    table = Table(header_style="bold", title=title, title_justify="left", title_style="dim")
    for name in ("stance", "model", "corrected", "95 % interval", "labels"):
        table.add_column(name, justify="left" if name == "stance" else "right")
    for one in found.shares:
        reach = f"{one.interval.low:.1%} … {one.interval.high:.1%}"
        table.add_row(one.stance.value, f"{one.model:.1%}", f"{one.share:.1%}", reach, f"{one.sample:.1%}")
    return table


def comparison(found: Finding[ShareDifference], first: str, second: str) -> RenderableType:
    """One line a stance: both shares, their difference in percentage points, its interval."""
    if found.reason:
        return Text(f"Cannot be compared: {clean(found.reason)}.")
    table = Table(header_style="bold")
    for name in ("stance", clean(first), clean(second), "difference, points", "95 % interval", ""):
        table.add_column(name, justify="left" if name in ("stance", "") else "right", overflow="fold")
    for one in found.items:
        interval = f"{_points(one.interval.low)} … {_points(one.interval.high)}"
        both = (f"{share.count} ({share.proportion:.1%})" for share in (one.first, one.second))
        table.add_row(one.stance.value, *both, _points(one.difference), interval, "differs" if one.clear else "")
    numbers = f"{found.checked} comments in both together; “differs” where the interval excludes zero."
    return Group(table, Text(numbers, "dim"))


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


def ranked_ids(corpus: CorpusOverview) -> frozenset[str]:
    """The threads that `corpus_view` names."""
    rankings = (corpus.contested, corpus.one_sided, corpus.flipped)
    return frozenset(one.thread_id for ranking in rankings for one in ranking[:_RANKED])


def corpus_view(corpus: CorpusOverview, titles: Mapping[str, str]) -> RenderableType:
    """Shares by language, outlet and month; rankings of threads; recurring authors; copied comments.

    `titles` has those of `ranked_ids`.
    """
    parts: list[RenderableType] = [Text(f"{corpus.threads} threads, {corpus.comments} comments", "bold")]
    overall = GroupShares("all", corpus.threads, corpus.shares)
    groups = {"language": corpus.by_language, "outlet": corpus.by_outlet, "month": corpus.by_month}
    parts.append(_groups("", (overall,)))
    parts += [_groups(name, found) for name, found in groups.items() if found]
    rankings = (
        ("most contested", "smaller camp", "decided", corpus.contested),
        ("most one-sided", "larger camp", "decided", corpus.one_sided),
        ("most author flips", "of pairs", "pairs", corpus.flipped),
    )
    parts += [_ranking(name, value, n, found, titles) for name, value, n, found in rankings if found]
    parts.append(_authors(corpus))
    if isinstance(corpus, Corpus):
        shared = (cluster for cluster in corpus.theses[:_RANKED] if len(cluster.thread_ids) > 1)
        parts += [Text(f"one subject in {len(one.thread_ids)} threads: {clean(one.name)}") for one in shared]
        parts += [_drift(one) for one in (*corpus.thesis_drifts.items, *corpus.outlet_drifts.items)[:_RANKED]]
        parts += [_copies(group) for group in corpus.duplicates[:_RANKED]]
    return Group(*parts)


def _groups(name: str, groups: Sequence[GroupShares]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for head in (name, "threads", "comments", *(stance.value for stance in Stance)):
        table.add_column(head, justify="left" if head == name else "right")
    for group in groups:
        shares = {entry.stance: entry for entry in group.shares.entries}
        cells = [_with_interval(shares[stance]) if stance in shares else "–" for stance in Stance]
        table.add_row(clean(group.name), str(group.threads), str(group.shares.n), *cells)
    return table


def _with_interval(share: Share) -> str:
    return f"{share.proportion:.0%} ({100 * share.interval.low:.0f}–{100 * share.interval.high:.0f})"


def _drift(drift: Drift) -> Text:
    thesis = "" if drift.same_thesis else "; the theses differ, read both"
    return Text(
        f"{clean(drift.author)} is on the other side in a later thread "
        f"(probability {drift.probability:.2f}{thesis}): {clean(drift.before)} → {clean(drift.after)}"
    )


def _ranking(name: str, value: str, n: str, threads: Sequence[RankedThread], titles: Mapping[str, str]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column(name, ratio=1, overflow="fold")
    table.add_column(value, justify="right")
    table.add_column(n, justify="right")
    for one in threads[:_RANKED]:
        table.add_row(clean(titles[one.thread_id]), f"{one.value:.0%}", str(one.n))
    return table


def _copies(group: DuplicateGroup) -> Text:
    words = clean(group.text)
    shown = words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"
    return Text(
        f"copied {len(group.comments)} times in {group.threads} threads, {group.authors} known authors: {shown}"
    )


def _authors(corpus: CorpusOverview) -> Text:
    if corpus.authors.reason:
        return Text(f"recurring authors: {clean(corpus.authors.reason)}", "dim")
    listed = ", ".join(f"{clean(one.author)} ({len(one.thread_ids)} threads)" for one in corpus.authors.items[:_RANKED])
    return Text(f"recurring authors: {listed or 'none'}")
