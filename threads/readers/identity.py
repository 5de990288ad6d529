"""A thread's id: the same content under the same name gives the same id, whatever directory it lies in."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from threads.source.document import Document

_NO_WORD = re.compile(r"[^\w]+")
_LONGEST = 60
_SAYS_NOTHING = frozenset({"utterances"})
"""File names that are the same in every corpus: the directory's name tells it from others."""


def thread_id(document: Document, native: str | None = None) -> str:
    """`slug-of-the-file-1a2b3c4d`, the digits being the content's SHA-256; `…/native` for one thread among several."""
    own = f"{slug(_stem(document)) or 'input'}-{document.sha256[:8]}"
    return f"{own}/{native}" if native else own


def slug(name: str) -> str:
    """A name in lower case with hyphens between its words, at most 60 characters; letters of any script stay."""
    words = _NO_WORD.sub("-", unicodedata.normalize("NFC", name).lower()).strip("-_")
    return words[:_LONGEST].strip("-_")


def _stem(document: Document) -> str:
    member = document.path.replace("\\", "/").rstrip("/").rpartition("!/")[2]
    if "://" in member:
        member = member.partition("://")[2].partition("?")[0].rstrip("/")
    name = PurePosixPath(member).name or "input"
    while (stem := PurePosixPath(name).stem) != name and len(name) - len(stem) <= 8:
        name = stem
    parent = PurePosixPath(member).parent.name
    return parent if parent and name.lower() in _SAYS_NOTHING else name
