"""Pseudonyms: the same name the same word, nobody's name left where it was addressed, quotations still in place."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.privacy import Pseudonyms, key_for, names, proquint
from threads.thread import Article, Comment, Evidence, Notice, Quote, Source, Thread

KEY = b"k" * 32
PSEUDONYMS = Pseudonyms(KEY)
AUTHORS = ("Tom", "Anna Berg", "wolf_77", "schneehase")
TOM, ANNA, WOLF, HARE = (PSEUDONYMS.pseudonym(name) for name in AUTHORS)


def thread(*comments: Comment, **fields: object) -> Thread:
    article = Article(title="Anna Berg kauft ein", author="Anna Berg", text="Anna Berg kauft ein.")
    return Thread("t", Source("page.txt", "text", "0" * 64), article, comments, **fields)  # type: ignore[arg-type]


def said(text: str) -> str:
    """What becomes of a text in a thread of `AUTHORS`."""
    authors = [Comment(str(n), None, 0, "…", author=name) for n, name in enumerate(AUTHORS)]
    return PSEUDONYMS.pseudonymise(thread(*authors, Comment("x", None, 0, text))).comments[-1].text or ""


@pytest.mark.parametrize(
    ("number", "spelling"),
    [(0x7F000001, "lusab-babad"), (0x3F54DCC1, "gutih-tugad"), (0xC6518188, "sinid-makam"), (0, "babab-babab")],
)
def test_proquints_as_published(number: int, spelling: str) -> None:
    assert proquint(number) == spelling


def test_a_pseudonym_is_the_head_of_an_hmac() -> None:
    head = hmac.new(KEY, b"Tom", hashlib.sha256).digest()[:4]
    assert PSEUDONYMS.pseudonym("Tom") == proquint(int.from_bytes(head, "big"))
    assert Pseudonyms(KEY, bits=48).pseudonym("Tom").count("-") == 2
    assert KEY.decode() not in repr(PSEUDONYMS)


def test_same_name_same_pseudonym_whatever_its_unicode_form() -> None:
    assert PSEUDONYMS.pseudonym("Zoe\u0301 ") == PSEUDONYMS.pseudonym("Zoé")
    assert PSEUDONYMS.pseudonym("tom") != TOM
    assert Pseudonyms(b"other").pseudonym("Tom") != TOM


def test_key_of_a_run_is_that_of_its_inputs_and_not_of_their_published_hash() -> None:
    assert key_for([b"a", b"b"]) == key_for([b"b", b"a"]) != key_for([b"ab"])
    assert len(key_for([])) == 32
    published = hashlib.sha256(b"a").digest()
    assert key_for([b"a"]) not in (published, hashlib.sha256(published).digest(), key_for([published]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Tom Das stimmt nicht.", f"@{TOM} Das stimmt nicht."),
        ("@tom: nein", f"@{TOM}: nein"),
        ("@ Tom nein", f"@ {TOM} nein"),
        ("Das sieht Anna Berg anders.", f"Das sieht {ANNA} anders."),
        ("anna berg irrt, ANNA BERG!", f"{ANNA} irrt, {ANNA}!"),
        ("Ich stimme Anna Bergh zu", f"Ich stimme {ANNA} zu"),
        ("Anna Kowalski irrt", "Anna Kowalski irrt"),
        ("@Berg genau", f"@{ANNA} genau"),
        ("Frau Berg irrt", f"Frau {ANNA} irrt"),
        ("Der Berg ruft", "Der Berg ruft"),
        ("Hallo Tom, danke", f"Hallo {TOM}, danke"),
        ("Tom schrieb: nein", f"{TOM} schrieb: nein"),
        ("Ja.\nTom, du irrst", f"Ja.\n{TOM}, du irrst"),
        ("a tom-tom drum, Major Tom", "a tom-tom drum, Major Tom"),
        ("Danke!\nViele Grüße, Tom", f"Danke!\nViele Grüße, {TOM}"),
        ("Ja.\nTom", f"Ja.\n{TOM}"),
        ("Viele Grüße,\nTom", f"Viele Grüße,\n{TOM}"),
        ("Tom: ja", f"{TOM}: ja"),
        ("Der traurige Tom", "Der traurige Tom"),
        ("Der traurige Tom, @Tom", f"Der traurige {TOM}, @{TOM}"),
        ("Hallo Tom.\nDer traurige Tom, der tom", f"Hallo {TOM}.\nDer traurige {TOM}, der tom"),
        ("wie wolf_77 sagt", f"wie {WOLF} sagt"),
        ("schneehase das war gut", f"{HARE} das war gut"),
        ("Ein schneehase das war gut", "Ein schneehase das war gut"),
        ("Danke schneehase für den Hinweis", f"Danke {HARE} für den Hinweis"),
        ("tom das war gut", "tom das war gut"),
        ("Tomate, @Tomate", f"Tomate, @{PSEUDONYMS.pseudonym('Tomate')}"),
        ("@alle Danke", "@alle Danke"),
        ("anna.berg@example.org", f"{PSEUDONYMS.pseudonym('anna.berg@example.org')}@example.invalid"),
        (
            "siehe https://anna-berg.example/x .",
            f"siehe https://{PSEUDONYMS.pseudonym('https://anna-berg.example/x')}.invalid .",
        ),
        ("siehe https://example.org/x", "siehe https://example.org/x"),
    ],
)
def test_names_in_texts(text: str, expected: str) -> None:
    assert said(text) == expected


def test_authors_links_and_notices() -> None:
    comment = Comment(
        "1",
        None,
        0,
        "Ja.",
        author="Anna Berg",
        author_url="https://example.org/anna",
        permalink="https://example.org/p#comment-by-Anna%20Berg",
        timestamp_raw="Anna Berg am 3. Mai",
        evidence=(Evidence("author", "byline", path="#anna-berg .fn"), Evidence("text", "p", lines=(1, 2))),
    )
    other = Comment("2", None, 0, "Nein.", author="Tom", permalink="https://example.org/p#comment-2")
    hidden = PSEUDONYMS.pseudonymise(thread(comment, other, notices=(Notice("x", "Anna Berg wrote twice."),)))
    first, second = hidden.comments
    assert (first.author, first.author_url, first.permalink) == (ANNA, None, None)
    assert first.timestamp_raw == f"{ANNA} am 3. Mai"
    assert first.evidence == (Evidence("author", "byline"), Evidence("text", "p", lines=(1, 2)))
    assert second.permalink == "https://example.org/p#comment-2"
    assert hidden.notices[0].message == f"{ANNA} wrote twice."
    assert hidden.article.author == "Anna Berg"
    assert hidden.article.title == "Anna Berg kauft ein"


def test_the_author_of_a_forums_opening_post_is_a_commenter_too() -> None:
    opening = Comment("1", None, 0, "Was haltet ihr davon? Gruß, Tom", author="Tom")
    source = Source("page.html", "html", "0" * 64)
    first = Thread("t", source, Article(title="Frage", author="Tom", text=opening.text), (opening,))
    later = Thread("t", source, Article(title="Frage", author="Tom"), (Comment("9", None, 0, "Danke!", author="Tom"),))
    hidden = PSEUDONYMS.pseudonymise(first)
    assert (hidden.article.author, hidden.article.text) == (TOM, hidden.comments[0].text)
    assert "Tom" not in (hidden.article.text or "")
    assert PSEUDONYMS.pseudonymise(later).article.author == TOM
    assert PSEUDONYMS.pseudonymise(thread(opening)).article.author == "Anna Berg"


def test_a_reply_that_opens_with_the_name_it_answers() -> None:
    first, reply = Comment("1", None, 0, "Nein.", author="Tom"), Comment("2", "1", 1, "Tom wie meinst du das, Tom")
    assert PSEUDONYMS.pseudonymise(thread(first, reply)).comments[1].text == f"{TOM} wie meinst du das, Tom"


def test_unknown_author_stays_unknown_and_a_placeholder_a_placeholder() -> None:
    lost = Comment("1", None, 0, missing=True)
    assert PSEUDONYMS.pseudonymise(thread(lost)).comments == (lost,)


def test_quotations_keep_their_words() -> None:
    text = "@Tom schrieb: Anna Berg irrt. Nein, sie irrt nicht."
    start = text.index("Anna")
    quote = Quote(start, start + len("Anna Berg irrt."), author="Tom", of="1")
    hidden = PSEUDONYMS.pseudonymise(
        thread(
            Comment("1", None, 0, "Anna Berg irrt.", author="Tom"),
            Comment("2", "1", 1, text, author="Anna Berg", quotes=(quote,)),
        )
    ).comments[1]
    assert hidden.text is not None
    moved = hidden.quotes[0]
    assert hidden.text[moved.start : moved.end] == f"{ANNA} irrt."
    assert (moved.author, moved.of) == (TOM, "1")


@given(
    st.lists(st.sampled_from(["Anna Berg", "@Tom", "wolf_77", "und", "a@b.de", "Ä", "\n", "www.x.de/tom"])), st.data()
)
def test_offsets_stay_inside_and_words_outside_names_are_kept(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    authors = [Comment(name, None, 0, "…", author=name) for name in ("Tom", "Anna Berg", "wolf_77")]
    hidden = PSEUDONYMS.pseudonymise(
        thread(*authors, Comment("x", None, 0, text, quotes=(Quote(start, end),)))
    ).comments[-1]
    assert hidden.text is not None or not text
    new = hidden.text or ""
    assert 0 <= hidden.quotes[0].start <= hidden.quotes[0].end <= len(new)
    assert new.split(" ").count("und") == words.count("und")
    assert "Anna Berg" not in new


@given(st.text(), st.text(min_size=1, max_size=8))
def test_any_text_and_any_name_pass(text: str, name: str) -> None:
    hidden = PSEUDONYMS.pseudonymise(thread(Comment("1", None, 0, text, author=name)))
    assert hidden.comments[0].author == PSEUDONYMS.pseudonym(name)


@pytest.mark.parametrize("name", ["Anonymous", "Gast", "invité", "Аноним", " anonym "])
def test_a_name_that_stands_for_anybody_does_not_become_one_person(name: str) -> None:
    assert PSEUDONYMS.pseudonym(name) == name


@given(st.from_regex(names._GREETED) | st.text("@aı dDrR.HİIhi", max_size=12))
def test_the_cheap_test_for_greetings_lets_every_greeting_through(text: str) -> None:
    assert list(names._words_greeted(text)) == [match[1].casefold() for match in names._GREETED.finditer(text)]


@given(st.text("aB_-/%C3é1 ", max_size=12))
def test_links_are_squashed_alike_with_and_without_other_alphabets(text: str) -> None:
    assert names._squashed(text + "ж") == names._squashed(text) + "ж"


@pytest.mark.parametrize("path", ["div#wolf_77", "a/Anna-Berg/b", "x/ANNABERG"])
def test_a_name_is_found_in_a_link_however_it_is_spelled(path: str) -> None:
    comments = [Comment(str(n), None, 0, "…", author=name) for n, name in enumerate(("Anna Berg", "wolf_77"))]
    found = names.Names.of(str, thread(*comments))
    assert found.inside(path)
    assert not found.inside(path[:-4])
