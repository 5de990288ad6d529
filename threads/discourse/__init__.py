"""Stance over threads → flips, measures, summaries, and what many threads say together."""

from threads.discourse.corpus import Corpus, analyse_corpus
from threads.discourse.difference import ShareDifference, compare_shares
from threads.discourse.discourse import Discourse, analyse_discourse
from threads.discourse.retell import Retelling, retell

__all__ = [
    "Corpus",
    "Discourse",
    "Retelling",
    "ShareDifference",
    "analyse_corpus",
    "analyse_discourse",
    "compare_shares",
    "retell",
]
