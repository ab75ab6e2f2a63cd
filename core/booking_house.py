"""What one snapshot knows of bookings as of a day, and the models taught on it."""

import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from core.booking.features import Expectation, learned, past_of
from core.booking.history import Books, books, taught
from core.booking.terms import Agreed
from core.errors import NotEnoughData, QueryError
from core.warehouse.read import read
from core.warehouse.snapshot import current

INPUTS = ("shows", "dates", "venues", "artists", "metrics")
_teaching = threading.Lock()  # who asks for what is being taught waits for it


@dataclass(frozen=True)
class House:
    """What one snapshot knows of bookings, and the models taught on it as of one day."""

    snapshot: Path
    shows: pd.DataFrame
    agreed: Agreed
    dates: pd.DataFrame
    venues: pd.DataFrame
    artists: pd.DataFrame
    clauses: pd.DataFrame
    books: Books
    booker: Any
    expectation: Expectation | None
    no_expectation: str | None
    as_of: date


@lru_cache(maxsize=4)
def house(snapshot: Path, as_of: date, venue_id: str | None = None) -> House:
    """What is known as of a day, read once for each snapshot: publish taught the models of its own day, those of a past day
    are taught here. Raises NotEnoughData with too few dates on file."""
    from core.recommend import from_bytes

    shows, dates, rooms, artists, metrics = (read(f"bookings/{name}") for name in INPUTS)
    known = books(dates, rooms, artists, before=as_of, asked=venue_id)
    rooms = rooms.set_index("venue_id", drop=False).loc[known.venues].reset_index(drop=True)
    kept = read("bookings/model", day=as_of).to_dict("records")
    published = kept and venue_id is None  # a venue beyond those learned from was in no model
    booker = from_bytes(kept[0]["booker"], "The booker") if published else taught(known)
    expectation, reason = None, kept[0]["declined"] if kept else None
    if reason is None:
        try:
            past = past_of(shows, dates, metrics, before=as_of)
            outcome = from_bytes(kept[0]["outcome"], "The outcome") if kept else learned(past, before=as_of)
            expectation = Expectation(past.known, outcome)
        except NotEnoughData as error:
            reason = error.message
    return House(snapshot, shows, Agreed(shows, as_of), dates, rooms, artists, read("bookings/clauses"), known,
                 booker, expectation, reason, as_of)


def decided(day: date, venue_id: str | None = None) -> House:
    """The models as they stand on the day of the decision about a show on `day`, at a venue that must be known."""
    as_of = min(day, today_of(current().path))
    with _teaching:
        known = house(current().path, as_of)
        return known if venue_id is None or venue_id in known.books.venues else house(current().path, as_of, venue_id)


@lru_cache(maxsize=2)
def today_of(snapshot: Path) -> date:
    """The day that a snapshot stands on."""
    return pd.Timestamp(read("sources/about")["today"].iloc[0]).date()


def venues_named(name: str, city: str | None = None) -> pd.DataFrame:
    """The venues of a name or id, ours and those with most dates first. Raises QueryError when there is none."""
    known = read("bookings/venues")
    wanted = known[(known["venue"].str.casefold() == name.strip().casefold()) | (known["venue_id"] == name)]
    if city:
        wanted = wanted[wanted["city"].str.casefold() == city.strip().casefold()]
    if wanted.empty:
        raise QueryError(f"No venue is named {name}{f' in {city}' if city else ''}.",
                         remedy='`query "SELECT name, city FROM venue"` lists them.')
    return wanted.sort_values(["ours", "dates"], ascending=False, kind="stable")


def place_of(known: House, venue_id: str) -> pd.Series:
    """The row of a venue. Raises QueryError when there is none."""
    found = known.venues[known.venues["venue_id"] == venue_id]
    if found.empty:
        raise QueryError(f"There is no venue {venue_id}.", remedy='`query "FROM venue"` lists them.')
    return found.iloc[0]
