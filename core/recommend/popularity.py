"""The baseline every model must beat: what most listeners play, or most venues book."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from core.recommend.matrices import counts, not_empty, popularity
from core.recommend.ranking import Ranked, best


class Popularity(BaseEstimator):
    """The same ranking for everyone, by number of listeners, less what each has already."""

    def fit(self, plays: Any, tags: Any = None) -> Self:
        """`plays` (n_listeners, n_artists) >= 0; `tags` is accepted and not used."""
        self.popularity_ = popularity(not_empty(counts(plays, "plays"), "plays"))
        return self

    def recommend(self, profiles: Any, k: int) -> Ranked:
        """(ids, scores), both (n, k); a score is a number of listeners."""
        check_is_fitted(self)
        seen = counts(profiles, "profiles", n_columns=len(self.popularity_))
        scores = np.tile(self.popularity_.astype(np.float32), (seen.shape[0], 1))
        return best(scores, seen, k)
