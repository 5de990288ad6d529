"""Windows: layout, lengths, and that no comment token is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.stance.encoding import Limits, PairEncoder, Window, starts
from threads.stance.model import Cut, StanceInput

CLS, SEP, PAD = 1, 2, 0


class Letters:
    """A tokenizer for tests: each letter is its code point."""

    cls_token_id, sep_token_id, pad_token_id = CLS, SEP, PAD

    def __call__(self, text: list[str], *, add_special_tokens: bool, verbose: bool) -> dict[str, list[list[int]]]:
        return {"input_ids": [[ord(letter) for letter in one] for one in text]}


def encoder(**limits: int) -> PairEncoder:
    return PairEncoder(Letters(), Limits(**limits))


@pytest.mark.parametrize(
    ("length", "room", "overlap", "expected"),
    [
        (0, 10, 2, (0,)),
        (10, 10, 2, (0,)),
        (11, 10, 2, (0, 1)),
        (18, 10, 2, (0, 8)),
        (19, 10, 2, (0, 8, 9)),
        (30, 10, 5, (0, 5, 10, 15, 20)),
        (3, 1, 5, (0, 1, 2)),
    ],
)
def test_starts(length: int, room: int, overlap: int, expected: tuple[int, ...]) -> None:
    assert starts(length, room, overlap) == expected


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 60))
def test_starts_cover_every_token(length: int, room: int, overlap: int) -> None:
    found = starts(length, room, overlap)
    covered = {place for start in found for place in range(start, min(start + room, length))}
    assert covered == set(range(length))
    assert found[-1] + room == length or length <= room


def test_layout_of_all_three_parts() -> None:
    ((window,),) = encoder().windows([StanceInput("ab", "cd", "e")])
    assert window == Window((CLS, 97, 98, SEP, 99, 100, SEP, 101, SEP), (0, 0, 0, 0, 1, 1, 1, 1, 1), 2)


def test_absent_parts_are_empty() -> None:
    ((window,),) = encoder().windows([StanceInput(None, "c")])
    assert window.ids == (CLS, SEP, 99, SEP, SEP)
    assert window.types == (0, 0, 1, 1, 1)


def test_thesis_and_parent_keep_their_beginnings() -> None:
    ((window,),) = encoder(thesis=2, parent=1).windows([StanceInput("abc", "x", "yz")])
    assert window.ids == (CLS, 97, 98, SEP, 120, SEP, 121, SEP)


@given(st.text(alphabet="abcdef", max_size=120), st.text(alphabet="xyz", max_size=20), st.text("uvw", max_size=20))
def test_windows_hold_the_whole_comment_and_stay_in_length(comment: str, thesis: str, parent: str) -> None:
    limits = Limits(window=24, thesis=6, parent=6, overlap=3)
    (windows,) = PairEncoder(Letters(), limits).windows([StanceInput(thesis, comment, parent)])
    assert all(len(window.ids) <= 24 and len(window.ids) == len(window.types) for window in windows)
    assert sum(window.comment_tokens for window in windows) >= len(comment)
    assert len(windows) == 1 or all(window.comment_tokens == windows[0].comment_tokens for window in windows)


@pytest.mark.parametrize(
    ("thesis", "parent", "cut"),
    [
        ("aaa", "bb", Cut()),
        (None, None, Cut()),
        ("aaaa", "bb", Cut(thesis=True)),
        ("aaa", "bbb", Cut(parent=True)),
        ("aaaa", "bbb", Cut(thesis=True, parent=True)),
    ],
)
def test_a_cut_thesis_or_parent_is_said(thesis: str | None, parent: str | None, cut: Cut) -> None:
    reader = encoder(window=20, thesis=3, parent=2)
    assert reader.encoded([StanceInput(thesis, "c" * 99, parent)])[0].cut == cut


def test_no_inputs() -> None:
    assert encoder().windows([]) == []


@pytest.mark.parametrize(("multiple", "width"), [(1, 7), (4, 8), (16, 16)])
def test_padding(multiple: int, width: int) -> None:
    short, long = (one for (one,) in encoder().windows([StanceInput("a", "b"), StanceInput("a", "bcd")]))
    batch = encoder().padded([short, long], multiple=multiple)
    assert batch.ids.shape == batch.types.shape == batch.mask.shape == (2, max(width, len(long.ids)))
    assert batch.mask.sum(axis=1).tolist() == [len(short.ids), len(long.ids)]
    assert np.all(batch.ids[batch.mask == 0] == PAD)
