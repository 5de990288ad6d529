"""A text dump of a page comes in, its thread comes out: article, announced number, comments with their places.

Everything is read from what the text still shows (wording, list markers, indents, bylines); what it no longer shows
is said in notices and never invented.
"""

from __future__ import annotations

from threads.readers.text import assembly
from threads.source.document import Document
from threads.thread import Thread

__all__ = ["read"]


def read(document: Document, thread_id: str) -> Thread:
    """The thread of a decoded text document. Pure; never raises on any text; a text without comments has none."""
    return assembly.assemble(document, thread_id)
