"""The forecast tables of a snapshot: each show to come forecast, set beside its comparables, day by day.

Frames in (queries/forecasts/shows.sql and sales.sql), frames out; publish brings the first and stores the second.
A show that is not on sale yet gets a forecast too, so that an offer can be weighed before it goes out. Shows played
in the last `LOOK_BACK` days keep their comparables, as they were on the day of the show.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.computed.public_holidays import on_public_holiday
from core.forecast.asof import answer
from core.forecast.comparables import Candidates
from core.forecast.moments import Curves
from core.forecast.pacing import LEVELS, House

LOOK_BACK = 90  # days
CHOSEN = "chosen by hand"


class Tables(NamedTuple):
    """Rows of the snapshot's tables forecast, comparable and pacing_band."""

    forecast: pd.DataFrame
    comparable: pd.DataFrame
    pacing_band: pd.DataFrame


def forecast_all(shows: pd.DataFrame, sales: pd.DataFrame, *, today: date,
                 chosen: Mapping[str, Sequence[str]] | None = None) -> Tables | None:
    """Forecast every show to come on `today`; None when there is nothing to say.

    chosen: concert_id -> the past shows that a person compares it with, in place of those found by likeness.
    """
    if shows.empty or sales.empty:
        return None
    shows = shows.assign(is_holiday=on_public_holiday(shows))
    curves = Curves(shows, sales[pd.to_datetime(sales["date"]) <= pd.Timestamp(today)])
    house, candidates = House(curves), Candidates(shows)
    forecasts = forecasts_of(curves, today)
    finals = {str(row["concert_id"]): pd.Series(row)[list(LEVELS)].astype(float)
              for row in forecasts.to_dict("records")}
    paces, alike, bands = [], [], []
    for concert_id, days_out in shown(house, today):
        others = compared(candidates, concert_id, min(pd.Timestamp(today), house.local_date(concert_id)), chosen or {})
        alike.append(others)
        median = house.median(list(others["other_concert_id"]))
        paces.append({"concert_id": concert_id} | house.pace(concert_id, median, max(days_out, 0)))
        bands.append(house.band(concert_id, median, max(days_out, 0), finals.get(concert_id)))
    if not paces:
        return None
    pace = forecasts.merge(pd.DataFrame(paces), on="concert_id", how="outer")
    return Tables(pace, pd.concat(alike), pd.concat(bands))


def forecasts_of(curves: Curves, today: date) -> pd.DataFrame:
    """One row a show to come that is on sale or has tickets planned: the columns of `core.forecast.asof`."""
    days_out = days_to(curves, today)
    on_sale = np.fmax(curves.onsale, curves.first_sale) >= days_out
    rows = np.flatnonzero(curves.playable & (days_out >= 0) & (on_sale | (curves.shows["sellable"] > 0)))
    return answer(curves, rows, days_out[rows])


def shown(house: House, today: date) -> list[tuple[str, int]]:
    """(concert_id, days_out) of the shows that get comparables: to come, or played lately."""
    days_out = days_to(house.curves, today)
    known = house.curves.playable & (house.sellable > 0) & (days_out >= -LOOK_BACK)
    known &= (house.started >= days_out) | (days_out >= 0)
    return [(str(house.rows[i]), int(days_out[i])) for i in np.flatnonzero(known)]


def days_to(curves: Curves, today: date) -> np.ndarray:
    return (curves.shows["local_date"] - pd.Timestamp(today)).dt.days.to_numpy()


def compared(candidates: Candidates, concert_id: str, as_of: pd.Timestamp,
             chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Rows of table comparable for one show."""
    found = candidates.of(concert_id, as_of=as_of, chosen=chosen.get(concert_id))
    if concert_id in chosen:
        found["reason"] = [f"{reason}, {CHOSEN}" if reason else CHOSEN for reason in found["reason"]]
    return pd.DataFrame({"concert_id": concert_id, "other_concert_id": found["concert_id"], "weight": found["weight"],
                         "reason": found["reason"], "flags": flags(found)})


def flags(found: pd.DataFrame) -> list[str | None]:
    """What makes a comparable unlike an ordinary night, in words."""
    named = {"is_holiday": "holiday", "is_free": "free", "is_festival": "festival"}
    columns = [np.where(found[column], word, "") for column, word in named.items()]
    return [", ".join(filter(None, said)) or None for said in zip(*columns, strict=True)]
