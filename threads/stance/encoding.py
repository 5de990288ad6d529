"""(Thesis, comment, parent) inputs as token windows: `[CLS] thesis [SEP] comment [SEP] parent [SEP]`.

The first part has token type 0, the rest 1; an absent thesis or parent is an empty part. Training and inference share
this layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from threads.stance.model import Cut, StanceInput


class Tokenizer(Protocol):
    """What is needed of a Hugging Face fast tokenizer."""

    cls_token_id: int
    sep_token_id: int
    pad_token_id: int
    mask_token_id: int

    @property
    def all_special_ids(self) -> list[int]:
        """Ids that stand for no text."""

    def __call__(self, text: list[str], *, add_special_tokens: bool, verbose: bool) -> dict[str, list[list[int]]]:
        """Token ids of every text, under `input_ids`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in tokens: of a whole window, of thesis and parent (their beginnings are kept), of the overlap."""

    window: int = 256
    thesis: int = 64
    parent: int = 64
    overlap: int = 32


@dataclass(frozen=True, slots=True)
class Window:
    """One model input; `comment_tokens` is how much of the comment it holds: its weight in the comment's mean."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    comment_tokens: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """The windows of one input, and what of it they leave out."""

    windows: tuple[Window, ...]
    cut: Cut


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows, each array of shape (windows, longest window)."""

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    mask: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairEncoder:
    """Turns inputs into windows with one tokenizer."""

    tokenizer: Tokenizer
    limits: Limits = Limits()

    def windows(self, inputs: Sequence[StanceInput]) -> list[tuple[Window, ...]]:
        """The windows of every input, at least one each; together they hold every token of the comment."""
        return [one.windows for one in self.encoded(inputs)]

    def encoded(self, inputs: Sequence[StanceInput]) -> list[Encoded]:
        """The windows of every input, and whether its thesis or its parent is longer than their limits."""
        thesis = self._tokens([one.thesis or "" for one in inputs])
        comment = self._tokens([one.comment for one in inputs])
        parent = self._tokens([one.parent or "" for one in inputs])
        return [
            Encoded(tuple(self._windows(*parts)), self._cut(parts[0], parts[2]))
            for parts in zip(thesis, comment, parent, strict=True)
        ]

    def padded(self, windows: Sequence[Window], *, multiple: int = 1) -> Batch:
        """One batch of windows, padded on the right to the longest of them, and on to a multiple of `multiple`."""
        longest = max(len(window.ids) for window in windows)
        shape = len(windows), -(-longest // multiple) * multiple
        ids = np.full(shape, self.tokenizer.pad_token_id, np.int64)
        types, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, window in enumerate(windows):
            length = len(window.ids)
            ids[row, :length], types[row, :length], mask[row, :length] = window.ids, window.types, 1
        return Batch(ids, types, mask)

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        if not texts:
            return []
        return self.tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]

    def _cut(self, thesis: list[int], parent: list[int]) -> Cut:
        return Cut(thesis=len(thesis) > self.limits.thesis, parent=len(parent) > self.limits.parent)

    def _windows(self, thesis: list[int], comment: list[int], parent: list[int]) -> Iterator[Window]:
        thesis, parent = thesis[: self.limits.thesis], parent[: self.limits.parent]
        cls, sep = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        room = max(self.limits.window - len(thesis) - len(parent) - 4, 1)
        for start in starts(len(comment), room, self.limits.overlap):
            piece = comment[start : start + room]
            first, rest = [cls, *thesis, sep], [*piece, sep, *parent, sep]
            yield Window((*first, *rest), (0,) * len(first) + (1,) * len(rest), len(piece))


def starts(length: int, room: int, overlap: int) -> tuple[int, ...]:
    """Where windows of `room` tokens begin so that they cover `length` tokens; neighbours share `overlap` or more.

    The last window ends with the text, so that no window is short but the only one.
    """
    if length <= room:
        return (0,)
    step = max(room - overlap, 1)
    return (*range(0, length - room, step), length - room)
