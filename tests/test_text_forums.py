"""Pages of forums and comment widgets as renderers of text leave them: all posts with author, time and parent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_pages import matched

from threads.readers.text import read
from threads.readers.text.forum import bare
from threads.readers.text.lines import split
from threads.source.document import Document, Format

FORUM = Path(__file__).parent / "fixtures" / "text" / "forum"
GOLD: dict[str, list[dict[str, Any]]] = json.loads((FORUM / "gold.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(FORUM.glob("*.txt")), ids=lambda path: path.stem)
def test_every_post_is_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    comments = read(Document(path.name, Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    gold = GOLD[path.name.split(".")[0]]
    pairs = matched(gold, comments)
    assert len(pairs) == len(gold) == len(comments)
    place = {comment.id: at for at, comment in enumerate(comments)}
    for at, true in enumerate(gold):
        found = comments[pairs[at]]
        assert found.author == true["author"]
        assert (found.timestamp.iso if found.timestamp else "").startswith(true["timestamp"] or "")
        assert (None if found.parent is None else place[found.parent]) == true["parent"]


POST = """{name}

Senior Member
Posts: {n}
Joined: 3 May 2010

{name} wrote on 5 March 2022, 10:1{n}

{words}
"""


def test_what_stands_around_posts_is_left_out() -> None:
    said = {"Eva": "The ferry is late.", "Ulf": "It always is.", "Ida": "Not on Sundays.", "Ada": "Thanks!"}
    page = "\n".join(POST.format(name=name, n=n, words=words) for n, (name, words) in enumerate(said.items(), 1))
    kept = [line.text for line in bare(split(page)) if line.text]
    assert kept[0] == "Eva wrote on 5 March 2022, 10:11"
    assert kept[1::2] == list(said.values())


@pytest.mark.parametrize("text", ["", "Posts: 3", "One line\n\nanother line\n\nJoined: we all did"])
def test_a_page_that_is_no_forum_stays(text: str) -> None:
    lines = split(text)
    assert bare(lines) == lines


def page(*heads: str) -> str:
    """Comments under heads of several lines, each with a number for the time of day."""
    said = ("The ferry is late.", "It always is, I have to say.", "Not on Sundays.", "Thanks, I did not know.")
    posts = (f"{head}\n5 March 2022, 10:1{n}\n\n{said[n % 4]}\n\nReply\n" for n, head in enumerate(heads))
    return f"A ferry for the island\n\n{len(heads)} comments\n\n" + "\n".join(posts)


def authors(text: str) -> list[str | None]:
    return [
        comment.author for comment in read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    ]


def test_a_rank_or_a_place_below_a_name_is_not_the_name() -> None:
    ranks = ("Eva\nOld Hand", "Ulf\nNewcomer", "Ida\nOld Hand", "Eva\nOld Hand")
    assert authors(page(*ranks)) == ["Eva", "Ulf", "Ida", "Eva"]
    assert authors(page("Eva B.\nBern", "Ulf\nBasel", "Ida\nLugano")) == ["Eva B.", "Ulf", "Ida"]


def test_a_title_above_a_name_is_not_the_name() -> None:
    titles = ("The ferry\nEva", "The ferry\nUlf", "On Sundays\nIda", "The ferry\nEva")
    assert authors(page(*titles)) == ["Eva", "Ulf", "Ida", "Eva"]


def test_what_opens_and_what_closes_comments_tells_where_they_begin() -> None:
    post = "Flag comment\nE\n{name}\n{n} hours ago\n{words}\nLike\nReply\nShare\n"
    said = {"Eva": "The ferry is late.", "Ella": "It always is.", "Emil": "Not on Sundays, though.", "Enno": "Thanks!"}
    rows = (post.format(name=name, n=9 - n, words=words) for n, (name, words) in enumerate(said.items()))
    head = "A ferry\n\n4 comments\n\nCommenting is now closed for this story and all others.\nMost liked\nNewest\n"
    text = head + "\n".join(rows)
    found = read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    assert [(comment.author, comment.text) for comment in found] == list(said.items())


def test_guests_sign_as_such_on_forums() -> None:
    post = "Beitrag von {name} » Di 14. Mär 2023, 18:2{n}\n\n{words}\n"
    said = {"Eva": "Die Fähre kommt zu spät.", "Gast": "Das tut sie immer.", "Ulf": "Aber nicht am Sonntag, oder?"}
    text = "Die Fähre\n\n3 Beiträge\n\n" + "\n".join(
        post.format(name=name, n=n, words=words) for n, (name, words) in enumerate(said.items())
    )
    assert authors(text) == list(said)


def test_whom_a_comment_answers_is_told_by_a_line_of_the_site() -> None:
    replies = ("", "Antwort auf Eva", "Antwort auf #2 von Ulf", "Antwort auf den Beitrag von Eva 5 March 2022, 10:10")
    names = ("Eva", "Ulf", "Ida", "Ada")
    heads = (
        f"{name}\n5 March 2022, 10:1{n}\n{line}" for n, (name, line) in enumerate(zip(names, replies, strict=True))
    )
    said = ("The ferry is late.", "It always is.", "Not on Sundays, though.", "Thanks, I did not know.")
    posts = (f"{head}\n\n{words}\n\nReply\n" for head, words in zip(heads, said, strict=True))
    text = "A ferry for the island\n\n4 comments\n\n" + "\n".join(posts)
    found = read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    assert [comment.text for comment in found] == list(said)
    assert [comment.parent for comment in found] == [None, "1", "2", "1"]
    assert [comment.depth for comment in found] == [0, 1, 2, 1]
    assert [e.rule for e in found[1].evidence if e.field == "parent"] == ["says whom it answers"]


def test_one_line_alone_may_be_the_author_s() -> None:
    post = "{name}\n5 March 2022, 10:1{n}\n\n{words}\n\nReply\n"
    said = {"Eva": "The ferry is late.", "Ulf": "In reply to Eva\n\nIt is not.", "Ida": "Thanks!"}
    text = "A ferry\n\n3 comments\n\n" + "\n".join(
        post.format(name=name, n=n, words=words) for n, (name, words) in enumerate(said.items())
    )
    found = read(Document("t.txt", Format.TEXT, text.encode(), "0" * 64, text), "t").comments
    assert [comment.text for comment in found] == list(said.values())
    assert [comment.parent for comment in found] == [None] * 3
