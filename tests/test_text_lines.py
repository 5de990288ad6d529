"""Markdown whose links run over the ends of lines: their words stay on their lines, their addresses go."""

import pytest

from threads.readers.text.lines import split

HEAD = "[a](/a) [b](/b) [c](/c)\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[The ferry\nis late](/ferry) today", ["The ferry", "is late today"]),
        ("[Eva](https://example.org/a-long-\naddress) says:", ["Eva", "says:"]),
        ('[Eva](/eva "Eva of\nthe island") says:', ["Eva", "says:"]),
        ("[ ![A\nboat](/boat-\nat-sea.jpg) leaves\n](/boats)", ["A", "boat", "leaves"]),
        ("> See [what\n> Eva](/post-\n> 12) wrote", ["> See what", "> Eva", "> wrote"]),
        ("[not a link\n\n(at all)", ["[not a link", "(at all)"]),
    ],
)
def test_links_over_several_lines(text: str, lines: list[str]) -> None:
    assert [line.text for line in split(HEAD + text)[1:] if line.text] == lines


def test_lines_keep_their_numbers() -> None:
    found = split(HEAD + "[one\ntwo](/x-\ny) three\nfour")
    assert [(line.number, line.text) for line in found if line.text][1:] == [
        (2, "one"),
        (3, "two"),
        (4, "three"),
        (5, "four"),
    ]
    assert [line.link for line in found[1:3]] == ["/x-y", "/x-y"]


def test_text_without_links_stays() -> None:
    text = "Look [here\nand there](now) please"
    assert [line.text for line in split(text)] == ["Look [here", "and there](now) please"]
