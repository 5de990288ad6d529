"""Grice-style measures on sentences whose values can be counted by hand."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_threads import said, tree_of

from threads.discourse.grice import capitals, grice
from threads.thread import Article


def test_counts_by_hand() -> None:
    text = "No! Is that SO? See https://example.org/a1 for 3 of 12,5 cases. He said “not at all”."
    (found,) = grice(tree_of([said(0, text=text)]), Article())
    assert found.words == 13
    assert found.words_per_sentence == pytest.approx(13 / 4)
    assert found.marks_per_sentence == pytest.approx(2 / 4)
    assert (found.links, found.numbers, found.quotations) == (1, 2, 1)
    assert found.words_to_median == 1
    assert found.new_content == 1


def test_relation_to_parent_and_article() -> None:
    comments = [
        said(0, text="The harbour bridge needs repair."),
        said(1, 0, depth=1, text="The harbour bridge needs repair."),
        said(2, 0, depth=1, text="Cats sleep."),
    ]
    found = grice(tree_of(comments), Article(text="The harbour bridge is old."))
    assert found[1].relation_parent == pytest.approx(1)
    assert found[2].relation_parent == pytest.approx(0)
    assert found[0].relation_parent is None
    assert (found[0].relation_article or 0) > (found[2].relation_article or 0)


def test_new_content_is_new_against_article_and_earlier_comments() -> None:
    comments = [said(0, text="old bridge"), said(1, text="old bridge"), said(2, text="old ferry")]
    found = grice(tree_of(comments), Article(text="An old house"))
    assert [entry.new_content for entry in found] == [0.5, 0, 0.5]


def test_capitals_are_a_share_of_letters() -> None:
    assert grice(tree_of([said(0, text="ABcd")]), Article())[0].capitals == 0.5


@given(st.lists(st.text(max_size=20) | st.text("aBß𝐀ǅⅧ1 \U0001f602", max_size=20), max_size=5))
@settings(deadline=None)
def test_capitals_as_counted_letter_by_letter(texts: list[str]) -> None:
    letters = [[c for c in text if c.isalpha()] for text in texts]
    assert capitals(texts) == [sum(c.isupper() for c in one) / len(one) if one else None for one in letters]


@given(st.text("1 ./,aä_x", max_size=12))
def test_numbers_stand_alone(text: str) -> None:
    (found,) = grice(tree_of([said(0, text=f"so {text}")]), Article())
    assert found.numbers == len(re.findall(r"(?<![\w/])\d[\d.,]*(?![\w/])", f"so {text}".strip()))


def test_a_comment_without_words_has_none_and_not_zero() -> None:
    (found,) = grice(tree_of([said(0, text="😀")]), Article())
    assert (found.relation_article, found.new_content, found.words_to_median) == (None, None, None)
    assert found.words == 0


def test_placeholders_are_left_out() -> None:
    assert grice(tree_of([said(0, missing=True)]), Article(text="x")) == ()
