"""Events: which dates are safe? Every function reads the published snapshot."""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read

CLASH_DAYS = 3
AHEAD_DAYS = 60
LISTED = 1_000  # most rows of `listings`
PLACES = 800  # dots on the map: what a phone can still draw
MARKETS = 5  # calendars beside each other; more is a wall


def totals(*, filters: Filters) -> pd.DataFrame:
    """One row, from today on unless dates are chosen. Columns: ours, others, markets, competing_capacity, disrupted."""
    return read("events/totals", **filters.params())


def clashes(*, filters: Filters, days: int = CLASH_DAYS, ahead: int = AHEAD_DAYS) -> pd.DataFrame:
    """Others' shows in the same market within `days` of ours in the next `ahead` days, worst first.

    Columns: those of queries/events/clashes.sql; miles is NULL where a venue has no coordinates.
    """
    return read("events/clashes", days=days, ahead=ahead, **filters.params())


def span(*, filters: Filters) -> pd.DataFrame:
    """One row, whatever dates are chosen. Columns: listed, ahead (shows from today on),
    fullest_month (its first day)."""
    params = filters.params()
    return read("events/span", **{name: params[name] for name in ("markets", "venues", "genres")})


def strip(*, filters: Filters, ahead: int = AHEAD_DAYS, most: int = MARKETS) -> pd.DataFrame:
    """Each day of the markets with most of our shows, from the first date chosen or today on.

    Columns: market, date, competing_capacity (people), competing_shows, ours (shows).
    """
    params = filters.params()
    del params["date_to"]
    return read("events/strip", ahead=ahead, most=most, **params)


def listings(*, filters: Filters) -> pd.DataFrame:
    """Listed shows, soonest first, at most 1,000. Columns: those of queries/events/listings.sql."""
    return read("events/listings", **filters.params())


def calendar(*, filters: Filters, most: int = LISTED) -> pd.DataFrame:
    """What is on with sale windows, prices where known and holidays, soonest first, at most `most` rows.

    Columns: those of queries/events/calendar.sql; instants are UTC.
    """
    return read("events/calendar", most=most, **filters.params())


def days(*, filters: Filters) -> pd.DataFrame:
    """Each day of the month of the first date chosen, else of today. Columns: those of queries/events/days.sql."""
    params = filters.params()
    del params["date_to"]
    return read("events/days", **params)


def months(*, filters: Filters) -> pd.DataFrame:
    """The months that have shows, whatever dates are chosen. Columns: month (first day), shows, ours."""
    params = filters.params()
    return read("events/months", **{name: params[name] for name in ("markets", "venues", "genres")})


def places(*, filters: Filters, most: int = PLACES) -> pd.DataFrame:
    """Where shows are, a row a point on the map. Columns: those of queries/events/map.sql."""
    return read("events/map", most=most, **filters.params())


def by_market(*, filters: Filters) -> pd.DataFrame:
    """Columns: label (market), latitude, longitude, shows, capacity (people), ours."""
    return read("events/by_market", **filters.params())


def holds(*, filters: Filters) -> pd.DataFrame:
    """Columns: local_date, venue, city, market, hold_level, artist, placed_at, challenged_at, respond_by, outcome."""
    params = filters.params()
    del params["genres"]
    return read("events/holds", **params)


def radius(*, filters: Filters) -> pd.DataFrame:
    """Radius clauses of coming shows. Columns: concert_id, label, local_date, radius_miles, starts_on, ends_on."""
    return read("events/radius", **filters.params())


def changes(*, filters: Filters) -> pd.DataFrame:
    """Columns: seen_at (UTC), change, name, venue, city, market, local_date, status, is_ours, event_id."""
    return read("events/changes", **filters.params())
