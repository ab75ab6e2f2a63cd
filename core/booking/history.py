"""Bookings as a matrix of venues and artists, only as far as they lay in the past on a day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import scipy.sparse as sp

from core.errors import NotEnoughData

LEAST_DATES = 20  # past dates on file, over at least two venues: less teaches nothing


@dataclass(frozen=True)
class Books:
    """Who played where: `matrix` (venues, artists) numbers of dates, `tags` (artists, tags) weights or None."""

    venues: pd.Index
    artists: pd.Index
    matrix: sp.csr_matrix
    tags: sp.csr_matrix | None


def past_dates(dates: pd.DataFrame, before: date) -> pd.DataFrame:
    return dates[pd.to_datetime(dates["local_date"]) < pd.Timestamp(before)]


def books(dates: pd.DataFrame, venues: pd.DataFrame, artists: pd.DataFrame, tags: pd.DataFrame, *,
          before: date) -> Books:
    """All venues and artists known, and the dates played before a day.

    `dates`: artist_id, venue_id, local_date. Raises NotEnoughData with fewer than LEAST_DATES of them at two venues.
    """
    past = past_dates(dates, before)
    past = past[past["venue_id"].isin(venues["venue_id"]) & past["artist_id"].isin(artists["artist_id"])]
    if len(past) < LEAST_DATES or past["venue_id"].nunique() < 2:
        raise NotEnoughData(
            f"{len(past)} dates at {past['venue_id'].nunique()} venues are on file before {before:%d %b %Y}; "
            f"{LEAST_DATES} at 2 or more are needed to recommend a booking.",
            remedy="Import concerts, events or a show history.")
    rooms, acts = pd.Index(venues["venue_id"]), pd.Index(artists["artist_id"])
    cells = (rooms.get_indexer(past["venue_id"]), acts.get_indexer(past["artist_id"]))
    matrix = sp.csr_matrix((np.ones(len(past)), cells), shape=(len(rooms), len(acts)))
    return Books(rooms, acts, matrix, tag_matrix(tags, acts))


def tag_matrix(tags: pd.DataFrame, artists: pd.Index) -> sp.csr_matrix | None:
    """(artists, tags) of weights; None when none of them is tagged."""
    known = tags[tags["artist_id"].isin(artists)]
    if known.empty:
        return None
    columns, names = pd.factorize(known["tag"])
    cells = (artists.get_indexer(pd.Index(known["artist_id"])), columns)
    return sp.csr_matrix((known["weight"].to_numpy(float), cells), shape=(len(artists), len(names)))
