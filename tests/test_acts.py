"""Dialogue acts: one clear example of each cue in each of six languages, and what cues must not catch."""

from dataclasses import replace

import pytest
from made_threads import said, tree_of

from threads.discourse.acts import Act, CommentActs, dialogue_acts, last_question
from threads.discourse.cues import CUES, LANGUAGES, pattern
from threads.stance.label import Agreement, Stance
from threads.stance.reading import CommentStance


def acts_of_reply(text: str, language: str) -> set[Act]:
    comments = [said(0, author="a", text="So ist das.", language=language),
                said(1, 0, depth=1, author="b", text=text, language=language)]  # fmt: skip
    found: tuple[CommentActs, ...] = dialogue_acts(tree_of(comments))
    return {cue.act for cue in found[1].acts}


@pytest.mark.parametrize(
    ("language", "act", "text"),
    [
        ("de", Act.AGREEMENT, "Stimmt, das sehe ich auch so."),
        ("de", Act.DISAGREEMENT, "Unsinn, das war ganz anders."),
        ("de", Act.APPRECIATION, "Vielen Dank für den Text!"),
        ("de", Act.NEGATIVE_REACTION, "Das ist einfach nur peinlich."),
        ("de", Act.ELABORATION, "Hinzu kommt, dass die Züge voll sind."),
        ("de", Act.HUMOUR, "Dann zieh halt um ;-)"),
        ("de", Act.META, "Warum wurde mein Kommentar gelöscht, liebe Redaktion"),
        ("de", Act.QUESTION, "Wer soll das bezahlen?"),
        ("de", Act.ANNOUNCEMENT, "Hier unterschreiben: die Petition läuft."),
        ("en", Act.AGREEMENT, "I totally agree with that."),
        ("en", Act.DISAGREEMENT, "Nonsense, it was the other way round."),
        ("en", Act.APPRECIATION, "Thanks for this piece."),
        ("en", Act.META, "The moderators removed it."),
        ("fr", Act.AGREEMENT, "Tout à fait, c’est bien dit."),
        ("fr", Act.DISAGREEMENT, "N’importe quoi, ça ne marche pas."),
        ("fr", Act.APPRECIATION, "Merci pour cet article."),
        ("it", Act.AGREEMENT, "Sono d’accordo con te."),
        ("it", Act.DISAGREEMENT, "Non sono d’accordo, è falso."),
        ("it", Act.NEGATIVE_REACTION, "Che vergogna."),
        ("es", Act.AGREEMENT, "Tienes toda la razón."),
        ("es", Act.DISAGREEMENT, "Mentira, no fue así."),
        ("es", Act.HUMOUR, "jajajaja qué bueno"),
        ("ru", Act.AGREEMENT, "Полностью согласен с вами."),
        ("ru", Act.DISAGREEMENT, "Это неправда."),
        ("ru", Act.APPRECIATION, "Спасибо за статью."),
        ("ru", Act.META, "Модераторы удалили ответ."),
    ],
)
def test_clear_cues(language: str, act: Act, text: str) -> None:
    assert act in acts_of_reply(text, language)


@pytest.mark.parametrize(
    ("language", "act", "text"),
    [
        ("de", Act.APPRECIATION, "Bei allem Respekt, das ist kein Beweis."),
        ("de", Act.AGREEMENT, "Das stimmt nicht."),
        ("it", Act.AGREEMENT, "Non sono d’accordo."),
        ("ru", Act.AGREEMENT, "Я не согласен."),
        ("en", Act.QUESTION, "See https://example.org/?page=2"),
        ("en", Act.HUMOUR, "Lollipops are sold there."),
    ],
)
def test_what_cues_must_not_catch(language: str, act: Act, text: str) -> None:
    assert act not in acts_of_reply(text, language)


def test_a_reply_to_a_question_is_an_answer() -> None:
    comments = [
        said(0, author="a", text="Who pays for this?"),
        said(1, 0, depth=1, author="b", text="The town pays for it."),
    ]
    assert dialogue_acts(tree_of(comments))[1].acts[0].act is Act.ANSWER


def test_a_question_back_and_ones_own_reply_are_no_answers() -> None:
    comments = [
        said(0, author="a", text="Who pays for this?"),
        said(1, 0, depth=1, author="b", text="Who asked you?"),
        said(2, 0, depth=1, author="a", text="I mean the second half."),
    ]
    found = dialogue_acts(tree_of(comments))
    assert Act.ANSWER not in {cue.act for entry in found for cue in entry.acts}
    assert found[2].acts[0].act is Act.ELABORATION


def test_agreement_needs_a_comment_above() -> None:
    (entry,) = dialogue_acts(tree_of([said(0, text="Stimmt, genau so ist es.", language="de")]))
    assert entry.acts == ()


def test_placeholders_have_no_acts() -> None:
    assert dialogue_acts(tree_of([said(0, missing=True)])) == ()


def test_the_cue_is_what_the_comment_says() -> None:
    (entry,) = dialogue_acts(tree_of([said(0, text="Also: Danke schön dafür.", language="de")]))
    assert entry.acts[0].cue in "Also: Danke schön dafür."


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Wirklich? Ich glaube nicht. Oder etwa doch?!", "Oder etwa doch?!"),
        ("Wem nutzt es? Die Antwort war richtig.", None),
        ("Nein.", None),
        ("", None),
        ("„Warum?“", "„Warum?“"),
    ],
)
def test_a_question_ends_its_comment_and_is_verbatim(text: str, question: str | None) -> None:
    assert last_question(text, "de") == question


def test_the_reply_relation_speaks_where_the_words_do_not() -> None:
    tree = tree_of([said(0, author="a"), said(1, 0, depth=1, author="b", text="The ferry runs daily.")])
    entry = CommentStance("c1", Stance.UNCLEAR, None, agreement=Agreement.DISAGREE)
    found = dialogue_acts(replace(tree, stances=(None, entry)))
    assert [(cue.act, cue.cue) for cue in found[1].acts] == [(Act.DISAGREEMENT, "the model's reply relation")]


@pytest.mark.parametrize("act", sorted(CUES))
def test_every_act_has_cues_in_every_language(act: str) -> None:
    for language in (*LANGUAGES, None, "pl"):
        assert pattern(act, language).pattern
    assert set(LANGUAGES) <= set(CUES[act])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ja, das war bei uns auch so."),
        ("de", "Da stimme ich Ihnen zu."),
        ("en", "Exactly. It was like that here."),
        ("fr", "Oui, et depuis des années."),
        ("it", "Esatto, e da anni."),
        ("es", "Exacto, desde hace años."),
        ("ru", "Именно, уже много лет."),
    ],
)
def test_assent_begins_a_reply(language: str, text: str) -> None:
    assert Act.AGREEMENT in acts_of_reply(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Das weiß ich ja genau."), ("en", "He said yes to everybody."), ("fr", "Il a dit oui à tout le monde.")],
)
def test_assent_inside_a_sentence_is_none(language: str, text: str) -> None:
    assert Act.AGREEMENT not in acts_of_reply(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Züge fahren dort nicht mehr."),
        ("en", "They don’t run any more."),
        ("fr", "Ils ne roulent plus."),
        ("it", "Quei treni non passano più."),
        ("es", "Los trenes nunca pasan."),
        ("ru", "Поезда там не ходят."),
    ],
)
def test_a_denial_is_disagreement_where_nothing_else_is_said(language: str, text: str) -> None:
    assert acts_of_reply(text, language) == {Act.DISAGREEMENT}


@pytest.mark.parametrize(
    ("agreement", "acts"),
    [
        (Agreement.AGREE, [Act.AGREEMENT]),
        (Agreement.NEITHER, []),
        (Agreement.UNCLEAR, [Act.DISAGREEMENT]),
        (None, [Act.DISAGREEMENT]),
    ],
)
def test_the_model_goes_before_a_denial(agreement: Agreement | None, acts: list[Act]) -> None:
    tree = tree_of([said(0, author="a"), said(1, 0, depth=1, author="b", text="The ferry does not run on Sundays.")])
    entry = CommentStance("c1", Stance.UNCLEAR, None, agreement=agreement)
    found = dialogue_acts(replace(tree, stances=(None, entry)))
    assert [cue.act for cue in found[1].acts] == acts


def test_a_top_level_denial_disagrees_with_nobody() -> None:
    (entry,) = dialogue_acts(tree_of([said(0, text="The ferry does not run on Sundays.")]))
    assert entry.acts == ()


def test_a_question_at_the_end_of_a_long_comment_is_an_argument() -> None:
    text = " ".join(["The town has paid for it twice already."] * 6)
    assert last_question(f"{text} Who is to pay a third time?", "en") is None


def test_a_smiley_under_a_long_comment_is_no_joke() -> None:
    long = " ".join(["It was the other way round."] * 7)
    assert Act.HUMOUR not in acts_of_reply(f"{long} ;-)", "en")
