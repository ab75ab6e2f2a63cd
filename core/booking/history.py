"""Bookings as a matrix of venues and artists, only as far as they lay in the past on a day, and what is learned of it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from core.errors import NotEnoughData

if TYPE_CHECKING:
    from core.recommend import VenueBooker

LEAST_DATES = 20  # past dates on file, over at least two venues: less teaches nothing
MOST_VENUES = 1_500  # learned from, ours and those that had most artists: the cost grows with the cube of their number
WEIGHTS = (1e-3, 0.2, 0.4, 0.8)  # of popularity, tried on the newest dates
TRIED_MONTHS = 6
LEAST_TRIED, MOST_TRIED = 20, 150  # venues that a weight is tried on
LISTED = 100  # artists of a list that NDCG looks at


@dataclass(frozen=True)
class Books:
    """Who played where before a day: `past` (venue_id, artist_id, local_date; one row a date) and as `matrix` (venues,
    artists) of numbers of dates."""

    venues: pd.Index
    artists: pd.Index
    past: pd.DataFrame
    matrix: sp.csr_matrix
    before: date


def past_dates(dates: pd.DataFrame, before: date) -> pd.DataFrame:
    return dates[pd.to_datetime(dates["local_date"]) < pd.Timestamp(before)]


def books(dates: pd.DataFrame, venues: pd.DataFrame, artists: pd.DataFrame, *, before: date,
          asked: str | None = None) -> Books:
    """Venues and artists known, and the dates played before a day; `asked` is a venue that must be among them.

    `dates`: artist_id, venue_id, local_date. `venues`: venue_id, ours. Raises NotEnoughData with fewer than LEAST_DATES
    dates at two venues.
    """
    past = past_dates(dates, before)
    past = past[past["venue_id"].isin(venues["venue_id"]) & past["artist_id"].isin(artists["artist_id"])]
    if len(past) < LEAST_DATES or past["venue_id"].nunique() < 2:
        raise NotEnoughData(
            f"{len(past)} dates at {past['venue_id'].nunique()} venues are on file before {before:%d %b %Y}; "
            f"{LEAST_DATES} at 2 or more are needed to recommend a booking.",
            remedy="Import concerts, events or a show history.")
    rooms, acts = pd.Index(venues["venue_id"]), pd.Index(artists["artist_id"])
    if len(rooms) > MOST_VENUES:
        had = past.groupby("venue_id")["artist_id"].nunique().sort_values(ascending=False, kind="stable")
        rooms = rooms[rooms.isin(had.index[:MOST_VENUES]) | (venues["ours"] > 0) | (rooms == asked)]
        past = past[past["venue_id"].isin(rooms)]
    cells = (rooms.get_indexer(past["venue_id"]), acts.get_indexer(past["artist_id"]))
    matrix = sp.csr_matrix((np.ones(len(past)), cells), shape=(len(rooms), len(acts)))
    return Books(rooms, acts, past, matrix, before)


def taught(known: Books) -> "VenueBooker":
    """The booker of these venues, the weight of popularity chosen by NDCG on the newest months before the day.

    Without tags: on every store tried they made lists worse, by a third where only some artists are tagged.
    """
    from core.recommend import VenueBooker, ndcg, split_by_time

    cut = (pd.Timestamp(known.before) - pd.DateOffset(months=TRIED_MONTHS)).date()
    split = split_by_time(known.venues.get_indexer(pd.Index(known.past["venue_id"])),
                          known.artists.get_indexer(pd.Index(known.past["artist_id"])), pd.to_datetime(known.past["local_date"]),
                          cut=cut, months=TRIED_MONTHS, shape=known.matrix.shape)
    if len(split.venue_ids) < LEAST_TRIED:
        return VenueBooker().fit(known.matrix)
    tried = slice(None, None, max(len(split.venue_ids) // MOST_TRIED, 1))
    model = VenueBooker().fit(split.bookings)
    found = [ndcg(model.set_params(popularity_weight=weight).recommend(split.venue_ids[tried], LISTED)[0],
                  split.targets[tried], LISTED).mean() for weight in WEIGHTS]
    return VenueBooker(popularity_weight=WEIGHTS[int(np.argmax(found))]).fit(known.matrix)


def tag_matrix(tags: pd.DataFrame, artists: pd.Index) -> sp.csr_matrix | None:
    """(artists, tags) of weights; None when none of them is tagged."""
    known = tags[tags["artist_id"].isin(artists)]
    if known.empty:
        return None
    columns, names = pd.factorize(known["tag"])
    cells = (artists.get_indexer(pd.Index(known["artist_id"])), columns)
    return sp.csr_matrix((known["weight"].to_numpy(float), cells), shape=(len(artists), len(names)))
