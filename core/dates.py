"""Dates: what competes with a show, what that did to our past sales, and which date of a month is best.

Every function reads the published snapshot.
"""

from datetime import date

import pandas as pd

from core.desk.holds import Nights
from core.warehouse.read import read

HOLD_COST = -0.05  # a rule: what each hold that stands before ours takes off a date, share of sellable
EFFECTS = ("weekday_effect", "holiday_effect", "eve_effect", "own_effect", "rival_effect", "hold_effect")
NEAR_DAYS, NEAR_MILES = 3, 25.0  # what the measured effect is measured with


def competing(*, concert_id: str, days: int = NEAR_DAYS, miles: float = NEAR_MILES) -> pd.DataFrame:
    """What competes with a concert of ours within `days` and `miles`, heaviest first.

    Columns: those of queries/dates/competing.sql; weight 1 is a rival as big as ours, of our genre, on our night.
    """
    return read("dates/competing", concert_id=concert_id, venue_id=None, day=None, genre=None, size=None, days=days,
                miles=miles)


def competing_on(*, venue_id: str, day: date, genre: str | None = None, size: int | None = None, days: int = NEAR_DAYS,
                 miles: float = NEAR_MILES) -> pd.DataFrame:
    """What would compete with a show under thought: `size` people (the room's capacity unless given) in `genre`.

    Columns: those of queries/dates/competing.sql.
    """
    return read("dates/competing", concert_id=None, venue_id=venue_id, day=day, genre=genre, size=size, days=days,
                miles=miles)


def effects() -> pd.DataFrame:
    """What weekday, month, holiday and rivals did to our past sales, measured when published.

    Columns: kind, term, effect with lo and hi (share of sellable; 80 % range), n (shows it rests on), shows and
    clusters (markets) in all, declined (why there is no effect: "not enough data: ...").
    """
    return read("dates/effects")


def best(*, venue_id: str, day: date, genre: str | None = None, held: Nights = ()) -> pd.DataFrame:
    """The dates to come of the month of `day` at a venue, in order, each with its additive reasons.

    `held`: the nights held at the desk, as `desk.holds.nights_held` gives them; imported holds are counted as well.
    Columns: those of queries/dates/month.sql, then hold_effect, change (the sum of all effects that are known), score
    (level plus change; NULL without shows played here) and rank (1 is best; NULL where the room is taken). Effects
    other than that of holds, which is a rule, are measured over all our past shows; without enough of them they are
    NULL, `declined` says why, and the dates with least pressure come first.
    """
    month = month_of(venue_id, day, genre)
    lines = {night: (count, confirmed) for room, night, count, confirmed in held if room == venue_id}
    month["date"] = month["date"].dt.date
    month["holds"] += [lines.get(night, (0, False))[0] for night in month["date"]]
    confirmed = month["date"].map({night: "a confirmed hold" for night, line in lines.items() if line[1]})
    month["taken_by"] = month["taken_by"].astype(object).fillna(confirmed)
    month["hold_effect"] = HOLD_COST * month["holds"].astype(float)
    month["change"] = month[list(EFFECTS)].astype(float).sum(axis=1)
    month["score"] = month["level"] + month["change"]
    merit = month["change"] - 1e-6 * month["pressure"].astype(float)
    month["rank"] = merit.where(month["taken_by"].isna()).rank(ascending=False, method="first")
    return month


def month_of(venue_id: str, day: date, genre: str | None) -> pd.DataFrame:
    return read("dates/month", venue_id=venue_id, day=day, genre=genre)
