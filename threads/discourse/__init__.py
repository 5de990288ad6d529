"""Stance over a thread → flips, measures and summaries."""

from threads.discourse.discourse import Discourse, analyse_discourse

__all__ = ["Discourse", "analyse_discourse"]
