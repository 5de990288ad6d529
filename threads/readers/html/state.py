"""A page whose markup shows no comments in, those that a script carries as JSON for the browser to draw out.

Sites drawn in the browser leave their state in the page: `__NEXT_DATA__`, `window.__INITIAL_STATE__ = {…}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from threads.errors import FormatError
from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.tree import spoken_in
from threads.readers.html.page import Page
from threads.source.document import Document
from threads.source.json_text import load
from threads.thread import Article, Comment, Evidence

_ASSIGNED = re.compile(r"\s*(?:window|self|globalThis)?[.\[\"'\w$\]]{2,60}\s*=\s*(?=[{\[])")
_CALLED = re.compile(
    r"comment|kommentar|coment|repl(?:y|ies)|answers|antwort|respon[sd]|discussion|reaction|posts?(?=/)", re.I
)
_LEAST, _LONGEST = 200, 20_000_000
_SIGNED = 0.6


def comments_in_state(page: Page, document: Document) -> tuple[Comment, ...]:
    """The comments of the script that carries most: texts with an author, under a name that speaks of comments."""
    best: tuple[Comment, ...] = ()
    for value in _values(page, document.path):
        posts = [post for post in spoken_in(value) if _CALLED.search(post.path)]
        signed = [post for post in posts if post.author and post.body.text]
        if len(signed) < max(1.0, _SIGNED * len(posts)) or not any(post.timestamp for post in signed):
            continue
        comments = assemble(document, posts, Opening(Article())).comments
        best = max(best, comments, key=len)
    return tuple(replace(one, evidence=(*one.evidence, Evidence("comment", "JSON in a script"))) for one in best)


def _values(page: Page, where: str) -> Iterator[object]:
    for index in page.tagged("script"):
        text = page.texts[index]
        if not _LEAST <= len(text) <= _LONGEST or _CALLED.search(text) is None:
            continue
        kind = page.attributes[index].get("type", "")
        start = _ASSIGNED.match(text)
        if "ld+json" in kind or not ("json" in kind or start):
            continue
        try:
            yield load(text[start.end() :] if start else text, where).value
        except FormatError:
            continue
