"""Near-duplicate comments: found across threads, not by chance, and the same as an exact comparison finds."""

import random
from itertools import combinations

import pytest
from made_threads import said, thread_of

from threads.discourse.duplicates import SIMILAR, jaccard, near_duplicates, shingles_of

PASTED = "Wake up people, the plan was made long ago in rooms that none of us will ever be allowed to enter."


def test_copies_across_threads_are_found_with_small_changes() -> None:
    one = thread_of(
        [said(0, text=PASTED, author="a"), said(1, text="Something quite different stands here as well, really.")],
        name="one",
    )
    two = thread_of([said(0, text=f"{PASTED} !!! https://spam.example", author="b")], name="two")
    three = thread_of([said(0, text=PASTED.upper(), author="c")], name="three")
    (group,) = near_duplicates([one, two, three])
    assert [(p.thread_id, p.comment_id) for p in group.comments] == [("one", "c0"), ("two", "c0"), ("three", "c0")]
    assert (group.threads, group.authors, group.similarity) == (3, 3, 1.0)
    assert group.text == PASTED


def test_one_author_posting_twice_in_a_thread_is_no_campaign() -> None:
    assert near_duplicates([thread_of([said(0, text=PASTED, author="a"), said(1, text=PASTED, author="a")])]) == ()


@pytest.mark.parametrize("text", ["Danke für den Artikel.", "+1", ""])
def test_short_comments_are_alike_by_chance(text: str) -> None:
    threads = [thread_of([said(0, text=text, author=name)], name=name) for name in "ab"]
    assert near_duplicates(threads) == ()


def test_jaccard_of_shingles_by_hand() -> None:
    one, two = shingles_of("a b c d"), shingles_of("a b c e")
    assert one == {"a b c", "b c d"}
    assert jaccard(one, two) == pytest.approx(1 / 3)


def test_hashing_finds_what_comparing_every_pair_finds() -> None:
    generator = random.Random(0)
    vocabulary = [a + b for a in "klmnrst" for b in ("abe", "ido", "uma", "ole", "ira", "eni", "oda", "asu")]
    texts = [" ".join(generator.choices(vocabulary, k=40)) for _ in range(20)]
    texts += [f"{text} and more" for text in texts[:8]]
    threads = [thread_of([said(0, text=text, author=f"n{i}")], name=f"t{i}") for i, text in enumerate(texts)]
    found = {frozenset(p.thread_id for p in group.comments) for group in near_duplicates(threads)}
    shingles = [shingles_of(text) for text in texts]
    pairs = {
        frozenset({f"t{i}", f"t{j}"})
        for i, j in combinations(range(len(texts)), 2)
        if jaccard(shingles[i], shingles[j]) >= SIMILAR
    }
    assert found == pairs
    assert len(pairs) == 8
