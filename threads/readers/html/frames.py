"""A page with frames that hold documents of their own in, the same page with these in the frames' places out.

Comment services put their box into an `iframe`, whose `srcdoc` or `data:` address is a whole document in saved pages,
or into the shadow of an element, which is a `template` there.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote

from threads.readers.html.page import Page, close, parse

_DATA = re.compile(r"data:text/html(?P<options>[^,]{0,60}),", re.I)
_SHADOW = frozenset({"shadowroot", "shadowrootmode"})


def with_frames(page: Page) -> Page:
    """The page itself where no frame holds a document; frames in frames stay shut."""
    shadows = {at for at in page.tagged("template") if not _SHADOW.isdisjoint(page.attributes[at])}
    frames = {at: inner for at in page.tagged("iframe") if (inner := _document(page.attributes[at]).strip())}
    if not frames and not shadows:
        return page
    made = Page([], [], [], [], [], [], [], [])
    at = 0
    while at < len(page):
        _copy(made, page, at, page.depths[at])
        if at in frames or at in shadows:
            made.tags[-1], made.keys[-1] = "div", page.keys[at].replace(page.tags[at], "div", 1)
        if at in frames:
            _fill(made, parse(frames[at]), page.depths[at] + 1)
            at = page.ends[at]
        else:
            at += 1
    close(made)
    return made


def _document(frame: Mapping[str, str]) -> str:
    """The markup that a frame carries itself; empty where it is elsewhere."""
    if "srcdoc" in frame:
        return frame["srcdoc"]
    source = frame.get("src", "")
    data = _DATA.match(source)
    if data is None:
        return ""
    content = unquote(source[data.end() :])
    if "base64" not in data["options"].lower():
        return content
    try:
        return base64.b64decode(content).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _fill(made: Page, inner: Page, depth: int) -> None:
    """Put what stands in the body of a frame's document under the last element, at that depth."""
    body = next(iter(inner.tagged("body")), None)
    made.texts[-1] = "" if body is None else inner.texts[body]
    if body is None:
        return
    for at in range(body + 1, inner.ends[body]):
        _copy(made, inner, at, depth + inner.depths[at] - inner.depths[body] - 1)


def _copy(made: Page, page: Page, at: int, depth: int) -> None:
    made.tags.append(page.tags[at])
    made.keys.append(page.keys[at])
    made.attributes.append(page.attributes[at])
    made.depths.append(depth)
    made.texts.append(page.texts[at])
    made.tails.append(page.tails[at])
