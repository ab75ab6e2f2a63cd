"""Past shows that a show may fairly be compared with, and why."""

import numpy as np
import pandas as pd

# What likeness is worth: an artist's own past says most, the day of the week least. The points add up to 1.
# A curve is read by days out, so a show sold over half the time is no measure: the time on sale counts like genre.
POINTS = {
    "artist": 0.2,
    "genre": 0.2,
    "time on sale": 0.2,
    "market": 0.1,
    "capacity": 0.1,
    "price": 0.1,
    "weekday": 0.1,
}
WORDS = {
    "artist": "same artist", "genre": "same genre", "market": "same market",
    "time on sale": "similar time on sale", "capacity": "similar capacity", "price": "similar price",
    "weekday": "same weekday",
}  # fmt: skip
SIMILAR_CAPACITY = 1.5  # ratio either way
SIMILAR_PRICE = 1.3
SIMILAR_TIME_ON_SALE = 1.25
LEAST_WEIGHT = 0.3


def comparables(shows: pd.DataFrame, concert_id: str, *, as_of: object, limit: int = 20) -> pd.DataFrame:
    """The past shows most like one, best first, later dates first among equals.

    shows: see `Curves`; with optional flags is_holiday and is_festival. One row a comparable: concert_id,
    local_date, weight (0 to 1), reason (what is alike, in words), is_holiday, is_free, is_festival. Only shows
    played before `as_of` and not cancelled; nothing else of the future is read. KeyError when unknown.
    """
    is_own = shows["concert_id"] == concert_id
    if not is_own.any():
        raise KeyError(concert_id)
    shows = shows.assign(**{name: pd.to_numeric(shows[name]).astype(float) for name in ("sellable", "avg_price")})
    played = pd.to_datetime(shows["local_date"]) < pd.Timestamp(as_of)  # type: ignore[arg-type]
    past = shows[played & ~shows["cancelled"].fillna(False).astype(bool) & ~is_own]
    alike = _alike(past, shows[is_own].iloc[0])
    weight = alike.to_numpy(float) @ np.array([POINTS[name] for name in alike.columns])
    frame = pd.DataFrame({
        "concert_id": past["concert_id"].to_numpy(),
        "local_date": pd.to_datetime(past["local_date"]).to_numpy(),
        "weight": weight.round(2),
        "reason": [", ".join(WORDS[name] for name in POINTS if row[name]) for row in alike.to_dict("records")],
        "is_holiday": _flag(past, "is_holiday"),
        "is_free": (past["avg_price"] == 0).to_numpy(),
        "is_festival": _flag(past, "is_festival"),
    })  # fmt: skip
    frame = frame[frame["weight"] >= LEAST_WEIGHT]
    ranked = frame.sort_values(["weight", "local_date", "concert_id"], ascending=[False, False, True])
    return ranked.head(limit).reset_index(drop=True)


def _alike(past: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    """True where a past show is like `own`, one column a point; what is missing is like nothing."""
    weekday = pd.to_datetime(past["local_date"]).dt.day_of_week
    time_on_sale = (pd.to_datetime(past["local_date"]) - pd.to_datetime(past["onsale_date"])).dt.days
    own_time_on_sale = (pd.Timestamp(own["local_date"]) - pd.Timestamp(own["onsale_date"])).days
    return pd.DataFrame({
        "artist": _same(past["artist"], own["artist"]),
        "genre": _same(past["genre"], own["genre"]),
        "time on sale": _near(time_on_sale, own_time_on_sale, SIMILAR_TIME_ON_SALE),
        "market": _same(past["market"], own["market"]),
        "capacity": _near(past["sellable"], own["sellable"], SIMILAR_CAPACITY),
        "price": _near(past["avg_price"], own["avg_price"], SIMILAR_PRICE),
        "weekday": (weekday == pd.Timestamp(own["local_date"]).day_of_week).to_numpy(),
    })  # fmt: skip


def _same(values: pd.Series, own: object) -> np.ndarray:
    return (values.notna() & (values == own)).to_numpy(bool)


def _near(values: pd.Series, own: float, ratio: float) -> np.ndarray:
    theirs = values.to_numpy(float)
    return (theirs <= own * ratio) & (own <= theirs * ratio)


def _flag(past: pd.DataFrame, name: str) -> np.ndarray:
    return past[name].fillna(False).to_numpy(bool) if name in past else np.zeros(len(past), bool)
