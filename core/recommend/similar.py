"""Artists like one artist: whom its listeners also play, and who is tagged the same way."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from core.recommend.cold import TagRidge
from core.recommend.matrices import (
    Floats,
    counts,
    ids_within,
    logged,
    not_empty,
    popularity,
    scaled_rows,
    tag_weights,
    unit_rows,
)
from core.recommend.ranking import Ranked, best, standardised

ROWS_AT_A_TIME = 256


class SimilarArtists(BaseEstimator):
    """A two-step walk over log plays, artist -> listener -> artist, plus known-ness and the cosine of tags.

    The walk is RP3beta's (Paudel et al., ACM TiiS 7(1), 2017) without its popularity discount: started
    from one artist instead of a profile, lists got worse with the discount and better with a little
    popularity added. Artists nobody plays are reached through their tags (TagRidge).
    """

    def __init__(self, tag_weight: float = 0.8, popularity_weight: float = 0.4, max_tags: int = 2500) -> None:
        self.tag_weight = tag_weight
        self.popularity_weight = popularity_weight
        self.max_tags = max_tags

    def fit(self, plays: Any, tags: Any = None) -> Self:
        """`plays` (n_listeners, n_artists) and `tags` (n_artists, n_tags), counts >= 0, sparse or dense.

        Raises WrongMatrix on a wrong shape, a NaN or a negative.
        """
        plays = logged(not_empty(counts(plays, "plays"), "plays"))
        tags = tag_weights(tags, plays.shape[1], most=self.max_tags)
        listeners = popularity(plays)
        self.to_artists_ = _chances(plays)
        self.to_listeners_ = _chances(sp.csr_matrix(plays.T))
        self.tags_ = unit_rows(tags)
        self.known_ = standardised(listeners.astype(np.float32)[None, :])
        self.cold_ = TagRidge().fit(tags, listeners)
        return self

    def similar(self, artist_ids: ArrayLike, k: int) -> Ranked:
        """(ids, scores), both (n, k), best first, never the artist itself; padded with -1 and -inf.

        `artist_ids` are columns of `plays`. Scores compare within a row, not between rows.
        """
        check_is_fitted(self)
        n_artists = self.tags_.shape[0]
        seeds = ids_within(artist_ids, n_artists, "artist_ids")
        one_each = sp.csr_matrix(
            (np.ones(len(seeds), dtype=np.float32), (np.arange(len(seeds)), seeds)),
            shape=(len(seeds), n_artists),
        )
        starts = range(0, max(len(seeds), 1), ROWS_AT_A_TIME)
        parts = [one_each[start : start + ROWS_AT_A_TIME] for start in starts]
        ranked = [best(self._scores(part), part, k) for part in parts]
        return np.concatenate([ids for ids, _ in ranked]), np.concatenate([top for _, top in ranked])

    def _scores(self, seeds: sp.csr_matrix) -> Floats:
        walk = (seeds @ self.to_listeners_ @ self.to_artists_).toarray()
        scores = standardised(walk, self.cold_.heard_)
        scores += self.popularity_weight * self.known_
        self.cold_.fill(scores)
        scores += self.tag_weight * standardised((seeds @ self.tags_ @ self.tags_.T).toarray())
        return scores


def _chances(weights: sp.csr_matrix) -> sp.csr_matrix:
    """Rows that sum to 1, the chance of each next step; an empty row stays empty."""
    total = np.asarray(weights.sum(axis=1), dtype=np.float64).ravel()
    return scaled_rows(weights, 1.0 / np.where(total > 0, total, 1.0))
