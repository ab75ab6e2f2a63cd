"""Past shows that a show may fairly be compared with, and why."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

# What likeness is worth; the points add up to 1. A curve is read by days out, so a show that sold over half the time
# is no measure: the time on sale counts as much as the genre or the artist's own past.
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
    "artist": "same artist", "genre": "same genre", "time on sale": "similar time on sale", "market": "same market",
    "capacity": "similar capacity", "price": "similar price", "weekday": "same weekday",
}  # fmt: skip
SIMILAR = {"capacity": 1.5, "price": 1.3, "time on sale": 1.25}  # ratio either way
LEAST_WEIGHT = 0.3


def comparables(shows: pd.DataFrame, concert_id: str, *, as_of: object, limit: int = 20) -> pd.DataFrame:
    """The comparables of one show; for several shows make one `Candidates` and ask it."""
    return Candidates(shows).of(concert_id, as_of=as_of, limit=limit)


class Candidates:
    """All shows as arrays, so that each one's comparables are a matter of microseconds.

    shows: see `Curves`; with optional flags is_holiday and is_festival.
    """

    def __init__(self, shows: pd.DataFrame) -> None:
        self.ids = pd.Index(shows["concert_id"])
        self.dates = pd.to_datetime(shows["local_date"]).to_numpy("datetime64[D]")
        self.played = ~shows["cancelled"].fillna(False).to_numpy(bool)
        time_on_sale = (pd.to_datetime(shows["local_date"]) - pd.to_datetime(shows["onsale_date"])).dt.days
        # A code of -1 is a missing name, which is like nothing.
        self.names: dict[str, np.ndarray] = {name: pd.factorize(shows[name])[0] for name in ("artist", "genre", "market")}
        self.names["weekday"] = pd.to_datetime(shows["local_date"]).dt.day_of_week.to_numpy()
        self.sizes = {
            "capacity": _numbers(shows["sellable"]),
            "price": _numbers(shows["avg_price"]),
            "time on sale": _numbers(time_on_sale),
        }
        self.flags = pd.DataFrame(
            {
                "is_holiday": _flag(shows, "is_holiday"),
                "is_free": self.sizes["price"] == 0,
                "is_festival": _flag(shows, "is_festival"),
            }
        )

    def of(
        self, concert_id: str, *, as_of: object, limit: int = 20, chosen: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """The past shows most like one, best first, later dates first among equals; or those `chosen`, however alike.

        One row a comparable: concert_id, local_date, weight (0 to 1), reason (what is alike, in words), is_holiday,
        is_free, is_festival. Only shows played before `as_of` and not cancelled; nothing else of the future is read.
        KeyError when the concert is unknown.
        """
        own = self.ids.get_loc(concert_id)
        alike = {name: self._alike(name, own) for name in POINTS}
        weight = sum(POINTS[name] * alike[name] for name in POINTS).round(2)  # type: ignore[union-attr]
        day = pd.Timestamp(as_of).to_datetime64()  # type: ignore[arg-type]
        past = self.played & (self.dates < day)
        past &= weight >= LEAST_WEIGHT if chosen is None else self.ids.isin(list(chosen))
        past[own] = False
        rows = np.flatnonzero(past)
        best_first = np.lexsort((self.ids[rows], -self.dates[rows].astype(int), -weight[rows]))
        rows = rows[best_first][: limit if chosen is None else None]
        reasons = [", ".join(WORDS[name] for name in POINTS if alike[name][row]) for row in rows]
        return pd.DataFrame(
            {
                "concert_id": self.ids[rows].to_numpy(),
                "local_date": self.dates[rows].astype("datetime64[s]"),
                "weight": weight[rows],
                "reason": reasons,
                **{name: self.flags[name].to_numpy()[rows] for name in self.flags},
            }
        )

    def _alike(self, name: str, own: int) -> np.ndarray:
        """True where a show is like show `own` in one point; what is missing is like nothing."""
        if name in self.names:
            codes = self.names[name]
            return (codes == codes[own]) & (codes[own] >= 0)
        sizes, ratio = self.sizes[name], SIMILAR[name]
        return (sizes <= sizes[own] * ratio) & (sizes[own] <= sizes * ratio)


def _numbers(values: pd.Series) -> np.ndarray:
    return pd.to_numeric(values).to_numpy(float)


def _flag(shows: pd.DataFrame, name: str) -> np.ndarray:
    return shows[name].fillna(False).to_numpy(bool) if name in shows else np.zeros(len(shows), bool)
