"""Scores from venues that book alike, kept linear so that each can be taken apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

Doubles = NDArray[np.float64]
View = tuple[sp.csr_matrix, sp.csr_matrix]


class Likeness(BaseEstimator):
    """score(v, a) = scale(v) x sum over venues u of [K F](v, u) x target(u, a).

    K is the venues' kernel, F a filter of it (a ridge's inverse, a projection). A view is (shares,
    features): row v of `shares` (n_venues, n_artists) says how much of each booking is in the venue's
    profile, row b of `features` what booking b looks like; K sums the profiles' inner products.
    """

    def fit(
        self, views: list[View], targets: Doubles, filtered: Callable[[Doubles], Doubles], scored: NDArray[np.intp]
    ) -> Self:
        """`targets` (n_venues, n_artists); `scored`: artists a row's spread is taken from."""
        self.views_ = views
        self.profiles_ = [sp.csr_matrix(shares @ features) for shares, features in views]
        kernel = sum((profile @ profile.T).toarray() for profile in self.profiles_)
        self.filter_ = filtered(kernel)
        self.targets_ = targets
        strengths = kernel @ self.filter_
        self.scale_ = inverse_spread(strengths @ targets[:, scored])
        self.strengths_ = strengths * self.scale_[:, None]
        return self

    def scores(self, venues: NDArray[np.intp]) -> Doubles:
        """(n, n_artists), each row with a standard deviation of 1 over the scored artists."""
        return self.strengths_[venues] @ self.targets_

    def terms(self, venue: int, artist: int) -> Doubles:
        """(bookings of the venue, n_venues) terms that sum to the score, bookings by artist number."""
        shares = self.views_[0][0]
        booked = shares[venue].indices
        parts = sum(
            shares[venue, booked].toarray().ravel()[:, None] * (features[booked] @ profile.T).toarray()
            for (shares, features), profile in zip(self.views_, self.profiles_, strict=True)
        )
        return self.scale_[venue] * (parts @ self.filter_) * self.targets_[:, artist]


def inverse_spread(scores: Doubles) -> Doubles:
    """(n,) one over each row's standard deviation; 0 for a row without spread."""
    spread = scores.std(axis=1) if scores.size else np.zeros(len(scores))
    return np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12)


def ridge_filter(ridge: float) -> Callable[[Doubles], Doubles]:
    """(K + ridge)^-1: kernel ridge regression."""
    return lambda kernel: np.asarray(np.linalg.inv(kernel + ridge * np.eye(len(kernel))), dtype=np.float64)


def first_vectors_filter(n: int) -> Callable[[Doubles], Doubles]:
    """U S^-1 U' over the kernel's first `n` eigenvectors: the projection a truncated SVD makes."""

    def filtered(kernel: Doubles) -> Doubles:
        values, vectors = np.linalg.eigh(kernel)
        first = np.flatnonzero(values > 1e-9 * max(values.max(), 1e-300))[::-1][:n]
        kept: Doubles = np.asarray(vectors[:, first], dtype=np.float64)
        return (kept / values[first]) @ kept.T

    return filtered
