"""Author, date and words of comments in the manners of many sites: what is theirs, and what is the page's."""

from __future__ import annotations

import pytest

from threads.readers.html import read
from threads.readers.html.survey import dated
from threads.readers.timestamps import parse_timestamp
from threads.readers.wording import MONTHS, find_stamp, is_plain_stamp
from threads.source.document import Document, Format
from threads.thread import Comment, Kind

WORDS = (
    "The ferry is no alternative in winter, when the river carries ice for weeks on end.",
    "Nobody has explained to us who is going to pay for the second bridge, and when.",
    "I cross the old bridge every morning, and every morning I stand in the queue for it.",
    "A toll would settle the matter within a year, but no party dares to say so aloud.",
)
TITLES = ("No grudge.", "A river of one's own", "Who is to pay", "Mind the queue")


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


@pytest.mark.parametrize(
    ("line", "raw", "iso"),
    [
        ("Comment by {name} — 0{n}.07, 2021 @ 13:04", "0{n}.07, 2021 @ 13:04", "2021-07-0{n}T13:04"),
        ("geschrieben von {name} am {n}. Jan. 2021, 19:04", "{n}. Jan. 2021, 19:04", "2021-01-0{n}T19:04"),
        ("{name} said, on August {n}, 2021 at 3:12 pm", "August {n}, 2021 at 3:12 pm", "2021-08-0{n}T15:12"),
        ("Par {name}, le mercredi {n} mai 2021 à 08h07", "mercredi {n} mai 2021 à 08h07", "2021-05-0{n}T08:07"),
        ("{name} / 0{n}.11.2021", "0{n}.11.2021", "2021-11-0{n}"),
        ("Beitrag von {name} » 0{n}.01.2021, 05:42", "0{n}.01.2021, 05:42", "2021-01-0{n}T05:42"),
        ("{name} #{n} — vor {n} Stunden 12", "vor {n} Stunden", None),
    ],
)
def test_the_date_as_written_is_the_date_alone(line: str, raw: str, iso: str | None) -> None:
    block = '<li class="comment" id="comment-{n}"><div class="byline">{line}</div><div><p>{words}</p></div></li>'
    names = ("Eva", "Tobias R.", "Ansel Dobrev", "mira84")
    lines = [line.format(n=n, name=name) for n, name in enumerate(names, 1)]
    found = comments(*(block.format(n=n, line=lines[n - 1], words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.timestamp_raw for c in found] == [raw.format(n=n) for n in range(1, 5)]
    assert [c.timestamp.iso if c.timestamp else None for c in found] == [iso and iso.format(n=n) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("markup", "raw", "iso"),
    [
        (
            "<span class=date>0{n}.05.2021</span> <span class=date>at 9:4{n}</span>",
            "0{n}.05.2021 at 9:4{n}",
            "T09:4{n}",
        ),
        ("<small>0{n}.05.2021</small><small>4:1{n} pm</small>", "0{n}.05.2021 4:1{n} pm", "T16:1{n}"),
        ("<a href=#{n}>0{n}.05.2021</a> um 10:2{n}", "0{n}.05.2021 um 10:2{n}", "T10:2{n}"),
        ("<a href=#{n}>0{n}.05.2021</a> um 10:2{n} · 3 Likes", "0{n}.05.2021 um 10:2{n}", "T10:2{n}"),
        ("<span class=date>0{n}.05.2021</span> <span>4.2{n}</span>", "0{n}.05.2021", ""),
        (
            "<span class=stamp data-content='2021-05-0{n} 09:40:20 UTC'></span>",
            "2021-05-0{n} 09:40:20 UTC",
            "T09:40:20+00:00",
        ),
    ],
)
def test_day_and_hour(markup: str, raw: str, iso: str) -> None:
    block = (
        '<li class="comment" id="c{n}"><b class="author">Eva{n}</b> {date}<div class="text"><p>{words}</p></div></li>'
    )
    found = comments(*(block.format(n=n, date=markup.format(n=n), words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.timestamp_raw for c in found] == [raw.format(n=n) for n in range(1, 5)]
    assert [c.timestamp.iso if c.timestamp else None for c in found] == [
        f"2021-05-0{n}{iso.format(n=n)}" for n in range(1, 5)
    ]


@pytest.mark.parametrize("date", ["1{n}. September um 08:37", "Jun 1{n}th at 2:41 am", "21:0{n}"])
def test_a_moment_without_a_year_is_kept_as_written(date: str) -> None:
    block = '<li class="comment" id="c{n}"><b class="author">Eva{n}</b> <i class="date">{date}</i><p>{words}</p></li>'
    found = comments(*(block.format(n=n, date=date.format(n=n), words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.timestamp_raw for c in found] == [date.format(n=n) for n in range(1, 5)]
    assert not any(c.timestamp for c in found)


def test_words_about_a_day_are_not_the_date_of_a_comment() -> None:
    block = """<li class="comment" id="comment-{n}"><b class="author">Eva{n}</b><div class="text">
    <span>It is over a week ago since you published this news.</span> <span>{words}</span></div></li>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.timestamp_raw for c in found] == [None] * 4


def test_the_title_that_is_all_of_a_pingback_is_its_words() -> None:
    block = """<li class="{kind}" id="comment-{n}"><p>{before}<a class="url" rel="external nofollow" href="https://x.example/{n}">
    {name}</a> {after}</p></li>"""
    link = "Why the second bridge will be built after all, whatever the council says"
    found = comments(
        *(
            block.format(n=n, kind="comment", name=f"Eva{n}", before="", after=f"<i>0{n}.05.2021 10:00</i><br>{words}")
            for n, words in enumerate(WORDS, 1)
        ),
        block.format(n=7, kind="pingback", name=link, before="Pingback: ", after=""),
        block.format(n=8, kind="pingback", name="River blog", before="", after=f"<i>08.05.2021</i> […] {WORDS[0]} […]"),
    )
    assert [c.author for c in found[-2:]] == [None, "River blog"]
    assert found[-2].text == f"Pingback: {link}"


def signed(byline: str, *, text: str = "<p>{words}</p>", lang: str = "en") -> tuple[Comment, ...]:
    """Four comments by Eva, Tobias R., Ansel Dobrev and mira84, under bylines of one manner."""
    names = ("Eva", "Tobias R.", "Ansel Dobrev", "mira84")
    block = '<li class="comment" id="comment-{n}">{line}<div class="text">{text}</div></li>'
    return comments(
        *(
            block.format(
                n=n, line=byline.format(n=n, name=name, title=TITLES[n - 1]), text=text.format(n=n, words=words)
            )
            for n, (name, words) in enumerate(zip(names, WORDS, strict=True), 1)
        ),
        lang=lang,
    )


@pytest.mark.parametrize(
    "byline",
    [
        '<cite class="fn">{name} <br><span class="p3">Autor</span></cite> <i>0{n}.05.2021</i>',
        '<a class="author" href="/u/{n}"><h4>{name}</h4><h5>Gast</h5></a> <i>0{n}.05.2021</i>',
        '<div class="author"><a href="/u">{name}</a><i class="posted">Le 12/0{n} à 11:30</i></div> <b>0{n}.05.2021</b>',
        '<div class="line">Bewertung von {name} vom <b>0{n}.05.2021</b></div>',
        '<p class="info"><span>{name}</span> schrieb:<br> <i>0{n}.05.2021</i></p>',
        '<strong class="titre">A bridge too far {n}</strong> <b>{name}</b> <i>0{n}.05.2021</i>',
    ],
)
def test_the_name_alone_is_the_author(byline: str) -> None:
    assert [c.author for c in signed(byline)] == ["Eva", "Tobias R.", "Ansel Dobrev", "mira84"]


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="x-author">Segun cuenta <b>{name}</b></p> <i>0{n}.05.2021</i>',
        '<h3><span class="visually-hidden">Reply by</span> <b class="nm">{name}</b></h3> <i>0{n}.05.2021</i>',
        '<div class="author">+{n}8 <a class="profile-link" href="/{n}">{name}</a> via App</div> <i>0{n}.05.2021</i>',
        '<div class="author">{name} replied to Bo</div> <i>0{n}.05.2021</i>',
        '<div class="x-infoname"><span class="x-infonametext">{name}</span>'
        ' <span class="x-username">({name}{n})</span></div> <i class="x-on">0{n}.05.2021</i>',
        '<div class="author">{name}</div><i>0{n}.05.2021</i><div class="user-comment__rating">{n} for, 2 against</div>',
        '<div class="author">#{n} {name}</div> <i>0{n}.05.2021</i>',
        '<dt><b class="fn">{name}</b> hat gesagt…</dt> <i>0{n}.05.2021</i>',
        '<p class="comment-author">{name} pisze...</p> <i>0{n}.05.2021</i>',
        '<div class="comment_name">{name} <span class="flag">Автор</span></div> <i>0{n}.05.2021</i>',
        '<span class="from">From: {name} &lt;{n}_at_gnomon.example&gt;</span> <i>0{n}.05.2021</i>',
        '<a class="autor" href="/u/{n}">{name}</a> <span class="nick">@nick{n}</span> <i>0{n}.05.2021</i>',
        '<button class="Opinion_nombre__b7YxQ">{name}</button> <i>0{n}.05.2021</i>',
        '<p class="submitted">0{n}.05.2021 - 13:30 — {name}</p><a href="/user/register?to={n}">Register</a>',
        '<div class="author">\u200b{name}</div> <i>0{n}.05.2021</i>',
    ],
)
def test_the_name_alone_without_what_stands_around_it(byline: str) -> None:
    assert [c.author for c in signed(byline)] == ["Eva", "Tobias R.", "Ansel Dobrev", "mira84"]


def named(*bylines: str) -> list[str | None]:
    """Who signs comments under these bylines."""
    block = '<li class="comment" id="comment-{n}">{line} <i>0{n}.05.2021</i><div class="text"><p>{words}</p></div></li>'
    rows = enumerate(bylines, 1)
    found = comments(*(block.format(n=n, line=line, words=f"{n}: {WORDS[n % 4]}") for n, line in rows))
    return [c.author for c in found]


def test_what_few_names_have_beside_them_is_a_badge() -> None:
    byline = '<div class="user"><h4><a href="/x">{}</a>{}</h4></div>'
    badges = {"Eva": "<b>Top fan</b>", "Bo": "<i>Bo</i>", "Ada": " (edited)"}
    names = ("Eva", "Tobias R.", "Bo", "mira84", "Ada", "Ansel Dobrev")
    assert named(*(byline.format(name, badges.get(name, "")) for name in names)) == list(names)


def test_the_nameless_among_the_named() -> None:
    byline, nameless = (
        '<p class="by"><a class="author">{}</a></p>',
        '<p class="by"><b class="anon author">Nobody</b></p>',
    )
    title = "<h4>Ice on the river</h4>"
    names = ("Eva", "Nobody", "Tobias R.", "Nobody", "mira84", "Nobody", "Ada", "Nobody")
    shown = (title + (nameless if name == "Nobody" else byline.format(name)) for name in names)
    assert named(*shown) == list(names)


def test_an_administrator_among_others() -> None:
    names = ("Eva", "Tobias R.", "admin", "mira84")
    assert named(*(f'<div class="byline"><a>{name}</a> 1 day ago | link</div>' for name in names)) == list(names)


@pytest.mark.parametrize(
    "byline", ["{name} - Le 0{n}/01/2021 à 12:01", "{name} am 0{n}.04.2021", "{name} | 0{n}.04.2021"]
)
def test_an_author_who_stands_only_before_the_date(byline: str) -> None:
    capital = [c.author for c in signed(f"<small>{byline}</small>")][:3]
    assert capital == ["Eva", "Tobias R.", "Ansel Dobrev"]


@pytest.mark.parametrize(
    "byline",
    [
        "<b>Re: {title}</b> <i>(Score: {n})<br>by {name} on Tue, 0{n}.04.2021</i>",
        '(Score: {n})<br>por <a href="/x?{n}">{name}</a> el <i>0{n}.04.2021</i>',
        "<small>0{n}.04.2021, par {name}</small>",
        '<a href="/medlemmar/x{n}">{name}</a> svarade <a href="#c{n}"><span class="when">0{n}.04.2021</span></a>',
    ],
)
def test_an_author_amid_other_words_before_the_date(byline: str) -> None:
    assert [c.author for c in signed(f"<p>{byline}</p>")] == ["Eva", "Tobias R.", "Ansel Dobrev", "mira84"]


@pytest.mark.parametrize("words", ["Posted on", "Verfasst am", "Comment deleted by user ·", "Vor dem", "am"])
def test_words_before_a_date_that_name_nobody(words: str) -> None:
    assert [c.author for c in signed(f"<small>{words} 0{{n}}.04.2021</small>")] == [None] * 4


def test_an_administrator_may_be_called_so() -> None:
    found = signed('<cite class="fn">admin</cite> <i>0{n}.05.2021</i>')
    assert [c.author for c in found] == ["admin"] * 4


def test_words_of_a_sentence_are_not_its_author() -> None:
    found = signed(
        "<i>0{n}.05.2021</i>", text="<p>{words} You should ask for <strong>init{n}</strong>, or for {n}.</p>"
    )
    assert [c.author for c in found] == [None] * 4
    assert all(f"init{n}" in (c.text or "") for n, c in enumerate(found, 1))


def test_a_pingback_names_the_page_it_comes_from() -> None:
    found = signed('<cite>Pingback von <a href="/{n}">{name}</a></cite> <i>0{n}.05.2021</i>')
    assert [c.author for c in found][:3] == ["Eva", "Tobias R.", "Ansel Dobrev"]


def test_a_question_in_a_heading_is_no_author() -> None:
    block = """<div class="ce_comments"><h3>What do you say?</h3><div class="c1"><p class="info"><span>Eva</span> wrote:
    <br><time>05.05.2021, 14:25</time></p><div class="comment"><p>{words}</p></div></div></div>"""
    (comment,) = comments(block.format(words=WORDS[0]))
    assert comment.author == "Eva"


def test_the_name_of_a_comment_is_not_that_of_its_author() -> None:
    block = """<article typeof="schema:Comment" class="comment" id="comment-{n}"><footer>
    <h6>Eva{n} | Di, 2{n}. April 2020 - 17:07</h6></footer>
    <div><p property="schema:name"><a href="#{n}">{title}</a></p></div>
    <div class="comment-text"><p>{words}</p></div></article>"""
    found = comments(*(block.format(n=n, title=TITLES[n - 1], words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.author for c in found] == [f"Eva{n}" for n in range(1, 5)]
    assert [c.text for c in found] == [f"{title}\n\n{words}" for title, words in zip(TITLES, WORDS, strict=True)]


@pytest.mark.parametrize(
    "title",
    [
        '<div class="titre">{title}</div>',
        '<h5 class="title"><a href="#{n}">{title}</a></h5>',
        '<h2 id="c{n}">{title}</h2>',
    ],
)
def test_the_title_of_a_comment_belongs_to_its_words(title: str) -> None:
    for text in ("<p>{words}</p>", '</div><div class="comment-text"><p>{words}</p>'):
        found = signed(f'<div>{title}<span class="author">{{name}}</span> <i>0{{n}}.05.2021</i></div>', text=text)
        assert [c.author for c in found] == ["Eva", "Tobias R.", "Ansel Dobrev", "mira84"]
        told = [f"{title}\n\n{words}" for title, words in zip(TITLES, WORDS, strict=True)]
        assert [c.text for c in found] == told


def test_a_title_that_the_words_begin_with_is_not_told_twice() -> None:
    block = """<li class="comment" id="c{n}"><h3 class="comment-title">{words:.20}…</h3><b class="author">Eva{n}</b>
    <i>0{n}.05.2021</i><div class="text">{words}</div></li>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.text for c in found] == list(WORDS)


def test_headings_that_number_comments_are_no_titles() -> None:
    found = signed('<h4>Comment no. {n}</h4><span class="author">{name}</span> <i>0{n}.05.2021</i>')
    assert [c.text for c in found] == list(WORDS)


def test_quotes_stay_where_they_are_under_a_title() -> None:
    found = signed(
        '<h5 class="title">No grudge {n}, none</h5><span class="author">{name}</span> <i>0{n}.05.2021</i>',
        text='<blockquote class="quote">{words}</blockquote><p>That may well be so, but I doubt it.</p>',
    )
    assert [quote.words(c.text) for c in found for quote in c.quotes] == list(WORDS)


@pytest.mark.parametrize(("title", "author"), [("Markus", "Markus"), ("Who is to pay?", None)])
def test_a_title_beside_the_date_where_nobody_signs_may_be_a_name(title: str, author: str | None) -> None:
    header = f'<div><h4 class="comment__title">{title}</h4><div class="comment__date">04.02.2022</div></div>'
    (comment,) = comments(f'<div class="comment">{header}<blockquote class="text"><p>{WORDS[0]}</p></blockquote></div>')
    assert (comment.author, (comment.text or "").endswith(WORDS[0])) == (author, True)
    assert (title in (comment.text or "")) is (author is None)


def test_a_moderator_s_note_in_place_of_the_words_is_kept() -> None:
    found = signed(
        '<h4 class="author">{name}</h4> <i>0{n}.05.2021</i>',
        text='<p>{words}</p></div></li><li class="comment" id="comment-9{n}"><h4 class="author">Otto{n}</h4>'
        ' <i>0{n}.06.2021</i><div class="text"><p><em class="moderation">Entfernt. Bitte bleiben Sie beim Thema {n}.'
        "</em></p>",
    )
    assert [c.text for c in found][1::2] == [f"Entfernt. Bitte bleiben Sie beim Thema {n}." for n in range(1, 5)]
    assert [c.deleted for c in found] == [False, True] * 4


def test_what_parts_the_byline_from_the_words_is_neither() -> None:
    found = signed("<cite>{name}</cite> | <small>0{n}.05.2021</small>", text="<span>{words}</span>")
    assert [c.text for c in found] == list(WORDS)


def test_the_word_that_unfolds_a_text_is_not_part_of_it() -> None:
    more = '<p>{words} <span id="readmore-{n}">… <span class="js-readmore">Mehr</span></span></p>'
    found = signed('<b class="author">{name}</b> <i>0{n}.05.2021</i>', text=more)
    assert [c.text for c in found] == [f"{words} …" for words in WORDS]


@pytest.mark.parametrize("called", [" comment-sub", " comment--indented", " is-reply"])
def test_comments_that_a_class_calls_replies(called: str) -> None:
    block = """<div class="comment-item{reply}" id="comment_{n}"><a class="author" href="/u/{n}">Eva{n}</a>
    <p>{words}</p><small>0{n}.05.2021 10:00</small></div>"""
    kinds = ("", called, called, "")
    found = comments(
        *(
            block.format(n=n, reply=kind, words=words)
            for n, (kind, words) in enumerate(zip(kinds, WORDS, strict=True), 1)
        )
    )
    assert [c.parent for c in found] == [None, "1", "1", None]


def test_a_list_of_pingbacks_below_the_comments_holds_no_replies() -> None:
    block = """<li class="comment" id="li-comment-{n}"><article id="comment-{n}"><span class="fn">Eva{n}</span>
    <i>0{n}.05.2021 10:00</i><div class="comment-content"><p>{words}</p></div></article></li>"""
    ping = '<li id="comment-{n}"><a class="url" href="https://x.example/{n}">River blog {n}</a> - […] {words}</li>'
    listed = f'<ol class="commentlist">{"".join(block.format(n=n, words=WORDS[n]) for n in (1, 2))}</ol>'
    pings = "".join(ping.format(n=n, words=WORDS[n]) for n in (3, 0))
    found = comments(f'{listed}<div id="trackbacks"><ol class="pinglist">{pings}</ol></div>')
    assert [c.parent for c in found] == [None] * 4
    assert [c.kind for c in found] == [Kind.COMMENT] * 2 + [Kind.PINGBACK] * 2


def test_comments_under_answers_that_name_their_question() -> None:
    comment = """<li id="comment-{n}" class="comment js-comment"><div class="comment-text">
    <span class="comment-copy">{words}</span> <a class="comment-user" href="/users/{n}">Eva{n}</a>
    <span class="relativetime-clean">Feb {n}, 2014 at 20:57</span></div></li>"""
    post = """<div id="{kind}-{n}" class="{kind}" {parent}><div class="s-prose"><p>{words}</p></div>
    <div class="when">asked <span class="relativetime" title="2014-02-0{n} 20:37:20Z">Feb {n}, 2014</span></div>
    <div class="user-details"><a href="/users/{n}">Eva{n}</a></div><ul class="comments-list">{comment}</ul></div>"""
    question = post.format(kind="question", n=1, parent='data-questionid="1"', words=WORDS[0], comment="").replace(
        'id="question-1"', 'id="question" data-x="1"'
    )
    answer = post.format(
        kind="answer", n=2, parent='data-answerid="2" data-parentid="1"', words=WORDS[1],
        comment=comment.format(n=3, words=WORDS[2]),
    )  # fmt: skip
    found = comments(question, answer)
    assert [(c.id, c.parent) for c in found] == [("1", None), ("2", "1"), ("3", "2")]


def test_a_moment_in_an_attribute_counts_where_the_words_hold_none() -> None:
    block = """<div class="review" id="review-{n}"><i class="stamp" data-content="2021-05-0{n} 09:40 UTC"></i>
    <span class="author">Eva{n}</span><div class="text"><p>{words}</p><p>In May 7 of us left.</p></div>
    </div>"""
    found = comments(*(block.format(n=n, words=words) for n, words in enumerate(WORDS, 1)))
    assert [c.timestamp.iso if c.timestamp else None for c in found] == [
        f"2021-05-0{n}T09:40+00:00" for n in range(1, 5)
    ]


PLAIN = ("20. März 2019 um 9:05 Uhr", "Sept. 3, 2021", "May 3, 2021 at 10:05 pm", "3. 5. 2021", "2021-05-03 10:05:11")


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_date_is_all_of_its_line(line: str) -> None:
    match = find_stamp(line)
    assert match is not None
    assert match[0] == line
    assert is_plain_stamp(line) is (line != "Sept. 3, 2021")


@pytest.mark.parametrize("line", ["Eva 3. Mai 2021", "3. Mai 2021 Antworten", "3. Mai 2021 #", "Nr. 3", "Mai"])
def test_other_lines_are_no_plain_dates(line: str) -> None:
    assert not is_plain_stamp(line)


@pytest.mark.parametrize(
    "told",
    [
        "I shall come back in May 2022, or later.",
        "When the council met on 3 May 2021 to vote on it, {n} members were away.",
    ],
)
def test_a_day_that_a_paragraph_tells_of_is_not_the_date_of_a_comment(told: str) -> None:
    found = signed('<b class="author">{name}</b>', text=f"<p>{{words}}</p><p>{told}</p>")
    assert [c.timestamp for c in found] == [None] * 4
    assert [c.text for c in found] == [f"{words}\n\n{told.format(n=n)}" for n, words in enumerate(WORDS, 1)]


def test_hours_with_a_dot_after_the_word_for_at() -> None:
    found = signed('<b class="author">{name}</b> <i>0{n}.05.2021 в 10.2{n}</i>', lang="ru")
    assert [c.timestamp and c.timestamp.iso for c in found] == [f"2021-05-0{n}T10:2{n}" for n in range(1, 5)]


def test_seconds_in_an_attribute_where_the_words_hold_no_date() -> None:
    found = signed('<b class="author">{name}</b> <span class="ts" data-ts="153898021{n}">a while back</span>')
    assert [c.timestamp and c.timestamp.iso[:16] for c in found] == ["2018-10-08T06:30"] * 4


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("středa 14. května 2014, 6:52:18", "2014-05-14T06:52:18"),
        ("14. listopadu 2019 v 10:12", "2019-11-14T10:12"),
        ("2014. május 14., 6:52", "2014-05-14T06:52"),
        ("14. maj 2014 kl. 06:52", "2014-05-14T06:52"),
        ("14. toukokuuta 2014", "2014-05-14"),
        ("14 Mayıs 2014 06:52", "2014-05-14T06:52"),
        ("14.mai.2019 às 7h22", "2019-05-14T07:22"),
        ("14 травня 2014", "2014-05-14"),
        ("14 mai 2014 la 06:52", "2014-05-14"),
    ],
)
def test_dates_in_languages_beyond_the_six(line: str, iso: str) -> None:
    match = find_stamp(line)
    stamp = parse_timestamp(match[0]) if match else None
    assert dated(line.split(",")[0])
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize("words", ["Problem 3", "I have 2 Pro 12", "Velo 3, Platz 7", "tour 3"])
def test_words_that_begin_like_months_elsewhere_are_no_dates(words: str) -> None:
    assert find_stamp(words) is None
    assert not dated(words)


def test_a_date_that_only_a_title_tells_in_full() -> None:
    found = signed('<cite class="fn">{name}</cite> <div class="c-date" title="0{n}. April 2021 10:1{n}">lately</div>')
    assert next(c.timestamp.iso for c in found if c.timestamp) == "2021-04-01T10:11"


def test_the_day_on_which_a_member_joined_is_not_that_of_the_comment() -> None:
    found = signed(
        '<cite class="fn">{name}</cite> <b>Inscription:</b> 0{n}/02/2009, 10:12 <br><b>Publié:</b> 0{n}/04/2021 21:43'
    )
    assert [c.timestamp.iso for c in found if c.timestamp] == [f"2021-04-0{n}T21:43" for n in range(1, 5)]


BYLINE = '<cite class="fn">{name}</cite> <i>0{n}.05.2021, 10:0{n}</i>'


def test_the_numbers_that_comments_begin_with_are_not_their_words() -> None:
    assert [c.text for c in signed(BYLINE, text="<p>{n}. {words}</p>")] == list(WORDS)
    told = [c.text for c in signed(BYLINE, text="<p>{n}0 reasons: {words}</p>")]
    assert told == [f"{n}0 reasons: {words}" for n, words in enumerate(WORDS, 1)]


def test_the_line_that_says_whom_a_comment_answers_is_not_its_words() -> None:
    said = '<p>In reply to <a href="#comment-1">"A title {n}"</a></p><p>{words}</p>'
    found = signed(BYLINE, text=said)
    assert [c.text for c in found] == list(WORDS)
    assert [c.parent for c in found[1:]] == [found[0].id] * 3


def test_links_beside_the_button_to_reply_are_not_words() -> None:
    more = ["", ' (<a href="#up">Level up</a>)', ' (<a href="#up">Level up</a>)', ""]
    block = """<div class="comment" id="comment-{n}"><b class="author">Eva{n}</b> <i>0{n}.05.2021 10:00</i>
    <table><tr><td>{words}<p><font>(<a href="?replyto={n}">Reply</a>){more}</font></p></td></tr></table></div>"""
    found = comments(*(block.format(n=n, words=w, more=more[n - 1]) for n, w in enumerate(WORDS, 1)))
    assert [c.text for c in found] == list(WORDS)


def test_a_preview_of_a_comment_is_not_another_one() -> None:
    block = """<div class="comment" id="comment-{n}"><b class="author">Eva{n}</b> {date}
    <div class="text"><p>{words}</p></div></div>"""
    date = "<i>0{n}.05.2021 10:00</i>"
    shown = [block.format(n=n, date=date.format(n=n), words=words) for n, words in enumerate(WORDS, 1)]
    preview = block.format(n=2, date="", words=WORDS[1]).replace("comment-2", "comment-92")
    assert [c.text for c in comments(shown[0], preview, *shown[1:])] == list(WORDS)


def test_words_that_are_set_otherwise_are_words_still() -> None:
    block = """<div class="comment" id="comment-{n}"><b class="author">Eva{n}</b> <i>0{n}.05.2021 10:00</i>
    <span class="score" title="votes">-{n}</span><div class="words{faded}">{words}</div></div>"""
    shown = [block.format(n=n, faded=" faded" * (n == 3), words=words) for n, words in enumerate(WORDS * 2, 1)]
    assert [c.text for c in comments(*shown)] == list(WORDS * 2)


def test_what_is_said_of_a_member_is_not_a_title() -> None:
    card = (
        '<div class="by"><a class="username" href="/u/{n}">{name}</a>'
        ' <span class="user-card"><a class="x-title">{title}</a></span></div>'
    )
    assert [c.text for c in signed(card + "<i>0{n}.05.2021</i>")] == list(WORDS)


def test_a_title_that_a_forum_repeats_is_left_out_of_the_words() -> None:
    text = '<div class="body"><span class="msg-subject">Re: The second bridge</span><br>{words}</div>'
    assert [c.text for c in signed(BYLINE, text=text)] == list(WORDS)


@pytest.mark.parametrize("month", sorted(MONTHS))
def test_every_month_makes_a_date(month: str) -> None:
    assert dated(f"3 {month} 2020")


def test_members_whom_nobody_verified() -> None:
    names = ("Eva", "Tobias R.", "Ansel Dobrev", "mira84")
    for note in ("not verified", "nicht überprüft", "non vérifié", "no verificado"):
        found = signed(f'<cite class="fn">{{name}} ({note})</cite> <i>0{{n}}.05.2021</i>')
        assert tuple(c.author for c in found) == names


def test_what_the_site_tells_the_author_alone_is_not_words() -> None:
    waits = "<em>Your comment is awaiting moderation.</em><br>{words}"
    assert [c.text for c in signed(BYLINE, text=waits)] == list(WORDS)
    told = "<p>Your comment is awaiting an answer. {words}</p>"
    assert [c.text for c in signed(BYLINE, text=told)] == [f"Your comment is awaiting an answer. {w}" for w in WORDS]


def test_guests_of_the_same_class_as_members() -> None:
    rows = [f'<a class="imya" href="/u/{n}">Eva{n}</a>' for n in range(8)]
    guests = ['<span class="imya gost">Guest of ours</span>'] * 4
    assert named(*rows, *guests) == [*(f"Eva{n}" for n in range(8)), *["Guest of ours"] * 4]


def test_seconds_in_an_attribute_where_the_words_tell_but_a_distance() -> None:
    line = '<mark hidden data-comment-timestamp="164637854{n}"></mark><b class="author">{name}</b> <i>{n} weeks ago</i>'
    assert [c.timestamp and c.timestamp.iso for c in signed(line)] == [
        f"2022-03-04T07:22:2{n}+00:00" for n in range(1, 5)
    ]


def test_dates_behind_a_label_that_tells_of_something_else() -> None:
    line = (
        '<dl><dt>Member since:</dt><dd>1{n}.04.2013</dd></dl><b class="author">{name}</b> <p class="note">Last edited:'
        ' <span class="date">0{n}.06.2021, 12:00</span></p> <a><span class="date">0{n}.05.2021, 10:00</span></a>'
    )
    assert [c.timestamp and c.timestamp.iso for c in signed(line)] == [f"2021-05-0{n}T10:00" for n in range(1, 5)]


def test_an_hour_with_dots_right_behind_the_day() -> None:
    line = '<b class="author">{name}</b> <span class="date">1{n}/04/2009 21.07.33</span>'
    assert [c.timestamp and c.timestamp.iso for c in signed(line, lang="it")] == [
        f"2009-04-1{n}T21:07:33" for n in range(1, 5)
    ]


def test_titles_that_repeat_those_of_earlier_comments_are_the_site_s() -> None:
    titles = ("No grudge at all", "Re: No grudge at all", "No grudge at all", *(f"Who is to pay {w}" for w in "abcde"))
    block = """<div class="comment" id="comment-{n}"><b class="author">Eva{n}</b> <i>0{n}.05.2021 10:00</i>
    <div class="body"><h4>{title}</h4><p>{words}</p></div></div>"""
    words = [f"{n}: {words}" for n, words in enumerate(WORDS * 2)]
    rows = enumerate(zip(titles, words, strict=True), 1)
    found = comments(*(block.format(n=n, title=title, words=words) for n, (title, words) in rows))
    told = [f"{title}\n\n{said}" for title, said in zip(titles, words, strict=True)]
    assert [c.text for c in found] == [told[0], *words[1:3], *told[3:]]
    assert not any(c.edited for c in found)


def test_what_the_page_hides_in_all_comments_does_not_make_its_box_that_of_the_words() -> None:
    block = """<div class="comment" id="comment-{n}"><b class="author">Eva{n}</b> <i>0{n}.05.2021 10:00</i>
    <div class="x"><p style="display:none">Please log in to rate comment {n} of {more}, or claim it as your own.</p>
    <div class="message">{words}</div></div></div>"""
    found = comments(*(block.format(n=n, more=n * 7, words=w) for n, w in enumerate(("No.", "Aye.", *WORDS), 1)))
    assert [c.text for c in found] == ["No.", "Aye.", *WORDS]


def test_what_others_said_in_the_box_of_a_span() -> None:
    text = '<span class="quote">Zitat von <b>Ida</b><br><q>So they say.</q></span>{words}'
    found = signed(BYLINE, text=text, lang="de")
    assert [c.text for c in found] == list(WORDS)
    assert [(q.author, q.apart) for c in found for q in c.quotes] == [("Ida", "So they say.")] * 4


def test_a_date_that_only_a_tooltip_tells_in_full() -> None:
    line = '<b class="author">{name}</b> <span data-tippy-content="1{n} March 2024 at 18:42:00">a year ago</span>'
    assert [c.timestamp and c.timestamp.iso for c in signed(line)] == [f"2024-03-1{n}T18:42:00" for n in range(1, 5)]


def test_who_wrote_and_who_edited() -> None:
    card = '<div class="card"><p class="when">{what} <i title="{at}">then</i></p><p class="user-name">{who}</p></div>'
    edited = card.format(what="edited", at="2015-12-04 11:20:05Z", who="Ida Berg")
    lines = [
        f"{edited if n == 1 else ''}{card.format(what='asked', at=f'2015-12-0{n} 10:32:00Z', who=f'Eva{n}')}"
        for n in range(1, 5)
    ]
    block = '<li class="comment" id="comment-{n}"><div class="text"><p>{words}</p></div>{line}</li>'
    found = comments(*(block.format(n=n, words=WORDS[n - 1], line=line) for n, line in enumerate(lines, 1)))
    assert [c.author for c in found] == [f"Eva{n}" for n in range(1, 5)]
    assert [c.timestamp and c.timestamp.iso[:10] for c in found] == [f"2015-12-0{n}" for n in range(1, 5)]


def test_names_whose_elements_bear_the_id_of_the_member_in_a_class() -> None:
    line = '<a class="author id-t2_9{n}b{n}">{name}</a> <span class="userattrs">[S]</span> <i>0{n}.05.2021</i>'
    assert [c.author for c in signed(line)] == ["Eva", "Tobias R.", "Ansel Dobrev", "mira84"]


def test_a_post_of_nothing_but_a_picture_of_an_emoji() -> None:
    post = """<div id="p{n}" class="post"><dl class="postprofile"><dt><a class="username">Eva{n}</a></dt>
    <dd class="profile-joined">Joined: Sat Feb 20, 2016 11:1{n} pm</dd></dl><div class="postbody">
    <p class="author">by <b>Eva{n}</b> » Thu Jun 14, 2018 8:3{n} pm</p><div class="content">{words}</div></div></div>"""
    said = (*WORDS, '<img class="emoji smilies" alt="👍" src="1f44d.svg">', "Well then.")
    found = comments(*(post.format(n=n, words=words) for n, words in enumerate(said, 1)))
    assert [c.text for c in found] == [*WORDS, "👍", "Well then."]
