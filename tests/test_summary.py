"""Summaries: every quotation verbatim, every sentence cited, and plain words where something cannot be said."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_threads import SEED_001, said, stance_of, thread_of

from threads.discourse import Discourse, analyse_discourse
from threads.discourse.summary import Topic
from threads.discourse.wording import LANGUAGES, wording
from threads.stance.label import Stance
from threads.stance.reading import ThreadStance
from threads.thread import Pagination, Quote, Thread

DEBATE = (
    said(0, author="Anna", text="Close the street to cars, because children live here.", time="2024-05-01T10:00"),
    said(1, 0, depth=1, author="Ben", text="Shops will lose their customers without parking.", time="2024-05-01T11:00"),
    said(2, 1, depth=2, author="Anna", text="You are right, the shops need their parking.", time="2024-05-01T13:00"),
    said(3, 0, depth=1, author="Cleo", text="Traffic noise makes people ill, we all know.", time="2024-05-01T14:00"),
    said(4, author="Dan", text="Nobody asked the people there. Who decided this?", time="2024-05-01T15:00"),
)  # fmt: skip


def analysed(
    comments=DEBATE, letters: str = "+--+?", *, language: str = "en", declared: int | None = None
) -> Discourse:
    thread = thread_of(comments, declared=declared)
    return analyse_discourse(thread, stance_of(thread, letters), language=language)


def said_about(found: Discourse, topic: Topic) -> str:
    return " ".join(s.text for s in (*found.summary.stance, *found.summary.dialogue) if s.topic is topic)


def test_the_stance_of_a_small_thread_is_counted_not_measured_in_percent() -> None:
    assert said_about(analysed(), Topic.SHARES) == (
        "Stance towards the thesis (5 comments): 2 for it, 2 against it, 1 unclear."
    )


def test_ten_comments_have_percent_and_intervals() -> None:
    text = said_about(analysed([said(i) for i in range(10)], "+++++-----"), Topic.SHARES)
    assert "share and 95% interval in brackets" in text
    assert "5 for it (50%, 24–76%)" in text


def test_a_flip_names_what_came_before_it() -> None:
    found = analysed()
    assert said_about(found, Topic.FLIP) == (
        "Anna changes sides, from “agrees” [c0] to “disagrees” [c2] (probability 0.90, 3 hours later)."
    )
    assert said_about(found, Topic.MOVED) == (
        "In between, Anna had received a reply from Ben [c1]: a possible cause, not a proven one."
    )


def test_open_questions_are_quoted() -> None:
    assert said_about(analysed(), Topic.QUESTION) == "Left unanswered: “Who decided this?” [c4]"


def test_the_exchange_names_both_sides() -> None:
    assert "between Anna and Ben, has 3 comments: [c0, c1, c2]" in said_about(analysed(), Topic.EXCHANGE)


def test_seed_001_says_what_it_cannot_say() -> None:
    found = analysed(SEED_001, "+..+-.+0+", declared=12)
    assert said_about(found, Topic.FLIP) == "Whether anybody changed sides cannot be said: the comments carry no names."
    assert said_about(found, Topic.COMPLETENESS) == (
        "The page announces 12 comments; 6 were found, 3 are marked as gaps in their places, 3 are missing altogether."
    )
    assert "has 7 comments, 3 of them lost: [" in said_about(found, Topic.EXCHANGE)


def test_a_thread_without_comments_says_so() -> None:
    found = analysed([], "")
    assert [s.text for s in found.summary.stance][1:] == ["The discussion has no comments."]
    assert found.summary.dialogue == ()
    assert found.swing_reason == "no comments"


def test_a_thread_without_a_thesis_says_so() -> None:
    thread = thread_of(DEBATE)
    found = analyse_discourse(thread, ThreadStance("t", None, (), stance_of(thread, "+--+?").model))
    assert said_about(found, Topic.THESIS).startswith("No thesis was found")
    assert found.shares.reason == "no comment has a stance"
    assert said_about(found, Topic.FLIP).endswith("no comment has a stance.")


def test_a_page_of_several_says_that_others_are_missing() -> None:
    thread = thread_of(DEBATE)
    paged = Thread(thread.id, thread.source, thread.article, thread.comments, pagination=Pagination(2, 5))
    found = analyse_discourse(paged, stance_of(paged, "+--+?"))
    assert "page 2/5" in said_about(found, Topic.COMPLETENESS)


def test_quoted_words_of_others_are_not_quoted_as_the_commenters() -> None:
    text = "The town is always right. I doubt that very much indeed."
    quoting = replace(said(0, text=text), quotes=(Quote(0, 25),))
    found = analysed([quoting], "-")
    assert all("always right" not in s.text for s in (*found.summary.stance, *found.summary.dialogue))


def test_long_sentences_are_cut_with_a_mark_outside_the_quotation() -> None:
    long = said(0, text=" ".join(f"word{i}" for i in range(80)) + ".")
    found = analysed([long], "+")
    (quotation,) = (r.quotation.text for r in found.summary.representatives)
    assert quotation.split()[-1] == "word44"
    assert quotation in (long.text or "")
    assert "” […] [c0]" in said_about(found, Topic.CAMP)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_quote_the_comments_in_their_own(language: str) -> None:
    found = analysed(language=language)
    assert found.summary.language == language
    assert "Who decided this?" in said_about(found, Topic.QUESTION)
    assert "{" not in found.summary.text


@st.composite
def debates(draw: st.DrawFn) -> tuple[Thread, str]:
    size = draw(st.integers(0, 9))
    depths: list[int] = []
    comments = []
    letters = ""
    for i in range(size):
        parent = draw(st.integers(-1, i - 1))
        depths.append(0 if parent < 0 else depths[parent] + 1)
        lost = draw(st.booleans()) and draw(st.booleans())
        text = draw(st.sampled_from(["Why is that so?", "I agree. It is too loud here.", "No! Never again.", "…", ""]))
        comments.append(said(i, None if parent < 0 else parent, depth=depths[i], text=text, missing=lost,
                             author=draw(st.sampled_from(["a", "b", None]))))  # fmt: skip
        letters += "." if lost else draw(st.sampled_from("+-0?"))
    return thread_of(comments, declared=draw(st.one_of(st.none(), st.integers(0, 12)))), letters


@settings(max_examples=80, deadline=None)
@given(debates(), st.sampled_from(LANGUAGES))
def test_whatever_the_thread_quotations_are_verbatim_and_cited(drawn: tuple[Thread, str], language: str) -> None:
    thread, letters = drawn
    found = analyse_discourse(thread, stance_of(thread, letters), language=language)
    words = {comment.id: comment.text or "" for comment in thread.comments}
    for sentence in (*found.summary.stance, *found.summary.dialogue):
        assert set(sentence.cites) <= set(words)
        for quotation in sentence.quotations:
            assert quotation.text in words[quotation.comment_id]
            assert quotation.text in sentence.text
            assert quotation.comment_id in sentence.cites


@settings(max_examples=60, deadline=None)
@given(debates())
def test_swapping_sides_mirrors_every_finding(drawn: tuple[Thread, str]) -> None:
    thread, letters = drawn
    one, two = (
        analyse_discourse(thread, stance_of(thread, text))
        for text in (letters.replace("?", "0"), letters.replace("?", "0").translate(str.maketrans("+-", "-+")))
    )
    assert one.shape == two.shape
    assert [(f.before, f.after) for f in one.flips.items] == [(f.before, f.after) for f in two.flips.items]
    assert [(c.parent, c.reply) for c in one.contrasts.items] == [(c.parent, c.reply) for c in two.contrasts.items]
    assert [(t.pivot, t.p_value) for t in one.turns.items] == [(t.pivot, t.p_value) for t in two.turns.items]
    for a, b in zip(one.measures, two.measures, strict=True):
        assert (a.value, a.reason) == (b.value, b.reason)
    counts = {e.stance: e.count for e in one.shares.entries}
    mirrored = {e.stance: e.count for e in two.shares.entries}
    assert counts.get(Stance.AGREE) == mirrored.get(Stance.DISAGREE)


@settings(max_examples=40, deadline=None)
@given(debates())
def test_relabelling_authors_changes_no_finding(drawn: tuple[Thread, str]) -> None:
    thread, letters = drawn
    names = {"a": "Zoë", "b": "Ali", None: None}
    renamed = replace(thread, comments=tuple(replace(c, author=names[c.author]) for c in thread.comments))
    one, two = (analyse_discourse(t, stance_of(t, letters)) for t in (thread, renamed))
    assert one.measures == two.measures
    assert [(f.before, f.after, f.candidates) for f in one.flips.items] == [
        (f.before, f.after, f.candidates) for f in two.flips.items
    ]
    assert one.questions == two.questions
    assert one.summary.stance == two.summary.stance


def test_the_same_thread_gives_the_same_analysis() -> None:
    assert analysed() == analysed()


def test_measures_are_found_by_name() -> None:
    assert analysed().measure("size").value == 5
    with pytest.raises(KeyError):
        analysed().measure("beauty")


def test_nobody_who_spoke_once_can_have_changed_sides() -> None:
    found = analysed([said(0, author="a"), said(1, author="b")], "+-")
    assert said_about(found, Topic.FLIP) == "Nobody took a side more than once, so no change of sides could show."


def test_a_model_that_is_not_sure_says_so_before_its_shares_are_quoted() -> None:
    found = analysed([said(i) for i in range(4)], "+???")
    assert said_about(found, Topic.SHARES).endswith(
        "The model is not sure enough about 3 of 4 comments: the shares are of use only once somebody has read these."
    )
    assert "Voices without a clear stance (3)" in said_about(found, Topic.CAMP)
    assert "without a clear stance" not in said_about(analysed(), Topic.CAMP)


def test_an_uncertain_swing_is_left_to_the_findings() -> None:
    found = analysed([said(i) for i in range(3)], "?--")
    assert found.swing is not None
    assert len(found.swing.crossings) == 1
    assert said_about(found, Topic.SWING) == ""


def test_a_page_that_announces_comments_of_which_none_is_there_says_so() -> None:
    found = analysed([], "", declared=7)
    assert said_about(found, Topic.SHARES) == "The page announces 7 comments, but none was found."


def test_more_than_announced_is_said() -> None:
    found = analysed([said(0), said(1)], "+-", declared=1)
    assert said_about(found, Topic.COMPLETENESS) == "The page announces 1 comment; 2 were found, more than announced."


def test_shares_that_say_nothing_are_not_given() -> None:
    found = analysed([said(i) for i in range(3)], "???")
    assert said_about(found, Topic.SHARES) == (
        "The stance of all 3 comments towards the thesis remains unclear: the model is not sure enough."
    )


def test_a_quoted_thesis_has_one_pair_of_marks_and_inner_marks_get_other_ones_outside() -> None:
    thread = thread_of([said(0, text="They call that “traffic calming” in this town.")])
    found = analyse_discourse(thread, stance_of(thread, "+", thesis="„The street is closed.“"))
    assert said_about(found, Topic.THESIS) == "Thesis (given): “The street is closed.”"
    assert "‘They call that “traffic calming” in this town.’ [c0]" in said_about(found, Topic.CAMP)


def test_the_only_voice_is_no_example() -> None:
    assert said_about(analysed([said(0), said(1)], "+?"), Topic.CAMP).startswith("The one voice for the thesis: “")


def test_one_reply_is_no_exchange() -> None:
    found = analysed([said(0, author="a"), said(1, 0, depth=1, author="b")], "+-")
    assert said_about(found, Topic.EXCHANGE) == "No exchange goes beyond a single reply."


def test_a_turn_says_which_way() -> None:
    line = [said(0), *(said(i, i - 1, depth=i) for i in range(1, 16))]
    down, up = (said_about(analysed(line, letters), Topic.TURN) for letters in ("+" * 8 + "-" * 8, "-" * 8 + "+" * 8))
    assert "before it agreement prevails, from it on disagreement" in down
    assert "before it disagreement prevails, from it on agreement" in up


def test_sentences_that_lean_on_others_are_quoted_last() -> None:
    text = "And so it went on for many long years. The council closed the bridge for many long years."
    (quotation,) = (r.quotation.text for r in analysed([said(0, text=text)], "+").summary.representatives)
    assert quotation == "The council closed the bridge for many long years."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_parts(language: str) -> None:
    def parts(text: str | list[str]) -> list[set[str]]:
        return [set(re.findall(r"{(\w+)}", one)) - {"n"} for one in ([text] if isinstance(text, str) else text)]

    table, english = wording(language).table, wording("en").table
    assert set(table) == set(english)
    for group in ("sentence", "count", "voices", "camp", "stance"):
        own, theirs = table[group], english[group]
        assert isinstance(own, dict)
        assert isinstance(theirs, dict)
        assert set(own) == set(theirs)
        assert all(parts(own[key])[0] == parts(theirs[key])[0] for key in own)
        assert all(len({frozenset(p) for p in parts(own[key])}) == 1 for key in own)
