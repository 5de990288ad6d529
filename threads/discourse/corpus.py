"""Many analysed threads → shares over threads, outlets and time, recurring authors, and what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

import numpy as np

from threads.discourse.discourse import Discourse
from threads.discourse.duplicates import DuplicateGroup, near_duplicates
from threads.discourse.measure import Finding, Interval
from threads.discourse.recurring import Drift, RecurringAuthor, ThreadGroup, drifts, in_threads, recurring_authors
from threads.discourse.share import Shares, shares_of, wilson
from threads.discourse.thesis_clusters import ThesisCluster, thesis_clusters
from threads.stance.label import Stance
from threads.stance.reading import ThreadStance
from threads.thread import Precision, Thread

FEWEST_THREADS = 5
"""Threads from which intervals draw whole threads; under it they are Wilson's, over comments."""
FEWEST_DECIDED = 5
"""Decided comments that a thread needs to be ranked as contested or one-sided."""

_RESAMPLES = 2000


class Analysed(Protocol):
    """A thread with its stance and discourse, as `threads.analyse` gives it."""

    @property
    def thread(self) -> Thread:
        """The thread."""

    @property
    def stance(self) -> ThreadStance:
        """Its stance."""

    @property
    def discourse(self) -> Discourse:
        """What follows from both."""


@dataclass(frozen=True, slots=True)
class GroupShares:
    """Shares over the comments of several threads; `bootstrap` intervals draw threads, `wilson` ones comments."""

    name: str
    threads: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class RankedThread:
    """A thread in a ranking: the figure it is ranked by, its interval, and the number of comments or pairs behind."""

    thread_id: str
    value: float
    n: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class CorpusOverview:
    """What the counts of many threads say together. Stance is towards each thread's own thesis.

    `contested` and `one_sided` are ordered by the lower end of the interval of the smaller and of the larger camp's
    share among decided comments, so that small threads do not come first by chance; `flipped` by the lower end of
    the share of author pairs that flip. Threads with neither thesis nor comments are in `threads` only.
    """

    threads: int
    comments: int
    shares: Shares
    by_outlet: tuple[GroupShares, ...]
    by_month: tuple[GroupShares, ...]
    by_language: tuple[GroupShares, ...]
    contested: tuple[RankedThread, ...]
    one_sided: tuple[RankedThread, ...]
    flipped: tuple[RankedThread, ...]
    authors: Finding[RecurringAuthor]


@dataclass(frozen=True, slots=True)
class Corpus(CorpusOverview):
    """The overview with what needs the threads themselves: which theses are alike, who drifts, what was copied."""

    theses: tuple[ThesisCluster, ...]
    thesis_drifts: Finding[Drift]
    outlet_drifts: Finding[Drift]
    duplicates: tuple[DuplicateGroup, ...]


def analyse_corpus(analyses: Sequence[Analysed], *, seed: int = 0) -> Corpus:
    """The corpus view. Authors are matched by name or pseudonym: give threads pseudonymised under one key."""
    threads = [analysis.thread for analysis in analyses]
    clusters = thesis_clusters([(a.thread.id, a.stance.thesis.text) for a in analyses if a.stance.thesis])
    outlets = _groups(analyses, outlet)
    written = [entry for a in analyses for entry in in_threads(a.thread, a.stance)]
    theses = {a.thread.id: a.stance.thesis.text if a.stance.thesis else None for a in analyses}
    by_outlet = [ThreadGroup(name, tuple(a.thread.id for a in members)) for name, members in outlets]
    no_author = None if written or not threads else "no comment has an author"
    return Corpus(
        len(threads),
        sum(thread.recovered_comments for thread in threads),
        pooled_shares(analyses, seed=seed),
        _shares_of_groups(outlets, seed),
        _shares_of_groups(sorted(_groups(analyses, month)), seed),
        _shares_of_groups(_groups(analyses, lambda a: a.thread.article.language), seed),
        _ranked(analyses, _smaller_camp),
        _ranked(analyses, _larger_camp),
        _ranked(analyses, _flips),
        Finding(recurring_authors(written), len({entry.author for entry in written}), no_author),
        clusters,
        drifts(written, [ThreadGroup(c.name, c.thread_ids) for c in clusters], theses),
        drifts(written, by_outlet, theses),
        near_duplicates(threads, seed=seed),
    )


def outlet(analysed: Analysed) -> str | None:
    """The host that a thread comes from, without `www.`; None where no address is known."""
    url = analysed.thread.article.url or analysed.thread.source.url
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def month(analysed: Analysed) -> str | None:
    """Month of publication as `2022-01`; of the earliest comment where the article has no date."""
    stamps = [analysed.thread.article.published, *(c.timestamp for c in analysed.thread.comments)]
    known = [s for s in stamps if s is not None and s.precision is not Precision.YEAR]
    if not known:
        return None
    first = known[0] if analysed.thread.article.published in known else min(known, key=lambda s: s.iso)
    return first.iso[:7]


def pooled_shares(analyses: Sequence[Analysed], *, seed: int = 0) -> Shares:
    """Shares over all comments; from FEWEST_THREADS threads on, intervals from a bootstrap of whole threads.

    Comments of one thread are alike, so that an interval over single comments would be too narrow.
    """
    return pooled_counts(map(_counts, analyses), sum(a.discourse.shares.placeholders for a in analyses), seed=seed)


def pooled_counts(counts: Iterable[Counter[Stance]], placeholders: int = 0, *, seed: int = 0) -> Shares:
    """`pooled_shares` from the counts of stances in each thread."""
    counted = [found for found in counts if found.total()]
    pooled = shares_of(sum(counted, Counter()), placeholders)
    if len(counted) < FEWEST_THREADS or pooled.reason:
        return pooled
    table = np.array([[counts[stance] for stance in Stance] for counts in counted], dtype=np.float64)
    even = np.full(len(table), 1 / len(table))
    drawn = np.random.default_rng(seed).multinomial(len(table), even, size=_RESAMPLES).astype(np.float64) @ table
    low, high = np.quantile(drawn / drawn.sum(axis=1, keepdims=True), [0.025, 0.975], axis=0)
    entries = (
        replace(entry, interval=Interval(float(low[i]), float(high[i]), "bootstrap"))
        for i, entry in enumerate(pooled.entries)
    )
    return replace(pooled, entries=tuple(entries))


def _counts(analysed: Analysed) -> Counter[Stance]:
    return Counter({entry.stance: entry.count for entry in analysed.discourse.shares.entries})


def _groups(analyses: Sequence[Analysed], key: _Key) -> list[tuple[str, list[Analysed]]]:
    """Threads by name, those with the most threads first; threads without a name are left out."""
    groups: dict[str, list[Analysed]] = {}
    for analysed in analyses:
        if (name := key(analysed)) is not None:
            groups.setdefault(name, []).append(analysed)
    return sorted(groups.items(), key=lambda item: -len(item[1]))


class _Key(Protocol):
    def __call__(self, analysed: Analysed, /) -> str | None: ...


def _shares_of_groups(groups: Iterable[tuple[str, list[Analysed]]], seed: int) -> tuple[GroupShares, ...]:
    return tuple(GroupShares(name, len(members), pooled_shares(members, seed=seed)) for name, members in groups)


class _Figure(Protocol):
    def __call__(self, analysed: Analysed, /) -> tuple[int, int]: ...


def _ranked(analyses: Sequence[Analysed], figure: _Figure) -> tuple[RankedThread, ...]:
    return ranked_threads((analysed.thread.id, *figure(analysed)) for analysed in analyses)


def ranked_threads(figures: Iterable[tuple[str, int, int]]) -> tuple[RankedThread, ...]:
    """Threads, each with a count out of n, by the lower end of the proportion's interval; without those of none."""
    found = [RankedThread(thread, count / n, n, wilson(count, n)) for thread, count, n in figures if count and n]
    return tuple(sorted(found, key=lambda ranked: (-ranked.interval.low, ranked.thread_id)))


def _camps(analysed: Analysed) -> list[int]:
    counts = _counts(analysed)
    camps = [counts[Stance.AGREE], counts[Stance.DISAGREE]]
    return camps if sum(camps) >= FEWEST_DECIDED else [0, 0]


def _smaller_camp(analysed: Analysed, /) -> tuple[int, int]:
    camps = _camps(analysed)
    return min(camps), sum(camps)


def _larger_camp(analysed: Analysed, /) -> tuple[int, int]:
    camps = _camps(analysed)
    return max(camps), sum(camps)


def _flips(analysed: Analysed, /) -> tuple[int, int]:
    flips = analysed.discourse.flips
    return len(flips.items), flips.checked
