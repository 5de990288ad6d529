from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from threads.errors import ThesisError
from threads.stance.label import Agreement, Distribution, Stance
from threads.stance.model import Cut, Prediction, Progress, StanceInput
from threads.stance.reading import ModelRecord
from threads.stance.scoring import is_scored, rounded, score_thread, score_threads
from threads.thread import Article, Comment, Kind, Quote, Source, Thread

RECORD = ModelRecord("m", "00", "stance", 0.5, None, 0.6)
SOURCE = Source("page.html", "html", "00")
ARTICLE = Article(
    title="Streit um die Hauptstraße",
    text="Der Umbau der Hauptstraße ist ein teurer Fehler. Die Bagger kamen im Mai und blieben lange. Alle sahen zu.",
    language="de",
)
WORDS = {
    "ja": Distribution(0.81239, 0.1, 0.08761),
    "nein": Distribution(0.1, 0.1, 0.8),
    "hm": Distribution(0.4, 0.35, 0.25),
}


@dataclass
class Model:
    """Reads the first word; under a thesis about the diggers it says the opposite."""

    record: ModelRecord = RECORD
    replies: bool = True
    seen: list[StanceInput] = field(default_factory=list)
    calls: int = 0

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        self.calls += 1
        self.seen.extend(inputs)
        if progress is not None:
            progress(len(inputs))
        return [self._one(one) for one in inputs]

    def _one(self, one: StanceInput) -> Prediction:
        found = WORDS[one.comment.split()[0].lower().strip(".!")]
        if one.thesis and "Bagger" in one.thesis:
            found = Distribution(found.disagree, found.neutral, found.agree)
        cut = Cut(thesis=len(one.thesis or "") > 100, parent=len(one.parent or "") > 100)
        return Prediction(found, found if one.parent and self.replies else None, windows=2, cut=cut)


def thread(*comments: Comment, article: Article = ARTICLE, id: str = "t") -> Thread:
    return Thread(id, SOURCE, article, comments)


def comment(id: str, text: str | None, parent: str | None = None, **more: object) -> Comment:
    return Comment(id, parent, 0 if parent is None else 1, text, **more)  # type: ignore[arg-type]


def test_every_comment_gets_its_stance_in_order() -> None:
    found = score_thread(
        thread(comment("a", "Ja!"), comment("b", "Nein.", "a"), comment("c", "Hm.")), Model(), thesis="T"
    )
    assert [(one.comment_id, one.stance) for one in found.comments] == [
        ("a", Stance.AGREE), ("b", Stance.DISAGREE), ("c", Stance.UNCLEAR),
    ]  # fmt: skip
    assert found.comments[1].agreement is Agreement.DISAGREE


def test_probabilities_are_rounded_before_labels_are_read() -> None:
    found = score_thread(thread(comment("a", "ja so ist es")), Model(), thesis="T").comments[0]
    assert found.text == Distribution(0.8124, 0.1, 0.0876)
    assert found.windows == 2
    assert found.reply is None
    assert found.agreement is None
    assert found.tree is None


def test_rounding_keeps_the_sum() -> None:
    one = rounded(Distribution(1 / 3, 1 / 3, 1 / 3))
    assert (one.agree, one.neutral, one.disagree) == (0.3333, 0.3334, 0.3333)
    assert rounded(Distribution(0.99996, 0.00002, 0.00002)) == Distribution(1.0, 0.0, 0.0)


def test_own_words_are_read_and_the_parents_own_words_are_context() -> None:
    model = Model()
    quoted = "Zitat: Alles gut. nein das stimmt nicht"
    score_thread(
        thread(
            comment("a", "Er sagte: Unsinn. ja gut", quotes=(Quote(0, 17),)),
            comment("b", quoted, "a", quotes=(Quote(0, 17),), language="en"),
        ),
        model,
        thesis="T",
    )
    assert model.seen == [
        StanceInput("T", "ja gut", None, "de"),
        StanceInput("T", "nein das stimmt nicht", "ja gut", "en"),
    ]


def test_a_comment_that_only_quotes_is_read_and_said() -> None:
    model = Model()
    found = score_thread(thread(comment("a", "ja gut", quotes=(Quote(0, 6),))), model, thesis="T")
    assert model.seen[0].comment == "ja gut"
    assert [(notice.code, notice.where) for notice in found.notices] == [("only-quoted", "a")]
    assert found.notices[0].message.startswith("1 comment is nothing but quotation")


@pytest.mark.parametrize(
    "skipped",
    [
        comment("x", None, missing=True),
        comment("x", "ja", kind=Kind.PINGBACK),
        comment("x", "ja", deleted=True),
        comment("x", " \n"),
        comment("x", None),
    ],
)
def test_what_is_no_comment_is_not_scored(skipped: Comment) -> None:
    model = Model()
    found = score_thread(thread(skipped, comment("b", "Nein", "x")), model, thesis="T")
    assert not is_scored(skipped)
    assert len(model.seen) == 1
    assert model.seen[0].parent is None
    assert (found.comments[0].stance, found.comments[0].text, found.comments[0].windows) == (Stance.UNCLEAR, None, 0)
    assert found.comments[1].text is not None


def test_what_is_quoted_of_a_lost_parent_stands_in_for_it() -> None:
    model = Model()
    lost = comment("x", None, missing=True)
    score_thread(thread(lost, comment("b", "Alles gut. Nein!", "x", quotes=(Quote(0, 10),))), model, thesis="T")
    assert model.seen[0] == StanceInput("T", "Nein!", "Alles gut.", "de")


def test_the_thesis_is_proposed_and_the_runner_up_tells_how_much_hangs_on_it() -> None:
    model = Model()
    comments = (comment("a", "ja"), comment("b", "nein"), comment("c", "hm"), comment("d", "ja"))
    found = score_thread(thread(*comments), model)
    assert found.thesis is not None
    assert found.thesis.text == "Der Umbau der Hauptstraße ist ein teurer Fehler."
    assert not found.thesis.given
    assert "Bagger" in found.thesis.runner_ups[0].text
    assert found.sensitivity == 1.0
    assert len(model.seen) == 8
    assert score_thread(thread(*comments), Model(), sensitivity=False).sensitivity is None


@pytest.mark.parametrize("given", ["Der Umbau ist richtig.", "  Der Umbau ist richtig. "])
def test_a_given_thesis_is_used(given: str) -> None:
    found = score_thread(thread(comment("a", "ja")), Model(), thesis=given)
    assert found.thesis is not None
    assert (found.thesis.text, found.thesis.given, found.sensitivity) == ("Der Umbau ist richtig.", True, None)


@pytest.mark.parametrize(
    ("article", "said"),
    [(Article(), "there is no article text"), (Article(text="Rathaus"), "no sentence of the article")],
)
def test_without_a_thesis_nothing_is_measured_and_that_is_said(article: Article, said: str) -> None:
    model = Model()
    found = score_thread(thread(comment("a", "ja"), article=article), model, thesis=" ")
    assert (found.thesis, found.comments, model.seen) == (None, (), [])
    assert found.notices[0].code == "no-thesis"
    assert said in found.notices[0].message


def test_threads_are_scored_in_one_call() -> None:
    model = Model()
    one, two = thread(comment("a", "ja"), id="1"), thread(comment("a", "nein"), comment("b", "ja", "a"), id="2")
    done: list[int] = []
    together = score_threads([one, two], model, theses=["T", None], progress=done.append)
    assert model.calls == 1
    assert sum(done) == len(model.seen) == 5
    assert together == (score_thread(one, Model(), thesis="T"), score_thread(two, Model()))
    assert score_threads([], Model()) == ()


def test_as_many_theses_as_threads() -> None:
    with pytest.raises(ThesisError, match="2 theses for 1 threads"):
        score_threads([thread(comment("a", "ja"))], Model(), theses=["a", "b"])


def test_a_model_without_replies_is_said() -> None:
    found = score_thread(thread(comment("a", "ja"), comment("b", "nein", "a")), Model(replies=False), thesis="T")
    assert [notice.code for notice in found.notices] == ["no-reply-head"]
    assert all(one.reply is None for one in found.comments)


def test_a_long_thesis_is_said_once_a_thread() -> None:
    found = score_thread(thread(comment("a", "Ja."), comment("b", "Nein.")), Model(), thesis="T" * 101)
    (notice,) = found.notices
    assert (notice.code, notice.where) == ("thesis-cut", "t")
    assert notice.message.startswith("The thesis is longer")


@pytest.mark.parametrize(
    ("parents", "many", "where"),
    [("a", "1 reply was", "a"), ("aab", "3 replies were", "a, b"), ("abcdef", "6 replies were", "a, b, c, d, e, …")],
)
def test_long_parents_are_counted_and_named(parents: str, many: str, where: str) -> None:
    long = [comment(id, "ja " * 40) for id in "abcdef"]
    replies = [comment(f"r{i}", "Nein.", parent) for i, parent in enumerate(parents)]
    (notice,) = score_thread(thread(*long, *replies), Model(), thesis="T").notices
    assert (notice.code, notice.where) == ("parent-cut", where)
    assert notice.message.startswith(many)


def test_what_fits_is_no_notice() -> None:
    assert score_thread(thread(comment("a", "Ja."), comment("b", "Nein.", "a")), Model(), thesis="T").notices == ()
