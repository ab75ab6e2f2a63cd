"""Which artists a listener, or a market's listeners together, will go for next."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import scipy.linalg as sl
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.extmath import randomized_svd
from sklearn.utils.validation import check_is_fitted

from core.recommend.cold import TagRidge
from core.recommend.matrices import (
    Floats,
    Matrix,
    counts,
    logged,
    not_empty,
    popularity,
    scaled_columns,
    tag_weights,
    unit_rows,
)
from core.recommend.ranking import Ranked, best, standardised

ROWS_AT_A_TIME = 256


class ArtistRecommender(BaseEstimator):
    """A blend, on z-scores, of three views of a listener.

    - kernel ridge: listeners who play the same, rarely played artists, or artists tagged alike, are
      near each other (sum of two cosine kernels); what the near ones play is the score. Fitted on at
      most `max_listeners` of them, drawn at random.
    - factors: a truncated SVD of log plays, artists discounted by popularity ** -discount.
    - tags: the cosine between the listener's tag profile and the artist's tags.

    Artists nobody has played get the score that artists tagged like them have (TagRidge).
    """

    def __init__(
        self,
        n_factors: int = 64,
        discount: float = 0.2,
        ridge: float = 1.0,
        tag_kernel: float = 1.0,
        factor_weight: float = 0.5,
        tag_weight: float = 0.4,
        max_listeners: int = 4000,
        max_tags: int = 2500,
        random_state: int = 0,
    ) -> None:
        self.n_factors = n_factors
        self.discount = discount
        self.ridge = ridge
        self.tag_kernel = tag_kernel
        self.factor_weight = factor_weight
        self.tag_weight = tag_weight
        self.max_listeners = max_listeners
        self.max_tags = max_tags
        self.random_state = random_state

    def fit(self, plays: Any, tags: Any = None) -> Self:
        """`plays` (n_listeners, n_artists) and `tags` (n_artists, n_tags), counts >= 0, sparse or dense.

        Raises WrongMatrix (a MarqueeError and a ValueError) on a wrong shape, a NaN or a negative.
        """
        plays = not_empty(counts(plays, "plays"), "plays")
        tags = tag_weights(tags, plays.shape[1], most=self.max_tags)
        listeners = popularity(plays)
        self.discount_ = np.maximum(listeners, 1.0) ** -self.discount
        self.prior_ = standardised(np.log1p(listeners, dtype=np.float32)[None, :])
        self.tags_ = unit_rows(tags)
        self.cold_ = TagRidge().fit(tags, listeners)
        self.factors_ = self._factors(plays)
        self._fit_kernel(plays)
        return self

    def _factors(self, plays: Matrix) -> Floats:
        """(n_factors, n_artists), orthonormal rows; fewer factors when the matrix is small."""
        rank = min(self.n_factors, min(plays.shape) - 1)
        if rank < 1:
            return np.zeros((1, plays.shape[1]), dtype=np.float32)
        weights = scaled_columns(logged(plays), self.discount_)
        _, _, factors = randomized_svd(weights, rank, n_iter=3, random_state=self.random_state)
        return factors.astype(np.float32)

    def _fit_kernel(self, plays: Matrix) -> None:
        if plays.shape[0] > self.max_listeners:
            draw = check_random_state(self.random_state).permutation(plays.shape[0])
            plays = plays[np.sort(draw[: self.max_listeners])]
        self.near_plays_, self.near_tags_ = self._views(plays)
        self.near_targets_ = unit_rows(logged(plays))
        gram = self._kernel(self.near_plays_, self.near_tags_)
        gram[np.diag_indices_from(gram)] += self.ridge
        self.gram_, _ = sl.cho_factor(gram, lower=True, overwrite_a=True)

    def _views(self, profiles: Matrix) -> tuple[Matrix, Floats]:
        """Unit rows: what each listener plays (popular artists discounted) and how that is tagged."""
        weights = logged(profiles)
        played = unit_rows(scaled_columns(weights, self.discount_))
        tagged = unit_rows(unit_rows(weights) @ self.tags_).toarray()
        return played, tagged

    def _kernel(self, played: Matrix, tagged: Floats) -> Floats:
        """(n, listeners kept): cosine of plays plus `tag_kernel` times cosine of tag profiles."""
        return (played @ self.near_plays_.T).toarray() + self.tag_kernel * (tagged @ self.near_tags_.T)

    def recommend(self, profiles: Any, k: int) -> Ranked:
        """(ids, scores), both (n, k), best first, for `profiles` (n, n_artists) of plays.

        Artists a profile holds are left out; the tail is id -1 with score -inf when fewer than k are
        left. An empty profile gets the most played. Scores compare within a row, not between rows.
        """
        check_is_fitted(self)
        profiles = counts(profiles, "profiles", n_columns=self.tags_.shape[0])
        starts = range(0, max(profiles.shape[0], 1), ROWS_AT_A_TIME)
        parts = [profiles[start : start + ROWS_AT_A_TIME] for start in starts]
        ranked = [best(self._scores(part), part, k) for part in parts]
        return np.concatenate([ids for ids, _ in ranked]), np.concatenate([top for _, top in ranked])

    def _scores(self, profiles: Matrix) -> Floats:
        played, tagged = self._views(profiles)
        near = sl.cho_solve((self.gram_, True), self._kernel(played, tagged).T)
        heard = self.cold_.heard_
        scores = standardised((self.near_targets_.T @ near).T, heard)
        factors = (scaled_columns(logged(profiles), self.discount_) @ self.factors_.T) @ self.factors_
        scores += self.factor_weight * standardised(factors, heard)
        self.cold_.fill(scores)
        scores += self.tag_weight * standardised((self.tags_ @ tagged.T).T)
        scores += 1e-3 * self.prior_
        return scores
