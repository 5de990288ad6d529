"""The site's own words around dates and below comments of a text dump: told from people's by coming again."""

from __future__ import annotations

import pytest

from threads.readers.text import read
from threads.readers.text.furniture import MOST, around_dates, bare_names, form, in_many, row
from threads.source.document import Document, Format
from threads.thread import Comment, Precision

SAID = (
    "The ferry was cheaper, and nobody has told us yet what the bridge will cost in the years after it is built.",
    "Nobody asked the people on the other bank, who have had a bridge of their own since the war and like it well.",
    "Read the report first: the numbers are on page four, and they do not say what the paper makes of them.",
    "I crossed there every day for eleven years and never once had to wait for longer than it takes to eat an apple.",
)
NAMES = ("Eva", "Tobias R.", "mira84", "Hedda K.")


def comments(form_of_one: str, *, heading: str = "4 comments") -> tuple[Comment, ...]:
    """The comments of a text that has one of each name and saying, numbered from 0."""
    told = "\n\n".join(
        form_of_one.format(n=n, name=name, words=words, other=NAMES[n - 1], many=(n + 2) * 7)
        for n, (name, words) in enumerate(zip(NAMES, SAID, strict=True))
    )
    article = "A bridge for the town\n\nThe council wants a bridge. It will be built where the ferry goes today.\n\n"
    text = f"{article}{heading}\n\n{told}\n"
    return read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments


@pytest.mark.parametrize(
    "one",
    [
        "{name} 24.01.2020 06:4{n} registered May 201{n}\n{words}\n{many} 1{n} Reply Report",
        "{name} am 14.02.2014 07:1{n} via Report Report this post\n\n{words}\n\n",
        "{name} 12 April 2011 09:3{n} -{many}\n\n{words}\n\nReply | Report abuse | Link",
        "{name} Member 12/04/2018 - 08:0{n}h\n\n{words}\n\n{many} Answer Report it",
        "{words}\n\n{many} posted on 06/12/2008 1:0{n}:51 PM by {name}\n[ Post Reply | Private Reply | View Replies ]",
        "Wednesday, 14.08.2013, 19:0{n} | {name}\n\n{words}\n\nWrite an answer {many} 1{n} Report comment",
        "{name}\n1,{many} Fans Become a fan\n09:1{n} AM on 05/12/2011\n{words}\nShare it Favorite ({many}) Flag it",
        "{name} said in reply to {other}...\n\n{words}\n\nReply Tuesday, September 17, 2013 at 07:1{n} AM",
        "{name}\n3 May 2012, 10:1{n}\n{words}\nReactions: {other} and {many} more",
        "2015-02-11, 21:1{n}\n{name}\n* See all of {name}\n* Send a message to {name}\n{words}",
        "{name}\n\n{words}\n{n} · Like · React · Reply · More · 14 June 2019 at 18:5{n}\n",
        "{name}\nwrote on 2 Apr 2024, 21:1{n}\n{words}",
        "{name} Posts: {many} Joined: 12 Oct 2017, 21:1{n}\nPost by {name} » 14 Jun 2018, 20:3{n}\n{words}\nTop",
        "Commento n°{n} inviato da {name} il 11/04/2010 alle 09h1{n}\n{words}",
        "{name}\n2009年8月5日08:1{n} | #{n}\n{words}",
        " {n}. 02.02.2013, 16:0{n} #{n}\n      {name}\n      {words}\n",
    ],
)
def test_what_stands_around_dates_on_many_sites(one: str) -> None:
    read = comments(one)
    assert [c.author for c in read] == list(NAMES)
    assert [c.text for c in read] == list(SAID)
    assert all(c.timestamp for c in read)


def test_what_usually_stands_around_dates() -> None:
    lines = ["#3 Eva Team 3 May 2012 17 Reply", "#4 Bo 3 May 2012 2 Reply", "", "#5 Al Team 4 May 2012 0 Reply"]
    usual = around_dates([*lines, "#6 Ida Team 5 May 2012 0 Reply"])
    assert usual.after == {"reply"}
    assert usual.badges == {"team"}
    assert usual.without("#3 Eva Team ", " 17 Reply") == ("#3 Eva", "")
    assert around_dates([]).after == frozenset()


def test_lines_of_many_comments() -> None:
    told = [["Well.", "Like (3)"], ["So?", "Like (0)"], ["Well.", "No.", "Like (12)"], ["Love"]]
    assert in_many([list(map(row, lines)) for lines in told], share=MOST) == {"like"}
    assert form(" · 12 March – ") == form("3 June")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(Reply to this) (Thread)", "(Reply to this) (Parent) (Thread)"),
        ("Reply | Report", "Reply | Parent | Report"),
        ("Reactions: Eva and Bo", "Reactions: Al"),
        ("3 · Like", "Like"),
    ],
)
def test_rows_of_the_site_that_differ_a_little(one: str, other: str) -> None:
    assert row(one) == row(other)


def test_rows_that_differ() -> None:
    assert row("Send a message to Eva", "Eva") == row("Send a message to Bo", "Bo")
    assert row("In reply to: Eva") != row("In reply to: Bo")
    assert row("Like") != row("Love")
    assert row("word " * 40) == ""


def test_a_letter_in_a_circle_is_the_next_name_s() -> None:
    read = comments("{name[0]}\n{name}\n3 May 2012, 10:1{n}\n{words}")
    assert [(c.author, c.text) for c in read] == list(zip(NAMES, SAID, strict=True))


def test_a_title_that_only_begins_the_words_is_not_said_twice() -> None:
    read = comments("{name}\n3 May 2012, 10:1{n}\n{words:.20}\n\n{words}")
    assert [c.text for c in read] == list(SAID)


def test_words_of_all_comments_stay_where_they_are_all_that_is_said() -> None:
    read = comments("{name}, 3 May 2012, 10:1{n}\n\nI have always said so.")
    assert [c.text for c in read] == ["I have always said so."] * 4


@pytest.mark.parametrize(
    ("shown", "bare"),
    [
        (("Dice ser Clon", "Dice ser Ana", "Dice ser Bo", "Dice ser 7"), ("Clon", "Ana", "Bo", "7")),
        (("+3 # Eva", "0 # Bo B.", "-12 # Al", "1 # Ida"), ("Eva", "Bo B.", "Al", "Ida")),
        (("k krzysio", "T tramwaj", "G gość", "a ala"), ("krzysio", "tramwaj", "gość", "ala")),
        (
            ("Eva (Gast)", "Bo (Gast)", "Al (Gast)", "Ida (idaho)", "X", "Y"),
            ("Eva", "Bo", "Al", "Ida (idaho)", "X", "Y"),
        ),
        (("Eva (eb)", "Bo ( bo )", "Al B. (al7)"), ("Eva", "Bo", "Al B.")),
        (("Eva Berg, Rom", "Bo, Bern", "Al Y., Rom, NY"), ("Eva Berg", "Bo", "Al Y.")),
        (("Berg, Eva", "Busch, Bo", "Brandt, Al"), ("Berg, Eva", "Busch, Bo", "Brandt, Al")),
        (("Eva Old Hand", "Bo New Hand", "Al Old Hand", "Ida Old Hand"), ("Eva", "Bo New", "Al", "Ida")),
        (("Eva Bo", "Bo", "Eva"), ("Eva", "Bo", "Eva")),
        (("Zeitzeuge 67", "mira 84", "user 5"), ("Zeitzeuge 67", "mira 84", "user 5")),
        (("Eva Berg", "Eva Brandt", "Eva Busch"), ("Eva Berg", "Eva Brandt", "Eva Busch")),
    ],
)
def test_names_without_what_the_site_sets_around_them(shown: tuple[str, ...], bare: tuple[str, ...]) -> None:
    assert tuple(map(bare_names(shown).__getitem__, shown)) == bare


def test_many_people_may_have_one_surname() -> None:
    names = [f"{chr(65 + n % 26)}{n}a Name{n}" for n in range(60)] + ["Eva Berg", "Bo Berg", "Al Berg"]
    assert bare_names(names)["Bo Berg"] == "Bo Berg"


def test_titles_before_a_date_are_the_comments_not_the_names_of_who_wrote() -> None:
    read = comments("A title of {name} 12 May 2009, by {name}\n{words}")
    assert [c.author for c in read] == list(NAMES)
    assert [c.text for c in read] == [f"A title of {name}\n\n{said}" for name, said in zip(NAMES, SAID, strict=True)]


def test_a_title_that_comes_again_is_not_a_name() -> None:
    one = "On the bridge of {name} 12 May 2009, by {name}\n{words}"
    read = comments(one + "\n\nOn the bridge of Eva 13 May 2009\nNobody signs this one, it says no more than that.")
    assert [c.author for c in read[:2]] == ["Eva", None]
    assert (read[0].text or "").startswith("On the bridge of Eva\n\n")
    assert read[1].text == "Nobody signs this one, it says no more than that."


def test_answers_and_remarks_of_a_site_of_questions() -> None:
    read = comments(
        "{words}\n\nShare\nanswered May 1{n}, 2012 at 10:15\n{name} {name}\n710 4 silver badges\n\n"
        "* I doubt that, {name}, as you know.\n – Ida\nMay 2{n}, 2012 at 8:00\n",
        heading="8 Answers",
    )
    assert [c.author for c in read] == [who for name in NAMES for who in (name, "Ida")]
    assert all(c.timestamp and c.timestamp.precision is Precision.MINUTE for c in read)


def test_whom_a_comment_answers_may_stand_below_it() -> None:
    read = comments(
        "{name}\n#{n} — 17. November 2015, 9:5{n} Uhr\n\n{words}\n\nAntwort auf #{n} von {other} Antworten Melden"
    )
    assert [c.parent for c in read] == [None, *(c.id for c in read[:3])]
    assert [c.text for c in read] == list(SAID)


def test_what_is_left_of_a_removed_comment() -> None:
    read = comments("{name}, 3 May 2012, 10:1{n}\n\n{words}\n\nIda, 3 May 2012, 11:1{n}\n\nThis comment was removed.")
    assert [c.deleted for c in read] == [False, True] * 4


def test_names_above_and_below_the_words_of_each_comment() -> None:
    read = comments("{name} Old hand\n\n{words}\n    {name} , 8 March 201{n}\n    #{n}\n{other} likes this.\n")
    assert [(c.author, c.text) for c in read] == list(zip(NAMES, SAID, strict=True))


def test_names_of_one_word_may_stand_before_a_comma() -> None:
    names = ("zmey", "kot", "ida", "mira84")
    rows = enumerate(zip(names, SAID, strict=True))
    told = "".join(f"{name},\n19 May 2010, 11:0{n}\n{words}\n\n" for n, (name, words) in rows)
    text = f"A bridge\n\nThe council wants a bridge where the ferry goes today.\n\n4 comments\n\n{told}"
    found = read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    assert [c.author for c in found] == list(names)


def test_what_stands_above_the_names_of_comments_signed_twice_is_not_lost() -> None:
    rows = enumerate(zip(NAMES, SAID, strict=True))
    told = "\n\n".join(
        f"{name} Old hand\n\n{words}\n    {name} , 8 March 201{n}\nSwarm {n} liked this.\n" for n, (name, words) in rows
    )
    text = f"A bridge\n\nThe council wants a bridge.\n\n4 comments\n\nPlease be kind to each other.\n\n{told}\n"
    thread = read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t")
    assert [c.text for c in thread.comments] == list(SAID)
    kept = "\n".join(article.text or "" for article in (thread.article, *thread.stacked_articles))
    assert all(words in kept for words in ("Please be kind to each other.", *(f"Swarm {n} liked" for n in range(4))))
    assert "Old hand" in kept
