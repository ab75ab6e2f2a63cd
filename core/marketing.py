"""Marketing: what did the spend bring? Every function reads the published snapshot.

A sale is attributed to the channel recorded with it (its last touch); the rest is unattributed and always shown.
The date filter chooses days of sale and spend, not days of show.
"""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read


def channels(*, filters: Filters) -> pd.DataFrame:
    """One row a currency and channel, most spend first; channel NULL = unattributed.

    Columns: currency, channel, spend, impressions, clicks, tickets, gross, ctr, cpc, cpm, cost_per_ticket, roas.
    """
    return read("marketing/channels", **filters.params())


def monthly(*, filters: Filters) -> pd.DataFrame:
    """Columns: currency, month, spend, gross, tickets, partial."""
    return read("marketing/monthly", **filters.params())


def shows(*, filters: Filters) -> pd.DataFrame:
    """Shows with spend, most first.

    Columns: concert_id, artist, city, local_date, phase, currency, spend, tickets, gross, cost_per_ticket,
    sell_through (a fraction).
    """
    return read("marketing/shows", **filters.params())


def segments(*, filters: Filters) -> pd.DataFrame:
    """Buyers by lifecycle segment. Columns: label, value (people)."""
    return read("marketing/segments", markets=filters.params()["markets"])
