"""Artists: whom should we book? Every function reads the published snapshot."""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read


def ranking(*, filters: Filters, limit: int = 100) -> pd.DataFrame:
    """Artists to consider, best record with us first, then most listened.

    Columns: artist_id, artist, genre, listeners (people), plays, shows, avg_tickets, sell_through (our played shows
    under the filters), last_play, last_city, listed_dates, upcoming.
    """
    return read("artists/ranking", limit=limit, **filters.params())


def totals(*, filters: Filters) -> pd.DataFrame:
    """One row. Columns: artists, known (without filters), with_listeners, with_our_shows, dates, ahead (counts)."""
    return read("artists/totals", **filters.params())


def one(*, artist_id: str) -> pd.DataFrame:
    """One artist, one row or none: identity, listeners, plays, our_shows, listed_dates."""
    return read("artists/one", artist_id=artist_id)


def found(*, text: str, limit: int = 50) -> pd.DataFrame:
    """Artists whose name or alias holds a text. Columns: artist_id, artist, genre, listeners, listed_dates."""
    return read("artists/found", text=text, limit=limit)


def touring(*, artist_id: str) -> pd.DataFrame:
    """Where the artist has played or will, newest first, at most 500.

    Columns: local_date, venue, city, region, country, billing, status, is_ours, venue_capacity, tickets_sold, sellable,
    sell_through (to date), gross, currency, latitude, longitude, ahead (today or later).
    """
    return read("artists/touring", artist_id=artist_id)


def by_genre(*, filters: Filters) -> pd.DataFrame:
    """Columns: genre, shows, tickets_sold, sell_through, lo and hi (the middle 80 % of shows; fractions)."""
    return read("artists/by_genre", **filters.params())


def by_city(*, artist_id: str) -> pd.DataFrame:
    """Columns: city, shows, sell_through, lo, hi (fractions; lo and hi are the worst and best show)."""
    return read("artists/by_city", artist_id=artist_id)


def cities(*, artist_id: str) -> pd.DataFrame:
    """Where the artist plays most. Columns: label (city), value and ahead (listed dates)."""
    return read("artists/cities", artist_id=artist_id)
