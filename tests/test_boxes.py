"""Boxes of quoted words taken out of a text, and put back."""

from __future__ import annotations

import pytest

from threads.readers.boxes import opens_box, set_apart, with_header
from threads.thread import Comment, Quote


@pytest.mark.parametrize(
    ("text", "spans", "own", "apart"),
    [
        ("one\n\nQUOTE\n\ntwo", [(5, 10)], "one\n\ntwo", [(5, 5, "QUOTE")]),
        ("QUOTE\n\ntwo", [(0, 5)], "two", [(0, 0, "QUOTE")]),
        ("one\n\nQUOTE", [(5, 10)], "one", [(3, 3, "QUOTE")]),
        ("A\n\nB\n\ntwo", [(0, 1), (3, 4)], "two", [(0, 0, "A"), (0, 0, "B")]),
        ("one\n\nA\n\nB\n\ntwo", [(5, 6), (8, 9)], "one\n\ntwo", [(5, 5, "A"), (5, 5, "B")]),
        ("only a quote", [(0, 12)], "only a quote", [(0, 12, None)]),
    ],
)
def test_boxes_leave_the_text(
    text: str, spans: list[tuple[int, int]], own: str, apart: list[tuple[int, int, str | None]]
) -> None:
    quotes = [Quote(*span) for span in spans]
    found = set_apart(text, quotes, quotes)
    assert found.text == own
    assert [(q.start, q.end, q.apart) for q in found.quotes] == apart
    whole = Comment("1", None, 0, found.text, quotes=found.quotes).whole
    assert whole.text == text
    assert [(q.start, q.end) for q in whole.quotes] == spans


def test_hand_made_quotations_stay() -> None:
    text = "HAND\n\nBOX\n\nown"
    hand, box = Quote(0, 4), Quote(6, 9, "Eva")
    found = set_apart(text, [hand, box], [box])
    assert found.text == "HAND\n\nown"
    assert found.quotes == (hand, Quote(6, 6, "Eva", apart="BOX"))
    assert found.quotes[1].words(found.text) == "BOX"


@pytest.mark.parametrize(
    ("text", "start", "header"),
    [
        ("Originally Posted by oppo View Post\nThanks.", 36, ("oppo", 0)),
        ("Yes.\n\nZitat von Eva Meier:\nDanke.", 27, ("Eva Meier", 6)),
        ("Eva Meier a écrit :\nMerci.", 20, ("Eva Meier", 0)),
        ("Tak.\n\nEva napisała:\nDzięki.", 20, ("Eva", 6)),
        ("Yes.\n\nQuote:\nThanks.", 13, (None, 6)),
        ("Yes, it was posted by them.\nThanks.", 28, (None, 28)),
    ],
)
def test_the_line_above_a_box_names_who_is_quoted(text: str, start: int, header: tuple[str | None, int]) -> None:
    quote = with_header(Quote(start, len(text)), text)
    assert (quote.author, quote.start) == header


@pytest.mark.parametrize(
    "words", ["Originally Posted by Eva", " Originalmente publicado por Eva", "Quote: Posted by Eva "]
)
def test_words_that_open_a_box(words: str) -> None:
    assert opens_box(words)


@pytest.mark.parametrize("words", ["", "Posted", "It was originally posted by Eva", "Quote: Thanks."])
def test_words_that_open_none(words: str) -> None:
    assert not opens_box(words)
