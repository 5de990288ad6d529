"""From inputs — files, directories, archives, standard input — to threads: the first half of the pipeline."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from threads.readers import read_threads
from threads.source import open_documents
from threads.thread import Notice, Thread


class InputWarning(UserWarning):
    """An input, or a page among many, could not be read; the others were."""


def warn_of(notice: Notice) -> None:
    """Pass a notice on as a Python warning."""
    place = f"{notice.where}: " if notice.where else ""
    warnings.warn(f"{place}{notice.message}", InputWarning, stacklevel=3)


def parse(
    *inputs: str | Path,
    columns: Mapping[str, str] | None = None,
    on_notice: Callable[[Notice], None] = warn_of,
) -> Iterator[Thread]:
    """Yield the threads of files, directories or archives (`-` is standard input), in a stable order.

    `columns` maps our field names to the columns of a table or JSONL dump. A page that cannot be read goes to
    `on_notice` and the others are read. Raises SourceError where an input does not exist or nothing can be read.
    """
    return _threads(inputs, columns, on_notice)


def _threads(
    inputs: Iterable[str | Path], columns: Mapping[str, str] | None, on_notice: Callable[[Notice], None]
) -> Iterator[Thread]:
    for document in open_documents(inputs, columns=columns):
        if isinstance(document, Notice):
            on_notice(document)
        else:
            yield from read_threads(document)
