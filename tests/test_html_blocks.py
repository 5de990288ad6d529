"""Where comments are found on pages of platforms that no table names, one manner of markup a test."""

from __future__ import annotations

from threads.readers.html import read
from threads.source.document import Document, Format
from threads.thread import Comment

WORDS = (
    "The old crane should stay where it is, it has seen four harbour masters.",
    "It leans more every winter, somebody will be hurt by it one day.",
    "Then prop it up, that costs less than to take it away.",
)
NAMES = ("Wilma", "Jorun", "Tadeo")


def found(body: str, head: str = "") -> list[Comment]:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    return list(read(Document("page.html", Format.HTML, markup.encode(), "0" * 64, markup), "t").comments)


def texts(body: str, head: str = "") -> list[str | None]:
    return [comment.text for comment in found(body, head)]


def test_a_document_in_a_frame_is_read_in_its_place() -> None:
    inner = "".join(
        f"<div class='comment'><b class='author'>{name}</b> <time>2021-03-0{at} 10:00</time><p>{words}</p></div>"
        for at, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )
    frame = f'<h1>The crane</h1><div id="thread"><iframe srcdoc="<html><body>{inner}</body></html>">none</iframe></div>'
    assert texts(frame) == list(WORDS)
    assert texts('<h1>The crane</h1><iframe srcdoc=" "></iframe><iframe srcdoc="&lt;!-- --&gt;">x</iframe>') == []


def test_hexadecimal_ids_tell_nested_comments_apart() -> None:
    body = ""
    for at in (2, 1, 0):
        body = (
            f'<div class="comment clear" id="comment-5f001c2d3e4f5a6b7c8d9e{at}"><b class="author">{NAMES[at]}</b>'
            f"<a class=date>{at + 2} May 2021</a><p>{WORDS[at]}</p><div class=replies>{body}</div></div>"
        )
    assert [(one.text, one.depth) for one in found(f"<h1>The crane</h1>{body}")] == [*zip(WORDS, range(3), strict=True)]


def test_few_comments_of_a_known_platform_among_many_of_one_name_are_some_of_these() -> None:
    ids = ("a3f", "774", "0bc")
    items = "".join(
        f'<li class="Xe" id="comment-{own}"><div class="Yh"><b class="Yj">{name}</b> <i>1{at}.03.2023 09:14</i></div>'
        f'<p class="Yt">{words}</p><button>Antworten</button></li>'
        for at, (own, name, words) in enumerate(zip(ids, NAMES, WORDS, strict=True))
    )
    assert texts(f"<h1>The crane</h1><section id=comments><h2>Kommentare</h2><ul>{items}</ul></section>") == [*WORDS]
