"""Author, date and words of comments in the manners of many sites: what is theirs, and what is the page's."""

from __future__ import annotations

from threads.readers.html import read
from threads.source.document import Document, Format
from threads.thread import Comment

WORDS = (
    "The ferry is no alternative in winter, when the river carries ice for weeks on end.",
    "Nobody has explained to us who is going to pay for the second bridge, and when.",
    "I cross the old bridge every morning, and every morning I stand in the queue for it.",
    "A toll would settle the matter within a year, but no party dares to say so aloud.",
)


def comments(*blocks: str, lang: str = "en") -> tuple[Comment, ...]:
    """The comments of a page with these blocks below an article."""
    markup = (
        f'<html lang="{lang}"><head><title>A second bridge</title></head><body><article><h1>A second bridge</h1>'
        f"<p>The council wants a second bridge across the river, and soon.</p></article>"
        f'<section id="comments"><div class="comments">{"".join(blocks)}</div></section></body></html>'
    )
    document = Document("page.html", Format.HTML, markup.encode(), "0" * 64, markup)
    return tuple(comment for comment in read(document, "t").comments if not comment.missing)


def test_prose_is_not_dropped_for_the_name_of_its_element() -> None:
    block = """<div class="comment" id="comment-{n}"><span class="author">Eva{n}</span><time>0{n}.05.2021, 10:00</time>
    <div class="comment-body"><div class="expand-summary"><p>{n}: {opening} {opening}</p></div>
    <div class="expand-rest"><p>{rest} {rest} {rest} {rest} {rest}</p></div></div></div>"""
    blocks = [block.format(n=n, opening=WORDS[0], rest=WORDS[1]) for n in range(1, 4)]
    found = comments(*blocks)
    assert [(c.text or "").startswith(f"{n}: {WORDS[0]}") for n, c in enumerate(found, 1)] == [True] * 3
    assert all((c.text or "").endswith(WORDS[1]) for c in found)


def test_a_reply_form_within_a_comment_is_not_its_words() -> None:
    block = """<div class="comment-item" id="comment_{n}"><a class="author" href="/user/{n}">Eva{n}</a><p>{words}</p>
    <small>0{n}.05.2021 10:00</small><div><form action="/reply"><textarea></textarea><button>Send</button>
    <div><p>Your reply has been saved. It will be shown soon.</p></div></form></div></div>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.text for c in found] == list(WORDS)


def test_words_wrapped_in_a_form_without_fields_stay() -> None:
    block = """<div class="comment-item" id="comment_{n}"><b class="author">Eva{n}</b> <small>0{n}.05.2021 10:00</small>
    <form><p>{words}</p></form></div>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.text for c in found] == list(WORDS)


def test_what_the_site_says_under_each_comment_is_not_its_words() -> None:
    block = """<div class="comment" id="c{n}"><a class="nick" href="/u/{n}">Eva{n}</a><time>0{n}.05.2021 10:00</time>
    <div>{words}</div><div>You have to be a member of the reading circle to write an answer here.</div></div>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.text for c in found] == list(WORDS)
