"""A page with frames that hold documents of their own in, the same page with these in the frames' places out.

Comment services put their box into an `iframe` whose `srcdoc` is a whole document.
"""

from __future__ import annotations

from threads.readers.html.page import Page, close, parse


def with_frames(page: Page) -> Page:
    """The page itself where no frame holds a document; frames in frames stay shut."""
    frames = {at: inner for at in page.tagged("iframe") if (inner := page.attributes[at].get("srcdoc", "")).strip()}
    if not frames:
        return page
    made = Page([], [], [], [], [], [], [], [])
    at = 0
    while at < len(page):
        _copy(made, page, at, page.depths[at])
        if at in frames:
            made.tags[-1] = "div"
            made.keys[-1] = page.keys[at].replace("iframe", "div", 1)
            _fill(made, parse(frames[at]), page.depths[at] + 1)
            at = page.ends[at]
        else:
            at += 1
    close(made)
    return made


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
