"""Output directories of batches → the corpus as a whole, read part by part and never at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from threads.batch.manifest import SCHEMA
from threads.discourse.corpus import FEWEST_DECIDED, CorpusOverview, GroupShares, pooled_counts, ranked_threads
from threads.discourse.measure import Finding
from threads.discourse.recurring import RecurringAuthor
from threads.discourse.share import Shares, shares_of
from threads.errors import SourceError
from threads.stance.label import Stance

_COLUMNS = (
    "thread_id", "outlet", "month", "language", "comments", "placeholders", "agree", "neutral", "disagree", "unclear",
    "author_flips", "author_pairs",
)  # fmt: skip

Row = Mapping[str, Any]


def is_batch(out: Path) -> bool:
    """Whether a directory holds a finished batch."""
    try:
        return bool(json.loads((out / "manifest.json").read_bytes())["schema"] == SCHEMA)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def overview(*outs: Path, authors: int = 1000, seed: int = 0) -> CorpusOverview:
    """The overview of one or several output directories, with the first `authors` recurring authors.

    Holds a short row per thread and three numbers per author in memory, never a text. Authors of several directories
    are the same where the pseudonyms have one key. Raises SourceError where a directory is no finished batch.
    """
    for out in outs:
        if not is_batch(out):
            raise SourceError(f"{out} holds no finished batch: run `threads batch` with -o {out} to its end.")
    rows = [row for batch in _scanned(outs, "threads", _COLUMNS) for row in batch]
    return CorpusOverview(
        threads=len(rows),
        comments=sum(row["comments"] for row in rows),
        shares=_pooled(rows, seed),
        by_outlet=_grouped(rows, "outlet", seed),
        by_month=tuple(sorted(_grouped(rows, "month", seed), key=lambda group: group.name)),
        by_language=_grouped(rows, "language", seed),
        contested=ranked_threads((row["thread_id"], *_camp(row, min)) for row in rows),
        one_sided=ranked_threads((row["thread_id"], *_camp(row, max)) for row in rows),
        flipped=ranked_threads((row["thread_id"], row["author_flips"], row["author_pairs"]) for row in rows),
        authors=_recurring(outs, authors),
    )


def titles(outs: Sequence[Path], thread_ids: Collection[str]) -> dict[str, str]:
    """The titles of some threads; the id where there is none."""
    rows = (row for batch in _scanned(outs, "threads", ("thread_id", "title")) for row in batch)
    return {row["thread_id"]: row["title"] or row["thread_id"] for row in rows if row["thread_id"] in thread_ids}


def _scanned(outs: Sequence[Path], table: str, columns: tuple[str, ...]) -> Iterator[list[dict[str, Any]]]:
    """Rows of a table, a few thousand at a time, parts in the order of their names."""
    import pyarrow.parquet as pq

    for path in (path for out in outs for path in sorted((out / table).glob("part-*.parquet"))):
        with pq.ParquetFile(path) as part:
            for batch in part.iter_batches(batch_size=4096, columns=list(columns)):
                yield batch.to_pylist()


def _counts(row: Row) -> Counter[Stance]:
    return Counter({stance: row[stance.value] for stance in Stance})


def _pooled(rows: list[dict[str, Any]], seed: int) -> Shares:
    return pooled_counts(map(_counts, rows), sum(row["placeholders"] for row in rows), seed=seed)


def _grouped(rows: list[dict[str, Any]], column: str, seed: int) -> tuple[GroupShares, ...]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row[column] is not None:
            groups.setdefault(row[column], []).append(row)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple(GroupShares(name, len(members), _pooled(members, seed)) for name, members in ordered)


def _camp(row: Row, which: Callable[[list[int]], int]) -> tuple[int, int]:
    camps = [row["agree"], row["disagree"]]
    return (which(camps), sum(camps)) if sum(camps) >= FEWEST_DECIDED else (0, 0)


def _recurring(outs: Sequence[Path], most: int) -> Finding[RecurringAuthor]:
    threads: dict[str, list[str]] = {}
    counts: dict[str, Counter[Stance]] = {}
    written: Counter[str] = Counter()
    for batch in _scanned(outs, "comments", ("thread_id", "author", "stance")):
        for row in batch:
            if (author := row["author"]) is None:
                continue
            written[author] += 1
            held = threads.setdefault(author, [])
            if not held or held[-1] != row["thread_id"]:  # the comments of a thread stand together
                held.append(row["thread_id"])
            if row["stance"] is not None:
                counts.setdefault(author, Counter())[Stance(row["stance"])] += 1
    several = sorted(
        (name for name, held in threads.items() if len(held) > 1), key=lambda n: (-len(threads[n]), -written[n], n)
    )
    items = (
        RecurringAuthor(name, tuple(threads[name]), written[name], shares_of(counts.get(name, Counter())))
        for name in several[:most]
    )
    return Finding(tuple(items), len(written), None if written else "no comment has an author")
