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
    so one small matrix, tags x unheard artists, serves every listener.
    """

    def __init__(self, ridge: float = 1.0) -> None:
        self.ridge = ridge

    def fit(self, tags: Matrix, listeners: NDArray[np.float64]) -> Self:
        """`tags` (n_artists, n_tags) weighted; `listeners` (n_artists,): 0 marks the unheard."""
        self.heard_ = np.flatnonzero(listeners > 0)
        self.unheard_ = np.flatnonzero(listeners == 0)
        self.tags_heard_ = tags[self.heard_]
        self.weights_ = np.zeros((tags.shape[1], 0), dtype=np.float32)
        if self.unheard_.size and tags.shape[1]:
            gram = (self.tags_heard_.T @ self.tags_heard_).toarray().astype(np.float64)
            gram[np.diag_indices_from(gram)] += self.ridge * gram.trace() / len(gram) + 1e-9
            targets = tags[self.unheard_].T.toarray()
            self.weights_ = sl.solve(gram, targets, assume_a="pos").astype(np.float32)
        return self

    def fill(self, scores: NDArray[Any]) -> None:
        """Overwrite the unheard artists' columns of `scores` (n, n_artists)."""
        if self.weights_.shape[1]:
            summed = (self.tags_heard_.T @ scores[:, self.heard_].T).T
            scores[:, self.unheard_] = summed @ self.weights_
