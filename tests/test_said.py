"""What earlier layers say in English is there in every framing language, and comes back in it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import made_analyses as made
import pytest

from threads.report import page
from threads.report.said import retold, said
from threads.stance.thesis import propose

PACKAGE = Path(__file__).parents[1] / "threads"
TABLE = json.loads((PACKAGE / "report" / "assets" / "said.json").read_text(encoding="utf-8"))
LANGUAGES = {"de", "es", "fr", "it", "ru"}
NOT_SHOWN = {"seconds"}
"""Units that the page's script words itself."""


def literals(node: ast.AST) -> Iterator[str]:
    """The strings that an expression can be, with {} for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)  # type: ignore[misc]
    elif isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (text for value in node.values for text in literals(value))


def told() -> set[str]:
    """Reasons, units and what is counted, of every measure and finding of a thread."""
    found: set[str] = set()
    for path in sorted((PACKAGE / "discourse").glob("*.py")):
        if path.stem == "difference":  # in the comparison of runs, which is in English
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= {t for k in node.keywords if k.arg in ("reason", "of", "unit") for t in literals(k.value)}
                if getattr(node.func, "id", "") == "Measure" and len(node.args) > 3:
                    found |= set(literals(node.args[3]))
                if getattr(node.func, "id", "") == "_twice":
                    found |= set(literals(node.args[1]))
            named = isinstance(node, ast.Assign) and {getattr(t, "id", "") for t in node.targets}
            if named and named & {"reason", "few", "no_author"} and isinstance(node, ast.Assign):
                found |= set(literals(node.value))
    return found - NOT_SHOWN - {""}


def test_every_wording_is_there_in_every_language_with_the_same_places() -> None:
    for english, wordings in TABLE.items():
        assert set(wordings) == LANGUAGES, english
        assert {text.count("{}") for text in wordings.values()} == {english.count("{}")}, english


def test_no_line_breaks_before_a_sign_that_belongs_to_the_word_before_it() -> None:
    words = json.loads((PACKAGE / "report" / "assets" / "words.json").read_text(encoding="utf-8"))
    texts = [(language, text) for said in (*TABLE.values(), *words.values()) for language, text in said.items()]
    for path in (PACKAGE / "discourse" / "words").glob("*.toml"):
        texts += [(path.stem, line) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line]
    scripts = [("", path.read_text(encoding="utf-8")) for path in (PACKAGE / "report" / "assets").glob("*.js")]
    assert not [text for _, text in texts + scripts if re.search(r"[\d}] %[^ =]", text)]
    assert not [text for language, text in texts if language == "fr" and re.search(r" [:;!?»]|« ", text)]


def test_every_reason_and_unit_has_its_wording() -> None:
    assert sorted(text for text in told() if text not in TABLE) == []


def test_the_notices_of_texts_and_the_reasons_of_theses_have_their_wording() -> None:
    for name in ("readers/text/notices.py",):
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Notice"]
        assert calls
        assert [t for call in calls for t in literals(call.args[1]) if t not in TABLE] == []
    thesis = propose(made.article())
    assert thesis
    reasons = [*thesis.reasons, *(r for other in thesis.runner_ups for r in other.reasons)]
    assert reasons
    assert all(said(reason, "de") != reason for reason in reasons)


@pytest.mark.parametrize(
    ("english", "language", "expected"),
    [
        ("stands in the lead", "de", "steht am Anfang des Artikels"),
        ("is worded as a claim: “dass”, “muss”", "de", "ist als Behauptung formuliert: „dass“, „muss“"),
        ("3 links between authors; at least 5 are needed", "fr", "3 liens entre auteurs ; il en faut au moins 5"),
        (
            "No stance was read: no thesis was given and there is no article text. Give one with --thesis.",
            "de",
            "Es wurde keine Haltung bestimmt: keine These wurde vorgegeben, und es gibt keinen Artikeltext. "
            "Mit --thesis lässt sich eine angeben.",
        ),
        ("words that nobody foresaw", "ru", "words that nobody foresaw"),
        ("no comments", "en", "no comments"),
        ("no comments", "xx", "no comments"),
    ],
)
def test_said(english: str, language: str, expected: str) -> None:
    assert said(english, language) == expected


def test_comments_are_left_alone() -> None:
    data = {"comments": [{"reason": "no comments"}], "flips": {"reason": "no comments"}}
    assert retold(data, "de") == {**data, "flips": {"reason": "es gibt keine Kommentare"}}


def test_the_page_says_reasons_in_its_language() -> None:
    german = page([made.made(12, authors=False)], "de")
    assert "kein Kommentar nennt einen Autor" in german
    assert not re.search(r'"reason":"no comment', german)
