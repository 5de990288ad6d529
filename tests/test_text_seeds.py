"""The five seed documents: whole trees compared, nothing of the page's machinery in a comment, no paragraph lost."""

import hashlib
import re
from pathlib import Path

import pytest

from threads.readers.text import read
from threads.readers.wording import is_chrome
from threads.source.document import Document, Format
from threads.thread import Thread

SEEDS = Path(__file__).parent.parent / "seeds"


def thread(number: str) -> Thread:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    content = path.read_bytes()
    document = Document(path.name, Format.TEXT, content, hashlib.sha256(content).hexdigest(), content.decode(), "utf-8")
    return read(document, number)


def tree(found: Thread) -> list[tuple[str, str | None, int]]:
    return [(comment.id, comment.parent, comment.depth) for comment in found.comments]


def codes(found: Thread) -> set[str]:
    return {notice.code for notice in found.notices}


def test_seed_000_is_whole() -> None:
    found = thread("000")
    assert (found.declared_comments, found.recovered_comments, found.lost_comments) == (4, 4, 0)
    assert tree(found) == [("1", None, 0), ("2", None, 0), ("3", None, 0), ("4", "3", 1)]
    assert [(c.author, c.timestamp and c.timestamp.iso) for c in found.comments] == [
        ("Torben Schwurbel", "2022-01-11T22:30"),
        ("tom", "2022-01-10T02:30"),
        ("Rüdiger Rauls", "2022-01-09T13:27"),
        ("A.Holberg", "2022-01-10T12:37"),
    ]
    assert found.comments[0].timestamp_raw == "11. Januar 2022, 22:30"
    assert not found.notices


def test_seed_000_keeps_every_paragraph_of_the_long_comment() -> None:
    text = thread("000").comments[2].text or ""
    assert text.startswith("Bei allem Respekt vor Thomas Röper")
    assert text.endswith("Aber das ist der Linken hierzulande scheinbar zu popelig.")
    assert len(re.split(r"\n+", text)) == 8
    assert len(text.split("\n\n")) == 3


def test_seed_000_article() -> None:
    article = thread("000").article
    assert article.title == "Wer die Proteste in Kasachstan mit welchen Mitteln aus dem Ausland organisiert"
    assert (article.author, article.language, article.published) == ("Thomas Röper", "de", None)
    assert (article.text or "").endswith("anrichten, bleibt abzuwarten.")


def test_seed_000_quotation_of_the_article() -> None:
    comment = thread("000").comments[2]
    (quote,) = comment.quotes
    assert (comment.text or "")[quote.start : quote.end].startswith("„Bei Farbrevolutionen finden die Aktionen")
    assert quote.of == "article"


def test_seed_001_has_three_placeholders_and_three_lost() -> None:
    found = thread("001")
    assert (found.declared_comments, found.recovered_comments, found.lost_comments) == (12, 6, 3)
    assert tree(found) == [
        ("1", None, 0),
        ("m1", "1", 1),
        ("m2", "m1", 2),
        ("2", "m2", 3),
        ("3", "2", 4),
        ("m3", "3", 5),
        ("4", "m3", 6),
        ("5", "1", 1),
        ("6", None, 0),
    ]
    assert [c.depth for c in found.comments if c.missing] == [1, 2, 5]
    assert all(c.author is None and c.timestamp is None for c in found.comments)
    assert all(c.text is None for c in found.comments if c.missing)
    assert {"no-authors", "no-times", "placeholder", "lost-comments"} <= codes(found)
    assert "3 are lost" in next(n.message for n in found.notices if n.code == "lost-comments")


def test_seed_001_quotation_block() -> None:
    comment = thread("001").comments[3]
    (quote,) = comment.quotes
    quoted = (comment.text or "")[quote.start : quote.end]
    assert quoted.startswith("Zitat:")
    assert quoted.endswith("der Einsatz terroristischer Gruppen")
    assert quote.of == "article"
    assert comment.own_words.startswith("Der Außenminister Kasachstans")


def test_seed_001_article() -> None:
    article = thread("001").article
    assert article.title == "Neue Details über den Putschversuch in Kasachstan"
    assert article.author == "Anti-Spiegel"


def test_seed_002_date_belongs_to_the_article() -> None:
    found = thread("002")
    assert (found.comments, found.declared_comments) == ((), None)
    assert found.article.published is not None
    assert found.article.published.iso == "2022-01-06"
    assert found.article.author == "Pramen"


def test_seed_003_announces_none() -> None:
    found = thread("003")
    assert (found.comments, found.declared_comments, found.lost_comments) == ((), 0, 0)
    assert found.article.author == "Finn Marquardsen"


def test_seed_004_stacks_three_articles() -> None:
    found = thread("004")
    assert (found.comments, found.declared_comments) == ((), None)
    articles = [*found.stacked_articles, found.article]
    assert [(a.title or "")[:20] for a in articles] == [
        "Finger weg vom Milit",
        "Nach Kasachstan ist ",
        "„Ein geplanter Staat",
    ]
    assert [a.published and a.published.iso for a in articles] == [None, "2022-01-12", "2022-01-12T17:13"]
    assert articles[1].author == "Pepe ESCOBAR"


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_comment_holds_chrome(number: str) -> None:
    for comment in thread(number).comments:
        for line in (comment.text or "").splitlines():
            assert not is_chrome(line)
            assert "Verfasst von" not in line
            assert "Akismet" not in line
