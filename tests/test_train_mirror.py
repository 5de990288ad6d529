"""Mirrored theses and questions: what the rules make of given theses."""

from __future__ import annotations

import random

import pytest

from threads.train import mirror


@pytest.mark.parametrize(
    ("language", "thesis", "expected"),
    [
        ("de", "Die Steuern sollen erhöht werden.", "Die Steuern sollen nicht erhöht werden."),
        ("de", "Das Land soll Schulen nicht schließen.", "Das Land soll Schulen schließen."),
        ("de", "Das Land soll keine Schulen schließen.", "Das Land soll Schulen schließen."),
        ("de", "Das Land soll mehr Straßen bauen.", "Das Land soll mehr Straßen nicht bauen."),
        ("de", "Soll die Schweiz der EU beitreten?", "Soll die Schweiz der EU nicht beitreten?"),
        ("en", "The state should tax sugar.", "The state should not tax sugar."),
        ("en", "Cars should not be banned.", "Cars should be banned."),
        ("fr", "L'État doit agir.", "L'État ne doit pas agir."),
        ("fr", "Il faut taxer le sucre.", "Il ne faut pas taxer le sucre."),
        ("it", "Lo Stato deve agire.", "Lo Stato non deve agire."),
        ("es", "Hay que actuar.", "No hay que actuar."),
        ("es", "El Estado debe actuar.", "El Estado no debe actuar."),
        ("ru", "Государство должно помочь.", "Государство не должно помочь."),
        ("ru", "Государство не должно помочь.", "Государство должно помочь."),
        ("de", "Eine Überschrift", None),
        ("pl", "Nie wiem.", None),
    ],
)
def test_negated(language: str, thesis: str, expected: str | None) -> None:
    assert mirror.negated(thesis, language) == expected


@pytest.mark.parametrize(
    ("language", "thesis", "expected"),
    [
        ("de", "Befürworten Sie ein Tempolimit?", "Ich befürworte ein Tempolimit."),
        ("de", "Das Land soll mehr bauen.", "Soll Das Land mehr bauen?"),
        ("de", "Soll der Bund mehr zahlen?", "Der Bund soll mehr zahlen."),
        ("fr", "Faut-il agir?", "Il faut agir."),
        ("es", "Hay que actuar.", "¿Hay que actuar?"),
        ("ru", "Надо помочь.", "Надо ли помочь?"),
        ("de", "Tempolimit", None),
    ],
)
def test_asked(language: str, thesis: str, expected: str | None) -> None:
    assert mirror.asked(thesis, language) == expected


@pytest.mark.parametrize("language", sorted(mirror.DENIALS))
def test_denials_and_affirmations_hold_the_thesis(language: str) -> None:
    choice = random.Random(0)
    assert "X." in (mirror.denied("X.", language, choice) or "")
    assert "X." in (mirror.affirmed("X.", language, choice) or "")
    assert len(mirror.DENIALS[language]) == len(mirror.AFFIRMATIONS[language])


def test_no_templates_for_other_languages() -> None:
    assert mirror.denied("X.", "pl", random.Random(0)) is None
    assert mirror.affirmed("X.", "pl", random.Random(0)) is None
