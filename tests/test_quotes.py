from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.readers import quotes
from threads.readers.quotes import Sources, find

ARTICLE = "Der Rat hat am Montag beschlossen, die alte Brücke über den Fluss noch in diesem Jahr abzureißen. Basta."


def sources() -> Sources:
    found = Sources()
    found.add("article", ARTICLE)
    found.add("1", "Ich finde, dass die Brücke stehen bleiben muss, weil sie uns allen gehört.")
    return found


def spans(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find(text, sources())]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("> alt und neu\n> noch eins\nMeine Antwort.", ["> alt und neu\n> noch eins"]),
        ("[quote=Anna]alt[/quote] neu", ["[quote=Anna]alt[/quote]"]),
        ("Zitat:\nDas ist alt.\n\nDas ist neu.", ["Zitat:\nDas ist alt."]),
        ("Zitat:\n-Eins.\n\n-Zwei.\n\nEigenes.", ["Zitat:\n-Eins.\n\n-Zwei."]),
        ("Anna schrieb: „Das ist alt und bleibt alt.“ Nein!", ["Anna schrieb: „Das ist alt und bleibt alt.“"]),
        ("Anna wrote:\nold words\n\nnew words", ["Anna wrote:\nold words"]),
        ("Anna a écrit : «Les mots sont vieux et usés.» Non.", ["Anna a écrit : «Les mots sont vieux et usés.»"]),
        (
            "Wer sagt „die alte Brücke über den Fluss noch in diesem Jahr abzureißen“, irrt.",
            ["„die alte Brücke über den Fluss noch in diesem Jahr abzureißen“"],
        ),
        ("Er sagt „das steht hier nirgendwo sonst auf der Seite geschrieben“ und geht.", []),
        ("Nur eigene Worte, und „kurze“ Anführungen.", []),
        ("", []),
    ],
)
def test_find(text: str, quoted: list[str]) -> None:
    assert spans(text) == quoted


def test_the_quoted_text_is_named() -> None:
    (article,) = find("> die alte Brücke über den Fluss noch in diesem Jahr\nNein.", sources())
    assert article.of == "article"
    (comment,) = find("> dass die Brücke stehen bleiben muss, weil sie uns\nDoch.", sources())
    assert comment.of == "1"


def test_an_author_names_the_comment() -> None:
    (quote,) = find("Anna wrote:\nold words\n\nnew", None, {"anna": "7"})
    assert (quote.author, quote.of) == ("Anna", "7")


def test_an_ellipsis_may_stand_in_a_quotation() -> None:
    text = "„Der Rat hat am Montag beschlossen … noch in diesem Jahr abzureißen“: warum?"
    (quote,) = find(text, sources())
    assert quote.of == "article"


def test_quotes_never_overlap_and_stay_in_the_text() -> None:
    text = "Zitat:\n> eins\n\n[quote]zwei „drei vier fünf sechs sieben acht neun zehn“[/quote]\n> vier"
    found = find(text, sources())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= quote.start < quote.end <= len(text) for quote in found)


def test_many_quotes_take_linear_time() -> None:
    assert len(find("> a\nb\n" * 20_000)) == 20_000


@given(
    st.lists(st.lists(st.sampled_from(["der", "Haus", "Hausbau", "Äpfel"]), max_size=30), min_size=1, max_size=20),
    st.integers(0, 19),
    st.integers(0, 20),
)
def test_an_index_finds_what_looking_through_all_finds(texts: list[list[str]], which: int, start: int) -> None:
    quotation = " ".join(texts[which % len(texts)][start : start + 7])
    few, many = Sources(), Sources()
    for at, words in enumerate(texts):
        few.add(str(at), " ".join(words))
        many.add(str(at), " ".join(words))
    many.add("more", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotes, "_FEW", len(texts))
        assert few.holding(quotation) == many.holding(quotation)
