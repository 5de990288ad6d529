"""Several analyses → the corpus view of the report's index, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from threads.discourse.corpus import Corpus, GroupShares, RankedThread, analyse_corpus
from threads.discourse.duplicates import DuplicateGroup
from threads.discourse.recurring import Drift, RecurringAuthor
from threads.discourse.thesis_clusters import ThesisCluster
from threads.report.view import shares_view

if TYPE_CHECKING:
    from threads.analysis import Analysis

_RANKED, _LISTED = 5, 20


def overview(analyses: Sequence[Analysis]) -> dict[str, Any] | None:
    """Shares over all threads and by outlet, month and language; rankings; authors; copies. None for one thread."""
    if len(analyses) < 2:
        return None
    corpus = analyse_corpus(analyses)
    place = {a.thread.id: at for at, a in enumerate(analyses)}
    return {
        "shares": shares_view(corpus.shares),
        "groups": {
            "language": _groups(corpus.by_language),
            "outlet": _groups(corpus.by_outlet),
            "month": _groups(corpus.by_month),
        },
        "rankings": {
            "contested": _ranked(corpus.contested, place),
            "oneSided": _ranked(corpus.one_sided, place),
            "flipped": _ranked(corpus.flipped, place),
        },
        "authors": {"reason": corpus.authors.reason, "items": [_author(a) for a in corpus.authors.items[:_LISTED]]},
        "drifts": [_drift(d, place) for d in _drifts(corpus)[:_LISTED]],
        "theses": [_cluster(c) for c in corpus.theses if len(c.thread_ids) > 1][:_LISTED],
        "copies": [_copy(group, place) for group in corpus.duplicates[:_LISTED]],
    }


def _groups(groups: Sequence[GroupShares]) -> list[dict[str, Any]]:
    return [{"name": g.name, "threads": g.threads, "shares": shares_view(g.shares)} for g in groups]


def _ranked(threads: Sequence[RankedThread], place: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"at": place[t.thread_id], "value": t.value, "low": t.interval.low, "high": t.interval.high, "n": t.n}
        for t in threads[:_RANKED]
    ]


def _author(author: RecurringAuthor) -> dict[str, Any]:
    counts = [entry.count for entry in author.shares.entries]
    return {"author": author.author, "threads": len(author.thread_ids), "comments": author.comments, "shares": counts}


def _drifts(corpus: Corpus) -> Sequence[Drift]:
    """Drifts within a thesis cluster first; one author's step between two threads once."""
    found = {(d.author, d.before, d.after): d for d in (*corpus.outlet_drifts.items, *corpus.thesis_drifts.items)}
    return sorted(found.values(), key=lambda d: (not d.same_thesis, -d.probability, d.author))


def _drift(drift: Drift, place: Mapping[str, int]) -> dict[str, Any]:
    return {
        "author": drift.author,
        "before": place[drift.before],
        "after": place[drift.after],
        "balances": [drift.balance_before, drift.balance_after],
        "p": drift.probability,
        "same": drift.same_thesis,
    }


def _cluster(cluster: ThesisCluster) -> dict[str, Any]:
    return {"theses": list(cluster.theses[:3]), "n": len(cluster.thread_ids)}


def _copy(group: DuplicateGroup, place: Mapping[str, int]) -> dict[str, Any]:
    where = dict.fromkeys(place[c.thread_id] for c in group.comments)
    return {
        "n": len(group.comments),
        "threads": list(where)[:_LISTED],
        "authors": group.authors,
        "text": group.text[:400],
    }
