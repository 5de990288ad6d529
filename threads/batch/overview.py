"""A batch's output directory → the corpus as a whole, read part by part and never at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threads.discourse.corpus import (
    FEWEST_DECIDED,
    GroupShares,
    RankedThread,
    pooled_counts,
    ranked_threads,
)
from threads.discourse.recurring import RecurringAuthor
from threads.discourse.share import Shares, shares_of
from threads.errors import SourceError
from threads.stance.label import Stance

_COLUMNS = (
    "thread_id", "outlet", "month", "language", "comments", "placeholders", "agree", "neutral", "disagree", "unclear",
    "author_flips", "author_pairs",
)  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the threads of a batch say together, as `Corpus` does for threads in memory.

    Shares are over all comments, their intervals draw whole threads. `authors` are those with comments in several
    threads, the ones with the most threads first.
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
    authors: tuple[RecurringAuthor, ...]


def overview(out: Path, *, authors: int = 1000, seed: int = 0) -> Overview:
    """The overview of an output directory, with the first `authors` recurring authors.

    Holds a short row per thread and three numbers per author in memory, never a text. Raises SourceError where `out`
    is no finished batch.
    """
    if not (out / "manifest.json").is_file():
        raise SourceError(f"{out} holds no finished batch: run `threads batch` with -o {out} to its end.")
    rows = [row for batch in _scanned(out / "threads", _COLUMNS) for row in batch]
    return Overview(
        threads=len(rows),
        comments=sum(row["comments"] for row in rows),
        shares=_pooled(rows, seed),
        by_outlet=_grouped(rows, "outlet", seed),
        by_month=tuple(sorted(_grouped(rows, "month", seed), key=lambda group: group.name)),
        by_language=_grouped(rows, "language", seed),
        contested=ranked_threads((row["thread_id"], *_camp(row, min)) for row in rows),
        one_sided=ranked_threads((row["thread_id"], *_camp(row, max)) for row in rows),
        flipped=ranked_threads((row["thread_id"], row["author_flips"], row["author_pairs"]) for row in rows),
        authors=_recurring(out, authors),
    )


def _scanned(directory: Path, columns: tuple[str, ...]) -> Iterator[list[dict[str, Any]]]:
    """Rows of a table, a few thousand at a time, parts in the order of their names."""
    import pyarrow.parquet as pq

    for path in sorted(directory.glob("part-*.parquet")):
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


def _recurring(out: Path, most: int) -> tuple[RecurringAuthor, ...]:
    threads: dict[str, list[str]] = {}
    counts: dict[str, Counter[Stance]] = {}
    written: Counter[str] = Counter()
    for batch in _scanned(out / "comments", ("thread_id", "author", "stance")):
        for row in batch:
            if (author := row["author"]) is None:
                continue
            written[author] += 1
            held = threads.setdefault(author, [])
            if not held or held[-1] != row["thread_id"]:  # the comments of a thread stand together
                held.append(row["thread_id"])
            if row["stance"] is not None:
                counts.setdefault(author, Counter())[Stance(row["stance"])] += 1
    several = sorted((name for name, held in threads.items() if len(held) > 1), key=lambda n: (-len(threads[n]), n))
    return tuple(
        RecurringAuthor(name, tuple(threads[name]), written[name], shares_of(counts.get(name, Counter())))
        for name in several[:most]
    )
