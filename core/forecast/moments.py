"""A show as it stood on a day: the rows that every forecaster here learns from and answers for.

A *moment* is one show at one as-of date. It holds what was known that evening (sales up to and including
the date, the show's attributes) and nothing later, so no estimator can look ahead: it is not given the means.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

LONGEST_CURVE = 1500  # days out; what was sold earlier still counts, its timing does not
ATTRIBUTES = ["genre", "market", "venue", "artist"]
RECENT_DAYS = (1, 3, 7, 14, 28)
TRAINING_DAYS_OUT = (0, 1, 2, 3, 4, 5, 7, 9, 11, 14, 17, 21, 25, 30, 36, 43, 51, 60, 70, 82, 96, 113, 132, 155, 180)
EVERY_DAY_OUT = range(181)


class Curves:
    """Cumulative sales of every show by days out.

    shows: one row a concert with concert_id, local_date, onsale_date (may be null), genre, market, venue,
    artist, sellable (tickets), avg_price, cancelled. sales: concert_id, date, tickets (net of refunds, may be
    negative); several rows a day add up. Sales dated after the show day are not part of a curve. avg_price must be
    known before the sale (mean face value over the allotment), or it would tell the future.
    """

    def __init__(self, shows: pd.DataFrame, sales: pd.DataFrame) -> None:
        shows = shows.sort_values(["local_date", "concert_id"], ignore_index=True)
        self.local_day = _days(shows["local_date"])
        self.shows = shows.assign(
            **{name: shows[name].astype("object").where(shows[name].notna(), "unknown") for name in ATTRIBUTES},
            local_date=pd.to_datetime(shows["local_date"]),
            sellable=pd.to_numeric(shows["sellable"]).astype(float),
            avg_price=pd.to_numeric(shows["avg_price"]).astype(float),
            cancelled=shows["cancelled"].fillna(False).astype(bool),
        )
        row = pd.Index(shows["concert_id"]).get_indexer(sales["concert_id"])
        day, tickets = _days(sales["date"]), sales["tickets"].to_numpy(float)
        days_out = np.where(row >= 0, self.local_day[row] - day, -1)
        known = days_out >= 0
        row, days_out, tickets = row[known], days_out[known].astype(int), tickets[known]
        self.first_sale = np.full(len(shows), -1.0)  # days out; -1 when nothing was sold
        np.maximum.at(self.first_sale, row, days_out)
        self.onsale = self.local_day - _days(shows["onsale_date"])  # days out, as planned; may be NaN
        # One column more than the longest curve: a day before any sale is a column of zeros.
        daily = np.zeros((len(shows), min(LONGEST_CURVE, days_out.max(initial=0)) + 2))
        np.add.at(daily, (row, days_out.clip(max=daily.shape[1] - 2)), tickets)
        self.sold = daily[:, ::-1].cumsum(axis=1)[:, ::-1]

    @cached_property
    def playable(self) -> np.ndarray:
        return ~self.shows["cancelled"].to_numpy()

    @cached_property
    def teaches(self) -> np.ndarray:
        return self.playable & (self.first_sale >= 0) & (self.shows["sellable"] > 0).to_numpy()

    def finished(self, cut: float) -> np.ndarray:
        """Positions of the shows played before day `cut` that sold anything: they teach and calibrate."""
        return np.flatnonzero((self.local_day < cut) & self.teaches)

    def final(self, rows: np.ndarray) -> np.ndarray:
        return self.sold[rows, 0].clip(min=0)

    def moments(self, rows: np.ndarray, days_out: np.ndarray) -> pd.DataFrame:
        """One row a (show, days out): what was known of the show at the end of that day.

        Columns: row, days_out, sold, last_1 ... last_28 (tickets of the last days), first_week (tickets of the
        first seven days on sale), age (days on sale so far; negative before), weekday, month, year (fraction),
        sellable, avg_price and the attributes.
        """
        sold = self.sold_at(rows, days_out)
        first_sale = np.where(self.first_sale[rows] >= days_out, self.first_sale[rows], np.nan)
        age = np.nan_to_num(np.fmax(self.onsale[rows], first_sale) - days_out, nan=-1.0)
        week_end = days_out + (age - 6).clip(min=0).astype(int)
        frame = self.shows.iloc[rows][[*ATTRIBUTES, "sellable", "avg_price"]].reset_index(drop=True)
        local_date = self.shows["local_date"].iloc[rows]
        recent = {f"last_{k}": sold - self.sold_at(rows, days_out + k) for k in RECENT_DAYS}
        return frame.assign(
            row=rows,
            days_out=days_out,
            sold=sold,
            **recent,
            first_week=self.sold_at(rows, week_end),
            age=age,
            weekday=local_date.dt.day_of_week.to_numpy(),
            month=local_date.dt.month.to_numpy(),
            year=self.local_day[rows] / 365.25,
        )

    def sold_at(self, rows: np.ndarray, days_out: np.ndarray) -> np.ndarray:
        """Tickets sold up to and including the day `days_out` before each show."""
        return self.sold[rows, days_out.clip(0, self.sold.shape[1] - 1)]

    def training(
        self, rows: np.ndarray, days_out: Sequence[int] = TRAINING_DAYS_OUT
    ) -> tuple[pd.DataFrame, np.ndarray]:
        """Finished shows at each of some days out, with the tickets each had sold in the end."""
        shows = np.repeat(rows, len(days_out))
        return self.moments(shows, np.tile(np.array(days_out, int), len(rows))), self.final(shows)


def _days(dates: pd.Series) -> np.ndarray:
    """Days since 1970-01-01; NaN where the date is missing."""
    return (pd.to_datetime(dates) - pd.Timestamp(0)).dt.days.to_numpy(float)


def day_number(date: object) -> float:
    """Days since 1970-01-01 of one date."""
    return float((pd.Timestamp(date) - pd.Timestamp(0)).days)  # type: ignore[arg-type]


def open_seats(X: pd.DataFrame) -> np.ndarray:
    """Tickets that can still be sold, (n,)."""
    return (X["sellable"] - X["sold"].clip(lower=0)).to_numpy(float).clip(min=0)


def within_house(X: pd.DataFrame, tickets: np.ndarray) -> np.ndarray:
    """Final tickets can be no fewer than are sold and no more than the house holds: demand is censored."""
    sold = X["sold"].to_numpy(float).clip(min=0)
    return np.clip(tickets, sold, np.fmax(X["sellable"].to_numpy(float), sold))
