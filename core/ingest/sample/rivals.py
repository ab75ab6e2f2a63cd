"""events.csv: what other promoters put on in the same markets, past and to come."""

import numpy as np
import pandas as pd

from core.ingest.sample.calendar import HALF, TODAY
from core.ingest.sample.cast import COUNTRY, GENRES, MARKETS

NEAR_DAYS = 3


def build_rivals(rng: np.random.Generator, shows: pd.DataFrame, artists: pd.DataFrame, venues: pd.DataFrame,
                 count: int) -> pd.DataFrame:  # fmt: skip
    """About `count` listings, never two in one room and night nor where we play; most acts are not ours."""
    market = rng.choice(len(MARKETS), count, p=MARKETS["size"] / MARKETS["size"].sum())
    rooms = [np.flatnonzero(venues.market == m) for m in range(len(MARKETS))]
    room = np.array([rooms[m][i % len(rooms[m])] for m, i in zip(market, rng.integers(0, 700, count), strict=True)])
    offset = np.where(rng.random(count) < 0.55, rng.integers(-HALF, 0, count),
                      (rng.exponential(110, count)).clip(0, HALF).astype(int))  # fmt: skip
    night = np.datetime64(TODAY, "D") + offset
    act = _acts(rng, artists, venues.capacity.to_numpy()[room])
    events = pd.DataFrame({"market": market, "room": room, "local_date": night, "act": act})
    events = events.drop_duplicates(["room", "local_date"])
    ours = pd.MultiIndex.from_arrays([shows.venue, shows.local_date])
    events = events[~pd.MultiIndex.from_arrays([events.room, events.local_date]).isin(ours)]
    events = events.sort_values(["local_date", "room"], ignore_index=True)
    events["genre"] = artists.genre.to_numpy()[events.act]
    past = (events.local_date < pd.Timestamp(TODAY)).to_numpy()
    luck = rng.random(len(events))
    events["status"] = np.select(
        [luck < 0.03, luck < 0.045, luck < 0.06, past | (luck > 0.9)],
        ["cancelled", "postponed", "rescheduled", "offsale"], "onsale")  # fmt: skip
    return events


def _acts(rng: np.random.Generator, artists: pd.DataFrame, capacity: np.ndarray) -> np.ndarray:
    """An act whose following suits the room; one in twelve is an act that we book too."""
    fans, picks = artists.fans.to_numpy(), []
    for ours in (True, False):
        pool = np.flatnonzero(artists.ours == ours)
        pool = pool[np.argsort(fans[pool], kind="stable")]
        place = np.searchsorted(fans[pool], capacity * np.exp(rng.normal(0, 0.6, len(capacity))))
        picks.append(pool[(place + rng.integers(-8, 9, len(capacity))).clip(0, len(pool) - 1)])
    return np.where(rng.random(len(capacity)) < 1 / 12, *picks)


def rivals_near(shows: pd.DataFrame, events: pd.DataFrame) -> np.ndarray:
    """For each show, the listings of its genre in its market within three days; cancelled ones do not count."""
    live = events[events.status != "cancelled"][["market", "genre", "local_date"]]
    pairs = shows[["market", "genre", "local_date"]].reset_index().merge(live, on=["market", "genre"])
    close = (pairs.local_date_x - pairs.local_date_y).abs() <= pd.Timedelta(days=NEAR_DAYS)
    return np.bincount(pairs["index"][close], minlength=len(shows))


def event_listing(events: pd.DataFrame, artists: pd.DataFrame, venues: pd.DataFrame) -> pd.DataFrame:
    """The columns of events.csv."""
    act = artists.artist.to_numpy()[events.act]
    return pd.DataFrame({
        "event_id": [f"E{i:05d}" for i in range(1, len(events) + 1)],
        "name": act, "artist": act, "venue": venues.venue.to_numpy()[events.room],
        "city": MARKETS["city"].to_numpy()[events.market], "country": COUNTRY, "local_date": events.local_date,
        "status": events.status, "venue_capacity": venues.capacity.to_numpy()[events.room],
        "genre": GENRES["genre"].to_numpy()[events.genre],
    })  # fmt: skip
