"""The forecast tables of a snapshot: each show on sale forecast, set beside its comparables, day by day.

Frames in (inputs/forecast_shows.sql and forecast_sales.sql), frames out; publish brings the first and stores the
second. Shows played in the last `LOOK_BACK` days keep their comparables, as they were on the day of the show.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.forecast.asof import forecast
from core.forecast.comparables import Candidates
from core.forecast.moments import Curves

HORIZON = 120  # days out that the pacing chart can show
LOOK_BACK = 90  # days
LEVELS = ["p10", "p25", "p50", "p75", "p90"]


class Tables(NamedTuple):
    """Rows of the snapshot's tables forecast, comparable and pacing_band."""

    forecast: pd.DataFrame
    comparable: pd.DataFrame
    pacing_band: pd.DataFrame


def forecast_all(shows: pd.DataFrame, sales: pd.DataFrame, *, today: date) -> Tables | None:
    """Forecast every show on sale on `today`; None when there is nothing to say."""
    if shows.empty or sales.empty:
        return None
    sales = sales[pd.to_datetime(sales["date"]) <= pd.Timestamp(today)]
    house, candidates = House(Curves(shows, sales)), Candidates(shows)
    shown = house.shown(today)
    if not shown:
        return None
    forecasts = forecast(shows, sales, as_of=today)
    finals: dict = forecasts.set_index("concert_id")[LEVELS].astype(float).to_dict("index")
    paces, alike, bands = [], [], []
    for concert_id, days_out in shown:
        chosen = candidates.of(concert_id, as_of=min(pd.Timestamp(today), house.local_date(concert_id)))
        said = pd.Series(flags(chosen), dtype="object")
        alike.append(chosen.assign(other_concert_id=chosen["concert_id"], concert_id=concert_id, flags=said))
        median = house.median(list(chosen["concert_id"]))
        paces.append({"concert_id": concert_id} | house.pace(concert_id, median, max(days_out, 0)))
        bands.append(house.band(concert_id, median, max(days_out, 0), finals.get(concert_id)))
    pace = pd.DataFrame(paces)
    columns = ["concert_id", "other_concert_id", "weight", "reason", "flags"]
    return Tables(forecasts.merge(pace, on="concert_id", how="outer"), pd.concat(alike)[columns], pd.concat(bands))


def flags(chosen: pd.DataFrame) -> list[str | None]:
    """What makes a comparable unlike an ordinary night, in words."""
    named = {"is_holiday": "holiday", "is_free": "free", "is_festival": "festival"}
    columns = [np.where(chosen[column], word, "") for column, word in named.items()]
    return [", ".join(filter(None, said)) or None for said in zip(*columns, strict=True)]


class House:
    """Sales curves as shares of each show's sellable, one row a show, one column a day out from 0 to HORIZON."""

    def __init__(self, curves: Curves) -> None:
        self.curves = curves
        self.rows = pd.Index(curves.shows["concert_id"])
        self.sellable = curves.shows["sellable"].to_numpy(float)
        days = np.arange(HORIZON + 1)
        sold = curves.sold[:, np.minimum(days, curves.sold.shape[1] - 1)]
        started = np.fmax(curves.onsale, curves.first_sale)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(self.sellable[:, None] > 0, sold / self.sellable[:, None], np.nan)
        self.share = np.where(days[None, :] <= np.nan_to_num(started, nan=-1)[:, None], share, np.nan)

    def local_date(self, concert_id: str) -> pd.Timestamp:
        return self.curves.shows["local_date"].iloc[self.rows.get_loc(concert_id)]

    def shown(self, today: date) -> list[tuple[str, int]]:
        """(concert_id, days_out) of the shows that get comparables: on sale, or played lately."""
        days_out = (self.curves.shows["local_date"] - pd.Timestamp(today)).dt.days.to_numpy()
        known = self.curves.playable & (self.sellable > 0) & (days_out >= -LOOK_BACK)
        known &= np.fmax(self.curves.onsale, self.curves.first_sale) >= days_out
        return [(str(self.rows[i]), int(days_out[i])) for i in np.flatnonzero(known)]

    def median(self, concert_ids: list[str]) -> np.ndarray:
        """Median share sold by days out over some shows; NaN where none was on sale yet."""
        shares = self.share[self.rows.get_indexer(concert_ids)]
        on_sale = ~np.isnan(shares).all(axis=0) if len(shares) else np.zeros(HORIZON + 1, bool)
        found = np.full(HORIZON + 1, np.nan)
        if on_sale.any():
            found[on_sale] = np.nanmedian(shares[:, on_sale], axis=0)
        return found

    def pace(self, concert_id: str, median: np.ndarray, days_out: int) -> dict[str, float]:
        """pace_index = own share / median share at the same days out; NaN without comparables that far out."""
        if days_out > HORIZON:
            return {"pace_index": np.nan, "comparable_share": np.nan, "comparable_final_share": median[0]}
        own, others = self.share[self.rows.get_loc(concert_id), days_out], median[days_out]
        index = own / others if others > 0 else np.nan
        return {"pace_index": index, "comparable_share": others, "comparable_final_share": median[0]}

    def band(self, concert_id: str, median: np.ndarray, days_out: int, final: dict[str, float] | None) -> pd.DataFrame:
        """Comparables' median in this show's tickets by days out; from today on, the way to each forecast quantile.

        The way follows the growth of the comparables: a quantile q is reached at 0, what is sold is held today.
        """
        row = self.rows.get_loc(concert_id)
        frame = pd.DataFrame({"concert_id": concert_id, "days_out": np.arange(HORIZON + 1),
                              "median": median * self.sellable[row]})
        if final and not any(map(np.isnan, final.values())) and days_out <= HORIZON:
            ahead = np.arange(days_out + 1)
            sold = np.nan_to_num(self.share[row, days_out]) * self.sellable[row]
            way = growth(median[: days_out + 1])
            for level in LEVELS:
                frame.loc[ahead, level] = sold + (final[level] - sold) * way
        return frame


def growth(median: np.ndarray) -> np.ndarray:
    """From 0 today (last) to 1 at the show (first) as the comparables grew; a straight line where they did not."""
    straight = np.linspace(1, 0, len(median))
    known = np.where(np.isnan(median), 0.0, median)
    gain = known[0] - known[-1]
    return (known - known[-1]) / gain if gain > 0 else straight
