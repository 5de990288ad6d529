"""The flat form of a page, and the text rendered from it."""

from __future__ import annotations

import pytest

from threads.readers.html.page import LIBXML_DEPTH, Page, parse
from threads.readers.html.render import Rendered, render
from threads.readers.html.selectors import compiled, literals
from threads.readers.html.zones import stem


def _rendered(markup: str) -> Rendered:
    page = parse(f"<div id=x>{markup}</div>")
    return render(page, next(i for i, key in enumerate(page.keys) if key == "div#x"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.", "One.\nTwo."),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<b>b</b>old and <i>it</i>alic", "bold and italic"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<script>x()</script>b <style>p{}</style>c", "a b c"),
        ("<pre>if x:\n    y</pre>", "if x:\n    y"),
        ("<ul><li>a</li><li>b</li></ul>end", "a\nb\n\nend"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ('hi <img class="emoji" alt="🙂">', "hi 🙂"),
        ("", ""),
    ],
)
def test_text_keeps_paragraphs(markup: str, text: str) -> None:
    assert _rendered(markup).text == text


def test_quotations_are_spans_of_the_text() -> None:
    found = _rendered('<p>Look:</p><blockquote data-author="Eva">A <b>bold</b> claim.</blockquote><p>No.</p>')
    (quote,) = found.quotes
    assert found.text[quote.start : quote.end] == "A bold claim."
    assert quote.author == "Eva"
    assert found.text == "Look:\n\nA bold claim.\n\nNo."


def test_nested_quotations_are_one() -> None:
    found = _rendered("<blockquote>a<blockquote>b</blockquote>c</blockquote>d")
    assert [found.text[q.start : q.end] for q in found.quotes] == ["a\n\nb\n\nc"]


def _check(page: Page) -> None:
    for index in range(len(page)):
        parent = page.parents[index]
        assert parent < index < page.ends[index] <= len(page)
        assert parent < 0 or page.ends[index] <= page.ends[parent]
        assert page.depths[index] == (page.depths[parent] + 1 if parent >= 0 else 0)


@pytest.mark.parametrize(
    "markup",
    ["", "<", "plain text", "\0\0", "<p>\0</p>", "<div><p>a<div>b</p></div>", "<!DOCTYPE html>", "<a" * 1000, "\ud800",
     "</div></div>x", "<table><td>a<table><td>b", "<?php echo 1 ?>", "<!--", "<![CDATA[x]]>", "&#0;&#x110000;&x;"],
)  # fmt: skip
def test_any_string_is_a_page(markup: str) -> None:
    _check(parse(markup))


def test_a_page_deeper_than_libxml2_goes_is_read_to_its_end() -> None:
    depth = 50_000
    page = parse("<body>" + "<div class=comment>a " * depth + "<p id=last>end")
    assert sum(tag == "div" for tag in page.tags) == depth
    assert max(page.depths) > LIBXML_DEPTH
    assert page.text(page.keys.index("p#last")) == "end"
    _check(page)


def test_keys_name_elements() -> None:
    page = parse('<li id="Comment-1" class="a  B" itemprop="comment" typeof="schema:Comment" rel="x">t</li>')
    assert page.keys[-1] == "li#comment-1.a.b[itemprop=comment][type=comment][rel=x]"


@pytest.mark.parametrize(
    ("selector", "key", "fits"),
    [
        ("li.comment", "li#c1.comment.even", True),
        ("li.comment", "li.comments", False),
        ("li.comment", "div.comment", False),
        (r"#comment-\d+", "div#comment-12.x", True),
        (r"#comment-\d+", "div#comment-12-text", False),
        ("[itemprop=text]", "p.a[itemprop=text]", True),
        ("article.message.message--post", "article#p.js.message--post.message", True),
        (r"#wpd-comm-\d+_\d+", "div#wpd-comm-1_0.wpd", True),
    ],
)
def test_selectors_fit_keys(selector: str, key: str, fits: bool) -> None:
    assert (compiled((selector,)).match(key) is not None) is fits
    assert all(word in key for word in literals(selector)) or not fits


def test_stems_forget_what_numbers_comments() -> None:
    assert stem("li#comment-12.depth-2") == stem("li#comment-9.depth-3")
    assert stem("div#head.x") == "div.x"
