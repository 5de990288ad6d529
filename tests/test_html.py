"""Comment trees of pages in the manner of each platform."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from threads.readers.html import read
from threads.readers.html.read import read as read_page
from threads.schema import from_json, to_json
from threads.source.document import Document, Format
from threads.thread import Kind, Timestamp

FIXTURES = Path(__file__).parent / "fixtures" / "html"


def document(markup: str, name: str = "page.html", captured: Timestamp | None = None) -> Document:
    return Document(name, Format.HTML, markup.encode("utf-8", "replace"), "0" * 64, markup, captured=captured)


def fixture(name: str) -> Document:
    return document((FIXTURES / f"{name}.html").read_text(encoding="utf-8"), name)


EXPECTED: dict[str, list[tuple[str, str | None, str | None, str | None, str | None]]] = {
    # id, parent, author, time, first words; no author, time and words: a placeholder
    "wordpress_de": [
        ("11", None, "Anna", "2022-01-11T22:30:15+01:00", "Eine gute Idee"),
        ("12", "11", "Bernd", "2022-01-12T08:00:00+01:00", "Nein, das stimmt so nicht."),
        ("14", "12", "Anna", "2022-01-13T09:15:00+01:00", "Doch, lies"),
        ("13", None, None, "2022-01-12T10:00:00+01:00", "Pingback: Brücken im Test"),
    ],
    "wpdiscuz_en": [
        ("101", None, "Carla", "2021-03-03T10:15", "I agree with every word of it."),
        ("103", "101", "Dave", "2021-03-04T11:00", "And I do not."),
        ("99", None, None, None, None),
        ("105", "99", "Ed", "2021-03-05T12:00", "The comment I answer is gone."),
    ],
    "drupal_fr": [
        ("1", None, "Émile", "2020-03-03T14:05", "Je suis tout à fait d'accord avec cet article."),
        ("2", "1", "Fatou", "2020-03-04T09:30", "Pas moi, et voici pourquoi."),
        ("3", "2", "Émile", "2020-03-05T10:00", "Alors expliquez-nous donc cela."),
        ("4", None, "Gaël", "2020-03-06T18:45", "Merci pour ce texte très clair."),
    ],
    "phpbb_en": [
        ("501", None, "Hal", "2019-05-01T10:00:00+00:00", "What do you all think of the bridge?"),
        ("502", None, "Ida", "2019-05-01T11:00:00+00:00", "I think it is far too expensive."),
        ("503", None, "Jon", "2019-05-02T12:00:00+00:00", "It will pay for itself in ten years."),
    ],
    "xenforo_de": [
        ("71", None, "Kai", "2018-09-27T14:51:09+02:00", "Die Brücke kommt, und das ist gut so."),
        ("72", None, "Lea", "2018-09-27T15:11:51+02:00", "Das sehe ich anders"),
    ],
    "discourse_crawler": [
        ("1", None, "mona", "2020-02-01T09:00:00+00:00", "Shall we talk about the bridge here?"),
        ("2", None, "nils", "2020-02-01T10:30:00+00:00", "Yes, and about the ferry as well."),
    ],
    "hackernews": [
        ("11", None, "oli", "2023-05-01T10:00:00", "First thought on this.\n\nAnd a second one."),
        ("12", "11", "pia", "2023-05-01T10:01:00", "I disagree with the first."),
        ("13", "12", "oli", "2023-05-01T10:02:00", "Fair enough."),
        ("14", None, "quin", "2023-05-01T10:00:00", "Another topic altogether."),
        ("15-above1", "14", None, None, None),
        ("15", "15-above1", "rae", "2023-05-01T10:02:00", "My parent was flagged away."),
    ],
    "old_reddit": [
        ("t1_aa1", None, "sam", "2021-06-01T12:00:00+00:00", "This bridge is a great idea, honestly."),
        ("t1_aa2", "t1_aa1", "tia", "2021-06-02T12:00:00+00:00", "No, it is a waste of money."),
        ("t1_aa3", "t1_aa2", "sam", "2021-06-03T12:00:00+00:00", "Why would you say that?"),
        ("t1_aa4", None, "uwe", "2021-06-04T12:00:00+00:00", "Does anyone know the cost?"),
    ],
    "habr_ru": [
        ("900", None, "vera", "2021-01-01T10:00:00+00:00", "Мост нужен городу"),
        ("901", "900", "yuri", "2021-02-01T10:00:00+00:00", "Нет, он слишком дорогой"),
        ("902", None, "zoya", "2021-03-01T10:00:00+00:00", "Интересная статья"),
    ],
    "stackexchange": [
        ("5", None, "al", "2015-03-01T09:00:00+00:00", "How do I measure a bridge correctly?"),
        ("6", None, "bo", "2015-03-01T10:00:00+00:00", "With a very long tape, of course."),
        ("7", "6", "cy", "2015-03-01T11:00:00+00:00", "That is not accurate enough."),
    ],
    "spip_fr": [
        ("10", None, "Luc", "2018-09-11T10:57:27+00:00", "Ce pont ne sert à rien du tout."),
        ("11", "10", "Mia", "2018-09-12T11:00:00+00:00", "Au contraire, il est bien utile."),
    ],
    "zeit_de": [
        ("31", None, "Nora", "2019-05-03T11:15", "Ein kluger Text über die Brücke."),
        ("32", "31", "Otto", "2019-05-04T12:15", "Entfernt."),
        ("33", None, "Paul", "2019-05-05T13:15", "Ich halte die Brücke für Unsinn."),
    ],
    "disqus_static": [
        ("1001", None, "Qi", "2020-03-03T10:15", "The bridge will be a landmark for us."),
        ("1002", "1001", "Ria", "2020-03-03T11:20", "A landmark of waste, rather."),
    ],
    "json_ld": [
        ("1", None, "Sid", "2020-03-02T08:00:00+00:00", "I am all for it."),
        ("2", "1", "Tom", "2020-03-02T09:00:00+00:00", "I am against it."),
        ("3", None, "Uma", "2020-03-02T10:00:00+00:00", "What about the ferry?"),
    ],
    "microdata": [
        ("1", None, "Val", "2022-02-02T08:00", "A fine piece of writing."),
        ("2", None, "Wim", "2022-02-02T09:00", "I was not convinced by it."),
    ],
    "h_entry": [
        ("1", None, "Xan", "2017-07-07T07:07:07+02:00", "Nice bridge, I would use it."),
        ("2", None, "Yan", "2017-07-08T08:08:08+02:00", "I would rather swim across."),
    ],
    "hatom": [
        ("1", None, "Marjorie Keane", "2022-03-05T10:12:00+00:00", "The ferry is no alternative in winter."),
        ("2", None, "tobias_r", "2022-03-05T10:40:00+00:00", "And who is going to pay for it?"),
        ("3", None, "Ansel Dobrev", "2022-03-06T08:15:00+00:00", "Nobody has explained"),
    ],
    "rdfa": [
        ("c1", None, "Marjorie Keane", "2022-03-05T10:12:00+00:00", "The ferry is no alternative in winter."),
        ("c2", "c1", "tobias_r", "2022-03-05T10:40:00+00:00", "And who is going to pay for it?"),
        ("c3", None, "Ansel Dobrev", "2022-03-06T08:15:00+00:00", "Nobody has explained"),
    ],
    "next_data": [
        ("c1", None, "Marjorie Keane", "2022-03-05T10:12:00+00:00", "The ferry is no alternative in winter."),
        ("c2", "c1", "tobias_r", "2022-03-05T10:40:00+00:00", "And who is going to pay for it?"),
        ("c3", None, "Ansel Dobrev", "2022-03-06T08:15:00+00:00", "Nobody has explained"),
    ],
    "spiegel_de": [
        ("c1", None, "karla_w", "2021-11-08T07:20", "Endlich sagt es jemand"),
        ("c2", None, "rentner_sued", "2021-11-08T08:05", "Der Lärm auf den Schienen"),
        ("c3", None, "mira84", "2021-11-08T13:44", "Hat jemand nachgerechnet"),
    ],
    "generic_indent_pl": [
        ("c1", None, "Zosia", "2021-05-02T11:30", "Most jest bardzo potrzebny miastu."),
        ("c2", "c1", "Adam", "2021-05-03T12:30", "Moim zdaniem to strata pieniędzy."),
        ("c3", "c2", "Basia", "2021-05-04T13:30", "Dlaczego tak uważasz, Adamie?"),
    ],
    "generic_reply_links_it": [
        ("41", None, "Carlo", "2021-05-02T11:30", "Il ponte serve a tutti noi."),
        ("42", "41", "Dora", "2021-05-03T12:30", "Non a me, purtroppo per te."),
        ("43", None, "Ettore", "2021-05-04T13:30", "Bel articolo, complimenti davvero."),
    ],
    "generic_nested_es": [
        ("c1", None, "Flor", "2021-05-03T10:15", "Me parece una idea excelente para la ciudad."),
        ("c2", "c1", "Gil", "2021-05-03T11:45", "A mí no me parece nada bien."),
        ("c3", None, "Hugo", "2021-05-14T09:00", "¿Cuánto va a costar todo esto?"),
    ],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_tree_and_fields(name: str) -> None:
    thread = read(fixture(name), name)
    got = [(c.id, c.parent, c.author, c.timestamp.iso if c.timestamp else None) for c in thread.comments]
    assert got == [row[:4] for row in EXPECTED[name]]
    for comment, (*_, words) in zip(thread.comments, EXPECTED[name], strict=True):
        assert comment.missing is (words is None)
        assert (comment.text or "").startswith(words or "")
        assert comment.evidence
    assert from_json(to_json(thread)) == thread


THREE = ("I wonder what this bridge is for.", "It is for crossing the river, I suppose.",
         "Then let us cross it and see what happens.")  # fmt: skip
FLAT = ("phpbb2_table", "vbulletin3", "vbulletin4", "smf", "vanilla", "facebook", "dl_generic", "old_wp", "blogger_dl")
DEEPENING = ("livejournal", "lj_bleaf", "standard")


@pytest.mark.parametrize("name", [*FLAT, *DEEPENING])
def test_three_comments_of_two_people(name: str) -> None:
    comments = read(fixture(name), name).comments
    assert [comment.author for comment in comments] == ["abel", "bela", "abel"]
    assert [comment.text for comment in comments] == list(THREE)
    assert [comment.depth for comment in comments] == ([0, 1, 2] if name in DEEPENING else [0, 0, 0])
    assert all(comment.timestamp for comment in comments)


PLAIN_TEXT = {
    "wordpress_de", "wpdiscuz_en", "drupal_fr", "old_reddit", "habr_ru", "spip_fr", "disqus_static", "microdata",
    "h_entry", "discourse_crawler", "zeit_de",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PLAIN_TEXT))
def test_the_generic_reader_finds_the_same_tree(name: str) -> None:
    thread = read_page(fixture(name), name, platforms=())
    real = [row for row in EXPECTED[name] if row[4] is not None]
    comments = [comment for comment in thread.comments if not comment.missing]
    own = [comment for comment in comments if comment.kind is Kind.COMMENT]
    real = [row for row in real if row[0] != "13" or name != "wordpress_de"]
    assert len(own) == len(real)
    twin = {row[0]: comment.id for row, comment in zip(real, own, strict=True)}
    for comment, row in zip(own, real, strict=True):
        assert (comment.text or "").startswith(row[4] or "")
        if row[1] in twin:
            assert comment.parent == twin[row[1]]


def test_texts_end_where_the_site_begins() -> None:
    thread = read(fixture("wordpress_de"), "t")
    assert (
        thread.comments[0].text
        == "Eine gute Idee, die Stadt braucht die Brücke dringend.\n\nIch stehe jeden Tag im Stau."
    )
    assert [comment.text for comment in read(fixture("old_reddit"), "t").comments][3] == "Does anyone know the cost?"
    assert read(fixture("phpbb_en"), "t").comments[0].text == "What do you all think of the bridge?"


def test_article_of_a_blog_page() -> None:
    article = read(fixture("wordpress_de"), "t").article
    assert article.title == "Lohnt sich die Brücke?"
    assert article.language == "de"
    assert article.text is not None
    assert article.text.startswith("Der Rat will eine zweite Brücke")
    assert "Stau" not in article.text


def test_article_of_json_ld() -> None:
    article = read(fixture("json_ld"), "t").article
    assert (article.title, article.author) == ("Is the new bridge worth it?", "Editor Eve")
    assert article.published == Timestamp.from_iso("2020-03-01T08:00:00+00:00")


def test_kinds_marks_and_votes() -> None:
    assert [c.kind for c in read(fixture("wordpress_de"), "t").comments][3] is Kind.PINGBACK
    assert [c.deleted for c in read(fixture("zeit_de"), "t").comments] == [False, True, False]
    votes = read(fixture("wpdiscuz_en"), "t").comments[0].votes
    assert votes is not None
    assert votes.net == 7


def test_quotes_of_forum_posts_name_the_post() -> None:
    comment = read(fixture("xenforo_de"), "t").comments[1]
    (quote,) = comment.quotes
    assert (quote.author, quote.of) == ("Kai", "71")
    assert quote.apart == "Die Brücke kommt, und das ist gut so."
    assert comment.text == comment.own_words == "Das sehe ich anders, denn sie kostet zu viel."
    assert comment.whole.text == f"{quote.apart}\n\n{comment.text}"
    (back,) = comment.whole.quotes
    assert (comment.whole.text or "")[back.start : back.end] == quote.apart
    assert comment.parent is None
    assert comment.implicit_parent is not None
    assert comment.implicit_parent.id == "71"


def test_counts_and_notices() -> None:
    assert read(fixture("wordpress_de"), "t").declared_comments == 4
    pages = read(fixture("phpbb_en"), "t")
    assert pages.pagination is not None
    assert (pages.pagination.page, pages.pagination.pages) == (1, 3)
    assert [notice.code for notice in pages.notices] == ["pagination"]
    silent = read(fixture("announced_only"), "t")
    assert silent.declared_comments == 12
    assert "12 comments" in silent.notices[0].message
    assert [notice.code for notice in read(fixture("no_comments"), "t").notices] == ["no-comments"]


def test_relative_dates_are_read_against_the_capture() -> None:
    markup = (FIXTURES / "wpdiscuz_en.html").read_text().replace('title="March', 'data-x="March')
    assert all(c.timestamp is None for c in read(document(markup), "t").comments)
    captured = Timestamp.from_iso("2023-05-05T12:00")
    stamps = [c.timestamp.iso for c in read(document(markup, captured=captured), "t").comments if c.timestamp]
    assert stamps == ["2021", "2021", "2021"]


def test_links_are_made_absolute() -> None:
    base = fixture("wordpress_de")
    thread = read(
        Document(base.path, base.format, base.content, base.sha256, base.text, url="https://s.example/b"), "t"
    )
    assert thread.article.url == "https://s.example/b"
    assert thread.comments[0].author_url == "https://anna.example"
    assert thread.comments[0].permalink == "https://stadt.example/bruecke#comment-11"


def test_evidence_names_rules() -> None:
    comment = read(fixture("hackernews"), "t").comments[1]
    assert {e.field: e.rule for e in comment.evidence}["parent"] == "indent in pixels"
    thread = read(fixture("generic_indent_pl"), "t")
    assert thread.evidence[0].rule.startswith("generic: repeated")
    assert thread.confidence is not None
    assert 0.5 < thread.confidence < 1


def test_the_opening_post_of_a_forum_is_comment_and_article() -> None:
    thread = read(fixture("vbulletin4"), "t")
    assert thread.comments[0].text == thread.article.text
    assert thread.article.author == thread.comments[0].author
    later = fixture("vbulletin4")
    assert later.text is not None
    numbered = later.text.replace(">#1<", ">#21<", 1)
    assert numbered != later.text
    assert read(document(numbered), "t").article.text is None


def test_half_characters_in_scripts_do_not_reach_the_output() -> None:
    half = fixture("json_ld").text or ""
    to_json(read(document(half.replace('"I am all for it."', '"I am \\ud800 all for it."')), "t")).encode("utf-8")
    items = "items = [{'id': '1', 'body': 'Well \\ud83d\\ude00 \\ud800', 'name': 'Eva', 'timestamp': '1'}]"
    (comment,) = read(document(f"<html><body><script>{items}</script></body></html>"), "t").comments
    assert comment.text == "Well \U0001f600 \ufffd"


def test_state_without_signed_texts_is_no_comment_section() -> None:
    markup = (fixture("next_data").text or "").replace('"author":{"name":', '"badge":{"colour":')
    assert read(document(markup), "t").comments == ()


@pytest.mark.parametrize("searching", [True, False])
def test_the_search_for_cycles_is_left_as_it_was(searching: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if searching else gc.disable)()
        read(document("<p>a"), "t")
        assert gc.isenabled() is searching
        monkeypatch.setattr(sys.modules["threads.readers.html.read"], "find_ground", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            read(document("<p>a"), "t")
        assert gc.isenabled() is searching
    finally:
        (gc.enable if before else gc.disable)()
