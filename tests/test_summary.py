"""Summaries: every quotation verbatim, every sentence cited, and plain words where something cannot be said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_threads import SEED_001, said, stance_of, thread_of

from threads.discourse import Discourse, analyse_discourse
from threads.discourse.summary import Topic
from threads.discourse.wording import LANGUAGES
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
        "Stance of 5 comments towards the thesis: 2 for it, 2 against it, 1 unclear."
    )


def test_ten_comments_have_percent_and_intervals() -> None:
    text = said_about(analysed([said(i) for i in range(10)], "+++++-----"), Topic.SHARES)
    assert "5 for it (50%, 95% interval 24–76%)" in text


def test_a_flip_names_what_came_before_it() -> None:
    found = analysed()
    assert said_about(found, Topic.FLIP) == (
        "Anna changes sides, from “agrees” [c0] to “disagrees” [c2] (probability 0.90, 3 hours later)."
    )
    assert said_about(found, Topic.MOVED) == (
        "Before that, Ben had answered Anna [c1]: a possible cause, not a proven one."
    )


def test_open_questions_are_quoted() -> None:
    assert said_about(analysed(), Topic.QUESTION) == "Left unanswered: “Who decided this?” [c4]"


def test_the_exchange_names_both_sides() -> None:
    assert "between Anna and Ben: [c0, c1, c2]" in said_about(analysed(), Topic.EXCHANGE)


def test_seed_001_says_what_it_cannot_say() -> None:
    found = analysed(SEED_001, "+..+-.+0+", declared=12)
    assert (
        said_about(found, Topic.FLIP) == "Whether an author changed sides cannot be computed: no comment has an author."
    )
    assert said_about(found, Topic.COMPLETENESS) == (
        "The page announces 12 comments; found 6, known only by their place 3, lost without a place 3."
    )
    assert "Of this chain, 3 are lost." in said_about(found, Topic.EXCHANGE)


def test_a_thread_without_comments_says_so() -> None:
    found = analysed([], "")
    assert [s.text for s in found.summary.stance][1:] == ["The thread has no comments."]
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
    assert said_about(found, Topic.FLIP) == "No author took a side more than once, so no change of sides could show."


def test_a_model_that_is_not_sure_says_so_before_its_shares_are_quoted() -> None:
    found = analysed([said(i) for i in range(4)], "+???")
    assert said_about(found, Topic.SHARES).endswith(
        "The model is not sure enough about 3 of 4 comments: read those before quoting the shares."
    )
    assert "Voices without a clear stance (3)" in said_about(found, Topic.CAMP)
    assert "without a clear stance" not in said_about(analysed(), Topic.CAMP)


def test_an_uncertain_swing_is_left_to_the_findings() -> None:
    found = analysed([said(i) for i in range(3)], "?--")
    assert found.swing is not None
    assert len(found.swing.crossings) == 1
    assert said_about(found, Topic.SWING) == ""
