"""Texts in terms → their TF-IDF rows, weighted over these texts themselves.

Salton & Buckley 1988; as scikit-learn's TfidfVectorizer(sublinear_tf=True) to the last digit, for texts whose terms are
known already: its checks and its reading of the texts cost more than the rows of a thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def tfidf(texts: Sequence[Sequence[str]]) -> csr_array:
    """Rows (texts, terms) of length 1, terms in the order in which they first occur; texts without terms have length 0.

    Count c of a term that n of N texts have weighs (1 + ln c) · (1 + ln((1 + N) / (1 + n))).
    """
    from scipy.sparse import csr_array

    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    terms = np.array(list(map(vocabulary.__getitem__, chain.from_iterable(texts))), dtype=np.int64)
    shape = len(texts), len(vocabulary)
    row = np.repeat(np.arange(shape[0]), [len(text) for text in texts])
    cells, counts = np.unique(row * shape[1] + terms, return_counts=True)
    row, column = np.divmod(cells, max(1, shape[1]))
    having = np.bincount(column, minlength=shape[1]).astype(np.float64)
    weight = (np.log(counts.astype(np.float64)) + 1.0) * (np.log((shape[0] + 1) / (having + 1.0)) + 1.0)[column]
    weight /= _lengths(row, weight, shape[0])[row]
    return csr_array((weight, column, _starts(row, shape[0])), shape=shape)


def _lengths(row: npt.NDArray[np.int64], weight: npt.NDArray[np.float64], rows: int) -> npt.NDArray[np.float64]:
    return np.asarray(np.sqrt(np.bincount(row, weights=weight * weight, minlength=rows)))


def _starts(row: npt.NDArray[np.int64], rows: int) -> npt.NDArray[np.int64]:
    """Where in the cells each row begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
