"""Forecasts as if asked on a day, and their report card. Every function starts from the published snapshot."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from core.errors import QueryError
from core.warehouse.read import read


def known() -> tuple[pd.DataFrame, pd.DataFrame]:
    """(shows, daily sales) as `core.forecast.moments.Curves` takes them; a hold is no show yet."""
    shows = read("forecasts/shows", concert_ids=None)
    return shows[~shows["is_hold"]], read("forecasts/sales", concert_ids=None)


def as_of(*, day: date | None = None, concert_id: str | None = None) -> pd.DataFrame:
    """Every concert on sale and not yet played on `day` (the snapshot's own unless given), or one of them.

    Columns: concert_id, as_of, days_out, tickets_sold, sellable, p10, p25, p50, p75, p90 (tickets),
    sell_out_probability (fraction), n_comparables, declined_reason. Sales after `day` play no part.
    Raises QueryError for a concert that is not known.
    """
    from core.forecast.asof import forecast

    shows, sales = known()
    if concert_id is not None and concert_id not in set(shows["concert_id"]):
        raise QueryError(f"There is no concert {concert_id} to forecast.",
                         remedy="`query \"FROM concert\"` lists them.")
    frame = forecast(shows, sales, as_of=day or read("sources/about")["today"].iloc[0])
    return frame if concert_id is None else frame[frame["concert_id"] == concert_id]


def at_days_out(*, days_out: Sequence[int], first: date, last: date, concert_id: str | None = None) -> pd.DataFrame:
    """The rows of `as_of` for every concert played from `first` to `last`, at each of `days_out` days before it."""
    from core.forecast.asof import forecast_at

    frame = forecast_at(*known(), days_out=days_out, first=first, last=last)
    return frame if concert_id is None else frame[frame["concert_id"] == concert_id]


def scores(*, first: date, last: date) -> pd.DataFrame:
    """Every forecast of the concerts played from `first` to `last` beside its outcome and the naive ways of doing it.

    Columns: concert_id, days_out, method, p10, p50, p90, final, sellable (tickets), capacity_band.
    """
    from core.forecast.report_card import score

    return score(*known(), first=first, last=last)


def report_card() -> pd.DataFrame:
    """The stored scores, graded. Columns: days_out, method, capacity_band, n, wape, coverage, coverage_unfilled, width
    (fractions), scored_at (UTC)."""
    return read("forecasts/report_card")
