"""What is known of a booking on the day it is decided: one row of numbers, nothing younger than that day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.errors import NotEnoughData

if TYPE_CHECKING:
    from core.recommend import BookingOutcome

LEAST_SHOWS, MOST_SHOWS = 60, 5_000  # learned from, the latest
LEAST_KNOWN = 20  # of the shows learned from must know a figure: with fewer no leaf of 10 can be split off
KNOWN_OF_ARTIST = ("artist's share sold", "artist's draw", "artist's listeners")


def played(shows: pd.DataFrame, before: date) -> pd.DataFrame:
    """Shows whose outcome was known on a day: played before it, with a house to sell and tickets counted."""
    counted = shows["tickets_sold"].notna() & (shows["sellable"] > 0) & ~shows["cancelled"]
    past = shows[counted & (pd.to_datetime(shows["local_date"]) < pd.Timestamp(before))]
    return past.sort_values(["local_date", "concert_id"]).tail(MOST_SHOWS).reset_index(drop=True)


class Dated:
    """Figures that changed from day to day: one row a key and day."""

    def __init__(self, table: pd.DataFrame, key: str) -> None:
        """`table`: the key, on (the day a row is of), figures; oldest first."""
        self.table, self.key = table, key
        self.then: dict[pd.Timestamp, pd.DataFrame] = {}

    def before(self, day: pd.Timestamp) -> pd.DataFrame:
        """The last row of each key dated before a day, by key; kept, as pages ask of one day only."""
        if day not in self.then:
            rows = self.table[self.table["on"] < day].drop_duplicates(self.key, keep="last")
            self.then[day] = rows.set_index(self.key).drop(columns="on")
        return self.then[day]

    def latest(self, asked: pd.DataFrame) -> pd.DataFrame:
        """For each asked row the last row with its key and dated before its decided_on; else NaN."""
        decided, keys = instants(asked["decided_on"]), asked[self.key].astype(object)
        if decided.nunique() == 1:
            return self.before(decided.iloc[0]).reindex(keys).reset_index(drop=True)
        left = pd.DataFrame({self.key: keys, "on": decided, "row": range(len(asked))}).sort_values("on", kind="stable")
        found = pd.merge_asof(left, self.table, on="on", by=self.key, allow_exact_matches=False)
        return found.sort_values("row").drop(columns=[self.key, "on", "row"]).reset_index(drop=True)


class Known:
    """Running means by artist, venue, genre and city: what was known of a booking on any day."""

    def __init__(self, shows: pd.DataFrame, dates: pd.DataFrame, metrics: pd.DataFrame) -> None:
        """`shows`: `played` shows (artist_id, venue_id, city, genre, local_date, price, sellable, tickets_sold).
        `dates`: artist_id, local_date, venue_capacity of any promoter. `metrics`: artist_id, date, value, dated
        snapshots of listeners."""
        past = shows.assign(share=np.minimum(shows["tickets_sold"] / shows["sellable"], 1.0),
                            log_sold=np.log(np.maximum(shows["tickets_sold"].astype(float), 0.5)),
                            log_price=logged(shows["price"]))
        rooms = dates.assign(log_room=logged(dates["venue_capacity"])).dropna(subset="log_room")
        self.artists = Dated(running(past, "artist_id", ["share", "log_sold"]), "artist_id")
        self.venues = Dated(running(past, "venue_id", ["share", "log_sold"]), "venue_id")
        self.genres = Dated(running(past, "genre", ["share", "log_sold", "log_price"]), "genre")
        self.cities = Dated(running(past, "city", ["log_sold"]), "city")
        self.rooms = Dated(running(rooms, "artist_id", ["log_room"]), "artist_id")
        audience = pd.DataFrame({"artist_id": metrics["artist_id"].astype(object), "on": instants(metrics["date"]),
                                 "log_value": logged(metrics["value"])}).sort_values("on", kind="stable")
        self.audience = Dated(audience, "artist_id")

    def features(self, asked: pd.DataFrame) -> pd.DataFrame:
        """One row of numbers for each row of `asked`, in its order; NaN where nothing was known.

        `asked`: artist_id, venue_id, venue_capacity, city, genre, decided_on, local_date, price. Only what is dated
        before `decided_on` enters a row.
        """
        by_artist, by_venue, by_genre, by_city, toured, heard = (table.latest(asked) for table in (
            self.artists, self.venues, self.genres, self.cities, self.rooms, self.audience))
        day, log_price = pd.to_datetime(asked["local_date"]), logged(asked["price"]).to_numpy()
        return pd.DataFrame({
            "artist's share sold": by_artist["share"],
            "artist's last share sold": by_artist["last_share"],
            # How many it draws: what it sold for us, else the rooms it plays; one column, so that few shows suffice.
            "artist's draw": np.exp(by_artist["log_sold"].fillna(toured["log_room"])),
            "artist's listeners": np.exp(heard["log_value"]),
            "venue's capacity": pd.to_numeric(asked["venue_capacity"]).astype(float).to_numpy(),
            "venue's share sold": by_venue["share"], "venue's usual sale": np.exp(by_venue["log_sold"]),
            "genre's share sold": by_genre["share"], "genre's usual sale": np.exp(by_genre["log_sold"]),
            "city's usual sale": np.exp(by_city["log_sold"]),
            "price": np.exp(log_price), "price over its genre's": np.exp(log_price - by_genre["log_price"]),
            # No month: a part of a year cannot teach the others.
            "weekday": day.dt.day_of_week.to_numpy()}).astype(float)


def logged(values: pd.Series) -> pd.Series:
    """Natural logarithm; NaN for what is missing or not above 0."""
    numbers = pd.to_numeric(values).astype(float)
    return pd.Series(np.log(numbers.where(numbers > 0)))


def running(past: pd.DataFrame, key: str, columns: list[str]) -> pd.DataFrame:
    """After each row of `past` the means of `columns` over the rows with the same `key` until then, and its last.

    Columns: the key, on (the row's day), the means, last_<name>; oldest first.
    """
    kept = past.dropna(subset=[key]).sort_values("local_date", kind="stable")
    grouped = kept.groupby(key)
    counted = kept[columns].notna().groupby(kept[key]).cumsum()
    return pd.DataFrame({key: kept[key].astype(object), "on": instants(kept["local_date"]),
                         **{name: grouped[name].cumsum() / counted[name] for name in columns},
                         **{f"last_{name}": kept[name] for name in columns}})


def instants(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).astype("datetime64[ns]")


@dataclass(frozen=True)
class Past:
    """Our shows `played` before a day, and what was `known` of bookings then."""

    shows: pd.DataFrame
    known: Known

    @cached_property
    def features(self) -> pd.DataFrame:
        """What was known of each show on the day it was decided."""
        return self.known.features(self.shows)


def past_of(shows: pd.DataFrame, dates: pd.DataFrame, metrics: pd.DataFrame, *, before: date) -> Past:
    """Columns of the frames as in `Known`. Raises NotEnoughData where no show was played before that day."""
    over = played(shows, before)
    if over.empty:
        raise NotEnoughData("No show of ours with tickets counted has been played: nothing to expect from.",
                            remedy="Import concerts, ticket_types and sales.")
    return Past(over, Known(over, dates, metrics))


def learned(past: Past, *, before: date) -> "BookingOutcome":
    """Sell-through learned from the shows played before a day. Raises NotEnoughData when they are too few."""
    over = (pd.to_datetime(past.shows["local_date"]) < pd.Timestamp(before)).to_numpy()
    if over.sum() < LEAST_SHOWS:
        raise NotEnoughData(f"{over.sum()} past shows, {LEAST_SHOWS} needed.")
    from core.recommend import BookingOutcome  # takes a second to load: not for a company that is just beginning

    shows, features = past.shows[over], past.features[over]
    older = features.head(len(features) // 2)  # those learned from, not those calibrated on
    columns = [str(name) for name in features if older[name].count() >= LEAST_KNOWN and older[name].nunique() > 1]
    model = BookingOutcome(least_shows=LEAST_SHOWS)
    return model.fit(features[columns], shows["tickets_sold"], shows["sellable"], shows["local_date"])


@dataclass(frozen=True)
class Expectation:
    """Sell-through of a booking: what is known of it, put to what was learned from past shows."""

    known: Known
    model: "BookingOutcome"

    @property
    def columns(self) -> list[str]:
        return self.model.columns_[:-1]  # the last is the room

    @property
    def basis(self) -> str:
        """What the expectation rests on, in words: "artist, venue, genre, price"."""
        return ", ".join(dict.fromkeys(name.split(" ")[0].removesuffix("'s") for name in self.columns))

    def of(self, asked: pd.DataFrame) -> pd.DataFrame:
        """sell_through, sell_through_lo, sell_through_hi (fractions; the 80 % range), declined (the reason).

        `asked` as in `Known.features`, with `sellable`. An artist of whom nothing dated is known is declined.
        """
        known = self.known.features(asked)
        room = pd.to_numeric(asked["sellable"]).astype(float).to_numpy()
        found = self.model.predict(known[self.columns], np.where(room > 0, room, 1.0))
        found = found.rename(columns={"low": "sell_through_lo", "high": "sell_through_hi"})
        found.loc[~(room > 0), "declined"] = "The venue's capacity is not known."
        unknown = known[list(KNOWN_OF_ARTIST)].isna().all(axis=1)
        found.loc[unknown, "declined"] = "No past show, room or dated audience of the artist is on file."
        found.loc[found["declined"].notna(), ["sell_through", "sell_through_lo", "sell_through_hi"]] = np.nan
        return found
