"""Which artists a venue has never had and should book next, and which facts say so."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from core.recommend.cold import TagRidge
from core.recommend.likeness import ROWS_AT_A_TIME, Likeness, first_vectors_filter, inverse_spread, ridge_filter
from core.recommend.matrices import (
    Matrix,
    counts,
    ids_within,
    logged,
    not_empty,
    popularity,
    scaled_columns,
    scaled_rows,
    tag_weights,
    unit_rows,
)
from core.recommend.ranking import Ranked, best, standardised

Doubles = NDArray[np.float64]


class Grounds(NamedTuple):
    """What one score is made of; everything together sums to it.

    `booked` (n,) artists the venue has had; `alike` (n, n_venues): how much each of these bookings makes each venue
    that had the artist speak for it; `tagged` (n,): what tags in common add; `often`: how many venues had the artist.
    """

    booked: NDArray[np.intp]
    alike: Doubles
    tagged: Doubles
    often: float


class VenueBooker(BaseEstimator):
    """Venues that book alike speak for each other's artists.

    Likeness is a sum of cosine kernels over the venues' books: how often, whether at all, and how the
    booked artists are tagged. Two filters of it are blended, each brought to unit spread in its row:
    a ridge, and `factor_weight` times a projection on the first `n_factors` singular vectors. Both are
    linear in the bookings, so every score is a sum of terms, and `explain` returns them. Artists no
    venue has booked are reached through their tags (TagRidge). `popularity_weight` times an artist's
    log popularity (standardised) is added: next to nothing suits venues of one city, more of it the
    scattered venues of a tour; it may be set after the fit.
    """

    def __init__(
        self,
        ridge: float = 10.0,
        n_factors: int = 28,
        factor_weight: float = 0.2,
        tag_weight: float = 0.4,
        max_tags: int = 2500,
        popularity_weight: float = 1e-3,
    ) -> None:
        self.ridge = ridge
        self.n_factors = n_factors
        self.factor_weight = factor_weight
        self.tag_weight = tag_weight
        self.max_tags = max_tags
        self.popularity_weight = popularity_weight

    def fit(self, bookings: Any, tags: Any = None) -> Self:
        """`bookings` (n_venues, n_artists) numbers of shows and `tags` (n_artists, n_tags), counts >= 0.

        Raises WrongMatrix on a wrong shape, a NaN or a negative.
        """
        bookings = not_empty(counts(bookings, "bookings"), "bookings")
        tags = tag_weights(tags, bookings.shape[1], most=self.max_tags)
        venues = popularity(bookings)
        self.bookings_ = bookings
        self.prior_ = standardised(np.log1p(venues)[None, :]).ravel()
        self.tags_ = unit_rows(tags)
        self.tag_shares_ = _tag_shares(bookings, self.tags_)
        self.cold_ = TagRidge().fit(tags, venues)
        self.ridge_ = self._ridge(venues)
        self.factors_ = self._factors(venues)
        self.tag_scale_ = self.tag_weight * inverse_spread(self.tag_shares_ @ self.tags_, sp.csc_matrix(self.tags_.T))
        return self

    def _ridge(self, venues: Doubles) -> Likeness:
        discount = np.maximum(venues, 1.0) ** -0.25
        often, ever, one_each = logged(self.bookings_), self.bookings_.sign(), _one_each(len(venues))
        books = [(unit_rows(scaled_columns(book, discount)), one_each) for book in (often, ever)]
        targets = scaled_columns(unit_rows(often, 0.5) + unit_rows(ever, 0.5), np.maximum(venues, 1.0) ** -0.15)
        views = [*books, (self.tag_shares_, self.tags_)]
        return Likeness().fit(views, targets, ridge_filter(self.ridge), self.cold_.heard_)

    def _factors(self, venues: Doubles) -> Likeness:
        discount = np.maximum(venues, 1.0) ** -0.2
        book = scaled_columns(unit_rows(logged(self.bookings_)), discount)
        projection = first_vectors_filter(self.n_factors)
        views = [(book, _one_each(len(venues)))]
        return Likeness().fit(views, unit_rows(logged(self.bookings_)), projection, self.cold_.heard_)

    def recommend(self, venue_ids: ArrayLike, k: int) -> Ranked:
        """(ids, scores), both (n, k), best first, artists the venue has had left out.

        `venue_ids` are rows of `bookings`. The tail is id -1 with score -inf when fewer than k are
        left; a venue without bookings gets the most booked. Scores compare within a row.
        """
        check_is_fitted(self)
        venues = ids_within(venue_ids, self.bookings_.shape[0], "venue_ids")
        starts = range(0, max(len(venues), 1), ROWS_AT_A_TIME)
        parts = [venues[start : start + ROWS_AT_A_TIME] for start in starts]
        ranked = [best(self._scores(part), self.bookings_[part], k) for part in parts]
        return np.concatenate([ids for ids, _ in ranked]), np.concatenate([top for _, top in ranked])

    def _scores(self, venues: NDArray[np.intp]) -> Doubles:
        scores = self.ridge_.scores(venues) + self.factor_weight * self.factors_.scores(venues)
        self.cold_.fill(scores)  # linear in the scores, so that a newcomer's can be taken apart like the others'
        return scores + self.tag_scale_[venues, None] * self._tag_cosine(venues) + self.popularity_weight * self.prior_

    def _tag_cosine(self, venues: NDArray[np.intp]) -> Doubles:
        return (self.tag_shares_[venues] @ self.tags_ @ self.tags_.T).toarray().astype(np.float64)

    def explain(self, venue_id: int, artist_id: int) -> pd.DataFrame:
        """The terms of one score, largest first; `contribution` sums to the score of `recommend`.

        Columns: `because` ("booked there too": a like venue had the artist; "tags alike": its tags are
        near those of a past booking; "often booked": how many venues had it), `past_artist_id` (the booking of
        this venue that makes the likeness), `other_venue_id` (the venue that had the artist),
        `contribution` (score units). Ids are null where a term has none. For an artist nobody booked,
        the other venue is one that books artists tagged like it. Terms of 0 are left out.
        """
        found = self.grounds(venue_id, artist_id)
        rows, others = np.nonzero(found.alike)
        terms = pd.concat(
            [
                _terms("booked there too", found.booked[rows], others, found.alike[rows, others]),
                _terms("tags alike", found.booked, [pd.NA] * len(found.booked), found.tagged),
                _terms("often booked", [pd.NA], [pd.NA], [found.often]),
            ]
        )
        return terms[terms["contribution"] != 0].sort_values("contribution", ascending=False, ignore_index=True)

    def grounds(self, venue_id: int, artist_id: int) -> Grounds:
        """The terms of one score as arrays: what `explain` lists, before it is listed."""
        check_is_fitted(self)
        venue = int(ids_within(venue_id, self.bookings_.shape[0], "venue_id")[0])
        artist = int(ids_within(artist_id, self.bookings_.shape[1], "artist_id")[0])
        booked = self.bookings_[venue].indices
        ridge, factors = self._targets(artist)
        alike = self.ridge_.terms(venue, ridge) + self.factor_weight * self.factors_.terms(venue, factors)
        tagged = self.tag_shares_[venue, booked].toarray().ravel() * self.tag_scale_[venue]
        tagged = tagged * (self.tags_[booked] @ self.tags_[artist].T).toarray().ravel()
        return Grounds(booked, alike, tagged, self.popularity_weight * float(self.prior_[artist]))

    def _targets(self, artist: int) -> list[Doubles]:
        """(n_venues,) for ridge and factors: what each venue's book says of one artist; of a newcomer, what its tags make
        of the other artists' columns."""
        parts = (self.ridge_.targets_, self.factors_.targets_)
        if artist not in self.cold_.unheard_:
            return [targets[:, [artist]].toarray().ravel() for targets in parts]
        weights = self.cold_.weights(artist)
        return [targets @ weights for targets in parts]


def _terms(because: str, past: Any, others: Any, contribution: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "because": pd.Series([because] * len(contribution), dtype="str"),
            "past_artist_id": pd.array(past, dtype="Int64"),
            "other_venue_id": pd.array(others, dtype="Int64"),
            "contribution": np.asarray(contribution, dtype=np.float64),
        }
    )


def _one_each(n: int) -> Matrix:
    return sp.csr_matrix(sp.eye_array(n, dtype=np.float32, format="csr"))


def _tag_shares(bookings: Matrix, tags: Matrix) -> Matrix:
    """(n_venues, n_artists): each booking's part in the venue's tag profile of unit length."""
    shares = unit_rows(logged(bookings))
    profile = shares @ tags
    length = np.sqrt(np.asarray(profile.multiply(profile).sum(axis=1))).ravel()
    return scaled_rows(shares, 1.0 / np.where(length > 0, length, 1.0))
