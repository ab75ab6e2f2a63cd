"""Scores from venues that book alike, kept linear so that each can be taken apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
import scipy.linalg as sl
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from core.recommend.matrices import Matrix

Doubles = NDArray[np.float64]
View = tuple[sp.csr_matrix, sp.csr_matrix]
ROWS_AT_A_TIME = 256


class Filter(NamedTuple):
    """A filter F = `left` x `right` of a kernel K, and what it makes of it, K F."""

    left: Doubles
    right: Matrix
    filtered: Doubles


class Likeness(BaseEstimator):
    """score(v, a) = scale(v) x sum over venues u of [K F](v, u) x target(u, a).

    K is the venues' kernel, F a filter of it (a ridge's inverse, a projection). A view is (shares,
    features): row v of `shares` (n_venues, n_artists) says how much of each booking is in the venue's
    profile, row b of `features` what booking b looks like; K sums the profiles' inner products.
    """

    def fit(
        self, views: list[View], targets: Matrix, found: Callable[[Doubles], Filter], scored: NDArray[np.intp]
    ) -> Self:
        """`targets` (n_venues, n_artists) sparse; `scored`: artists a row's spread is taken from."""
        self.views_ = views
        self.profiles_ = [sp.csr_matrix(shares @ features) for shares, features in views]
        found_filter = found(self._kernel(np.arange(targets.shape[0])))
        self.left_, self.right_ = found_filter.left, found_filter.right
        self.targets_ = sp.csr_matrix(targets, dtype=np.float64)
        self.scale_ = inverse_spread(found_filter.filtered, self.targets_[:, scored])
        return self

    def _kernel(self, venues: NDArray[np.intp]) -> Doubles:
        """(n, n_venues) likeness of some venues to all."""
        kernel = sum((profile[venues] @ profile.T).toarray() for profile in self.profiles_)
        return np.asarray(kernel, dtype=np.float64)

    def scores(self, venues: NDArray[np.intp]) -> Doubles:
        """(n, n_artists), each row with a standard deviation of 1 over the scored artists."""
        strengths = self.scale_[venues, None] * (self._kernel(venues) @ self.left_ @ self.right_)
        return np.asarray(strengths @ self.targets_, dtype=np.float64)

    def terms(self, venue: int, targets: Doubles) -> Doubles:
        """(bookings of the venue, n_venues) terms that sum to the score, bookings by artist number.

        `targets` (n_venues,): the column of the artist that is scored.
        """
        shares = self.views_[0][0]
        booked = shares[venue].indices
        parts = sum(
            shares[venue, booked].toarray().ravel()[:, None] * (features[booked] @ profile.T).toarray()
            for (shares, features), profile in zip(self.views_, self.profiles_, strict=True)
        )
        return np.asarray(self.scale_[venue] * (parts @ self.left_ @ self.right_) * targets, dtype=np.float64)


def inverse_spread(left: Matrix, right: Matrix) -> Doubles:
    """(n,) one over the standard deviation of each row of `left` x `right`; 0 for a row without spread."""
    spread = np.zeros(left.shape[0])
    for start in range(0, left.shape[0] if right.shape[1] else 0, ROWS_AT_A_TIME):
        scores = left[start : start + ROWS_AT_A_TIME] @ right
        scores = scores.toarray() if sp.issparse(scores) else scores
        spread[start : start + ROWS_AT_A_TIME] = scores.std(axis=1)
    return np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12)


def ridge_filter(ridge: float) -> Callable[[Doubles], Filter]:
    """F = (K + ridge)^-1, so that K F = 1 - ridge F: kernel ridge regression."""

    def found(kernel: Doubles) -> Filter:
        n = len(kernel)
        factor, _ = sl.cho_factor(kernel + ridge * np.eye(n), lower=True, overwrite_a=True)
        below = np.tril(sl.lapack.dpotri(factor, lower=True, overwrite_c=True)[0])
        inverse = below + np.tril(below, -1).T
        return Filter(inverse, sp.csr_matrix(sp.eye_array(n)), np.eye(n) - ridge * inverse)

    return found


def first_vectors_filter(n: int) -> Callable[[Doubles], Filter]:
    """F = U S^-1 U' over the kernel's first `n` eigenvectors, K F = U U': the projection a truncated SVD makes.

    Dense: Lanczos would find only one of several equal eigenvalues, and venues that share nothing have equal ones.
    """

    def found(kernel: Doubles) -> Filter:
        size = len(kernel)
        values, vectors = sl.eigh(kernel, subset_by_index=[max(size - n, 0), size - 1])
        kept = values > 1e-9 * max(values.max(initial=0.0), 1e-300)
        values, vectors = values[kept], vectors[:, kept]
        return Filter(vectors / values, vectors.T, vectors @ vectors.T)

    return found
