"""Documents → threads: each format's reader, chosen by the document's format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import cast

from threads.errors import ThreadsError
from threads.readers.identity import thread_id
from threads.source.document import Document, Format
from threads.thread import Article, Notice, Thread

__all__ = ["read_strictly", "read_threads"]

_ONE_THREAD = {Format.TEXT: "threads.readers.text", Format.HTML: "threads.readers.html"}
"""Readers of a document that is one thread: `read(document, thread_id) -> Thread`."""

_EXPORTS = {
    Format.THREADS_JSONL: "own",
    Format.WXR: "wxr",
    Format.DISQUS_XML: "disqus",
    Format.REDDIT_JSON: "reddit",
    Format.REDDIT_NDJSON: "reddit",
    Format.HACKERNEWS_JSON: "hackernews",
    Format.DISCOURSE_JSON: "discourse",
    Format.YOUTUBE_JSON: "youtube",
    Format.MASTODON_JSON: "mastodon",
    Format.LEMMY_JSON: "lemmy",
    Format.STACKEXCHANGE_JSON: "stackexchange",
    Format.STACKEXCHANGE_XML: "stackexchange_dump",
    Format.FEED: "feed",
    Format.CONVOKIT: "convokit",
    Format.JSON_TREE: "tree",
    Format.JSONL: "table",
    Format.CSV: "table",
    Format.PARQUET: "table",
}
"""Readers of exports, in `threads.readers.export`: `read(document) -> Iterator[Thread]`."""


def read_threads(document: Document) -> Iterator[Thread]:
    """Every thread of a document, in document order.

    A document that its reader cannot make sense of gives a thread without comments whose notices say why: nothing
    disappears from the output, and one bad page never ends a run.
    """
    read = 0
    try:
        for thread in read_strictly(document):
            read += 1
            yield replace(thread, notices=(*document.notices, *thread.notices)) if document.notices else thread
    except ThreadsError as error:
        yield _unread(document, str(error), read)
    except Exception as error:  # a fault of ours on one page must not cost the user the other pages
        yield _unread(document, f"The reader failed on it ({type(error).__name__}: {error}); please report this.", read)


def read_strictly(document: Document) -> Iterator[Thread]:
    """The same without the net below it: raises FormatError, and whatever fault a reader has."""
    if document.format in _ONE_THREAD:
        reader = import_module(_ONE_THREAD[document.format])
        yield cast(Thread, reader.read(document, thread_id(document)))
        return
    reader = import_module(f"threads.readers.export.{_EXPORTS[document.format]}")
    yield from cast(Iterator[Thread], reader.read(document))


def _unread(document: Document, why: str, read: int) -> Thread:
    rest = f"After {read} threads the rest of {document.path}" if read else document.path
    notice = Notice("unread", f"{rest} could not be read as {document.format.value}: {why}", document.path)
    own = thread_id(document, "unread" if read else None)
    return Thread(own, document.source, Article(url=document.url), notices=(*document.notices, notice))
