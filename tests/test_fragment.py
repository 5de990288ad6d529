import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.readers.fragment import fragment_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain words", "plain words"),
        ("<p>one</p><p>two <b>bold</b></p>", "one\n\ntwo bold"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("a\n  b &amp; c", "a b & c"),
        ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
        ("<script>alert(1)</script>said", "said"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<img class='emoji' alt=':)'> ok", ":) ok"),
        ("2 < 3 <i>and</i> <3", "2 < 3 and <3"),
    ],
)
def test_blocks_make_lines_and_inline_markup_vanishes(html: str, text: str) -> None:
    assert fragment_text(html).text == text


def test_line_ends_of_the_source_count_where_the_source_says_so() -> None:
    assert fragment_text("one\ntwo\n\n<em>three</em>", newlines=True).text == "one\ntwo\n\nthree"


def test_block_quotations_are_spans() -> None:
    fragment = fragment_text("<blockquote><p>they said</p></blockquote><p>I say</p>")
    assert [fragment.text[q.start : q.end] for q in fragment.quotes] == ["they said"]


def test_a_discourse_quote_names_its_author() -> None:
    html = '<aside class="quote" data-username="bob"><blockquote>hi</blockquote></aside>yo'
    fragment = fragment_text(html)
    assert fragment.text == "yo"
    assert [(q.author, q.start, q.end, q.apart) for q in fragment.quotes] == [("bob", 0, 0, "hi")]


def test_deep_nesting_is_no_recursion() -> None:
    assert fragment_text("<blockquote>x " * 50_000 + "end").text.endswith("end")


@settings(deadline=None)
@given(st.text(alphabet="<>/&;abq=\"' \n\x00pblockquote") | st.text())
def test_no_string_raises_and_spans_lie_in_the_text(html: str) -> None:
    fragment = fragment_text(html, newlines=True)
    assert all(0 <= q.start < q.end <= len(fragment.text) for q in fragment.quotes)
