"""Central sentences: PageRank against a graph library, MMR against repetition, one sentence a comment."""

import networkx as nx
import numpy as np
import pytest

from threads.discourse.central import MOST_SENTENCES, Candidate, central_sentences, pagerank

BRIDGE = (
    "The old bridge over the harbour must be repaired.",
    "The bridge over the harbour is old and must be repaired soon.",
    "Repair the old harbour bridge before winter.",
    "Cats are nice.",
)


def test_pagerank_agrees_with_networkx() -> None:
    generator = np.random.default_rng(0)
    half = generator.random((8, 8))
    similarity = (half + half.T) * (half + half.T > 0.8)
    weights = generator.random(8)
    graph = nx.from_numpy_array(similarity - np.diag(np.diag(similarity)))
    expected = nx.pagerank(graph, 0.85, dict(enumerate(weights)), tol=1e-12, dangling=dict(enumerate(weights)))
    np.testing.assert_allclose(pagerank(similarity, weights), [expected[i] for i in range(8)], atol=1e-9)


def test_the_common_theme_is_central() -> None:
    candidates = [Candidate(i, text) for i, text in enumerate(BRIDGE)]
    (best,) = central_sentences(candidates, 1)
    assert best.candidate.position != 3


def test_repetition_is_not_chosen_twice() -> None:
    texts = ["The bridge must be repaired now.", "The bridge must be repaired now.", "The ferry costs too much money."]
    chosen = central_sentences([Candidate(i, text) for i, text in enumerate(texts)], 2)
    assert [c.candidate.position for c in chosen] == [0, 2] or [c.candidate.position for c in chosen] == [1, 2]


def test_one_sentence_a_comment_in_thread_order() -> None:
    candidates = [Candidate(i // 2, text) for i, text in enumerate(BRIDGE)]
    assert [c.candidate.position for c in central_sentences(candidates, 4)] == [0, 1]


def test_weight_draws_centrality() -> None:
    candidates = [Candidate(0, "Cats sleep all day.", 0.05), Candidate(1, "Dogs run through parks.", 0.95)]
    assert central_sentences(candidates, 1)[0].candidate.position == 1


@pytest.mark.parametrize("texts", [[], ["😀"], ["!!!", "???"]])
def test_texts_without_words_do_no_harm(texts: list[str]) -> None:
    assert len(central_sentences([Candidate(i, t) for i, t in enumerate(texts)], 1)) == min(1, len(texts))


def test_many_sentences_are_thinned_evenly() -> None:
    many = [Candidate(i, f"word{i % 7} stands here") for i in range(3 * MOST_SENTENCES)]
    assert len(central_sentences(many, 3)) == 3


def test_a_topic_draws_the_sentences_that_speak_of_it() -> None:
    candidates = [Candidate(0, "Cats sleep all day long."), Candidate(1, "The bridge is far too old.")]
    assert central_sentences(candidates, 1, topic="Close the bridge")[0].candidate.position == 1
    assert central_sentences(candidates, 1, topic="Cats and dogs")[0].candidate.position == 0
