"""A sales curve by days out, against the curves of its comparables scaled to its house."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.forecast.conformal import NEEDED
from core.forecast.moments import Curves, day_number


def pacing_curves(
    shows: pd.DataFrame, sales: pd.DataFrame, concert_ids: Sequence[str], *, as_of: object, sellable: float
) -> pd.DataFrame:
    """Cumulative curves of some concerts, each scaled to a house of `sellable` tickets.

    One row a (concert_id, days_out) from the first day on sale to the show or `as_of`, whichever comes first:
    concert_id, days_out, tickets_sold (own tickets), scaled_tickets.
    """
    curves = Curves(shows, sales)
    parts = []
    for row in pd.Index(curves.shows["concert_id"]).get_indexer(list(concert_ids)):
        last = int(max(curves.local_day[row] - day_number(as_of), 0))
        first = np.fmax(curves.onsale[row], curves.first_sale[row])
        days_out = np.arange(int(max(first, last - 1)), last - 1, -1)
        sold = curves.sold_at(np.full(len(days_out), row), days_out)
        house = curves.shows["sellable"].iloc[row]
        parts.append(pd.DataFrame({
            "concert_id": curves.shows["concert_id"].iloc[row],
            "days_out": days_out,
            "tickets_sold": sold.astype(int),
            "scaled_tickets": sold / house * sellable,
        }))  # fmt: skip
    columns = ["concert_id", "days_out", "tickets_sold", "scaled_tickets"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def pacing_band(
    shows: pd.DataFrame, sales: pd.DataFrame, concert_id: str, comparable_ids: Sequence[str], *, as_of: object
) -> pd.DataFrame:
    """One concert against its comparables, a row a days out, first day on sale of any of them down to 0.

    days_out; tickets_sold (null before the sale and after `as_of`); comparable_median, comparable_p10,
    comparable_p90 (tickets, scaled to this house; the band needs nine comparables); n_comparables on sale that
    day; pace_index = tickets_sold / comparable_median (null where the median is 0).
    """
    house = float(shows.loc[shows["concert_id"] == concert_id, "sellable"].iloc[0])
    own_curve = pacing_curves(shows, sales, [concert_id], as_of=as_of, sellable=house)
    others = pacing_curves(shows, sales, comparable_ids, as_of=as_of, sellable=house)
    own = own_curve.set_index("days_out")["tickets_sold"]
    table = others.pivot(index="days_out", columns="concert_id", values="scaled_tickets")
    days_out = np.arange(int(max([*own.index, *table.index], default=0)), -1, -1)
    table, own = table.reindex(days_out), own.reindex(days_out)
    median, n = table.median(axis=1), table.notna().sum(axis=1)
    band = table.quantile([0.1, 0.9], axis=1).T.where(n >= NEEDED)
    return pd.DataFrame({
        "days_out": days_out,
        "tickets_sold": own.to_numpy(),
        "comparable_median": median.to_numpy(),
        "comparable_p10": band[0.1].to_numpy() if len(table.columns) else np.nan,
        "comparable_p90": band[0.9].to_numpy() if len(table.columns) else np.nan,
        "n_comparables": n.to_numpy(),
        "pace_index": (own / median.where(median > 0)).to_numpy(),
    })  # fmt: skip
