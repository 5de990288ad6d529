"""Reply links in the words: found, scored, and never put over a parent that the page names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.readers.implicit import with_implicit_parents
from threads.thread import Comment, Quote


def _thread(*texts: tuple[str, str]) -> list[Comment]:
    return [Comment(f"c{n}", None, 0, text, author=author) for n, (author, text) in enumerate(texts)]


@pytest.mark.parametrize(
    ("reply", "parent", "rule"),
    [
        ("@Anna Das sehe ich anders.", "c0", "@name"),
        ("Das sehe ich anders, @anna.", "c0", "@name"),
        ("@Bernd Müller: genau so ist es!", "c1", "@name"),
        ("Hallo Bernd Müller, genau so ist es!", "c1", "name at the start"),
        ("Anna, das sehe ich anders.", "c0", "name at the start"),
        ("Bernd, genau so ist es!", "c1", "name at the start"),
    ],
)
def test_finds_whom_a_comment_addresses(reply: str, parent: str, rule: str) -> None:
    comments = _thread(("Anna", "Die Brücke ist gut."), ("Bernd Müller", "Sie ist teuer."), ("Cem", reply))
    found = with_implicit_parents(comments)[2].implicit_parent
    assert found is not None
    assert (found.id, found.rule) == (parent, rule)
    assert 0 < found.score < 1


@pytest.mark.parametrize(
    "reply", ["Das sehe ich anders.", "@Dora ist nicht hier.", "Anna ist ein schöner Name", "cem@example.org", "@", ""]
)
def test_finds_nobody_where_nobody_is_addressed(reply: str) -> None:
    comments = _thread(("Anna", "Die Brücke ist gut."), ("Cem", reply))
    assert with_implicit_parents(comments)[1].implicit_parent is None


def test_nobody_answers_a_comment_that_comes_later_or_oneself() -> None:
    comments = _thread(("Anna", "@Bernd was meinst du?"), ("Bernd", "@Bernd bin ich selbst."))
    assert all(comment.implicit_parent is None for comment in with_implicit_parents(comments))


def test_the_latest_comment_of_the_person_is_meant() -> None:
    comments = _thread(("Anna", "Eins."), ("Anna", "Zwei."), ("Cem", "@Anna nein."))
    found = with_implicit_parents(comments)[2].implicit_parent
    assert found is not None
    assert found.id == "c1"


def test_a_quotation_names_its_source() -> None:
    comments = [
        Comment("a", None, 0, "Die Brücke ist gut.", author="Anna"),
        Comment("b", None, 0, "Die Brücke ist gut. Nein.", author="Cem", quotes=(Quote(0, 19, of="a"),)),
    ]
    found = with_implicit_parents(comments)[1].implicit_parent
    assert found is not None
    assert (found.id, found.rule) == ("a", "quotation")


def test_an_explicit_parent_stands_alone_and_lowers_trust_in_guesses() -> None:
    comments = [
        Comment("a", None, 0, "Eins.", author="Anna"),
        Comment("b", "a", 1, "@Anna zwei.", author="Bernd"),
        Comment("c", None, 0, "@Anna drei.", author="Cem"),
    ]
    out = with_implicit_parents(comments)
    assert out[1].parent == "a"
    assert out[1].implicit_parent is None
    flat = with_implicit_parents([comments[0], comments[2]])
    assert out[2].implicit_parent is not None
    assert flat[1].implicit_parent is not None
    assert out[2].implicit_parent.score < flat[1].implicit_parent.score


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=20))
def test_points_only_backwards(texts: list[tuple[str, str]]) -> None:
    out = with_implicit_parents(_thread(*texts))
    seen: set[str] = set()
    for comment in out:
        assert comment.implicit_parent is None or comment.implicit_parent.id in seen
        seen.add(comment.id)
