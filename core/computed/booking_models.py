"""What a snapshot knows of bookings: the two models of today, as bytes, and how such models did on past days.

Frames in (queries/bookings/*.sql), frames out; publish brings the first and stores them. All of it is made again only
when what it is made of, the day or this code has changed: the table `booking_model` of the snapshot before says so.
"""

import hashlib
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

import pandas as pd

from core.booking import report_card
from core.booking.features import learned, past_of, played
from core.booking.history import books, past_dates, taught
from core.errors import NotEnoughData
from core.settings import ROOT

CODE = ("booking", "recommend")


class BookingTables(NamedTuple):
    """`booking_model`: one row of as_of, digest, booker and outcome (skops, None where declined), declined (why there is no
    outcome). `recommendation_score`: the report card."""

    booking_model: pd.DataFrame
    recommendation_score: pd.DataFrame


class Inputs(NamedTuple):
    """The answers to the questions of the same names in queries/bookings."""

    shows: pd.DataFrame
    dates: pd.DataFrame
    venues: pd.DataFrame
    artists: pd.DataFrame
    metrics: pd.DataFrame


def booking_models(known: Inputs, *, today: date, now: datetime,
                   before: BookingTables | None = None) -> BookingTables:
    """Teach both models on what was known before `today` and measure them, unless `before` was made of the same.

    Raises nothing: what cannot be taught is None with the reason. `now` (UTC) is when the card was scored.
    """
    digest = digest_of(known, today=today)
    if before is not None and list(before.booking_model["digest"]) == [digest]:
        return before
    booker, outcome, declined = None, None, None
    try:
        booked = books(known.dates, known.venues, known.artists, before=today)
        from core.recommend import to_bytes  # takes a second and 65 MB to load: not where there is nothing to learn from

        booker = to_bytes(taught(booked))
        outcome = to_bytes(learned(past_of(known.shows, known.dates, known.metrics, before=today), before=today))
    except NotEnoughData as error:
        declined = error.message
    model = pd.DataFrame({"as_of": [today], "digest": [digest], "booker": pd.Series([booker], dtype=object),
                          "outcome": pd.Series([outcome], dtype=object), "declined": [declined]})
    return BookingTables(model, report_card.measured(*known, today=today).assign(scored_at=now.replace(tzinfo=None)))


def digest_of(known: Inputs, *, today: date) -> str:
    """SHA-256 of all that the models and their report card depend on: past shows and dates, the day, this code."""
    found = hashlib.sha256(f"{today} {code_digest()}".encode())
    for frame in (played(known.shows, today), past_dates(known.dates, today), known.venues, known.artists, known.metrics):
        found.update(f"{list(frame.columns)} {len(frame)}".encode())
        found.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return found.hexdigest()


@cache
def code_digest() -> str:
    """Of the code that teaches and measures."""
    sources = (file for package in CODE for file in sorted((ROOT / "core" / package).glob("*.py")))
    return hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
