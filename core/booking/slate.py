"""Who can be booked: what speaks against an artist at a venue on a day, and a list that is not all of one genre."""

from datetime import date

import numpy as np
import pandas as pd

NEARBY_MILES = 150.0
NEARBY_DAYS = 60
TOO_SMALL, TOO_BIG = 1 / 3, 3.0  # usual room of the artist over the venue's capacity
RELEVANCE = 0.8  # MMR's lambda: the rest is diversity
EARTH_MILES = 3958.8
PLACE = ("latitude", "longitude")


def miles_from(place: pd.Series, others: pd.DataFrame) -> pd.Series:
    """Great-circle miles from a venue to each row (haversine); 0 in the same city, NaN where a place is not known."""
    lat1, lon1 = (np.radians(float(pd.to_numeric(place[name]))) for name in PLACE)
    lat2, lon2 = (np.radians(pd.to_numeric(others[name]).astype(float)) for name in PLACE)
    part = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    miles = pd.Series(2 * EARTH_MILES * np.arcsin(np.sqrt(part)), others.index)
    same = (others["city"].str.casefold() == str(place["city"]).casefold()) & (others["country"] == place["country"])
    return miles.where(miles.notna(), same.map({True: 0.0, False: np.nan}))


def booked_nearby(dates: pd.DataFrame, place: pd.Series, day: date, *, miles: float, days: int) -> dict[str, str]:
    """artist_id -> why: another date within `miles` and `days` of this one, whoever promotes it."""
    apart = (pd.to_datetime(dates["local_date"]) - pd.Timestamp(day)).dt.days
    near = dates[apart.abs() <= days].assign(apart=apart.abs())
    near = near[miles_from(place, near) <= miles].sort_values("apart", ascending=False)
    return {str(row.artist_id): f"Plays {row.venue}, {row.city} on {row.local_date:%d %b %Y}, {row.apart} days apart."
            for row in near.itertuples()}


def held_by_clause(clauses: pd.DataFrame, place: pd.Series, day: date) -> dict[str, str]:
    """artist_id -> why: a radius clause of a show of ours covers this day and place."""
    when = pd.Timestamp(day)
    ruling = clauses[(pd.to_datetime(clauses["starts_on"]) <= when) & (pd.to_datetime(clauses["ends_on"]) >= when)]
    ruling = ruling[miles_from(place, ruling) <= ruling["radius_miles"].astype(float)]
    return {str(row.artist_id): f"Radius clause of {row.venue}, {row.city} on {row.local_date:%d %b %Y}: "
                           f"{row.radius_miles:g} miles, {row.starts_on:%d %b} to {row.ends_on:%d %b %Y}."
            for row in ruling.itertuples()}


def usual_rooms(dates: pd.DataFrame) -> pd.Series:
    """artist_id -> median capacity of the rooms played, of dates with a capacity on file."""
    known = dates[dates["venue_capacity"] > 0]
    return known.groupby("artist_id")["venue_capacity"].median()


def wrong_size(room: float | None, capacity: float | None) -> str | None:
    """Why an artist does not fit a room, or None: it fits, or one of the two is not known."""
    if room is None or capacity is None or pd.isna(room) or pd.isna(capacity) or not capacity > 0:
        return None
    if TOO_SMALL <= room / capacity <= TOO_BIG:
        return None
    return f"Usually plays rooms of {room:,.0f}; this one holds {capacity:,.0f}."


def diverse(scores: np.ndarray, likeness: np.ndarray, k: int, *, relevance: float = RELEVANCE) -> list[int]:
    """The first `k` rows by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).

    `scores` (n,) any scale; `likeness` (n, n) from 0 to 1. Each next row has the largest relevance * score (brought to
    0..1) less (1 - relevance) * its likeness to the nearest row already taken.
    """
    if not len(scores):
        return []
    spread = float(np.ptp(scores))
    fit = (scores - scores.min()) / spread if spread > 0 else np.ones(len(scores))
    nearest, taken = np.zeros(len(scores)), []
    left = np.ones(len(scores), dtype=bool)
    for _ in range(min(k, len(scores))):
        gain = np.where(left, relevance * fit - (1 - relevance) * nearest, -np.inf)
        best = int(gain.argmax())
        taken.append(best)
        left[best] = False
        nearest = np.maximum(nearest, likeness[best])
    return taken


def genre_likeness(genres: pd.Series) -> np.ndarray:
    """(n, n): 1 for the same genre, 0 for another or an unknown one."""
    codes, _ = pd.factorize(genres)
    return ((codes[:, None] == codes[None, :]) & (codes[:, None] >= 0)).astype(float)
