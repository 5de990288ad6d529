"""Pages that are broken, hostile or huge: always a thread, soon, and with a sound tree."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_html import FIXTURES, document
from threads.readers.html import read
from threads.readers.html.numbers import typed_number
from threads.thread import Thread

Trace = Callable[[FrameType, str, Any], Any]

WHOLE = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html"))}
PIECES = [
    "<div class=comment>", "<li id=comment-1 class=comment>", "<ol class=children>", "</div>", "</li>", "</ol>", "<p>",
    "<time datetime=2020-01-01>", "<b class=fn>Eva</b>", "3. Mai 2019", "<article>", "<table><tr><td>",
    "<form><textarea>",
    '<div id="wpd-comm-1_2">', '<div id="wpd-comm-2_1">', "<script>var items = [{'id': '1', 'body': 'x'", "&#x0;",
    "\0",
    '<script type="application/ld+json">{"@type":"Comment","text":"x","comment":[', "<blockquote>", "text", "<!--",
    "]]>", '<tr class="athing comtr"><td class=ind indent=3>', "<div style='margin-left:20px'>",
    '<a href="#c1">in reply to</a>',
    "5 Comments", "\ud800", "<pre>", "<a href='http://[::1'>x</a>", 'data-parentid="1"', "<svg>", "<noscript>",
]  # fmt: skip


def sound(thread: Thread) -> None:
    """Ids are unique, parents stand before their replies, depths follow from parents, quotes lie within texts."""
    depths: dict[str, int] = {}
    for comment in thread.comments:
        assert comment.id not in depths
        assert comment.parent is None or comment.parent in depths
        assert comment.depth == (0 if comment.parent is None else depths[comment.parent] + 1)
        depths[comment.id] = comment.depth
        end = 0
        for quote in comment.quotes:
            assert end <= quote.start <= quote.end <= len(comment.text or "")
            assert (quote.start == quote.end) is (quote.apart is not None)
            end = quote.end


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_any_text(markup: str) -> None:
    sound(read(document(markup), "t"))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_soup(pieces: list[str]) -> None:
    sound(read(document("".join(pieces)), "t"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 10_000), st.integers(0, 400), st.sampled_from(["", *PIECES]))
def test_pages_with_a_hole(name: str, start: int, length: int, patch: str) -> None:
    markup = WHOLE[name]
    start %= len(markup)
    sound(read(document(markup[:start] + patch + markup[start + length :]), "t"))


def _seconds(markup: str) -> tuple[float, Thread]:
    start = time.process_time()
    thread = read(document(markup), "t")
    return time.process_time() - start, thread


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 200_000, id="deep"),
        pytest.param("<b><i>" * 50_000, id="formatting"),
        pytest.param("<table>" * 20_000, id="tables"),
        pytest.param("<a href=#c1>in reply to</a>" * 50_000, id="links"),
        pytest.param("<" * 500_000, id="angles"),
        pytest.param("&lt;" * 300_000, id="entities"),
        pytest.param("<p class='" + "x " * 200_000 + "'>", id="classes"),
        pytest.param("<time>" + "1." * 100_000, id="digits"),
        pytest.param("<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><p>&b;&b;</p>", id="bomb"),
        pytest.param("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>", id="external"),
        pytest.param("<div class=comment><b class=author>A</b> 3. Mai 2019 " + "- " * 200_000 + "</div>", id="dashes"),
        pytest.param("<script>var items = [{'id': '" + "\\" * 300_000, id="backslashes"),
        pytest.param('<script type="application/ld+json">' + '{"comment":[' * 100_000, id="json"),
    ],
)
def test_hostile_pages_end_soon(markup: str) -> None:
    seconds, thread = _seconds(markup)
    sound(thread)
    assert seconds < 30
    assert "root:" not in str(thread)


def test_a_thread_nested_fifty_thousand_deep() -> None:
    depth = 50_000
    markup = "".join(
        f"<li class=comment id=comment-{n}><b class=fn>A{n}</b> <time datetime=2020-01-01T10:00>x</time>"
        f"<div class=comment-content>Words {n}</div><ol class=children>"
        for n in range(depth)
    )
    seconds, thread = _seconds("<ol class=comment-list>" + markup)
    assert len(thread.comments) == depth
    assert thread.comments[-1].depth == depth - 1
    assert thread.comments[-1].text == f"Words {depth - 1}"
    assert seconds < 300


def test_time_is_linear_in_the_comments() -> None:
    def page(count: int) -> str:
        return "<ol class=comment-list>" + "".join(
            f"<li class=comment id=comment-{n}><b class=fn>A{n % 50}</b> <time datetime=2020-01-01T10:00>x</time>"
            f"<div class=comment-content><p>Words of comment number {n} in the thread</p></div></li>"
            for n in range(count)
        )

    small, _ = _seconds(page(1000))
    large, thread = _seconds(page(8_000))
    assert len(thread.comments) == 8_000
    assert large < 20 * small + 2


def _lines_run(markup: str) -> int:
    """How many lines of the readers run to read a page: the same on every machine."""
    count = 0

    def line(_: FrameType, event: str, __: object) -> Trace:
        nonlocal count
        count += event == "line"
        return line

    def enter(frame: FrameType, _: str, __: object) -> Trace | None:
        return line if "readers" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        read(document(markup), "t")
    finally:
        sys.settrace(before)
    return count


def _numbered(n: int, title: str = "", end: str = "") -> str:
    return (
        f"<div class=comment id=comment-{n}><b class=author>A{n % 5}</b> <time datetime=2020-01-01T10:{n % 60:02}>x"
        f"</time>{title}<div class=comment-text><p>Words of comment number {n} in the thread</p></div>{end}</div>"
    )


def _chained(n: int) -> str:
    answer = f"<a class=in-reply-to href=#comment-{n - 1}>in reply to</a>" if n else ""
    return "<div class=replies>" * (n == 1) + _numbered(n, end=answer)


_REMOVED = "<div class=comment><p>This comment was removed by a moderator.</p></div>"


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param(_numbered, id="plain"),
        pytest.param(_chained, id="chain"),
        pytest.param(lambda n: _numbered(n) + _REMOVED, id="removed"),
        pytest.param(lambda n: f"<div class=comment id=r{n}><i>This was removed.</i>{_numbered(n)}</div>", id="inside"),
        pytest.param(lambda n: _numbered(n, f"<h3>At 09:59 by A{n % 5}</h3>" * (n % 2)), id="moment"),
        pytest.param(lambda n: _numbered(n, f"<b>#{n}</b>").replace("Words", f"#{n - 1} words"), id="typed"),
    ],
)
def test_work_is_linear_in_the_comments(comment: Callable[[int], str]) -> None:
    def lines(count: int) -> int:
        return _lines_run("<h1>T</h1><h2>Comments</h2><div class=comments>" + "".join(map(comment, range(count))))

    lines(20)  # what is read once for all pages
    assert lines(1600) < 20 * lines(100)


@pytest.mark.parametrize("begun", ["a " * 40 + "x", "\n" * 40_000, "\n\n" + " " * 40_000, "\n\n1 a" * 40_000])
def test_typed_numbers_are_looked_for_in_no_time(begun: str) -> None:
    start = time.process_time()
    assert typed_number(begun, {}) is None
    assert time.process_time() - start < 30
