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
