"""Comparables in the open: what the past shows that a person ticked say of one show, and keeping the choice."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.desk import choices, in_use
from core.desk.store import kept_until_written
from core.warehouse.read import read


class Compared(NamedTuple):
    """One show beside some past shows.

    pace_index: fraction, NaN where they had sold nothing by then. final: p10, p25, p50, p75, p90 (tickets),
    n_comparables and declined_reason, by the order statistics of what those shows still sold: no model, and no
    measured coverage. band: days_out, median, p10 to p90 (tickets). curves: concert_id, days_out, tickets_sold
    (scaled to the show's sellable).
    """

    pace_index: float
    final: pd.Series
    band: pd.DataFrame
    curves: pd.DataFrame


def compared(*, concert_id: str, others: tuple[str, ...]) -> Compared:
    """Pace, median and range of one show against the past shows `others` alone; what is no past show is left out."""
    from core.forecast.moments import Curves
    from core.forecast.pacing import HORIZON, House

    asked = [concert_id, *others]
    shows, sales = (read(f"forecasts/{kind}", concert_ids=asked) for kind in ("shows", "sales"))
    today = read("sources/about")["today"].iloc[0]
    house = House(Curves(shows, sales[sales["date"] <= today]))
    day = min(house.local_date(concert_id), pd.Timestamp(today))
    past = set(shows["concert_id"][(shows["local_date"] < day) & ~shows["cancelled"]])
    others = tuple(other for other in others if other in past)
    days_out = (house.local_date(concert_id) - day).days
    median, final = house.median(others), house.pointed_to(concert_id, others, days_out)
    band = house.band(concert_id, median, days_out, final[["p10", "p25", "p50", "p75", "p90"]].astype(float))
    sellable = house.sellable[house.rows.get_loc(concert_id)]
    shares = house.share[house.rows.get_indexer(list(others))] * sellable
    curves = pd.DataFrame({"concert_id": np.repeat(others, HORIZON + 1), "tickets_sold": shares.ravel(),
                           "days_out": np.tile(np.arange(HORIZON + 1), len(others))}).dropna()
    return Compared(house.pace(concert_id, median, days_out)["pace_index"], final, band, curves)


def addable(*, concert_id: str) -> pd.DataFrame:
    """Past shows that could be added by hand. Columns: concert_id, artist, venue, city, local_date, sell_through."""
    return read("concerts/addable", concert_id=concert_id)


def choice(concert_id: str) -> dict | None:
    """Who chose what for a show: other_concert_ids, author, written_at, version; None where the rule's own stand."""
    return every_choice().get(concert_id)


@kept_until_written
def every_choice() -> dict[str, dict]:
    """Of every show: read together, so that who goes from show to show asks the desk no more."""
    return choices.all_chosen_comparables() if in_use() else {}


def choose(*, actor: str, concert_id: str, others: tuple[str, ...], version: int | None) -> dict:
    """Keep the choice; the next publish compares with these. Raises StaleEdit when somebody chose meanwhile."""
    return choices.choose_comparables(actor=actor, concert_id=concert_id, other_concert_ids=list(others),
                                      version=version)
