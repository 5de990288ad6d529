"""Stance over a thread → flips, measures and summaries."""

from threads.discourse.discourse import Discourse

__all__ = ["Discourse"]
