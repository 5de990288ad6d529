"""TF-IDF of texts in terms against scikit-learn's of the same texts, to the last digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from threads.discourse.terms import tfidf

TEXTS = st.lists(st.lists(st.sampled_from("abcdefghijklmnop"), max_size=40), min_size=1, max_size=12)


@given(TEXTS.filter(any))
@settings(deadline=None)
def test_cosines_are_those_of_scikit_learn(texts: list[list[str]]) -> None:
    rows = tfidf(texts)
    theirs = TfidfVectorizer(analyzer=lambda text: text, sublinear_tf=True).fit_transform(texts)
    assert np.array_equal((rows @ rows.T).toarray(), (theirs @ theirs.T).toarray())


def test_a_text_without_terms_is_a_row_of_zeros() -> None:
    rows = tfidf([["a", "b", "a"], [], ["c"]])
    assert rows.shape == (3, 3)
    assert np.linalg.norm(rows.toarray(), axis=1) == pytest.approx([1, 0, 1])


def test_rare_and_repeated_terms_weigh_more() -> None:
    row = tfidf([["common", "rare"], ["common"], ["common", "twice", "twice"]]).toarray()
    assert row[0, 1] > row[0, 0]
    assert row[2, 2] > row[2, 0]
