"""Rebuild comment threads, read their stance towards the article, inspect the flips.

import threads

for thread in threads.parse("seeds/"):
    analysis = threads.analyse(thread)
    print(thread.article.title, analysis.discourse.summary.text)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threads.analysis import Analysis, analyse, analyse_inputs
    from threads.errors import ThreadsError
    from threads.parsing import parse
    from threads.stance.load import load_model
    from threads.thread import Article, Comment, Thread, Timestamp

_HOME = {
    "Analysis": "threads.analysis",
    "Article": "threads.thread",
    "Comment": "threads.thread",
    "Thread": "threads.thread",
    "ThreadsError": "threads.errors",
    "Timestamp": "threads.thread",
    "analyse": "threads.analysis",
    "analyse_inputs": "threads.analysis",
    "load_model": "threads.stance.load",
    "parse": "threads.parsing",
}

__all__ = [
    "Analysis",
    "Article",
    "Comment",
    "Thread",
    "ThreadsError",
    "Timestamp",
    "analyse",
    "analyse_inputs",
    "load_model",
    "parse",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import threads` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'threads' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
