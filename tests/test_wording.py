import pytest

from threads.readers.wording import (
    LEAD,
    STAMP,
    TRAIL,
    PageNumber,
    announced,
    ends_comments,
    is_button,
    is_chrome,
    is_form,
    is_older,
    is_picture,
    level,
    page_of,
)


@pytest.mark.parametrize(
    ("line", "count", "title"),
    [
        ("4 Gedanken zu “Wer die Proteste organisiert”", 4, "Wer die Proteste organisiert"),
        ("12 Antworten", 12, None),
        ("Ein Kommentar", 1, None),
        ("Kommentare (12)", 12, None),
        ("Leserkommentare: 7", 7, None),
        ("33 LESER-KOMMENTARE", 33, None),
        ("3 thoughts on “On trees”", 3, "On trees"),
        ("0 Comments", 0, None),
        ("One response to On trees", 1, "On trees"),
        ("1,204 Comments", 1204, None),
        ("35 Comments »", 35, None),
        ("Discussion (18) ¬", 18, None),
        ("2 commentaires", 2, None),
        ("5 réponses à « Le titre »", 5, "Le titre"),
        ("Commenti (3)", 3, None),
        ("2 pensieri su “Il titolo”", 2, "Il titolo"),
        ("8 comentarios en “El título”", 8, "El título"),
        ("Un comentario", 1, None),
        ("12 комментариев", 12, None),
        ("Комментарии (5)", 5, None),
        ("Kommentare", None, None),
        ("Commentaires", None, None),
        ("5 komentarzy", 5, None),
        ("Komentarze (3)", 3, None),
        ("één reactie", 1, None),
        ("Alle Kommentare (61)", 61, None),
    ],
)
def test_announced(line: str, count: int | None, title: str | None) -> None:
    found = announced(line)
    assert found is not None
    assert (found.count, found.title) == (count, title)


@pytest.mark.parametrize(
    "line",
    [
        "Der Kommentar von gestern war falsch.",
        "12 Menschen kamen.",
        "Ein Kommentar, der zeigt, wie wenig die Regierung von den Nöten der Leute im Land weiß, steht heute im Blatt.",
        "Comments are closed.",
        "",
    ],
)
def test_prose_announces_nothing(line: str) -> None:
    assert announced(line) is None


@pytest.mark.parametrize(
    "text",
    [
        "11. Januar 2022, 22:30",
        "17.07, 2011 @ 13:04",
        "Do 9 Apr 2020 / 08:34",
        "29.07.2020 // 12:56",
        "13 Dezember, 2015 um 01:10",
        "vor 3 Tagen",
        "November 11, 2015 at 1:11 am",
        "December 23, 2014, at 10:07 PM",
        "2022-01-11T22:30:15+01:00",
        "200 days ago",
        "6 yr. ago",
        "11 septembre 2018 à 12:57",
        "il y a 2 jours",
        "3 marzo 2021 alle 18:05",
        "5 de enero de 2022 a las 10:00",
        "7 января 2022 в 15:40",
        "2 дня назад",
        "wtorek, 11 maja 2021, 23:13",
    ],
)
def test_stamp_takes_the_whole_date(text: str) -> None:
    match = STAMP.search(f"Anna Berg | {text}")
    assert match is not None
    assert match[0] == text


@pytest.mark.parametrize("text", ["Version 1.2.3 ist da", "im Jahr 2022", "um die 30 Personen", "3.5 Millionen"])
def test_stamp_leaves_numbers_alone(text: str) -> None:
    assert STAMP.search(text) is None


@pytest.mark.parametrize(
    "line",
    ["Verfasst von Anna", "Posted by Anna", "Par Anna", "Scritto da Anna", "Publicado por Anna", "Автор: Anna"],
)
def test_lead(line: str) -> None:
    match = LEAD.match(line)
    assert match is not None
    assert line[match.end() :] == "Anna"


@pytest.mark.parametrize(
    "line",
    ["Anna sagt:", "Anna says:", "Anna a dit :", "Anna ha detto:", "Anna dijo:", "Anna пишет:", "Anna schreibt"],
)
def test_trail(line: str) -> None:
    match = TRAIL.search(line)
    assert match is not None
    assert line[: match.start()] == "Anna"


@pytest.mark.parametrize(
    "line",
    [
        "Gefällt mir",
        "LikenLiken",
        "Reply",
        "Antworten ↓",
        "* antworten",
        "Daumen hoch0Daumen runter  Antworten",
        "ReportSaveFollow",
        "Répondre",
        "Rispondi",
        "Responder",
        "Ответить",
        "Zum Antworten anmelden Zitieren #",
    ],
)
def test_buttons(line: str) -> None:
    assert is_button(line)
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "Kommentar verfassen",
        "Schreibe einen Kommentar",
        "Leave a Reply",
        "Leave a Reply Cancel reply",
        "Laisser un commentaire",
        "Lascia un commento",
        "Deja un comentario",
        "Добавить комментарий",
    ],
)
def test_forms(line: str) -> None:
    assert is_form(line)
    assert ends_comments(line)


@pytest.mark.parametrize(
    "line",
    [
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Du kommentierst mit Deinem WordPress.com-Konto. Abmelden /  Ändern )",
        "WordPress.com-Logo",
        "Click to see full-size image",
        "%d Bloggern gefällt das:",
        "Older comments",
        "← Ältere Kommentare",
        "Wir verwenden Cookies, um die Seite zu verbessern.",
        "[IMG]",
        "Die Kommentarfunktion ist geschlossen.",
    ],
)
def test_chrome(line: str) -> None:
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "Das gefällt mir nicht, weil es falsch ist.",
        "I like it",
        "Antworten auf diese Frage gibt es nicht.",
        "Reply to the minister: no.",
        "…",
        "",
    ],
)
def test_words_of_people_are_no_chrome(line: str) -> None:
    assert not is_chrome(line)


def test_pages() -> None:
    assert page_of("Seite 2 von 5") == PageNumber(2, 5)
    assert page_of("page 2 of 5") == PageNumber(2, 5)
    assert page_of("page 6 of 5") is None
    assert is_older("« Older Comments")
    assert not is_older("Older comments were better.")


def test_small_readers() -> None:
    assert (level("level 3"), level("Ebene 1"), level("level")) == (2, 0, None)
    assert is_picture("[] [f65393b]")
    assert not is_picture("[sic] said he")
