"""A thread → what it announces against what was found: the check that nothing was lost unnoticed."""

from __future__ import annotations

from threads.discourse.measure import Measure
from threads.thread import Thread


def completeness(thread: Thread) -> tuple[Measure, ...]:
    """Announced, found, placed and lost comments, and the share of the announced that was found."""
    placed = len(thread.comments) - thread.recovered_comments
    found = Measure("found", thread.recovered_comments, thread.recovered_comments, "comments", unit="comments")
    placeholders = Measure("placeholders", placed, placed, "comments", unit="comments")
    announced, lost = thread.declared_comments, thread.lost_comments
    if announced is None or lost is None:
        reason = "the page announces no number of comments"
        return (
            Measure("announced", None, 0, "comments", unit="comments", reason=reason),
            found,
            placeholders,
            Measure("lost_without_place", None, 0, "comments", unit="comments", reason=reason),
            Measure("found_share", None, 0, "comments", reason=reason),
        )
    return (
        Measure("announced", announced, announced, "comments", unit="comments"),
        found,
        placeholders,
        Measure("lost_without_place", lost, announced, "comments", unit="comments"),
        _found_share(thread.recovered_comments, announced),
    )


def _found_share(found: int, announced: int) -> Measure:
    if announced == 0:
        return Measure("found_share", None, 0, "comments", reason="the page announces 0 comments")
    return Measure("found_share", found / announced, announced, "comments")
