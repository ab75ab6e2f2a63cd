"""What comes out: the best k of each row of scores, never what the row has already."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.recommend.matrices import Matrix, WrongMatrix

NOBODY = -1
Ranked = tuple[NDArray[np.int64], NDArray[Any]]


def standardised(scores: NDArray[Any], over: NDArray[np.intp] | None = None) -> NDArray[Any]:
    """Each row less its mean, over its standard deviation; a row without spread becomes zeros.

    `over`: the columns mean and deviation are taken from (all by default).
    """
    scores = np.ascontiguousarray(scores)
    everything = over is None or len(over) == scores.shape[1]
    if not scores.size or (over is not None and not len(over)):
        return np.zeros_like(scores)
    centred = scores - (scores if everything else scores[:, over]).mean(axis=1, keepdims=True)
    basis = centred if everything else centred[:, over]
    spread = np.sqrt(np.einsum("ij,ij->i", basis, basis) / basis.shape[1])[:, None]
    centred *= np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12)
    return centred


def best(scores: NDArray[Any], seen: Matrix, k: int) -> Ranked:
    """(ids, scores), both (n, k), best first; columns `seen` by a row are left out.

    Where fewer than k are left the tail is id -1 with score -inf. Ties go to the lower id, so the
    same scores always give the same list. `scores` is overwritten.
    """
    if not isinstance(k, int | np.integer) or isinstance(k, bool) or k < 1:
        raise WrongMatrix(f"k must be a whole number of 1 or more, not {k!r}.")
    rows, columns = seen.nonzero()
    scores[rows, columns] = -np.inf
    kept = min(k, scores.shape[1])
    ids = np.full((len(scores), k), NOBODY, dtype=np.int64)
    top = np.full((len(scores), k), -np.inf, dtype=scores.dtype)
    for row, line in enumerate(scores):
        order = _first(line, kept)
        ids[row, :kept] = np.where(np.isneginf(line[order]), NOBODY, order)
        top[row, :kept] = line[order]
    return ids, top


def _first(line: NDArray[Any], k: int) -> NDArray[np.intp]:
    """The positions of the k largest, largest first, equal ones by position."""
    if k == len(line):
        return np.argsort(-line, kind="stable")
    cut = np.partition(line, len(line) - k)[len(line) - k]
    above = np.flatnonzero(line > cut)
    order = above[np.argsort(-line[above], kind="stable")]
    return np.concatenate([order, np.flatnonzero(line == cut)[: k - len(order)]])
