"""A new vocabulary and word-aligned sentence pairs in, its embeddings out.

A new token's vector is the mean of old token vectors, weighted by IBM model 1
alignments trained in both directions to agree (Brown et al. 1993; Liang, Taskar
& Klein 2006), in the manner of WECHSEL (Minixhofer et al. 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Links:
    """Every (new token, old token) position pair of the aligned sentences.

    All arrays have one entry a link: ``cell`` numbers the distinct token pairs,
    ``new_place`` and ``old_place`` number the token positions over the corpus.
    ``new`` and ``old`` hold the token ids of each cell.
    """

    cell: Ints
    new_place: Ints
    old_place: Ints
    new: Ints
    old: Ints


def links(new: Sequence[Sequence[int]], old: Sequence[Sequence[int]], width: int) -> Links:
    """Lay out all links of sentence pairs; ``width`` exceeds every old token id."""
    keys, new_places, old_places = [], [], []
    new_start = old_start = 0
    for left, right in zip(new, old, strict=True):
        a, b = np.asarray(left, np.int64), np.asarray(right, np.int64)
        keys.append((a[:, None] * width + b[None, :]).ravel())
        new_places.append(np.repeat(np.arange(new_start, new_start + len(a), dtype=np.int32), len(b)))
        old_places.append(np.tile(np.arange(old_start, old_start + len(b), dtype=np.int32), len(a)))
        new_start += len(a)
        old_start += len(b)
    cells, cell = np.unique(np.concatenate(keys), return_inverse=True)
    return Links(
        cell.astype(np.int32),
        np.concatenate(new_places),
        np.concatenate(old_places),
        (cells // width).astype(np.int32),
        (cells % width).astype(np.int32),
    )


def align(found: Links, *, rounds: int = 5, null: float = 0.02) -> Floats:
    """Return the expected number of alignments of every cell of ``found``.

    Both directions are started from the Dice coefficient; ``null`` is the share
    of the mass that each position may leave unaligned.
    """
    counts: Floats = np.bincount(found.cell).astype(np.float64)
    new_total = np.bincount(found.new, counts)
    old_total = np.bincount(found.old, counts)
    score = 2 * counts / (new_total[found.new] + old_total[found.old])
    to_old = to_new = score**2
    for _ in range(rounds):
        posterior = _posterior(to_new[found.cell], found.new_place, null)
        posterior *= _posterior(to_old[found.cell], found.old_place, null)
        counts = np.asarray(np.bincount(found.cell, posterior, minlength=len(found.new)), np.float64)
        to_new = counts / np.maximum(np.bincount(found.old, counts)[found.old], 1e-12)
        to_old = counts / np.maximum(np.bincount(found.new, counts)[found.new], 1e-12)
    return counts


def _posterior(weight: Floats, place: Ints, null: float) -> Floats:
    total = np.bincount(place, weight)
    smooth = null * float(weight.mean())
    result: Floats = weight / (total + smooth + 1e-12)[place]
    return result


def transferred(
    found: Links,
    counts: Floats,
    old_vectors: NDArray[np.float32],
    spelled: Sequence[tuple[int, ...]],
    *,
    floor: float = 0.02,
    least: float = 2.0,
) -> NDArray[np.float32]:
    """Return one vector per new token, shape (new tokens, dimensions).

    Cells under ``floor`` of their token's alignments are dropped. A token with
    fewer than ``least`` alignments gets the mean of the new tokens that spell it
    (``spelled``, see `spellings`), or the mean of all where there are none.
    """
    size = len(spelled)
    mass = np.bincount(found.new, counts, minlength=size)
    share = counts / np.maximum(mass[found.new], 1e-12)
    share = np.where(share >= floor, share, 0.0)
    weights = csr_matrix((share, (found.new, found.old)), shape=(size, old_vectors.shape[0]))
    total = np.asarray(weights.sum(axis=1)).ravel()
    vectors = np.asarray((weights @ old_vectors) / np.maximum(total, 1e-12)[:, None], np.float32)
    known = (mass >= least) & (total > 0)
    middle = vectors[known].mean(axis=0)
    for token in np.flatnonzero(~known).tolist():
        parts = [part for part in spelled[token] if known[part]]
        vectors[token] = vectors[parts].mean(axis=0) if parts else middle
    return vectors


def spellings(tokens: Sequence[str], trusted: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """Return, for each token, trusted tokens that spell it, longest first.

    A token that differs from a trusted one by case alone is spelled by that one.
    """
    index = {token: number for number, token in enumerate(tokens) if trusted[number]}
    return [_spelling(token, index) for token in tokens]


def _spelling(token: str, index: dict[str, int]) -> tuple[int, ...]:
    for form in (token, token.lower()):
        if form in index:
            return (index[form],)
    parts: list[int] = []
    start = 0
    while start < len(token):
        for end in range(len(token), start, -1):
            piece = token[start:end]
            number = index.get(piece, index.get(piece.lower()))
            if number is not None and (end - start > 1 or len(token) <= 2):
                parts.append(number)
                break
        else:
            end = start + 1
        start = end
    return tuple(parts)
