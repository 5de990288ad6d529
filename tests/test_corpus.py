"""The corpus view: pooled shares, groups, rankings, recurring authors and their drift."""

from dataclasses import dataclass, replace

import pytest
from made_threads import said, stance_of, thread_of

from threads.discourse import Discourse, analyse_discourse
from threads.discourse.corpus import analyse_corpus
from threads.stance.label import Stance
from threads.stance.reading import ThreadStance
from threads.thread import Thread, Timestamp

TOWN = "The town centre should be closed to private cars."


@dataclass(frozen=True)
class Made:
    thread: Thread
    stance: ThreadStance
    discourse: Discourse


def made(name: str, authors: str, letters: str, *, url: str | None = None, published: str | None = None,
         thesis: str = TOWN, hour: int | None = None) -> Made:  # fmt: skip
    day = published or "2024-05-01"
    comments = [
        said(i, author=a.strip() or None, text=f"Comment {name} {i} says something of its own.",
             time=f"{day}T{hour + i:02}:00" if hour is not None else None)
        for i, a in enumerate(authors)
    ]  # fmt: skip
    thread = thread_of(comments, name=name)
    article = replace(thread.article, url=url, published=Timestamp.from_iso(published) if published else None)
    thread = replace(thread, article=article)
    stance = stance_of(thread, letters, thesis=thesis)
    return Made(thread, stance, analyse_discourse(thread, stance))


def test_few_threads_pool_with_wilson_many_with_a_bootstrap_of_threads() -> None:
    few = analyse_corpus([made(f"t{i}", "abcd", "++--") for i in range(3)])
    assert few.shares.n == 12
    assert {entry.interval.method for entry in few.shares.entries} == {"wilson"}
    many = analyse_corpus([made(f"t{i}", "abcdef", "++++++" if i % 2 else "------") for i in range(8)])
    agree = next(e for e in many.shares.entries if e.stance is Stance.AGREE)
    assert agree.interval.method == "bootstrap"
    assert agree.interval.high - agree.interval.low > 0.5  # eight threads, not 48 comments, are behind it


def test_groups_by_outlet_and_month() -> None:
    found = analyse_corpus(
        [
            made("a", "ab", "++", url="https://www.one.example/x", published="2024-05-01"),
            made("b", "ab", "--", url="https://one.example/y", published="2024-04-01"),
            made("c", "ab", "--"),
        ]
    )
    assert [(group.name, group.threads, group.shares.n) for group in found.by_outlet] == [("one.example", 2, 4)]
    assert [group.name for group in found.by_month] == ["2024-04", "2024-05"]


def test_rankings_do_not_put_small_threads_first_by_chance() -> None:
    found = analyse_corpus(
        [made("small", "a" * 6, "++++++"), made("large", "a" * 60, "+" * 58 + "--"), made("even", "a" * 20, "+-" * 10)]
    )
    assert found.one_sided[0].thread_id == "large"
    assert found.contested[0].thread_id == "even"
    assert "small" not in [ranked.thread_id for ranked in found.contested]


def test_few_decided_comments_are_not_ranked() -> None:
    assert analyse_corpus([made("t", "abcd", "++--")]).contested == ()


def test_flipped_threads_are_ranked_by_pairs() -> None:
    found = analyse_corpus([made("steady", "aaaa", "++++"), made("flipped", "aaaa", "+-+-")])
    assert [(ranked.thread_id, ranked.n) for ranked in found.flipped] == [("flipped", 3)]


def test_recurring_authors_and_their_drift() -> None:
    found = analyse_corpus(
        [
            made("later", "anna", "++++", published="2024-06-01", hour=10),
            made("first", "anbb", "----", published="2024-05-01", hour=10),
            made("other", "c", "+", thesis="Nuclear power is an expensive mistake."),
        ]
    )
    assert [(author.author, author.comments) for author in found.authors.items] == [("a", 3), ("n", 3)]
    assert found.authors.checked == 4
    drift = found.thesis_drifts.items[0]
    assert (drift.before, drift.after, drift.same_thesis, drift.by_corpus_order) == ("first", "later", True, False)
    assert drift.balance_before == pytest.approx(-0.93)
    assert drift.probability > 0.85
    assert found.thesis_drifts.checked == 2


def test_drift_without_times_is_in_corpus_order_and_says_so() -> None:
    found = analyse_corpus([made("one", "a", "+"), made("two", "a", "-")])
    assert found.thesis_drifts.items[0].by_corpus_order


def test_without_authors_nobody_recurs() -> None:
    found = analyse_corpus([made("one", "  ", "+-")])
    assert found.authors.reason == "no comment has an author"
    assert found.thesis_drifts.reason == "no comment has an author"


def test_an_empty_corpus() -> None:
    found = analyse_corpus([])
    assert (found.threads, found.comments, found.by_outlet, found.theses) == (0, 0, (), ())
    assert found.shares.reason == "no comment has a stance"
