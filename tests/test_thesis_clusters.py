"""Theses cluster by their words, and a thesis alone stays alone."""

from threads.discourse.thesis_clusters import thesis_clusters


def test_theses_with_much_the_same_words_share_a_cluster() -> None:
    clusters = thesis_clusters(
        [
            ("a", "Die Innenstadt sollte für Autos gesperrt werden."),
            ("b", "Kernenergie ist ein teurer Irrweg."),
            ("c", "Die Innenstadt sollte für den Autoverkehr gesperrt werden."),
            ("d", "Die Innenstadt sollte für Autos gesperrt werden."),
        ]
    )
    assert [cluster.thread_ids for cluster in clusters] == [("a", "c", "d"), ("b",)]
    assert clusters[0].name == "Die Innenstadt sollte für Autos gesperrt werden."
    assert len(clusters[0].theses) == 2


def test_theses_without_words_stay_alone() -> None:
    assert len(thesis_clusters([("a", "…"), ("b", "?")])) == 2
    assert thesis_clusters([]) == ()
    assert len(thesis_clusters([("a", "Ja, nun."), ("b", "Ein an aus.")])) == 2
