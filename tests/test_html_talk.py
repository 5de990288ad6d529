"""What repeats on a page and is no talk of readers: nothing may be made of it. And talk that says little of itself."""

from __future__ import annotations

import json

import pytest

from threads.readers.html import read
from threads.source.document import Document, Format
from threads.thread import Comment, Kind, Thread

WORDS = "The council wants to close the bridge for two years, and nobody has asked the people who cross it."
ARTICLE = f"<h1>The bridge closes</h1><p class=byline>by Ada Quist, 3 May 2021</p><p>{WORDS} {WORDS}</p>"


def parsed(body: str, head: str = "") -> Thread:
    markup = f"<html><head><title>The bridge closes</title>{head}</head><body>{body}</body></html>"
    return read(Document("page.html", Format.HTML, markup.encode(), "0" * 64, markup), "t")


def comments(body: str, head: str = "") -> list[Comment]:
    return list(parsed(body, head).comments)


def teasers(name: str, count: int = 6) -> str:
    return "".join(
        f'<div class="{name}"><h3><a href="/news/{at}">Harbour story number {at}</a></h3><span class="author">Ada Quist'
        f"</span> <time>{at + 1} May 2021</time><p>{WORDS}</p></div>"
        for at in range(count)
    )


def comment(at: int, name: str = "comment", inside: str = "") -> str:
    return (
        f'<li class="{name}" id="c{at}"><span class="author">Reader {at}</span> <time>4 May 2021 10:0{at}</time>'
        f"<p>What number {at} has to say about ferries and bridges.</p>{inside}</li>"
    )


NOT_TALK = {
    "teasers": f"<article>{ARTICLE}</article><div class=related-news>{teasers('post-item')}</div>",
    "teasers of a category": f"<article>{ARTICLE}</article>{teasers('post category-opinion')}",
    "an archive": f"<main class=blog>{teasers('entry post')}</main>",
    "headlines": "<ul>"
    + "".join(f"<li class=item><a href=/n/{n}>Harbour story {n} of the day</a> <b>1{n}:05</b></li>" for n in range(9))
    + "</ul>",
    "the article": f"<div class=discussion><article class=post>{ARTICLE}</article></div>",
    "an article that machines call a posting": '<div itemscope itemtype="http://schema.org/BlogPosting">'
    f"<section class=block><p>{WORDS}</p> <time>3 May 2021</time></section>"
    f"<section class=block><p>{WORDS}</p></section></div>",
    "a form": f"<article>{ARTICLE}</article><div class=comments-area><span class=author>Name</span> <i>3 May 2021</i>"
    "<p>Your address will not be published, says the form.</p><form><textarea></textarea></form></div>",
    "parts of a form": f"<article>{ARTICLE}</article><form id=commentform class=comment-form>"
    + "".join(
        f"<div class=comment-input><label class=author>Field {n}</label> <i>3 May 2021</i><p>{WORDS}</p></div>"
        for n in range(3)
    )
    + "</form>",
    "a live ticker": f"<article>{ARTICLE}</article>"
    + "".join(
        f"<div class=live-match-comment><b class=author>Desk</b> <time>3 May 2021 10:0{n}</time><p>{WORDS}</p></div>"
        for n in range(8)
    ),
    "tweets": f"<article>{ARTICLE}</article><div class=story>"
    + "".join(
        f"<blockquote class=twitter-tweet><p>{WORDS}</p>Reader {n} <a href=//t.co/{n}>3 May 2021</a></blockquote>"
        for n in range(3)
    )
    + "</div>",
    "comments of other pages": f"<article>{ARTICLE}</article><ul class=commentlist>"
    + "".join(
        f'<li class=comment><b class=author>Reader {n}</b> on <a href="/story-{"abcdefgh"[n]}#comment-{n}">Story</a>'
        f" <i>4 May 2021</i><p>{WORDS}</p></li>"
        for n in range(5)
    )
    + "</ul>",
    "references": "<ol>"
    + "".join(
        f"<li class=article-references__item id=ref{n}><span class=author>A. Quist</span> {WORDS} 3 May 2021</li>"
        for n in range(5)
    )
    + "</ol>",
    "author lines": f"<article class='entry reactions'>{ARTICLE}"
    + "".join("<div class=entry__meta><span class=author>Ada Quist</span> <time>3 May 2021</time></div>" for _ in "ab")
    + "</article>",
}


@pytest.mark.parametrize("what", NOT_TALK)
def test_nothing_is_made_of(what: str) -> None:
    assert comments(NOT_TALK[what]) == []


@pytest.mark.parametrize(("kind", "found"), [("FAQPage", 0), ("QAPage", 1)])
def test_answers_of_a_site_to_itself_are_no_comments(kind: str, found: int) -> None:
    answer = {"@type": "Answer", "text": WORDS, "author": {"@type": "Person", "name": "Ada"}}
    item = {"@type": kind, "mainEntity": {"@type": "Question", "name": "Why?", "acceptedAnswer": answer}}
    head = f'<script type="application/ld+json">{json.dumps(item)}</script>'
    assert len(comments(f"<article>{ARTICLE}</article>", head)) == found


@pytest.mark.parametrize(("time", "found"), [("2021-05-04T10:00:00Z", 0), ("1620122400000", 1)])
def test_only_items_in_the_manner_of_blogger_are_comments(time: str, found: int) -> None:
    head = f"<script>var page = {{items: [{{'id': '7', 'body': '{WORDS}', 'timestamp': '{time}'}}]}};</script>"
    assert len(comments(f"<article>{ARTICLE}</article>", head)) == found


def test_comments_stand_beside_teasers_and_a_side_bar_of_other_comments() -> None:
    own = f"<ol id=comments>{''.join(comment(n) for n in range(3))}</ol>"
    body = NOT_TALK["comments of other pages"] + teasers("post-item") + own
    assert [each.author for each in comments(body)] == ["Reader 0", "Reader 1", "Reader 2"]


def test_the_only_comment_is_taken_and_not_the_list_that_holds_it() -> None:
    body = f"<article>{ARTICLE}</article><div class=kommentare><h3>Kommentare</h3>{comment(1, 'kommentar-item')}</div>"
    assert [each.author for each in comments(body)] == ["Reader 1"]


def test_pingbacks_need_neither_id_nor_date_and_keep_their_words() -> None:
    links = "".join(
        f"<li class='post pingback'><p>Pingback: <a href=http://x.example/{n}>Radio show of {n}.7.16</a></p></li>"
        for n in range(1, 5)
    )
    found = comments(f"<article>{ARTICLE}</article><ol class=commentlist>{comment(0)}{links}</ol>")
    assert [each.kind for each in found] == [Kind.COMMENT, *[Kind.PINGBACK] * 4]
    assert all("Radio show" in (each.text or "") and each.timestamp is None for each in found[1:])


def test_replies_under_another_name_belong_to_the_comments_of_a_known_platform() -> None:
    head = "<div class=comment-meta><div class=comment-author>{}</div><small>May 4, 2021</small></div>"
    reply = "<div class=comment-reply>{}<div class=comment-content><p>What the answer to {} says.</p></div></div>"
    body = "".join(
        f"<div class=comment id=comment-{at}>{head.format(f'Reader {at}')}<div class=comment-content><p>What number"
        f" {at} says.</p>{reply.format(head.format(f'Answerer {at}'), at) * (at % 3)}</div></div>"
        for at in range(4)
    )
    found = comments(f"<article>{ARTICLE}</article><div id=comments>{body}</div>")
    assert [(each.author, each.depth) for each in found] == [
        ("Reader 0", 0), ("Reader 1", 0), ("Answerer 1", 1), ("Reader 2", 0), ("Answerer 2", 1), ("Answerer 2", 1),
        ("Reader 3", 0),
    ]  # fmt: skip


def test_a_notice_at_the_end_of_signed_comments_is_none() -> None:
    letters = "".join(comment(n, "leserbrief") for n in range(4))
    notice = "<li class=leserbrief><p>Letters can be sent only on the day on which the article appears.</p></li>"
    found = comments(f"<article>{ARTICLE}</article><ul id=letters>{letters}{notice}</ul>")
    assert [each.author for each in found] == [f"Reader {n}" for n in range(4)]


@pytest.mark.parametrize(
    ("announced", "found"),
    [("5 Comments", 5), ("9 Comments", 0), ("5 komentarzy", 5), ("Lesermeinungen: 5", 5), ("5 hozzászólás", 5)],
)
def test_bare_words_are_comments_where_the_page_announces_as_many(announced: str, found: int) -> None:
    items = "".join(f"<li class=site-comment><div>Number {n} says that ferries are slow.</div></li>" for n in range(5))
    body = f"<article>{ARTICLE}</article><div class=site-comments><p>{announced}</p><ul>{items}</ul></div>"
    assert len(comments(body)) == found
