"""Artists nobody has played yet: the score that artists tagged like them have."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import scipy.linalg as sl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from core.recommend.matrices import Matrix


class TagRidge(BaseEstimator):
    """Ridge regression from an artist's tags to the scores of the artists that have listeners.

    Tag rows are not brought to unit length on purpose: how often an artist is tagged says how well
    known it is, and a well-known newcomer shall rise higher. The prediction is linear in the scores,
    so one small factor, tags x tags, serves every listener.
    """

    def __init__(self, ridge: float = 1.0) -> None:
        self.ridge = ridge

    def fit(self, tags: Matrix, listeners: NDArray[np.float64]) -> Self:
        """`tags` (n_artists, n_tags) weighted; `listeners` (n_artists,): 0 marks the unheard.

        An unheard artist without tags is left out: nothing speaks for it.
        """
        self.n_artists_ = tags.shape[0]
        self.heard_ = np.flatnonzero(listeners > 0)
        self.unheard_ = np.flatnonzero((listeners == 0) & (np.diff(tags.indptr) > 0))
        self.heard_tags_, self.unheard_tags_ = tags[self.heard_], tags[self.unheard_]
        self.gram_ = np.zeros((0, 0), dtype=np.float32)
        if self.unheard_.size:
            gram = (self.heard_tags_.T @ self.heard_tags_).toarray().astype(np.float64)
            gram[np.diag_indices_from(gram)] += self.ridge * gram.trace() / len(gram) + 1e-9
            self.gram_ = sl.cho_factor(gram, lower=True, overwrite_a=True)[0].astype(np.float32)
        return self

    def fill(self, scores: NDArray[Any]) -> None:
        """Overwrite the unheard, tagged artists' columns of `scores` (n, n_artists)."""
        if self.unheard_.size:
            summed = self.heard_tags_.T @ scores[:, self.heard_].T
            scores[:, self.unheard_] = (self.unheard_tags_ @ sl.cho_solve((self.gram_, True), summed)).T

    def weights(self, artist: int) -> NDArray[np.float64]:
        """(n_artists,) how much of each artist's score is in that of an unheard one: `fill` for one column."""
        at = np.searchsorted(self.unheard_, artist)
        solved = sl.cho_solve((self.gram_, True), self.unheard_tags_[[at]].toarray().ravel().astype(np.float64))
        found = np.zeros(self.n_artists_)
        found[self.heard_] = self.heard_tags_ @ solved
        return found
