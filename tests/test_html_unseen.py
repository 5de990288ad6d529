"""Platforms that no table names: what is found on pages in the manner of each may only get better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from made_pages import Gold, Rates, rates

from threads.readers.html import read
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.source.document import Document, Format

UNSEEN = Path(__file__).parent / "fixtures" / "html" / "unseen"
GOLD: dict[str, Gold] = json.loads((UNSEEN / "gold.json").read_text(encoding="utf-8"))


def read_rates(name: str, platforms: Sequence[Platform] = ()) -> Rates:
    """What the reader makes of one page, at first with no platform known."""
    return rates(name, (UNSEEN / f"{name}.html").read_text(encoding="utf-8"), GOLD[name], platforms)


FLOORS: dict[str, Rates] = {"flarum": Rates(0, 0, 1, 1)}
"""Where it is less than everything."""

EVERYTHING = Rates(1, 1, 1, 1)


@pytest.mark.parametrize("name", sorted(GOLD))
def test_pages_of_unseen_platforms(name: str) -> None:
    assert read_rates(name) == FLOORS.get(name, EVERYTHING)


KNOWN_FORUMS = ("discuz", "flarum", "fluxbb", "invision", "mybb")


@pytest.mark.parametrize("name", KNOWN_FORUMS)
def test_forums_that_the_table_names_by_now(name: str) -> None:
    assert read_rates(name, PLATFORMS) == EVERYTHING
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
