"""Marketing: what did the spend bring? Every function reads the published snapshot.

A sale stands here under the channel recorded with it (its last touch); `core.attributions` credits it in other ways and
`core.responses` measures what would not have been sold otherwise. The filters choose shows, over all their days of sale;
spend for the whole season belongs to no show and is left out as soon as shows are chosen.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.filters import Filters
from core.show_sums import added, columns_of, summed
from core.warehouse.read import read
from core.warehouse.snapshot import current

BY = ("concert", "market", "channel", "campaign")
SOLD = ("tickets", "new_buyers")  # what nothing was spent on has no price, not a price of nothing
RATIOS = {"ctr": ("clicks", "impressions", 1), "cpc": ("spend", "clicks", 1), "cpm": ("spend", "impressions", 1000),
          "cvr": ("conversions", "clicks", 1), "cost_per_ticket": ("spend", "tickets", 1), "cac": ("spend", "new_buyers", 1),
          "roas": ("gross", "spend", 1)}  # ratio: over, under, times
CHANNELS = "marketing/channels_by_show", ("currency", "channel")
MEASURED = ("spend", "impressions", "clicks", "conversions", "tickets", "gross", "new_buyers")
GRAINS = ("day", "week", "month")


def channels(*, filters: Filters) -> pd.DataFrame:
    """One row a currency and channel, most spend first; channel NULL = unattributed.

    Columns: currency, channel, spend, impressions, clicks, conversions, tickets, gross, orders, new_buyers, ctr, cpc, cpm,
    cvr, cost_per_ticket, cac, roas.
    """
    sums = added(current().path, *CHANNELS, filters)
    spend, tickets = (sums.values[list(sums.measures).index(name)] for name in ("spend", "tickets"))
    return behind_new_buyers(columns_of(sums, np.lexsort((-tickets, -spend))))


def currencies(*, filters: Filters) -> list[str | None]:
    """Those with spend or sales, the one with most spend first, then most gross; None where it is not known."""
    sums = added(current().path, *CHANNELS, filters)
    place, names = pd.factorize(sums.keys["currency"].array[sums.at], use_na_sentinel=False)
    spend, gross = (np.bincount(place, sums.values[list(sums.measures).index(name)]) for name in ("spend", "gross"))
    return [None if pd.isna(name) else str(name) for name in np.asarray(names, object)[np.lexsort((-gross, -spend))]]


def channel_sums(*, filters: Filters, show: str | None = None) -> pd.DataFrame:
    """`channels` without its ratios, by currency and channel; of one show where named."""
    return summed(*CHANNELS, filters=filters, show=show)


def with_ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of spend and sales with their RATIOS behind new_buyers; NaN where the denominator is nothing."""
    return behind_new_buyers({str(name): values.array for name, values in rows.items() if name not in RATIOS})


def behind_new_buyers(columns: dict[str, Any]) -> pd.DataFrame:
    """The columns with their RATIOS as a frame."""
    names = list(columns)
    place = names.index("new_buyers") + 1
    columns |= ratios({name: as_floats(columns[name]) for name in MEASURED})
    return pd.DataFrame({name: columns[name] for name in (*names[:place], *RATIOS, *names[place:])}, copy=False)


def as_floats(values: Any) -> np.ndarray:
    return values.astype(float) if isinstance(values, np.ndarray) else values.to_numpy(float, na_value=np.nan)


def ratios(measured: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """RATIOS of MEASURED, NaN where the denominator is nothing."""
    found = {}
    for name, (over, under, times) in RATIOS.items():
        top, bottom = measured[over], measured[under]
        top = np.where(top > 0, top, np.nan) if under in SOLD else top
        found[name] = times * top / np.where(bottom > 0, bottom, np.nan)
    return found


def asked_with_ratios(question: str, **params: object) -> pd.DataFrame:
    """Apart from its callers, because the API puts Arrow tables into the place of their frames (core.api.asking.exact)."""
    return with_ratios(read(question, **params))


def breakdown(*, filters: Filters, by: str = "concert", show: str | None = None,
              channel: str | None = None) -> pd.DataFrame:
    """The same by concert, market, channel or campaign, most spend first, of one show and one channel where named.

    Columns: currency, key, artist, city, local_date (of shows), the measures of `channels`, first_on, last_on, budgeted
    (by concert and market), budget_used (a fraction).
    """
    return asked_with_ratios("marketing/breakdown", by=by, show=show, channel=channel, **filters.params())


def of_each_show(*, filters: Filters, channel: str | None = None) -> pd.DataFrame:
    """`breakdown` by concert."""
    return breakdown(filters=filters, channel=channel)


def over_shows(*, filters: Filters, grain: str = "week", show: str | None = None) -> pd.DataFrame:
    """`by_date` over all channels and campaigns, with floats for money: added up in memory for any choice of shows."""
    found = summed("marketing/dates_by_show", ("currency", "starts_on", "partial"), filters=filters, show=show, grain=grain)
    return with_ratios(found)


def by_date(*, filters: Filters, grain: str = "week", show: str | None = None, channel: str | None = None,
            campaign: str | None = None) -> pd.DataFrame:
    """The same by day, week (from Monday) or month of spend and sale. Columns: currency, starts_on, partial, measures."""
    return asked_with_ratios("marketing/by_date", grain=grain, show=show, channel=channel, campaign=campaign,
                             **filters.params())


def monthly(*, filters: Filters) -> pd.DataFrame:
    """Columns: currency, month, spend, gross, tickets, partial."""
    found = summed("marketing/months_by_show", ("currency", "month", "partial"), filters=filters)
    return found[["currency", "month", "spend", "gross", "tickets", "partial"]]


def shows(*, filters: Filters) -> pd.DataFrame:
    """Shows with spend, most first.

    Columns: concert_id, artist, city, local_date, phase, currency, spend, tickets, gross, cost_per_ticket,
    sell_through (a fraction).
    """
    return read("marketing/shows", **filters.params())


def segments(*, filters: Filters) -> pd.DataFrame:
    """Buyers by lifecycle segment. Columns: label, value (people)."""
    return read("marketing/segments", markets=filters.params()["markets"])


def planned(rows: pd.DataFrame, budgets: list[dict[str, Any]], *, by: str, show: str | None = None,
            channel: str | None = None) -> pd.DataFrame:
    """Rows of `breakdown` with the budgets that people wrote (as `core.desk.campaigns.budgets`) in place of those from a
    show's sheet."""
    written = pd.DataFrame([row for row in budgets if (show is None or row["concert_id"] == show)
                            and (channel is None or row["channel"] == channel)])
    column = {"concert": "concert_id", "channel": "channel", "campaign": "campaign"}.get(by)
    if written.empty or column is None:
        return rows
    amounts = written.assign(amount=written["amount"].astype(float)).groupby([column, "currency"])["amount"].sum()
    keys = pd.MultiIndex.from_arrays([rows["key"].astype(object), rows["currency"].astype(object)])
    found = pd.Series(amounts.reindex(keys).to_numpy(float), rows.index)
    budget = found.fillna(rows["budgeted"].astype(float))
    return rows.assign(budgeted=budget, budget_used=rows["spend"].astype(float) / budget.where(budget > 0))
