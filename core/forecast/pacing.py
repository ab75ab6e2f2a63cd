"""Sales curves by days out against those of comparables: the median, the pace, and where the comparables point."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.forecast.moments import Curves
from core.forecast.order_statistics import NEEDED, order_statistics

HORIZON = 120  # days out that the pacing chart can show
ON_SALE = 0.5  # share of the comparables
LEVELS = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}


class House:
    """Sales curves as shares of each show's sellable, one row a show, one column a day out from 0 to HORIZON."""

    def __init__(self, curves: Curves) -> None:
        self.curves = curves
        self.rows = pd.Index(curves.shows["concert_id"])
        self.sellable = curves.shows["sellable"].to_numpy(float)
        days = np.arange(HORIZON + 1)
        sold = curves.sold[:, np.minimum(days, curves.sold.shape[1] - 1)]
        self.started = np.nan_to_num(np.fmax(curves.onsale, curves.first_sale), nan=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(self.sellable[:, None] > 0, sold / self.sellable[:, None], np.nan)
        self.share = np.where(days[None, :] <= self.started[:, None], share, np.nan)

    def local_date(self, concert_id: str) -> pd.Timestamp:
        return self.curves.shows["local_date"].iloc[self.rows.get_loc(concert_id)]

    def median(self, concert_ids: Sequence[str]) -> np.ndarray:
        """Median share sold by days out over some shows; NaN where fewer than half of them were on sale yet.

        Where only the few with a long sale are left, the median would rise the further out one looks.
        """
        shares = self.share[self.rows.get_indexer(list(concert_ids))]
        on_sale = (~np.isnan(shares)).mean(axis=0) >= ON_SALE if len(shares) else np.zeros(HORIZON + 1, bool)
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

    def band(self, concert_id: str, median: np.ndarray, days_out: int, final: pd.Series | None) -> pd.DataFrame:
        """Comparables' median in this show's tickets by days out; from today on, the way to each forecast quantile.

        The way follows the growth of the comparables: a quantile q is reached at 0, what is sold is held today.
        """
        row = self.rows.get_loc(concert_id)
        frame = pd.DataFrame({"concert_id": concert_id, "days_out": np.arange(HORIZON + 1),
                              "median": median * self.sellable[row], **dict.fromkeys(LEVELS, np.nan)})
        if final is not None and final.notna().all() and days_out <= HORIZON:
            ahead = np.arange(days_out + 1)
            sold = np.nan_to_num(self.share[row, days_out]) * self.sellable[row]
            way = growth(median[: days_out + 1])
            for level in LEVELS:
                frame.loc[ahead, level] = sold + (final[level] - sold) * way
        return frame

    def pointed_to(self, concert_id: str, others: Sequence[str], days_out: int) -> pd.Series:
        """Final tickets if the show went on like its comparables: p10 to p90 (whole tickets), n_comparables, reason.

        Each comparable that was on sale at `days_out` says how many of its seats it still sold from then on, and the
        order statistics of these are the range: nothing is fitted. With fewer than `NEEDED` only the median is given.
        """
        row, past = self.rows.get_loc(concert_id), self.rows.get_indexer(list(others))
        past = past[(self.started[past] >= days_out) & (self.sellable[past] > 0)]
        sold, *sold_then = self.curves.sold_at(np.append(row, past), np.full(len(past) + 1, days_out)).clip(min=0)
        still = (self.curves.final(past) - np.array(sold_then)) / self.sellable[past]
        found = pd.Series(np.nan, index=list(LEVELS), dtype=float)
        if len(still):
            sellable = self.sellable[row]
            outcomes = np.clip(np.sort(sold + sellable * still), sold, max(sellable, sold))
            found[:] = order_statistics(outcomes, list(LEVELS.values())).round()
        few = len(still) < NEEDED
        if few:
            found[[level for level in LEVELS if level != "p50"]] = np.nan
        reason = f"{len(still)} comparables, {NEEDED} needed" if few else None
        return pd.concat([found, pd.Series({"n_comparables": len(still), "declined_reason": reason}, dtype=object)])


def growth(median: np.ndarray) -> np.ndarray:
    """From 0 today (last) to 1 at the show (first) as the comparables grew; a straight line where they did not.

    A median falls where a show with little sold goes on sale; what is sold never does.
    """
    straight = np.linspace(1, 0, len(median))
    known = np.maximum.accumulate(np.where(np.isnan(median), 0.0, median)[::-1])[::-1]
    gain = known[0] - known[-1]
    return (known - known[-1]) / gain if gain > 0 else straight
