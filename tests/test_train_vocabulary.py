"""A vocabulary learned from a few sentences: what it keeps apart, and that it loads offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from threads.train.vocabulary import balanced, frequent_characters, save_tokenizer, train_tokenizer

TEXTS = [
    "Das ist nicht richtig, und die Steuern sollen nicht erhöht werden.",
    "Je ne suis pas d'accord avec l'initiative.",
    "Не согласен с автором.",
    "No estoy de acuerdo 😀 2035",
] * 20


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("vocabulary")
    save_tokenizer(train_tokenizer(TEXTS, 400, rare=2), place, longest=64)
    return place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nicht richtig", ["nicht", "richtig"]),
        ("d'accord", ["d", "'", "accord"]),
        ("d’accord", ["d", "'", "accord"]),
        ("erho\u0308ht", ["erhöht"]),
        ("nicht\nrichtig", ["nicht", "richtig"]),
        ("rich\u00adtig", ["richtig"]),
        ("acuerdo😀", ["acuerdo", "😀"]),
        ("漢字", ["[UNK]"]),
    ],
)
def test_tokens(directory: Path, text: str, expected: list[str]) -> None:
    from transformers import AutoTokenizer

    assert AutoTokenizer.from_pretrained(directory).tokenize(text) == expected


def test_special_tokens_and_pairs(directory: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory)
    made = tokenizer("nicht", "richtig")
    assert tokenizer.convert_ids_to_tokens(made["input_ids"]) == ["[CLS]", "nicht", "[SEP]", "richtig", "[SEP]"]
    assert made["token_type_ids"] == [0, 0, 0, 1, 1]
    assert tokenizer.pad_token_id == 0


def test_shares_of_languages() -> None:
    taken = balanced({"de": ["aaaa"] * 9, "fr": ["bb"] * 9}, {"de": 9, "fr": 4})
    assert taken == ["aaaa"] * 3 + ["bb"] * 2


def test_rare_characters_are_left_out() -> None:
    assert frequent_characters(["aab", "abc"], 2) == ["a", "b"]
