"""A page's markup or text in, the moment out at which its site made it, where the page tells.

Caches, archives and forums write it down; relative dates are counted from it, never from when the article appeared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from threads.readers.timestamps import parse_timestamp
from threads.source.document import Document
from threads.thread import Precision, Timestamp

_STATED = re.compile(
    r"saved date:|FILE ARCHIVED ON|parser cache with key [^\n]{0,200}? and timestamp"
    r"|(?:Cached page|Dynamic page|page|Page) (?:generated|rendered|created|cached)(?: by \S{1,40})?(?: on| at)?:?"
    r"|Served from:[^@\n]{1,80}@|It is currently|Current time:|Aktuelle Zeit:|Aktuelles Datum und Uhrzeit:"
    r"|Nous sommes actuellement le|La date/heure actuelle est|Oggi è|Data e ora attuali:|Fecha actual|Сейчас:"
    r"|Текущее время:"
)
_STARTS = (
    "saved date:", "FILE ARCHIVED ON", "parser cache", "age generated", "age rendered", "age created",
    "age cached", "Served from:", "It is currently", "Current time:", "Aktuelle", "Nous sommes",
    "La date/heure", "Oggi è", "Data e ora", "Fecha actual", "Сейчас:", "Текущее время:",
)  # fmt: skip
"""One of these stands in whatever fits `_STATED`."""
_TAG = re.compile(r"<[^<>]{0,200}>")
_COMPACT = re.compile(r"\W*(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\b")
_REACH = 160
_FINE = (Precision.MINUTE, Precision.SECOND)


def saved_at(document: Document, language: str | None = None) -> Callable[[], Timestamp | None]:
    """What tells when a page was saved, or else made: the page is searched when this is first asked, and once."""
    return cache(lambda: document.captured or rendered_at(document.text or "", language))


def rendered_at(text: str, language: str | None = None) -> Timestamp | None:
    """The last moment, to the minute at least, that follows words such as "Cached page generated on"."""
    if not any(start in text for start in _STARTS):
        return None
    found: Timestamp | None = None
    for match in _STATED.finditer(text):
        after = _COMPACT.sub(r"\1-\2-\3T\4:\5:\6Z", _TAG.sub(" ", text[match.end() : match.end() + _REACH]), count=1)
        stamp = parse_timestamp(after.split("\n")[0][:80], language=language)
        if stamp and stamp.precision in _FINE:
            found = stamp
    return found
