"""Where comments are found on pages of platforms that no table names, one manner of markup a test."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest

from threads.readers.html import read
from threads.readers.html.blocks import find_blocks
from threads.readers.html.page import parse
from threads.readers.html.survey import survey
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


def commented() -> str:
    return "".join(
        f"<div class='comment'><b class='author'>{name}</b> <time>2021-03-0{at} 10:00</time><p>{words}</p></div>"
        for at, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )


def test_a_document_in_a_frame_is_read_in_its_place() -> None:
    inner = f"<html><body>{commented()}</body></html>"
    plain, coded = quote(inner), b64encode(inner.encode()).decode()
    for frame in (f'srcdoc="{inner}"', f'src="data:text/html,{plain}"', f'src="data:text/html;base64,{coded}"'):
        assert texts(f'<h1>The crane</h1><div id="thread"><iframe {frame}>none</iframe></div>') == [*WORDS]
    for nothing in ('srcdoc=" "', 'srcdoc="&lt;!-- --&gt;"', 'src="data:text/html;base64,A"', 'src="a.html"', ""):
        assert texts(f"<h1>The crane</h1><iframe {nothing}>{commented()}</iframe>") == []


def test_the_shadow_of_an_element_is_shown_and_a_mere_template_is_not() -> None:
    box = "<h1>The crane</h1><comment-box><template {kind}><div>{inner}</div></template></comment-box>"
    for kind in ("shadowroot=open", "shadowrootmode=open"):
        assert texts(box.format(kind=kind, inner=commented())) == [*WORDS]
    assert texts(box.format(kind="id=row", inner=commented())) == []


def test_hexadecimal_ids_tell_nested_comments_apart() -> None:
    body = ""
    for at in (2, 1, 0):
        body = (
            f'<div class="comment clear" id="comment-5f001c2d3e4f5a6b7c8d9e{at}"><b class="author">{NAMES[at]}</b>'
            f"<a class=date>{at + 2} May 2021</a><p>{WORDS[at]}</p><div class=replies>{body}</div></div>"
        )
    assert [(one.text, one.depth) for one in found(f"<h1>The crane</h1>{body}")] == [*zip(WORDS, range(3), strict=True)]


def test_few_comments_of_a_known_platform_among_many_of_one_name_are_some_of_these() -> None:
    body = ""
    for at, own in ((2, "774"), (1, "0bc"), (0, "a3f")):
        body = (
            f'<ul class="Xa"><li class="Xe" id="comment-{own}"><div class="Yh"><b class="Yj">{NAMES[at]}</b>'
            f'<i>1{at}.03.2023 09:14</i></div><p class="Yt">{WORDS[at]}</p><button>Antworten</button>{body}</li></ul>'
        )
    assert texts(f"<h1>The crane</h1><section id=comments><h2>Kommentare</h2>{body}</section>") == [*WORDS]


def entries(markup: str) -> str:
    """Three comments after a pattern with the places of `name`, `words` and `at`."""
    told = enumerate(zip(NAMES, WORDS, strict=True), 1)
    return "<h1>The crane</h1>" + "".join(markup.format(name=name, words=words, at=at) for at, (name, words) in told)


def test_comments_are_named_in_other_languages_too() -> None:
    czech = '<div class="prispevek"><b class=user>{name}</b> <i>{at}.3.2017 7:04</i><p>{words}</p></div>'
    italian = "<table class=messaggio><tr><td><b>{name}</b> {at} Marzo 2009<tr><td><p>{words}</p></table>"
    buttons = "<div class=Z><b class=Q>{name}</b> <i>{at}.3.2017 7:04</i><p>{words}</p><button>{word}</button></div>"
    assert len(found(entries(czech))) == len(found(entries(italian))) == 3
    for word in ("Reagovat", "Yanıtla", "Відповісти", "Reageren"):
        assert texts(entries(buttons.replace("{word}", word))) == [*WORDS]


def test_elements_that_hold_the_words_of_one_comment_each_are_comments() -> None:
    named = (
        '<div class="change"><h3><a href="/history?from=2015-03-0{at}">4 May 202{at}</a> by <b class=author>{name}</b>'
        '</h3><div class="comment searchable"><p>{words}</p></div></div>'
    )
    assert len(found(entries(named))) == 3
    assert found(entries(named.replace("comment searchable", "body searchable"))) == []
    assert found(f"<div class=live-blog>{entries(named)}</div>") == []


def test_the_title_of_a_page_without_headings_calls_what_stands_on_it() -> None:
    table = (
        "<table><tr><td><b>{name}</b></td><td><i>0{at}.11.2003, 22:41</i></td></tr><tr><td>{words}</td></tr></table>"
    )
    bare = entries(table).replace("<h1>The crane</h1>", "<b>Write to us</b>")
    assert texts(bare, "<title>Crane pages - Gästebuch</title>") == [*WORDS]
    assert texts(bare, "<title>Crane pages</title>") == []
    assert texts(entries(table), "<title>Crane pages - Gästebuch</title>") == []


def test_answers_of_the_site_under_the_words_of_a_comment_are_comments() -> None:
    block = (
        "<table class=messaggio><tr><td class=firma>{name}</td><td class=data>{at} Marzo 2009</td></tr>"
        "<tr><td>{words}</td></tr>{answer}</table>"
    )
    plain = "<tr><td class=risposta><img src=x.gif><span>Risponde <b>Ada</b></span><div>{said}</div></td></tr>"
    labelled = "<tr><td><font><b>Antwort von Ada:</b><br>{said}</font></td></tr>"
    for answer in (plain, labelled):
        second = block.replace("{answer}", answer.replace("{said}", "It will be propped up in May."))
        body = (
            f"{second.format(name='Olaf', at=9, words='When, if I may ask?')}{entries(block.replace('{answer}', ''))}"
        )
        comments = found(body)
        assert [one.depth for one in comments] == [0, 1, 0, 0, 0]
        assert "It will be propped up in May." in (comments[1].text or "")
        assert "It will" not in (comments[0].text or "")
    before = block.replace("<tr><td>{words}", labelled.replace("{said}", "a quotation above") + "<tr><td>{words}")
    assert len(found(entries(before.replace("{answer}", "")))) == 3


def test_questions_answers_and_the_comments_on_them_are_found_in_forms_too() -> None:
    whole = (
        '<h1>The crane</h1><div id="q1" itemscope itemtype="https://schema.org/Question"><form><div itemprop="text">'
        "<p>{0}</p></div><i itemprop=author>Wilma</i> <time>2021-03-01</time></form>{comment}</div>"
        '<div id="a2" itemscope itemtype="https://schema.org/Answer"><form><div itemprop="text"><p>{1}</p></div>'
        "<i itemprop=author>Jorun</i> <time>2021-03-02</time></form></div>"
    )
    comment = (
        '<div id="c3" itemscope itemtype="https://schema.org/Comment"><div itemprop="text"><p>{2}</p></div>'
        "<i itemprop=author>Tadeo</i> <time>2021-03-03</time></div>"
    )
    markup = whole.replace("{comment}", comment).format(*WORDS)
    assert [(one.text, one.author) for one in found(markup)] == [
        *zip((WORDS[0], WORDS[2], WORDS[1]), ("Wilma", "Tadeo", "Jorun"), strict=True)
    ]


def test_reports_of_the_site_and_bare_buttons_among_comments_are_none() -> None:
    note = (
        '<li class="note {kind}"><div class="content"><b class=author>{name}</b> <time>2021-03-0{at}</time>'
        "<p>{words}</p></div></li>"
    )
    report = note.replace("{kind}", "system-note").format(
        name="Olaf", at=8, words="assigned this to the harbour office"
    )
    button = '<li class="note"><div class="content">Please register or sign in to reply</div></li>'
    body = entries(note.replace("{kind}", "note-comment"))
    assert texts(f"<h1>The crane</h1><ul id=discussion>{body}{report}{button}{body}</ul>") == [*WORDS, *WORDS]


def test_an_edit_line_in_a_comment_is_none_of_its_own() -> None:
    edited = '<p class="x"></p><div class="reply-note"><b class=author>Olaf</b> edited <time>2021-03-09</time></div>'
    block = (
        '<div class="comment"><b class=author>{name}</b> <time>2021-03-0{at}</time><div class="words">{words}</div>'
        "{edited}</div>"
    )
    assert len(found(entries(block.replace("{edited}", "")) + entries(block.replace("{edited}", edited)))) == 6


def test_elements_with_all_the_words_are_preferred_to_their_headers() -> None:
    date = "<time>2021-03-0{at}</time>"
    block = (
        '<div id="comment-12{more}34{at}" class="css-97iyi67"><div class="css-bmk98as"><a class="user">{name}</a> '
        f'{date}</div>{date}<div class="css-3"><p>{{words}}</p></div>{date}{date}<a>Reply</a></div>'
    )
    body = "".join(entries(block.replace("{more}", str(more))) for more in range(4))
    assert texts(f'<div id=discussion><div class="css-bmk98as"></div>{body}</div>') == [*WORDS] * 4


def test_another_name_of_a_known_forum_must_bring_more_posts_not_more_links() -> None:
    post = (
        '<div class="windowbg" id="msg{at}"><div class="post_wrapper"><h4 class=poster>{name}</h4><div>'
        '<div class="keyinfo">{at}. Mai 2022, 20:14</div><div class="inner"><p>{words}</p></div></div></div></div>'
    )
    topic = '<h3>Topics</h3><div class="windowbg"><a href="?topic=2">The ferry</a> – 03. Oktober 2021, 19:20</div>'
    page = parse(f"<html><body>{entries(post) * 6}{topic}</body></html>")
    blocks = find_blocks(page, survey(page))
    assert blocks is not None
    assert len(blocks.indices) == 18


def test_tables_are_told_by_their_look_where_lists_indent_the_replies() -> None:
    body = ""
    for at in (2, 1, 0):
        body = (
            f'<a name={at}></a><table width="99%" border=0><tr><td bgcolor="#069"><table width="100%" border=0><tr><td>'
            f"<b>Re: crane</b><br>by <a href=/u/{at}>{NAMES[at]}</a> on March {at + 1}, 2004 at 10:00 AM</td></tr>"
            f"<tr><td><p>{WORDS[at]}</p></td></tr><tr><td>[ <a href=/r/{at}>Reply to This</a> ]</td></tr></table>"
            f"</td></tr></table><ul>{body}</ul>"
        )
    comments = found(f"<table width='100%'><tr><td>The crane</td></tr></table>{body}")
    assert [comment.depth for comment in comments] == [0, 1, 2]
    assert all(words in (comment.text or "") for words, comment in zip(WORDS, comments, strict=True))


def test_comments_in_rows_right_in_the_body() -> None:
    rows = "".join(
        f"<a name={at}></a><div class=a>To: <a href=/u/1>All</a></div><div class=b>{words}</div>"
        f"<div class=n>posted on <b>March {at}, 2008 10:00</b> by <a href=/u/{name}>{name}</a>"
        f"<br>[ <a href=/post/{at}>Post Reply</a> ]</div><hr>"
        for at, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )
    comments = found(f"<p>The crane</p>{rows}")
    assert [(comment.author, comment.text) for comment in comments] == [*zip(NAMES, WORDS, strict=True)]


def test_comments_on_the_answers_of_a_known_platform_and_kinds_with_words_of_their_own_name() -> None:
    def entry(kind: str, at: int, inside: str = "") -> str:
        words = f"<div class='{kind}--said'>{WORDS[at % 3]}</div>"
        return (
            f"<div class='{kind} x--{kind}' id='{kind}-{at + 700}'><b class='author'>{NAMES[at % 3]}</b>"
            f" <time datetime='2021-03-0{at + 1}T10:00'>then</time>{words}{inside}</div>"
        )

    def listed(*at: int) -> str:
        return f"<div class='comments list'>{''.join(entry('comment', one) for one in at)}</div>"

    body = entry("answer", 0, listed(1, 2)) + entry("answer", 4, listed()) + entry("answer", 5, listed(6, 7))
    comments = found(f"<h1>The crane</h1><div id=all>{body}</div>")
    assert [comment.depth for comment in comments] == [0, 1, 1, 0, 0, 1, 1]
    assert [comment.text for comment in comments] == [WORDS[at % 3] for at in (0, 1, 2, 4, 5, 6, 7)]


def test_lists_of_comments_and_the_places_to_write_one_are_none() -> None:
    def entry(at: int, inside: str = "") -> str:
        return (
            f"<li class='answer' id='ans{at}'><b class='author'>{NAMES[at]}</b> <time>2021-03-0{at + 1} 10:00</time>"
            f"<p>{WORDS[at]}</p>{inside}</li>"
        )

    add = "<div class='comment-add'><a href=/login>Add a comment</a> <button>Submit</button> · just now</div>"
    inside = f"<div class='comments-container'><ul>{entry(1).replace('answer', 'comment')}</ul>{add}</div>"
    assert texts(f"<h1>The crane</h1><ul>{entry(0, inside)}{entry(2)}</ul>") == [*WORDS]


@pytest.mark.parametrize(
    "label", ["Risponde <b>Otto Brand</b>", "<i>Antwort von Otto Brand:</i>", "Answer by Otto Brand:"]
)
@pytest.mark.parametrize("answered", [(0, 2), (0, 1, 2, 3, 5), (0, 1, 2, 3, 4, 5)])
def test_whoever_answers_under_many_comments_has_a_name_and_the_last_words_are_kept(
    label: str, answered: tuple[int, ...]
) -> None:
    def entry(at: int) -> str:
        said = f"<div class='answer'><span>{label}</span><div>It was painted in 189{at}.</div></div>"
        return (
            f"<div class='comment' id='c{at}7'><b class='author'>{NAMES[at % 3]}</b>"
            f" <time>2021-03-0{at + 1} 10:00</time>"
            f"<p>{WORDS[at % 3]} Says number {at}.</p>{said if at in answered else ''}</div>"
        )

    comments = found(f"<h1>The crane</h1>{''.join(map(entry, range(answered[-1] + 1)))}")
    answers = [comment for comment in comments if comment.depth]
    assert [(one.author, one.text) for one in answers] == [
        ("Otto Brand", f"It was painted in 189{at}.") for at in answered
    ]


def test_a_place_for_advertisements_among_posts_is_none() -> None:
    block = (
        "<div class='post' id='p{at}'><b class='author'>{name}</b> <i>{at} March 2013, 10:22</i><p>{words}</p></div>"
    )
    advertised = block.format(at=5, name="Publicité", words="<img src=x.gif>")
    last = block.format(at=6, name="Ada", words=WORDS[0])
    assert texts(f"<h2>Comments</h2>{entries(block)}{advertised}{last}") == [*WORDS, WORDS[0]]


def test_a_question_is_read_with_its_answers_which_stand_beside_it() -> None:
    def entry(kind: str, at: int, above: str = "") -> str:
        return (
            f"<article class='Plate {kind}' data-qa='{kind}' id='{kind}-39{at}'>"
            f"<header><b class='author'>{NAMES[at]}</b> <time datetime='2021-03-0{at + 1}T10:00'>then</time></header>"
            f"{above}<div class='{kind}-said'>{WORDS[at]}</div><footer><button>Reply</button></footer></article>"
        )

    answers = f"<section><div><h2>2 answers</h2>{entry('answer', 1)}{entry('answer', 2)}</div></section>"
    comments = found(f"<main>{entry('question', 0, '<h1>The crane</h1>')}{answers}</main>")
    assert [comment.text for comment in comments] == [*WORDS]
    assert [comment.depth for comment in comments] == [0, 0, 0]


def test_an_element_of_the_site_s_own_may_be_a_comment() -> None:
    one = "<x-remark rid='{n}'><b class='name'>{name}</b> <time>0{n}.05.2021, 10:00</time><p>{words}</p></x-remark>"
    rows = enumerate(zip(NAMES, WORDS, strict=True), 1)
    body = "".join(one.format(n=n, name=name, words=words) for n, (name, words) in rows)
    assert texts(f"<main><h2>Three remarks</h2>{body}</main>") == list(WORDS)


def test_rows_with_who_and_when_have_the_words_in_the_row_behind() -> None:
    one = (
        "<tr class='head'><td><span class='author'>{name}</span></td><td>0{n}.05.2021 10:00</td></tr>"
        "<tr class='words{odd}'><td colspan='2'><span>{words}</span></td></tr>"
    )
    rows = enumerate(zip(NAMES, WORDS, strict=True), 1)
    body = "".join(one.format(n=n, name=name, words=words, odd="Alt" * (n % 2)) for n, (name, words) in rows)
    assert texts(f"<h3>3 comments</h3><div id='comments'><table>{body}</table></div>") == list(WORDS)


def test_titles_of_the_first_order_in_comments_of_a_known_platform() -> None:
    one = (
        "<dst-posting class='posting' id='posting-10{n}'><b class='username'>{name}</b>"
        " <time>0{n}.05.2021, 10:00</time><h1>Of {title} and more</h1><p>{words}</p></dst-posting>"
    )
    titles = ("cranes", "winters", "props")
    rows = enumerate(zip(NAMES, WORDS, titles, strict=True), 1)
    body = "".join(one.format(n=n, name=name, words=words, title=title) for n, (name, words, title) in rows)
    told = [f"Of {title} and more\n\n{words}" for title, words in zip(titles, WORDS, strict=True)]
    assert texts(f"<h2>Postings</h2>{body}") == told
