"""Overview: what needs attention today? Frames come from the published snapshot."""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read


def totals(*, filters: Filters) -> pd.DataFrame:
    """Shows on sale, one row a currency, most shows first.

    Columns: currency, shows, gross, compared_gross and comparable_gross (money so far, and what comparables had at the
    same days out), forecast_shows, forecast_gross with _lo and _hi; of all shows, played ones too: tickets_7d,
    tickets_prior_7d, spend_7d.
    """
    return read("overview/totals", **filters.params())


def daily_sales(*, filters: Filters) -> pd.DataFrame:
    """Tickets sold a day, 28 days and today. Columns: date, tickets_sold, partial_day."""
    return read("overview/daily_sales", **filters.params())


def next_days(*, filters: Filters) -> pd.DataFrame:
    """What falls due within 7 days. Columns: day, what, show, concert_id (NULL for a hold)."""
    return read("overview/next_days", **filters.params())
