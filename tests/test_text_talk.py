"""What is no talk although it is listed and dated, and what is although nothing announces it."""

from __future__ import annotations

import pytest
from test_text import every_word, thread_of

from threads.readers.text.bylines import Byline
from threads.readers.text.spoken import is_cut_off, is_ended, is_spoken
from threads.readers.wording import announced as heading
from threads.thread import Thread

ARTICLE = """A ferry for the island

By Petra Lindner, 3 May 2021

The island has waited for its ferry since the winter, and the council has met five times about it. Nobody there
expects the ship before the summer, because the harbour is not deep enough for it and digging takes its time.

"""


def comments(text: str) -> list[str | None]:
    return [comment.author for comment in thread_of(text).comments]


NOT_TALK = {
    "headlines under a date": """More news

5 May 2021, 10:12
Council buys second bus

5 May 2021, 09:40
School reopens after flood

4 May 2021, 18:05
Harbour closed until autumn

4 May 2021, 12:31
New doctor for the north
""",
    "teasers by editors": """Latest

Jonas Berg, 05.05.2021
The bus that nobody wanted
It was meant to be cheap and clean, and it is neither. A search for those who ordered it …

Mira Kern, 04.05.2021
The school and the flood
What stood in the cellar is gone, and the insurance does not pay. Read more

Ole Sand, 03.05.2021
Why the harbour stays shut
Three firms were asked, and none of them wants to dig before the spring […]
""",
    "a ticker": """Ticker

2 hours ago
Shares of the harbour company fall

3 hours ago
Ministry wants to look at the books

5 hours ago
Company speaks of a misunderstanding

7 hours ago
Books cannot be found
""",
    "fixtures": """Next matches

Saturday, 12 February 2022 - 20:30
Island Rovers
:
Harbour United
Tickets

Sunday, 27 February 2022 - 16:00
Northern Stars
:
Island Rovers
Tickets

Thursday, 3 March 2022 - 19:05
Island Rovers
:
Coast Athletic
Tickets
""",
    "an archive": """Archive

  * debate on the ferry (12.11.2020)
  * vote on the ferry (28.11.2020)
  * speech of the mayor (02.12.2020)
  * answer of the council (09.12.2020)
  * minutes of the meeting (11.12.2020)
""",
    "references": """References

1. Harbour Office, "Depths of the eastern coast", 12 March 2019
2. Island Council, "Minutes of the fifth meeting", 2 May 2021
3. Northern Ferry Company, "Report for the year", 31 December 2020
""",
    "menu below a heading's words": """
  * News
  * Sport
  * Comments
  * Weather
  * Jobs
  * About us and what we do for you
  * Write to the editors of the paper
""",
    "heading of a form, then a menu": """Comments

You must be logged in

  * Subscribe to the paper now
  * Write to the editors of the paper
  * Terms of use for our readers
  * Privacy of our readers
""",
    "no comments, then buttons to share": """0 Comments

  * Click to share this with others (opens in new window).
  * Click to print this for your friends (opens in new window).
  * Click to send this to a friend by mail (opens in new window).
""",
    "heading far above a list of others": """comments

The council's office is open on Mondays.

It can be found in the old school.

Letters reach it by the harbour.

There is a telephone, too.

Ask for the secretary.

Bring your papers.

Dogs must stay outside.

Bicycles may stand by the wall.

Cars may not.

The clock is slow.

The door is narrow.

The stairs are steep.

The roof is new.

33 minutes ago
Shares of the harbour company fall

1 hour ago
Ministry wants to look at the books

2 hours ago
Company speaks of a misunderstanding
""",
    "alerts by their kind": """Alerts

9 October 2020 11:12 Ambulance
Ambulance to Harbour Street

9 October 2020 11:10 Fire
Fire engine to the old school

9 October 2020 11:08 Ambulance
Ambulance to North Road

9 October 2020 10:59 Ambulance
Ambulance to the ferry
""",
    "counts below many articles": """Latest

Jonas Berg, 4 May 2021, 10:12
The bus that nobody wanted
12 comments

Mira Kern, 4 May 2021, 09:12
The school and the flood
3 comments

Ole Sand, 3 May 2021, 17:40
Why the harbour stays shut
7 comments

Jonas Berg, 3 May 2021, 11:02
The doctor of the north
""",
    "threads that are like this one": """Similar threads

1. Ferry to the north
From ferryman in the forum Ships
Replies: 6
Last post: 18.10.2010, 23:08

2. Ferry to the south
From captain in the forum Ships
Replies: 2
Last post: 23.03.2010, 13:16

3. Ferry to the east
From sailor in the forum Ships
Replies: 4
Last post: 11.02.2010, 07:59
""",
    "posts embedded in the article": """What others wrote

Harbour Master (@harbour) January 1, 2020
The depth is four metres and has been four metres since the old pier was built here

Harbour Master (@harbour) January 1, 2020
A ship of the size that was ordered needs six of them as everybody in the office knows

Harbour Master (@harbour) January 2, 2020
Nobody has asked us before it was ordered and nobody has asked us since that day
""",
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_TALK)
def test_lists_are_no_talk(name: str) -> None:
    text = ARTICLE + NOT_TALK[name]
    found = thread_of(text)
    assert not found.comments
    assert {"ferry", "harbour"} <= every_word(found)


TALK = {
    "two people in turns": """
Eva, 5 March 2022, 10:11
I waited for an hour this morning. Nobody told us anything.

Ulf, 5 March 2022, 10:14
It always is late on Saturdays, you know that.

Eva, 5 March 2022, 10:20
Then they should change the timetable!
""",
    "buttons to answer with": """
Eva
5 March 2022
I waited for an hour this morning
Reply

Ulf
5 March 2022
It always is late on Saturdays
Reply

Ida
6 March 2022
Not last week
Reply
""",
    "people who say": """
Eva says:
I waited for an hour this morning.

Ulf says:
It always is late on Saturdays.

Ida says:
Not last week.
""",
    "numbered posts": """
Eva
05.03.2022
#1
The ferry, an hour late

Ulf
05.03.2022
#2
Late on Saturdays, always

Ida
06.03.2022
#3
Not last week
""",
    "quoted and answered": """
Eva, 5 March 2022, 10:11
Does anybody know when the ferry will leave today

Ulf, 5 March 2022, 10:14
Eva wrote:
when the ferry will leave
At ten as on any other day of the week

Eva, 5 March 2022, 10:20
Ulf wrote:
At ten
It is half past eleven and nobody has left
""",
}  # fmt: skip


@pytest.mark.parametrize("name", TALK)
def test_talk_that_nothing_announces(name: str) -> None:
    assert comments(ARTICLE + TALK[name])[:2] == ["Eva", "Ulf"]


def test_a_page_of_many_peoples_posts() -> None:
    said = [
        "I waited for an hour this morning, and so did forty others.",
        "It always is late on Saturdays, they say.",
        "The one at noon was early last week, believe it or not.",
        "Then I must have missed it, as most of us did.",
    ]
    page = "\n\n".join(f"name{n} {n} days ago | link\n\n{words}" for n, words in enumerate(said, 2))
    assert comments("A ferry for the island\n\n" + page) == ["name2", "name3", "name4", "name5"]


SECTION = (
    "2 Comments\n\nEva, 5 March 2022, 10:11\nToo late!\n\nUlf, 5 March 2022, 10:14\nIt always is late on Saturdays.\n\n"
)
DATED = "Jonas Berg, 4 May 2021, 10:12\nThe bus that nobody wanted\n\n"


def test_comments_begin_at_their_heading() -> None:
    found = thread_of(ARTICLE + DATED * 3 + SECTION + "Leave a reply\n\n" + DATED * 4)
    assert [comment.author for comment in found.comments] == ["Eva", "Ulf"]
    assert "nobody" in every_word(found)


def test_a_section_that_is_none_gives_way_to_one_that_is() -> None:
    menu = "  * News\n  * Comments\n  * Weather\n\n"
    assert comments(menu + ARTICLE + "Comments\n\n" + SECTION.partition("\n\n")[2]) == ["Eva", "Ulf"]


def test_a_single_comment_above_a_menu() -> None:
    menu = "".join(f"  * Page {n} of the paper\n" for n in range(1, 9))
    text = ARTICLE + "1 comment\n\nEva\n5 March 2022, 10:11\n\nToo late, as ever!\n\nReply\n\n" + menu
    assert comments(text) == ["Eva"]


LINKED = """3 comments

  1. Eva says:
     5 March 2022 at 10:11

     Too late!

  2. Pingback: The ferry and we | An island's diary

  3. Ulf says:
     6 March 2022 at 10:11

     No.

  1. Our ten best
  2. Ferries of the north
"""


def test_links_from_other_pages_stand_among_signed_comments() -> None:
    found = thread_of(ARTICLE + LINKED)
    assert [comment.author for comment in found.comments] == ["Eva", None, "Ulf"]
    assert "ten" in every_word(found)
    assert all("ten best" not in (comment.text or "") for comment in found.comments)


def test_no_more_list_items_than_announced() -> None:
    items = "".join(f"  {n}. This is what reader {n} has to say about it.\n\n" for n in (1, 2))
    other = "".join(f"  * This is teaser {n} of something else entirely.\n" for n in range(5))
    assert len(comments(ARTICLE + "2 comments\n\n" + items + other)) == 2


def test_announced_comments_that_are_not_there() -> None:
    found: Thread = thread_of(ARTICLE + "7 comments\n\n  * News\n  * Sport\n  * Weather\n")
    assert (found.declared_comments, found.comments) == (7, ())
    assert "announced-not-found" in {notice.code for notice in found.notices}


def test_the_article_below_a_promise_of_comments_is_whole() -> None:
    found = thread_of("7 comments\n\n" + ARTICLE)
    assert (found.declared_comments, found.comments) == (7, ())
    assert "harbour" in (found.article.text or "")


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Bisherige Kommentare", None), ("Alle Kommentare", None), ("Komentarze", None), ("Leserpost", None),
        ("Kommentare 1", 1), ("2 Comentários", 2), ("Satu Tanggapan", 1), ("3 komentarze", 3), ("4 reacties", 4),
        ("See all comments (32)", 32),
    ],
)  # fmt: skip
def test_headings_in_more_wordings(line: str, count: int | None) -> None:
    found = heading(line)
    assert found is not None
    assert found.count == count


@pytest.mark.parametrize(
    "line", ["Kommentar *", "Comment", "All comments are moderated by us", "Kommentare zur Lage", "12 Seiten"]
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert heading(line) is None


@pytest.mark.parametrize(
    ("text", "ended", "cut_off", "spoken"),
    [
        ("This is a sentence that somebody says.", True, False, True),
        ("Council buys second bus for the island's north", False, False, False),
        ("They searched for those who ordered it …", True, True, True),
        ("The insurance does not pay. Read more", False, True, False),
        ("Pingback: The ferry and we", False, False, True),
        ("Great post :-D", True, False, False),
        ("", False, False, False),
    ],
)
def test_speech(text: str, ended: bool, cut_off: bool, spoken: bool) -> None:
    assert (is_ended(text), is_cut_off(text), is_spoken(text)) == (ended, cut_off, spoken)


@pytest.mark.parametrize("stamp", ["12.11.2008", "12.11.08", "2008-11-12", "12/11/2008", "6. 10. 2020"])
def test_a_day_in_figures_is_no_time_of_day(stamp: str) -> None:
    assert not Byline(0, 0, "Eva", stamp, "name-date").clocked
    assert Byline(0, 0, "Eva", f"{stamp} 10:11", "name-date").clocked


def test_labels_that_stand_at_comments_show_that_people_talk() -> None:
    posts = [
        f"    {name}\n  03:2{at} AM on 9/19/2010\n  {words}\n  Permalink | Share it\n"
        for at, (name, words) in enumerate(
            (
                ("rivergull", "I cross that bridge every day and nobody has asked me"),
                ("angler22", "The ferry does not run in winter, so what are we to do"),
                ("MetalOtter", "They should have painted it twenty years ago"),
            )
        )
    ]
    text = "The bridge closes\n\nThe council wants to close the bridge for two years.\n\n" + "\n".join(posts)
    assert [each.author for each in thread_of(text).comments] == ["rivergull", "angler22", "MetalOtter"]
