import os
from collections.abc import Callable
from pathlib import Path

import pytest

from threads.stance.sentences import article_sentences, split
from threads.stance.thesis import claim_cues, clean_title, is_question, propose
from threads.thread import Article

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = """Rathaus

Seit Wochen streitet der Gemeinderat über die neuen Pläne. Der Umbau der Hauptstraße ist ein teurer Fehler,
der den Händlern schadet.

Am 5. Mai begannen die Arbeiten. Die Bagger standen u.a. vor der Apotheke und vor dem Kino. Viele Leute sahen zu.

Wie geht es weiter? „Wir bauen bis zum Herbst“, sagte der Bürgermeister. Mehr unter https://example.org/umbau heute.

Im Rathaus wird es bald eine Sitzung geben."""


def test_the_claim_in_the_lead_is_the_thesis() -> None:
    thesis = propose(Article(title="Streit um die Hauptstraße", text=TEXT, language="de"))
    assert thesis is not None
    assert thesis.text == "Der Umbau der Hauptstraße ist ein teurer Fehler, der den Händlern schadet."
    assert not thesis.given
    assert thesis.reasons[:2] == ("stands in the lead", "is worded as a claim: “Fehler”")
    scores = [one.score for one in thesis.runner_ups]
    assert scores == sorted(scores, reverse=True)
    everything = [thesis.text, *(one.text for one in thesis.runner_ups)]
    assert len(set(everything)) == len(everything) <= 5
    assert not any("https" in text or text.endswith("?") or text == "Rathaus" for text in everything)


@pytest.mark.parametrize("top", [1, 2, 3])
def test_top_is_the_number_of_candidates(top: int) -> None:
    thesis = propose(Article(title=None, text=TEXT, language="de"), top=top)
    assert thesis is not None
    assert len(thesis.runner_ups) == top - 1


@pytest.mark.parametrize(
    "article", [Article(), Article(title="Alles wird gut"), Article(text=" \n"), Article(text="Rathaus")]
)
def test_no_article_no_thesis(article: Article) -> None:
    assert propose(article) is None


def test_the_same_article_gives_the_same_thesis() -> None:
    article = Article(title="Streit um die Hauptstraße", text=TEXT * 3, language="de")
    assert propose(article) == propose(article)


@pytest.mark.parametrize("language", ["de", "en", "fr", "it", "es", "ru", "pl", None, "de-AT"])
def test_any_language_and_length(language: str | None) -> None:
    long = "\n\n".join(f"Satz Nummer {i} handelt von der Straße und von den Leuten." for i in range(1200))
    assert propose(Article(title="Straße", text=long, language=language)) is not None


def test_a_title_that_says_something_can_be_the_thesis() -> None:
    title = "Nach dem Streit ist die Ära der großen Umbauten vorbei"
    text = "Die Sitzung begann um acht. Es gab Kaffee und Kuchen. Danach gingen alle nach Hause."
    thesis = propose(Article(title=f"{title} » Stadtblog", text=text, language="de"))
    assert thesis is not None
    assert thesis.text == title
    assert "is the title" in thesis.reasons


@pytest.mark.parametrize(
    ("text", "language", "asks"),
    [
        ("Wer die Proteste mit welchen Mitteln organisiert", "de", True),
        ("Ist das gerecht?", "de", True),
        ("„Wie lange noch?“", "de", True),
        ("Werte sind wichtig", "de", False),
        ("How the city lost its trees", "en", True),
        ("Howard wins the vote", "en", False),
        ("Pourquoi il faut voter", "fr", True),
        ("Qui a peur du loup ?", "fr", True),
        ("Perché votare no", "it", True),
        ("Por qué hay que votar", "es", True),
        ("Почему растут цены", "ru", True),
        ("Почта растёт", "ru", False),
        ("Kto to wie?", "pl", True),
    ],
)
def test_questions(text: str, language: str, asks: bool) -> None:
    assert is_question(text, language) is asks


@pytest.mark.parametrize(
    ("text", "language", "cues"),
    [
        ("Die Studie zeigt, dass der Umbau falsch ist.", "de", ("dass", "zeigt", "falsch")),
        ("The mayor must resign, but not today.", "en", ("must", "but")),
        ("Il faut dire que c'est une erreur.", "fr", ("que", "faut", "erreur")),
        ("Bisogna fermare tutto.", "it", ("Bisogna",)),
        ("Hay que parar, pero no hoy.", "es", ("que", "Hay que", "pero")),
        ("Нельзя молчать: это опасно.", "ru", ("Нельзя", "опасно")),
        ("Der Zug fährt um acht.", "de", ()),
        ("Der Zug fährt nach Muss-Stadt.", "de", ()),
        ("It must be so.", None, ()),
    ],
)
def test_claim_cues(text: str, language: str | None, cues: tuple[str, ...]) -> None:
    assert claim_cues(text, language) == cues


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("A » Blog", "A"),
        ("A | Blog", "A"),
        ("A – B", "A – B"),
        (" A ", "A"),
        ("", None),
        (None, None),
        (" | Blog", "| Blog"),
    ],
)
def test_clean_title(title: str | None, cleaned: str | None) -> None:
    assert clean_title(title) == cleaned


@pytest.mark.parametrize(
    ("paragraph", "language", "sentences"),
    [
        ("Am 2. Mai kam u.a. Almaty dran. Dann Ruhe.", "de", ("Am 2. Mai kam u.a. Almaty dran.", "Dann Ruhe.")),
        ("So der 5. Minister. Er ging.", "de", ("So der 5. Minister.", "Er ging.")),
        ("Das war 2022. Danach kam nichts.", "de", ("Das war 2022.", "Danach kam nichts.")),
        ("M. Macron a dit non. Il a tort.", "fr", ("M. Macron a dit non.", "Il a tort.")),
        ("Это т.е. правда. И. И. Иванов сказал.", "ru", ("Это т.е. правда.", "И. И. Иванов сказал.")),
        ("Mr. J. R. Smith said so. Yes!", "en", ("Mr. J. R. Smith said so.", "Yes!")),
    ],
)  # fmt: skip
def test_sentences_are_not_cut_at_dates_and_initials(paragraph: str, language: str, sentences: tuple[str, ...]) -> None:
    assert split(paragraph, language) == sentences


def test_wrapped_lines_are_one_paragraph_and_headings_do_not_end() -> None:
    found = article_sentences("Der Umbau\n\nDie Straße wird\nim Herbst neu. Gut so.\nVon A. Muster", "de")
    assert [(one.text, one.paragraph, one.ends) for one in found] == [
        ("Der Umbau", 0, False),
        ("Die Straße wird im Herbst neu.", 1, True),
        ("Gut so.", 1, True),
        ("Von A. Muster", 2, False),
    ]


@pytest.fixture(scope="module")
def article_of() -> Callable[[str], Article]:
    from threads.parsing import parse

    return lambda name: next(parse(next(SEEDS.glob(f"{name}_*")))).article


@pytest.mark.parametrize(
    ("seed", "thesis"),
    [
        (
            "000",
            "Dass die Ereignisse in Kasachstan aus dem Ausland eskaliert wurden und dem üblichen Muster der "
            "Farbrevolutionen folgen, wird immer offensichtlicher.",
        ),
        (
            "001",
            "Neueste Meldungen über den Putschversuch in Kasachstan zeigen, dass die Putschisten offenbar Komplizen in "
            "höchsten Regierungskreisen hatten.",
        ),
        (
            "002",
            "Wir können nur hoffen, dass die kasachische Bevölkerung genügend Entschlossenheit zeigt, um nicht nur "
            "Tokajew, sondern auch Putin zu stürzen.",
        ),
    ],
)
def test_the_theses_of_the_seeds(article_of: Callable[[str], Article], seed: str, thesis: str) -> None:
    found = propose(article_of(seed))
    assert found is not None
    assert found.text == thesis


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_no_seed_has_a_question_or_a_byline_for_a_thesis(article_of: Callable[[str], Article], seed: str) -> None:
    found = propose(article_of(seed))
    assert found is not None
    for text in (found.text, *(one.text for one in found.runner_ups)):
        assert not is_question(text, "de")
        assert not text.startswith(("Verfasst von", "Siehe", "von "))


def test_proposals_are_near_what_an_annotator_wrote() -> None:
    """The proposals share more words with the annotator's thesis than the article's first sentence does."""
    import gzip
    import json
    import re

    shared = Path(os.environ.get("THREADS_SHARED", Path(__file__).parents[2] / "shared"))
    rows = shared / "data/stance/blog_threads.jsonl.gz"
    if not rows.is_file():
        pytest.skip("the labelled blog threads are not at hand")
    from threads.parsing import parse

    def stems(text: str) -> set[str]:
        return {word[:5] for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 3}

    def overlap(one: str, other: str) -> float:
        return 2 * len(stems(one) & stems(other)) / max(1, len(stems(one)) + len(stems(other)))

    lines = gzip.decompress(rows.read_bytes()).decode().splitlines()
    written = {row["thread"]: row["target"] for row in map(json.loads, lines)}
    proposed, first = [], []
    for page in sorted((shared / "pages").glob("*/*.html")):
        article = next((t.article for t in parse(page) if page.stem in written), None) if page.stem in written else None
        thesis = propose(article) if article is not None else None
        if thesis is None or article is None:
            continue
        proposed.append(
            max(overlap(written[page.stem], text) for text in (thesis.text, *(r.text for r in thesis.runner_ups)))
        )
        closed = [one.text for one in article_sentences(article.text or "", article.language) if one.ends]
        first.append(overlap(written[page.stem], closed[0]))
    assert len(proposed) >= 8
    assert sum(proposed) / len(proposed) > max(0.2, sum(first) / len(first))
