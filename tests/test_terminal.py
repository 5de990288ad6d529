"""The terminal view: readable without colour, the same at a given width, nothing in a comment steers the terminal."""

import io
from dataclasses import replace

import made_analyses as made
import pytest
from rich.console import Console

from threads.report import render_terminal, show
from threads.report.terminal import clean


def printed(analysis: made.Analysis, width: int = 100, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show(analysis, console, **options)  # type: ignore[arg-type]
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_tree_shows_depth_label_confidence_author_and_time() -> None:
    lines = printed(made.four()).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("▲ agrees"))
    assert [line.rstrip() for line in lines[at : at + 4]] == [
        "▲ agrees 80\u00a0%  lusab-babad · 2024-03-01 10:00  Das ist der richtige Weg.",
        "  └ ▼ disagrees 86\u00a0%  gutih-tugad · 2024-03-01 11:30  Nein. Wer soll das bezahlen?",
        "    └ ✕ lost comment",
        "      └ ▲ agrees 70\u00a0%  gutih-tugad · 2024-03-03  Gut, das sehe ich ein: sperren!",
    ]


def test_head_thesis_completeness_shares_and_flips() -> None:
    text = " ".join(printed(made.four()).split())
    for part in (
        "Autofreie Innenstadt: ein Plädoyer",
        made.THESIS,
        "3 found · 5 announced by the page · 1 lost, place known · 1 lost without a place",
        "n = 2 ",
        "3 comments are behind these shares (Wilson intervals).",
        "Author flips 1",
        "gutih-tugad, probability 86",
        "! One comment has no place.",
    ):
        assert part in text


@pytest.mark.parametrize("width", [40, 72, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_the_same_twice(width: int) -> None:
    analysis = made.made(60, 7)
    text = printed(analysis, width)
    assert text == printed(analysis, width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_what_cannot_be_computed_is_said() -> None:
    assert made.NO_AUTHORS in " ".join(printed(made.made(12, authors=False)).split())


@pytest.mark.parametrize(
    ("announced", "said"), [(0, "nobody has commented"), (7, "announces 7 comments"), (None, "no comment section")]
)
def test_a_thread_without_comments_says_why(announced: int | None, said: str) -> None:
    empty = made.made(0)
    text = printed(replace(empty, thread=replace(empty.thread, declared_comments=announced)))
    assert said in " ".join(text.split())


def test_long_threads_are_cut_and_it_is_said() -> None:
    assert "… and 20 more comments, in report.html." in printed(made.made(60, 7), limit=40)
    assert "more comments" not in printed(made.made(60, 7))


def test_deep_threads_keep_to_the_width() -> None:
    base = made.four().thread
    chain = tuple(made.Comment(f"c{n}", f"c{n - 1}" if n else None, n, "Nein, doch.") for n in range(300))
    assert "Nein" in printed(made.analysis(replace(base, comments=chain)), 80)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [("\x1b[2J\x1b]0;x\x07gone", "[2J ]0;x gone"), ("a\u202eb\u2066c", "abc"), ("a\r\nb\tc", "a b c"), ("\ud800", "")],
)
def test_nothing_steers_the_terminal(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown
    analysis = made.four()
    comments = tuple(replace(c, text=hostile, author=hostile) if c.text else c for c in analysis.thread.comments)
    article = replace(analysis.thread.article, title=hostile)
    text = printed(replace(analysis, thread=replace(analysis.thread, comments=comments, article=article)))
    assert not set(text) & set("\x1b\x07\u202e\u2066\ud800")


def test_markup_in_comments_is_text() -> None:
    analysis = made.four()
    comments = tuple(replace(c, text="[red]x[/red] [link=x]") if c.text else c for c in analysis.thread.comments)
    assert "[red]x[/red]" in printed(replace(analysis, thread=replace(analysis.thread, comments=comments)))


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de", "stimmt zu"),
        ("fr", "d’accord"),
        ("es", "en desacuerdo"),
        ("it", "contrario"),
        ("ru", "несогласие"),
        ("pl", "agrees"),
    ],
)
def test_languages(language: str, word: str) -> None:
    assert word in printed(made.four(), language=language)


def test_many_threads_are_a_line_each() -> None:
    console = Console(file=io.StringIO(), width=120, color_system=None)
    render_terminal(made.run(*(made.made(n, n, title=f"Nummer {n}") for n in range(14))), console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 15
    assert lines[0].split()[0] == "Title"
