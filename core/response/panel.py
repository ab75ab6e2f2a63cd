"""Our shows day by day, all lined up by days out: tickets, spend by channel, and which days had tickets left."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from core.errors import NotEnoughData

LONGEST_LEAD = 400  # days; earlier sales and spend are put on the first of them
FEWEST_SHOWS = 20


@dataclass(frozen=True)
class Panel:
    """`s` shows, `t` days with the show in the last column, `c` channels.

    concert_id  (s,); channels: names; seats (s,) sellable tickets; price (s,) money a ticket sold
    sold        (s, t) tickets; spend (s, t, c) money
    on_sale     (s, t) the sale was open and the day is in the data
    with_stock  (s, t) as on_sale, and tickets were left when the day ended: what the day sold is what was wanted
    sold_out    (s,) the column of the day the last ticket went, t where some were left
    age         (s, t) days since the sale began; days_out (t,); weekday (s, t), Monday = 0; genre (s,) codes
    """

    concert_id: np.ndarray
    channels: tuple[str, ...]
    seats: np.ndarray
    price: np.ndarray
    sold: np.ndarray
    spend: np.ndarray
    on_sale: np.ndarray
    with_stock: np.ndarray
    sold_out: np.ndarray
    age: np.ndarray
    days_out: np.ndarray
    weekday: np.ndarray
    held_out: np.ndarray

    def of(self, rows: np.ndarray) -> "Panel":
        """Only these shows, by index; the channels stay."""
        whole = ("channels", "days_out")
        return replace(self, **{part.name: getattr(self, part.name)[rows] for part in fields(self)
                                if part.name not in whole})  # fmt: skip

    @property
    def after_sell_out(self) -> np.ndarray:
        """(s, t) days after the one on which the last ticket went."""
        return np.arange(self.sold.shape[1]) > self.sold_out[:, None]


def build(shows: pd.DataFrame, sales: pd.DataFrame, spend: pd.DataFrame) -> Panel:
    """`shows`: concert_id, local_date, first_day, last_day (of sale, in the data), sellable, held_out (list of channels
    or None); `sales`: concert_id, date, tickets, gross; `spend`: concert_id, date, channel, spend.

    Raises NotEnoughData with fewer than twenty shows that sold with tickets to sell, or no spend on any.
    """
    shows = shows[(shows["sellable"] > 0) & shows["concert_id"].isin(sales["concert_id"])].reset_index(drop=True)
    spend = spend[spend["concert_id"].isin(shows["concert_id"]) & (spend["spend"] > 0)]
    if len(shows) < FEWEST_SHOWS or spend.empty:
        raise NotEnoughData(f"{len(shows)} shows with sales, {spend['concert_id'].nunique()} of them with spend, are too "
                            "few to tell what advertising brought.",
                            remedy=f"Import sales and ad_spend of at least {FEWEST_SHOWS} shows.")
    date = {name: _day(shows[name]) for name in ("local_date", "first_day", "last_day")}
    lead = (date["local_date"] - date["first_day"]).clip(0, LONGEST_LEAD - 1)
    channels, code = np.unique(spend["channel"].astype(str), return_inverse=True)
    row, column = _cells(shows, spend, date["local_date"])
    days = int(max(lead.max() + 1, LONGEST_LEAD - column.min()))
    money = np.zeros((len(shows), days, len(channels)))
    np.add.at(money, (row, column - LONGEST_LEAD + days, code), spend["spend"].to_numpy(float))
    days_out = np.arange(days)[::-1]
    last_out = (date["local_date"] - date["last_day"]).clip(0)[:, None]
    on_sale = (days_out <= lead[:, None]) & (days_out >= last_out)
    money *= (days_out >= last_out)[:, :, None]
    tickets, gross = (_grid(shows, sales, date["local_date"], name, days) for name in ("tickets", "gross"))
    seats = shows["sellable"].to_numpy(float)
    full = tickets.cumsum(1) >= seats[:, None]
    sold_out = np.where(full.any(1), full.argmax(1), days)
    return Panel(
        shows["concert_id"].to_numpy(), tuple(channels.tolist()), seats,
        gross.sum(1) / np.maximum(tickets.sum(1), 1), tickets * on_sale, money, on_sale,
        on_sale & (np.arange(days) < sold_out[:, None]), sold_out, lead[:, None] - days_out, days_out,
        (date["local_date"][:, None] - days_out + 3) % 7,  # 1970-01-01 was a Thursday
        np.array([[name in (held if isinstance(held, list | np.ndarray) else ()) for name in channels]
                  for held in shows["held_out"]], bool),
    )  # fmt: skip


def _day(dates: pd.Series) -> np.ndarray:
    """Days since 1970, as whole numbers."""
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype(int)


def _cells(shows: pd.DataFrame, rows: pd.DataFrame, local_date: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Show and column of each row, in a grid LONGEST_LEAD wide whose last column is the day of the show."""
    row = pd.Index(shows["concert_id"]).get_indexer(rows["concert_id"])
    out = (local_date[row] - _day(rows["date"])).clip(0, LONGEST_LEAD - 1)
    return row, LONGEST_LEAD - 1 - out


def _grid(shows: pd.DataFrame, sales: pd.DataFrame, local_date: np.ndarray, name: str, days: int) -> np.ndarray:
    known = sales[sales["concert_id"].isin(shows["concert_id"])]
    row, column = _cells(shows, known, local_date)
    grid = np.zeros((len(shows), days))
    np.add.at(grid, (row, np.maximum(column - LONGEST_LEAD + days, 0)), known[name].to_numpy(float))
    return grid
