"""Text from outside → text that XML and JSON files of other programs can hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that XML 1.0 forbids (control characters, lone surrogates)."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
