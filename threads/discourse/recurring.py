"""Analysed threads → authors who write in several of them, and how they drift from thread to thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from threads.discourse.measure import Finding
from threads.discourse.replies import ReplyTree, reply_tree
from threads.discourse.share import Shares, shares_of
from threads.stance.label import Distribution, Stance
from threads.stance.reading import ThreadStance
from threads.thread import Thread, Timestamp


@dataclass(frozen=True, slots=True)
class ThreadGroup:
    """Threads that belong together: those of one thesis cluster, or of one outlet."""

    name: str
    thread_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorInThread:
    """One author's comments in one thread: `position` is the mean of their distributions, None without a stance."""

    author: str
    thread_id: str
    comments: tuple[str, ...]
    position: Distribution | None
    decided: int
    stances: tuple[Stance, ...]
    first: Timestamp | None


@dataclass(frozen=True, slots=True)
class RecurringAuthor:
    """An author with comments in several threads; `shares` of the stances over all of them."""

    author: str
    thread_ids: tuple[str, ...]
    comments: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class Drift:
    """One author on the other side in a later thread of the same thesis cluster or outlet (`group`).

    `balances` are p(agree) − p(disagree) of the author's mean position in both threads; `probability` that the two
    positions oppose. Unless `same_thesis`, agreeing with two theses need not mean the same: read both.
    """

    author: str
    group: str
    before: str
    after: str
    balance_before: float
    balance_after: float
    probability: float
    same_thesis: bool
    by_corpus_order: bool


def in_threads(thread: Thread, stance: ThreadStance) -> tuple[AuthorInThread, ...]:
    """What each known author wrote in a thread, in order of first appearance."""
    tree = reply_tree(thread, stance)
    by_author: dict[str, list[int]] = {}
    for i in range(len(tree.comments)):
        if (name := tree.author(i)) is not None:
            by_author.setdefault(name, []).append(i)
    return tuple(_in_thread(tree, thread.id, name, where) for name, where in by_author.items())


def recurring_authors(found: Sequence[AuthorInThread]) -> tuple[RecurringAuthor, ...]:
    """Authors with comments in at least two threads, most threads first, then most comments."""
    by_author = _by_author(found)
    recurring = (_recurring(name, entries) for name, entries in by_author.items() if len(entries) > 1)
    return tuple(sorted(recurring, key=lambda author: (-len(author.thread_ids), -author.comments)))


def drifts(
    found: Sequence[AuthorInThread], groups: Sequence[ThreadGroup], theses: dict[str, str | None]
) -> Finding[Drift]:
    """Authors whose positions in successive threads of a group oppose each other; `checked` counts the pairs.

    `theses` gives each thread's thesis, None where it has none.
    """
    if not found:
        return Finding(reason="no comment has an author")
    checked, items = 0, []
    for group in groups:
        inside = set(group.thread_ids)
        for entries in _by_author(e for e in found if e.thread_id in inside and e.decided).values():
            line, by_order = _in_time(entries)
            checked += max(0, len(line) - 1)
            pairs = (_drift(one, two, group.name, theses, by_order) for one, two in pairwise(line))
            items += [drift for drift in pairs if drift is not None]
    return Finding(tuple(sorted(items, key=lambda drift: -drift.probability)), checked)


def _by_author(found: Iterable[AuthorInThread]) -> dict[str, list[AuthorInThread]]:
    by_author: dict[str, list[AuthorInThread]] = {}
    for entry in found:
        by_author.setdefault(entry.author, []).append(entry)
    return by_author


def _in_thread(tree: ReplyTree, thread_id: str, name: str, where: list[int]) -> AuthorInThread:
    spread = [d for i in where if (d := tree.distribution(i)) is not None]
    n = len(spread)
    mean = (
        Distribution(
            sum(d.agree for d in spread) / n, sum(d.neutral for d in spread) / n, sum(d.disagree for d in spread) / n
        )
        if n
        else None
    )
    times = [tree.comments[i].timestamp for i in tree.ordered(tuple(where)).positions]
    stances = tuple(s for i in where if (s := tree.stance(i)) is not None)
    ids = tuple(tree.comments[i].id for i in where)
    return AuthorInThread(name, thread_id, ids, mean, sum(tree.decided(i) for i in where), stances, times[0])


def _recurring(name: str, entries: list[AuthorInThread]) -> RecurringAuthor:
    stances = [stance for entry in entries for stance in entry.stances]
    shares = shares_of({stance: stances.count(stance) for stance in set(stances)})
    return RecurringAuthor(name, tuple(e.thread_id for e in entries), sum(len(e.comments) for e in entries), shares)


def _in_time(entries: list[AuthorInThread]) -> tuple[list[AuthorInThread], bool]:
    """The entries in order of time; in corpus order, and said so, where a time is missing or not comparable."""
    stamps = [e.first.value for e in entries if e.first is not None]
    if len(stamps) < len(entries) or len({s.tzinfo is None for s in stamps}) > 1:
        return entries, True
    order = sorted(range(len(entries)), key=lambda i: (stamps[i], i))
    return [entries[i] for i in order], False


def _drift(
    one: AuthorInThread, two: AuthorInThread, group: str, theses: dict[str, str | None], by_order: bool
) -> Drift | None:
    if one.position is None or two.position is None:
        return None
    a, b = one.position, two.position
    before, after = a.agree - a.disagree, b.agree - b.disagree
    if before * after >= 0:
        return None
    probability = a.agree * b.disagree + a.disagree * b.agree
    same = theses.get(one.thread_id) is not None and theses.get(one.thread_id) == theses.get(two.thread_id)
    return Drift(one.author, group, one.thread_id, two.thread_id, before, after, probability, same, by_order)
