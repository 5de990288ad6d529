"""Retelling: what a model makes up is dropped and counted, whatever it writes; any causal model can be used."""

from pathlib import Path

import pytest
from made_threads import said, stance_of, thread_of

from threads.discourse import analyse_discourse
from threads.discourse.retell import Fault, prompt, retell, retell_with
from threads.errors import ModelError

THREAD = thread_of(
    [
        said(0, author="Anna", text="Close the street to cars, because children live here."),
        said(1, 0, depth=1, author="Ben", text="Shops will lose their customers without parking."),
    ]
)
SUMMARY = analyse_discourse(THREAD, stance_of(THREAD, "+-")).summary


def faults(text: str) -> list[Fault]:
    return [dropped.fault for dropped in retell_with(SUMMARY, THREAD, lambda _: text).dropped]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Anna agrees: “Close the street to trucks, because children live here.” [c0]", Fault.QUOTATION),
        ("Ben disagrees: “Close the street to cars, because children live here.” [c1]", Fault.QUOTATION),
        ("Anna agrees with the thesis [c7].", Fault.CITATION),
        ("Stance of 17 comments towards the thesis is known.", Fault.NUMBER),
        ("Martians secretly financed everything yesterday evening.", Fault.WORDS),
        ("The thread opens with Anna, who agrees because", Fault.UNFINISHED),
    ],
)
def test_what_is_made_up_is_dropped(text: str, fault: Fault) -> None:
    assert faults(text) == [fault]


def test_the_thesis_can_be_quoted_but_not_as_a_comments_words() -> None:
    assert faults("The thesis is: “The street should be closed.”") == []
    assert faults("Anna agrees with the thesis: “The street should be closed.” [c0]") == [Fault.QUOTATION]


def test_what_the_summary_supports_stays_with_its_citations() -> None:
    text = (
        "The thread opens with Anna: “Close the street to cars, because children live here.” [c0]\nBen disagrees [c1]."
    )
    found = retell_with(SUMMARY, THREAD, lambda _: text)
    assert found.dropped == ()
    assert [s.cites for s in found.sentences] == [("c0",), ("c1",)]
    assert found.sentences[0].quotations[0].text == "Close the street to cars, because children live here."
    assert found.text == text.replace("\n", " ")


def test_the_summary_itself_passes_its_own_check() -> None:
    told = "\n".join(s.text for s in (*SUMMARY.stance, *SUMMARY.dialogue))
    assert retell_with(SUMMARY, THREAD, lambda _: told).dropped == ()


@pytest.mark.parametrize("text", ["", "\n\n", "[", "]“”[", "[c0]", "“", "« »"])
def test_any_text_does_no_harm(text: str) -> None:
    assert retell_with(SUMMARY, THREAD, lambda _: text).sentences == ()


def test_the_prompt_holds_every_finding_and_the_language() -> None:
    text = prompt(SUMMARY)
    assert "in English" in text
    assert all(s.text in text for s in (*SUMMARY.stance, *SUMMARY.dialogue))


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be used to retell"):
        retell(SUMMARY, THREAD, tmp_path / "nowhere")


def test_a_tiny_random_model_writes_nothing_that_survives(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    vocabulary = {word: i for i, word in enumerate(["<unk>", "zebra", "quark", "violin", "plankton", "."])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>").save_pretrained(tmp_path)
    config = GPT2Config(vocab_size=len(vocabulary), n_positions=1024, n_embd=8, n_layer=1, n_head=1)
    GPT2LMHeadModel(config).save_pretrained(tmp_path)
    found = retell(SUMMARY, THREAD, tmp_path, longest=12)
    assert found.sentences == ()
    assert found.model == str(tmp_path)
