"""Lines that fill one form in all comments are the site's words, not the commenters'."""

from __future__ import annotations

import pytest

from threads.readers.html import read
from threads.readers.html.phrases import Names, form
from threads.source.document import Document, Format

NAMES = ("Eva", "Tobias R.", "Ansel", "mira84", "Ottilie", "Eva", "Bo")
WORDS = ("No.", "Why not?", "+1", "Because of the ice.", "lol", "Ansel is right.", "So?")


def texts(block: str, **columns: tuple[str, ...]) -> list[str | None]:
    """The words of comments made from one block of markup, with a name and a date each."""
    made = "".join(
        block.format(n=n, name=name, words=words, **{key: values[n % len(values)] for key, values in columns.items()})
        for n, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), start=1)
    )
    markup = f'<html><body><h1>A second bridge</h1><div class="x-list"><h2>7 comments</h2>{made}</div></body></html>'
    return [c.text for c in read(Document("p.html", Format.HTML, markup.encode(), "0" * 64, markup), "t").comments]


def test_lines_above_short_words() -> None:
    block = """<li class="x-comment" id="c{n}"><div class="x-who"><b class="author">{name}</b>
    <p>{n}2 posts since 17.0{n}.2015</p></div><i>Post {n} of 7</i> <time datetime="2021-05-0{n}T10:00">{n} May</time>
    <span>In reply to {other} on {n}. May 2021, 09:1{n}</span><div><p>{words}</p></div></li>"""
    assert texts(block, other=NAMES) == list(WORDS)


def test_counts_within_the_element_of_the_words() -> None:
    block = """<li class="x-comment" id="c{n}"><b class="author">{name}</b>
    <time datetime="2021-05-0{n}T10:00">{n} May</time><div class="x-content"><div class="x-praise"><i>{n}</i><i>8{n}</i>
    </div><div class="x-main"><p>{words}</p></div></div></li>"""
    assert texts(block) == list(WORDS)


def test_badges_of_many_kinds_above_short_words() -> None:
    block = """<div class="x-card"><div class="x-head"><a class="nick" href="/{n}">{name}</a> <em>{badge}</em></div>
    <div class="x-meta"><span>2021-05-0{n}</span></div><div class="x-said"><p>{words} {more}</p></div></div>"""
    more = ("", "There were two bridges once, and the older of the two was the better one by far: no toll, no queue.")
    badges = ("Lynx 2.8", "Mosaic 1.0 on a Sun", "Amaya", "Dillo 3", "Konqueror", "iCab 5", "NetSurf 3.10")
    shown = texts(block, badge=badges, more=more)
    assert [(text or "").split(" There")[0] for text in shown] == list(WORDS)


def test_parts_of_a_sentence_stay() -> None:
    block = """<li class="x-comment" id="c{n}"><b class="author">{name}</b> <time>0{n}.05.2021, 10:00</time>
    <p>I have said it <em>{n} times</em> before, and now for <a href="/{n}"><i>#</i><i>ferry</i></a>: {words}</p>
    </li>"""
    said = [f"I have said it {n} times before, and now for #ferry: {words}" for n, words in enumerate(WORDS, 1)]
    assert texts(block) == said


@pytest.mark.parametrize(
    ("text", "form_of_it"),
    [
        ("12 posts since 17.07.2015", "# posts since #"),
        ("In reply to Tobias R.: 3 May 2021, 10:04", "In reply to @ #"),
        ("mira84", "@"),
        ("Regular", "Regular"),
    ],
)
def test_the_form_of_a_text(text: str, form_of_it: str) -> None:
    assert form(text, Names({"Tobias R.", "mira84"})) == form_of_it
