"""What shows whom a comment answers, each sign on a small page of its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from threads.readers.html import read
from threads.readers.html.numbers import typed_number
from threads.source.document import Document, Format
from threads.thread import Thread

WORDS = (
    "The ferry was late again this morning, and nobody on board could say why.",
    "It was the fog, as the harbour master wrote on the board beside the ramp.",
    "There was no fog at all on our side of the water, only the usual drizzle.",
    "Then somebody ought to take that board down before the summer guests arrive.",
    "The timetable has been a work of fiction since the second boat was sold.",
    "Take the bus, it goes around the bay in forty minutes and has heating.",
)
NAMES = ("Ada Winter", "Ben", "Cora", "Dan Holm", "Edda", "Finn")


def thread(comments: Sequence[str], head: str = "") -> Thread:
    body = "\n".join(comments)
    markup = (
        f"<html><head>{head}</head><body><h1>Ferries</h1><h2>Comments</h2><div class='list'>{body}</div></body></html>"
    )
    return read(Document("x.html", Format.HTML, markup.encode(), "0" * 64, markup), "t")


def inner(n: int, before: str = "", above: str = "") -> str:
    return (
        f"<div class='head'>{above}<b class='name'>{NAMES[n]}</b> <i>{n + 1} March 2019, 10:0{n}</i></div>"
        f"<div class='words'><p>{before}{WORDS[n]}</p></div>"
    )


def parents(found: Thread) -> list[int | None]:
    """The position in `NAMES` of who is answered, by that of who answers."""
    author = {each.id: each.author for each in found.comments}
    above = {each.author: author[each.parent] if each.parent else None for each in found.comments}
    return [NAMES.index(parent) if (parent := above[name]) else None for name in NAMES if name in above]


def test_an_element_of_its_own_names_itself_and_its_parent() -> None:
    named = (None, 0, 1, None, 3, 3)
    page = thread(
        [
            f"<site-comment class='comment' thingid='t1_k{n}x' postid='t3_z9' depth='0'"
            f"{'' if to is None else f' parentid=t1_k{to}x'}>{inner(n)}</site-comment>"
            for n, to in enumerate(named)
        ]
    )
    assert parents(page) == [*named]


def test_a_reply_inside_a_comment_whose_named_parent_is_unknown() -> None:
    reply = f"<div class='comment' id='c12' data-parent-id='4711'>{inner(1)}</div>"
    page = thread(
        [
            f"<div class='comment' id='c11' data-parent-id='0'>{inner(0)}{reply}</div>",
            f"<div class='comment' id='c13' data-parent-id='0'>{inner(2)}</div>",
            f"<div class='comment' id='c14' data-parent-id='13'>{inner(3)}</div>",
        ]
    )
    assert parents(page) == [None, 0, None, 2]


@pytest.mark.parametrize("left", ["margin-left:{}px", "padding-left: {}px;"])
def test_only_replies_are_indented(left: str) -> None:
    levels = (0, 1, 2, 0, 1, 0)
    styles = [f' style="{left.format(20 * level)}"' if level else "" for level in levels]
    page = thread([f"<div class='comment' id='c{n + 1}'{styles[n]}>{inner(n)}</div>" for n in range(6)])
    assert parents(page) == [None, 0, 1, None, 3, None]


def test_a_forum_that_shows_its_posts_as_a_tree() -> None:
    """Platforms of forums have their posts in a row, unless the page indents what holds a post."""
    levels = (0, 1, 2, 2, 1, 2)
    post = "<div style='padding-left:{}px'><article class='message message--post' id='post-{}'>{}</article></div>"
    page = thread([post.format(20 * level, n + 1, inner(n)) for n, level in enumerate(levels)])
    assert parents(page) == [None, 0, 1, 1, 0, 4]


def test_levels_of_replies_in_one_list_below_the_first() -> None:
    levels = (1, 2, 1, 2, 3)
    mail = "<div class='comment'>{}</div>"
    replies = [f"<div class='reply-level-{level}'>{mail.format(inner(n + 1))}</div>" for n, level in enumerate(levels)]
    page = thread([mail.format(inner(0)), "<div class='replies'>", *replies, "</div>"])
    assert parents(page) == [None, 0, 1, 0, 3, 4]


@pytest.mark.parametrize(
    "link",
    [
        "<p class='to'>En respuesta a <a href='#r-1-{}'>@somebody</a></p>",
        "<a href='#r-1-{}' class='js-x'>{name}</a>",
        "<a href='#r-1-{}'><span class='reply-to-author'>them</span></a>",
    ],
)
def test_a_flat_list_of_replies_that_link_to_each_other(link: str) -> None:
    replies = "".join(
        f"<li class='comment reply' id='r-1-{n}'>{inner(n, above=link.format(to, name=NAMES[to]) if to else '')}</li>"
        for n, to in ((1, 0), (2, 1), (3, 2), (4, 0))
    )
    page = thread(
        [
            f"<ul><li class='comment' id='r-1'>{inner(0)}<ul>{replies}</ul></li>",
            f"<li class='comment' id='r-2'>{inner(5)}</li></ul>",
        ]
    )
    assert parents(page) == [None, 0, 1, 2, 0, None]


def test_ids_of_what_holds_one_comment_alone() -> None:
    """Bubbles in messages: the message has the id, and a link of the bubble is named a reply."""
    answered = (None, None, 0, 2, None, 1)
    link = "<a class='site_reply' href='https://site.example/1482?comment=70{}'>quoted words</a>"
    page = thread(
        [
            f"<div class='wrap'><div class='msg' data-post-id='70{n}'><div class='user'><img src='{n}.png'></div>"
            f"<div class='message bubble'>{inner(n, above='' if to is None else link.format(to))}</div></div></div>"
            for n, to in enumerate(answered)
        ]
    )
    assert parents(page) == [*answered]


def test_cells_as_wide_as_the_indent() -> None:
    levels = (0, 1, 2, 1, 0, 1)
    row = "<div class='comment'><table><tr>{}<td>{}</td></tr></table></div>"
    cell = "<td class='indent' style='width:{}px'></td>"
    page = thread([row.format((level and cell.format(20 * level)) or "", inner(n)) for n, level in enumerate(levels)])
    assert parents(page) == [None, 0, 1, 0, None, 4]


def test_only_the_first_comment_stands_at_the_left() -> None:
    """As in a forum, where all others answer the post that opens it."""
    levels = (0, 1, 1, 1, 1, 1)
    page = thread(
        [f"<div class='comment' style='margin-left:{20 * level}px'>{inner(n)}</div>" for n, level in enumerate(levels)]
    )
    assert parents(page) == [None, 0, 0, 0, 0, 0]


def test_a_comment_with_replies_in_it_has_none_below_it() -> None:
    """Questions with comments on them, and their answers in a list that stands deeper."""
    page = thread(
        [
            f"<div class='comment' id='c1'>{inner(0)}<div class='comment' id='c2'>{inner(1)}</div></div>",
            f"<div class='more'><div><div class='comment' id='c3'>{inner(2)}"
            f"<div class='comment' id='c4'>{inner(3)}</div></div></div></div>",
        ]
    )
    assert parents(page) == [None, 0, None, 2]


@pytest.mark.parametrize(("named", "first"), [("entry deep", None), ("replies", 0)])
def test_entries_of_one_list_are_no_replies_to_each_other(named: str, first: int | None) -> None:
    """Unless the second is named for replies: a discussion stands deeper than a single comment in the same list."""
    deep = f"<div><div><ul><li class='entry'><div class='comment'>{inner(1)}</div></li></ul></div></div>"
    page = thread(
        [
            f"<ul><li class='entry'><div class='comment'>{inner(0)}</div></li>",
            f"<li class='{named}'>{deep}</li>",
            f"<li class='entry'><div class='comment'>{inner(2)}</div></li></ul>",
        ]
    )
    assert parents(page) == [None, first, None]


NUMBER = "<span class='nr'>{}</span> "


def test_numbers_typed_where_the_page_numbers_its_comments() -> None:
    before = ("", "#1 ", "@#2 ", "", "4. Dan Holm<br>", "@9 ")
    numbered = [
        f"<div class='comment'>{inner(n, before[n], NUMBER.format(f'{n + 1}.'))}</div>" for n in range(len(before))
    ]
    found = thread(numbered)
    assert parents(found) == [None, 0, 1, None, 3, None]
    assert all(each.implicit_parent is None for each in found.comments)


def test_numbers_typed_where_the_page_has_none() -> None:
    before = ("", "#1 ", "@#2 ", "", "#4 ", "")
    found = thread([f"<div class='comment'>{inner(n, before[n])}</div>" for n in range(len(before))])
    assert parents(found) == [None] * 6


def test_the_newest_comment_first() -> None:
    """Parents come before their replies: the thread begins with the oldest comment."""
    before = ("", "#1 ", "#1 ", "", "#3 ", "#5 ")
    newest_first = [
        f"<div class='comment'>{inner(n, before[n], NUMBER.format(f'#{n + 1}'))}</div>" for n in reversed(range(6))
    ]
    found = thread(newest_first)
    assert [each.author for each in found.comments] == [*NAMES]
    assert parents(found) == [None, 0, 0, None, 2, 4]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("#5 Exactly.", "5"),
        ("@#7: why?", "7"),
        ("@209\nNo.", "209"),
        (">>12 as you say", "12"),
        ("Re: #3, that is wrong", "3"),
        ("Words that are quoted\n\n#10 If you mean me", "10"),
        ("207. Moira\n“Parking is free”", "207"),
        ("207. Parking is free", None),
        ("5 years ago", None),
        ("#1% of all", None),
        ("We are #1!", None),
        ("#2nd try", None),
    ],
)
def test_typed_numbers(text: str, number: str | None) -> None:
    assert typed_number(text, {"207": "moira", "5": ""}) == number


@pytest.mark.parametrize(
    "link",
    [
        "<p class='en_respuesta'>en respuesta a <a rel='msg_137102{0}0-9f3c' href='http://x.example/a'>them</a></p>",
        "<p class='en_respuesta'>en respuesta a <a href='http://x.example/137102{0}0-9f3c'>them</a></p>",
        "<div class='parent-author'><div class='x'><a href='/f/boats,0,17,137102{0}0,read.html'>go</a></div></div>",
        "<p><a href='/posts?page=1#at{0}'>To {0}</a></p>",
        "<p><b>Eva</b> antwortete auf <a href='/posts?page=1#at{0}'>a comment</a></p>",
    ],
)
def test_links_to_the_answered_comment_by_any_name_of_it(link: str) -> None:
    above = (None, 0, 1, None, 3, 1)
    page = thread(
        [
            f"<div class='comment' id='msg_137102{n}0{'' if 'read' in link else '-9f3c'}'><a name='at{n}'></a>"
            f"{inner(n, above='' if to is None else link.format(to))}</div>"
            for n, to in enumerate(above)
        ]
    )
    assert parents(page) == [*above]


@pytest.mark.parametrize("title", ["um 10:0{hour} von {name}", "At 10:0{hour} by {name}", "{name}, 10.0{hour} Uhr"])
def test_titles_that_name_hour_and_author_of_the_answered_comment(title: str) -> None:
    above = (None, 0, 0, None, 2, 3)
    page = thread(
        [
            "<div class='comment'><h4>{}</h4>{}</div>".format(
                "Boats" if to is None else title.format(hour=to, name=NAMES[to]), inner(n)
            )
            for n, to in enumerate(above)
        ]
    )
    assert parents(page) == [*above]


def test_empty_cells_before_replies_are_their_indent() -> None:
    row = """<table border="0"><tr><td width="{width}"></td><td><table class="comment" id="comment-{n}"><tr>
    <td><b class="author">Eva{n}</b> <i>0{n}.05.2021 10:00</i></td></tr><tr><td><p>{words}</p></td></tr></table></td>
    </tr></table>"""
    widths = (0, 25, 50, 25, 0)
    rows = [row.format(n=n, width=width, words=WORDS[n]) for n, width in enumerate(widths)]
    assert [comment.depth for comment in thread(rows).comments] == [0, 1, 2, 1, 0]


def test_depths_in_classes_of_other_languages() -> None:
    above = (None, 0, 1, None, 3)
    levels = (0, 1, 2, 0, 1)
    page = thread([f"<div class='comment uroven-{level}' id='c{n}'>{inner(n)}</div>" for n, level in enumerate(levels)])
    assert parents(page) == [*above]


def test_links_to_what_stands_around_the_answered_comment() -> None:
    link = "<a href='#672000{0}'><span>Svarade på</span>: what was said</a>"
    above = (None, 0, 1, 1)
    one = "<div id='672000{n}'><div class='comment'>{inner}{below}</div></div>"
    below = "".join(
        one.format(n=n, inner=inner(n, above=link.format(above[n]) if above[n] else ""), below="") for n in range(1, 4)
    )
    page = thread([one.format(n=0, inner=inner(0), below=below)])
    assert parents(page) == [*above]
