"""Text dumps of six languages, bylines before and after; what must hold for every text."""

import hashlib
import re
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threads.readers.text import read
from threads.source.document import Document, Format
from threads.thread import Thread

FIXTURES = Path(__file__).parent / "fixtures" / "text"
NAMES = ["Jonas Berg", "Mira K.", "ole"]
TIMES = ["2021-05-04T09:15", "2021-05-04T11:02", "2021-05-06T20:40"]


def thread_of(text: str) -> Thread:
    content = text.encode("utf-8", "surrogatepass")
    return read(Document("dump.txt", Format.TEXT, content, hashlib.sha256(content).hexdigest(), text, "utf-8"), "dump")


def fixture(name: str) -> Thread:
    return thread_of((FIXTURES / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "language", "names", "article_author"),
    [
        ("german_after", "de", NAMES, "Petra Lindner"),
        ("english_before", "en", NAMES, "Petra Lindner"),
        ("french_before", "fr", NAMES, "Petra Lindner"),
        ("italian_after", "it", NAMES, "Petra Lindner"),
        ("spanish_before", "es", NAMES, "Petra Lindner"),
        ("russian_before", "ru", ["Йонас Берг", "Мира К.", "оле"], "Петра Линднер"),
    ],
)
def test_six_languages(name: str, language: str, names: list[str], article_author: str) -> None:
    found = fixture(name)
    assert found.declared_comments == 3
    assert [(c.id, c.parent, c.depth) for c in found.comments] == [("1", None, 0), ("2", "1", 1), ("3", None, 0)]
    assert [c.author for c in found.comments] == names
    assert [c.timestamp and c.timestamp.iso for c in found.comments] == TIMES
    assert found.article.author == article_author
    assert found.article.published is not None
    assert found.article.published.iso == "2021-05-03"
    assert found.article.language == language
    assert found.article.title is not None
    assert not found.stacked_articles
    assert found.confidence is not None
    assert found.confidence > 0.9
    assert not found.notices


def test_texts_are_whole_and_without_chrome() -> None:
    found = fixture("german_after")
    assert [c.text for c in found.comments] == [
        "Das ist richtig, aber wer gießt die Bäume im August?",
        "Die Feuerwehr tut das schon lange.\n\nSie hat dafür zwei Wagen.",
        "Zitat: „jeder Sommer zeigt das deutlicher als der vorige“ Das stimmt doch gar nicht.",
    ]
    assert found.comments[2].own_words == "Das stimmt doch gar nicht."
    assert found.comments[2].quotes[0].of == "article"


def test_evidence_names_the_lines() -> None:
    comment = fixture("german_after").comments[1]
    assert {e.field: e.lines for e in comment.evidence} == {
        "depth": (20, 20),
        "text": (20, 22),
        "author": (26, 26),
        "timestamp": (26, 26),
    }


def test_comments_that_no_heading_announces() -> None:
    found = fixture("english_unannounced")
    assert found.declared_comments is None
    assert [c.author for c in found.comments] == NAMES
    assert "no-nesting" in {notice.code for notice in found.notices}


def test_announced_and_lost() -> None:
    found = thread_of("Der Titel steht hier oben\n\n7 Kommentare\n\nSchreibe einen Kommentar\n")
    assert (found.declared_comments, found.comments, found.lost_comments) == (7, (), 7)
    assert [notice.code for notice in found.notices] == ["announced-not-found"]


def test_pagination_is_noticed() -> None:
    text = (FIXTURES / "english_before.txt").read_text(encoding="utf-8").replace("Leave a", "Page 2 of 5\n\nLeave a")
    found = thread_of(text)
    assert found.pagination is not None
    assert (found.pagination.page, found.pagination.pages) == (2, 5)
    assert "pagination" in {notice.code for notice in found.notices}


def test_depths_in_words() -> None:
    posts = "".join(
        f"level {depth}\nname{depth}\n· {depth} hr. ago\n\nSome words of {depth} here.\n\nReply\nShare\n"
        for depth in (1, 2, 3, 1)
    )
    assert [c.depth for c in thread_of(posts).comments] == [0, 1, 2, 0]


def holds(found: Thread) -> None:
    """What every tree must satisfy."""
    seen: dict[str, int] = {}
    for comment in found.comments:
        assert comment.id not in seen
        assert comment.depth == (0 if comment.parent is None else seen[comment.parent] + 1)
        assert (comment.text is None) == comment.missing
        text = comment.text or ""
        assert all(0 <= quote.start < quote.end <= len(text) for quote in comment.quotes)
        seen[comment.id] = comment.depth
    assert found.confidence is None or 0 <= found.confidence <= 1


PIECES = st.sampled_from(
    ["4 Kommentare", "Anna sagt:", "  1. ", "    • ", "\t- ", "Gefällt mir", "Reply", "11. Januar 2022, 22:30", "> ",
     "Verfasst von Tom | 11. Januar 2022, 22:30", "vor 2 Tagen", "\n", "\n\n", "level 2", "Zitat:", "[IMG]", "## ",
     "Leave a Reply", "[a](http://b)", "\x00", "\u2028", "0 Comments", "Autor: X", "Kommentare", "é", "https://x.de"]
)  # fmt: skip
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(st.text(max_size=400))
def test_any_text_gives_a_thread(text: str) -> None:
    holds(thread_of(text))


@CALM
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join))
def test_any_page_gives_a_thread(text: str) -> None:
    holds(thread_of(text))


def every_word(found: Thread) -> set[str]:
    """All words of a thread, wherever they stand."""
    texts: list[str | None] = []
    for article in (found.article, *found.stacked_articles):
        texts += [article.title, article.author, article.text]
    for comment in found.comments:
        texts += [comment.text, comment.author, comment.timestamp_raw]
    return set(re.findall(r"\w+", " ".join(text for text in texts if text)))


WORD = st.from_regex(r"[b-df-hj-np-tv-z]{2}[aeou][b-df-hj-np-tv-z]{3}[aeou]", fullmatch=True)
LINE = st.builds(
    lambda indent, marker, words, end: " " * indent + marker + " ".join(words) + end,
    st.integers(0, 12),
    st.sampled_from(["", "", "", "1. ", "• ", "- ", "+ ", "> "]),
    st.lists(WORD, min_size=1, max_size=14),
    st.sampled_from(["", ".", "!", ":", " | 11. Januar 2022, 22:30", " says:", ", 3 hours ago"]),
)
LINES = st.lists(st.one_of(LINE, LINE, PIECES.filter(lambda piece: "\n" not in piece), st.just("")), max_size=40)


@CALM
@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    said = {word for line in lines for word in re.findall(r"\b[a-z]{7}\b", line)}
    known = {"level", "article"}
    found = every_word(thread_of("\n".join(lines)))
    assert said - found - known == set()


@pytest.mark.parametrize(
    "page",
    [
        "4 Kommentare\n11. Januar 2022, 22:30\nReply\n    > words below",
        "Kommentare\n    Anna, 3 hours ago\nlevel 2\n  words below",
        "4 Kommentare\n- Anna, 3 hours ago\nGefällt mir\n      • words below:",
    ],
)
def test_words_below_the_last_buttons_are_kept(page: str) -> None:
    assert {"words", "below"} <= every_word(thread_of(page))


def test_words_of_a_list_below_the_comments_are_kept() -> None:
    page = "4 Kommentare\nAnna sagt:\nhello\nwords of a teaser below | 11. Januar 2022, 22:30\nBernd sagt:"
    assert {"hello", "words", "teaser", "below"} <= every_word(thread_of(page))


def calls(text: str) -> int:
    """Python function calls that reading a text takes: a measure of work that does not depend on the machine."""
    count = 0

    def tick(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        thread_of(text)
    finally:
        sys.setprofile(None)
    return count


def many(count: int) -> str:
    head = "Ein Titel mit fünf Wörtern\n\nEin Satz über etwas, das allen wichtig ist und wichtig bleibt.\n\n"
    rows = [
        f"  {i}. Das ist Kommentar {i} von vielen.\n\n    Verfasst von N{i} | 1. Mai 2021, 10:00\n"
        for i in range(count)
    ]
    return head + f"{count} Kommentare\n\n" + "".join(rows)


def deep(count: int) -> str:
    rows = [f"{' ' * (2 + 2 * i)}1. Das ist Antwort {i} von vielen.\n" for i in range(count)]
    return f"{count} Kommentare\n\n" + "".join(rows)


@pytest.mark.parametrize("page", [many, deep])
def test_work_grows_linearly(page: object) -> None:
    assert callable(page)
    thread_of(page(50))
    small, large = calls(page(150)), calls(page(600))
    assert large < 5 * small


def test_a_deep_thread() -> None:
    found = thread_of(deep(2_000))
    assert found.comments[-1].depth == 1_999
    holds(found)
