import pytest

from threads.errors import FormatError
from threads.thread import Article, Comment, Precision, Quote, Source, Thread, Timestamp


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2022", Precision.YEAR),
        ("2022-01", Precision.MONTH),
        ("2022-01-11", Precision.DAY),
        ("2022-01-11T22:30", Precision.MINUTE),
        ("2022-01-11T22:30+01:00", Precision.MINUTE),
        ("2022-01-11T22:30:15", Precision.SECOND),
        ("2022-01-11T22:30:15-05:00", Precision.SECOND),
    ],
)
def test_timestamps_keep_what_is_stated(text: str, precision: Precision) -> None:
    stamp = Timestamp.from_iso(text)
    assert stamp.iso == text
    assert stamp.precision is precision


@pytest.mark.parametrize("text", ["", "gestern", "2022-13", "11.01.2022", "2022-02-30"])
def test_other_timestamps_are_refused(text: str) -> None:
    with pytest.raises(FormatError, match="no ISO 8601"):
        Timestamp.from_iso(text)


def test_own_words_leave_quotes_out() -> None:
    comment = Comment("1", None, 0, "> you said so\nNo, I did not.", quotes=(Quote(0, 13),))
    assert comment.own_words == "No, I did not."


def test_own_words_survive_overlapping_quotes() -> None:
    comment = Comment("1", None, 0, "abcdefgh", quotes=(Quote(1, 5), Quote(3, 4)))
    assert comment.own_words == "afgh"


def test_a_placeholder_has_no_own_words() -> None:
    assert Comment("m1", None, 0, missing=True).own_words == ""


def test_counts() -> None:
    comments = (Comment("1", None, 0, "a"), Comment("m1", "1", 1, missing=True), Comment("2", "m1", 2, "b"))
    thread = Thread("t", Source("p", "text", "0"), Article(), comments, declared_comments=5)
    assert thread.recovered_comments == 2
    assert thread.lost_comments == 2
    assert Thread("t", Source("p", "text", "0"), Article()).lost_comments is None
