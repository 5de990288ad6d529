"""Platforms that no table names: what is found on pages in the manner of each may only get better."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from threads.readers.html import read
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.source.document import Document, Format
from threads.thread import Comment

UNSEEN = Path(__file__).parent / "fixtures" / "html" / "unseen"
GOLD: dict[str, list[dict[str, Any]]] = json.loads((UNSEEN / "gold.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Rates:
    """Found F1, and of the comments found the share with the right parent, author and time (1 where none is known)."""

    found: float
    parent: float
    author: float
    time: float


def rates(name: str, platforms: Sequence[Platform] = ()) -> Rates:
    """What the reader makes of one page, at first with no platform known."""
    markup = (UNSEEN / f"{name}.html").read_text(encoding="utf-8")
    document = Document(f"{name}.html", Format.HTML, markup.encode(), "0" * 64, markup)
    found = [comment for comment in read(document, "t", platforms=platforms).comments if not comment.missing]
    gold = GOLD[name]
    pairs = matched(gold, found)
    place = {comment.id: at for at, comment in enumerate(found)}
    known = {found_at: gold_at for gold_at, found_at in pairs.items()}
    parent = author = time = authors = times = 0
    for gold_at, found_at in pairs.items():
        true, comment = gold[gold_at], found[found_at]
        above = None if comment.parent is None else known.get(place.get(comment.parent, -1), -1)
        parent += above == true["parent"]
        authors += true["author"] is not None
        author += true["author"] is not None and comment.author == true["author"]
        times += true["timestamp"] is not None
        stamp = comment.timestamp.iso if comment.timestamp else ""
        time += true["timestamp"] is not None and stamp.startswith(true["timestamp"])
    return Rates(
        2 * len(pairs) / max(1, len(gold) + len(found)),
        parent / max(1, len(pairs)),
        author / authors if authors else 1.0,
        time / times if times else 1.0,
    )


def matched(gold: Sequence[dict[str, Any]], found: Sequence[Comment]) -> dict[int, int]:
    """Gold comments to found ones with the same words, save a tenth of them."""
    pairs: dict[int, int] = {}
    for at, true in enumerate(gold):
        words = bag(true["text"])
        for other, comment in enumerate(found):
            shown = bag(comment.text or "")
            size = sum(words.values()) + sum(shown.values())
            if other not in pairs.values() and 2 * sum((words & shown).values()) >= 0.9 * size:
                pairs[at] = other
                break
    return pairs


def bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\u4e00-\u9fff]|\w+", text))


FLOORS: dict[str, Rates] = {"flarum": Rates(0, 0, 1, 1)}
"""Where it is less than everything."""

EVERYTHING = Rates(1, 1, 1, 1)


@pytest.mark.parametrize("name", sorted(GOLD))
def test_pages_of_unseen_platforms(name: str) -> None:
    assert rates(name) == FLOORS.get(name, EVERYTHING)


KNOWN_FORUMS = ("discuz", "flarum", "fluxbb", "invision", "mybb")


@pytest.mark.parametrize("name", KNOWN_FORUMS)
def test_forums_that_the_table_names_by_now(name: str) -> None:
    assert rates(name, PLATFORMS) == EVERYTHING
    markup = (UNSEEN / f"{name}.html").read_text(encoding="utf-8")
    thread = read(Document(f"{name}.html", Format.HTML, markup.encode(), "0" * 64, markup), "t")
    assert thread.article.text == thread.comments[0].text


FRONT_PAGE = (
    """<html lang="en"><body><h1>The Ferry Post</h1><h2>{heading}</h2><div class="list">{teasers}</div></body></html>"""
)
TEASER = """<div class="css-1x9"><h3><a href="/{n}">Bridge vote number {n} put off once more</a></h3>
<span class="css-77q">Reporter {n}</span> <time datetime="2022-03-0{n}T10:00">{n} March</time>
<p>The council has put the vote on the second bridge off for the {n}. time since the beginning of the year.</p></div>"""


@pytest.mark.parametrize("heading", ["News", "Latest comments", "Forum of the day: most discussed"])
def test_a_front_page_has_no_comments(heading: str) -> None:
    markup = FRONT_PAGE.format(heading=heading, teasers="".join(TEASER.format(n=n) for n in range(1, 8)))
    document = Document("front.html", Format.HTML, markup.encode(), "0" * 64, markup)
    assert read(document, "t").comments == ()
