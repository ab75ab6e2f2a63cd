"""Results as published: forecasts, settlements, similar artists, and the venues that deeds name."""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read


def forecasts(*, filters: Filters) -> pd.DataFrame:
    """The forecast of each show. Columns: those of queries/results/forecasts.sql (tickets, fractions)."""
    return read("results/forecasts", **filters.params())


def settlements(*, filters: Filters) -> pd.DataFrame:
    """The settlement of each show. Columns: those of queries/results/settlements.sql (money)."""
    return read("results/settlements", **filters.params())


def similar(*, artist_id: str) -> pd.DataFrame:
    """Columns: artist_id, artist, genre, method, score, as_of; nearest first."""
    return read("results/similar", artist_id=artist_id)


def venues(*, filters: Filters) -> pd.DataFrame:
    """Columns: venue_id, venue, city, region, country, market, venue_capacity (people), latitude, longitude."""
    params = filters.params()
    return read("results/venues", markets=params["markets"], venues=params["venues"])
