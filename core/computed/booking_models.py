"""What a snapshot knows of bookings: the two models of today, as bytes, and how such models did on past days.

Frames in (queries/bookings/*.sql), frames out; publish brings the first and stores the second.
"""

from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from core.booking import report_card
from core.booking.features import learned, past_of, played
from core.booking.history import books, past_dates, taught
from core.errors import NotEnoughData


class BookingTables(NamedTuple):
    """`booking_model`: one row of as_of, booker and outcome (skops, None where declined), declined (why there is no outcome).
    `recommendation_score`: the report card."""

    booking_model: pd.DataFrame
    recommendation_score: pd.DataFrame


class Inputs(NamedTuple):
    """The answers to the questions of the same names in queries/bookings."""

    shows: pd.DataFrame
    dates: pd.DataFrame
    venues: pd.DataFrame
    artists: pd.DataFrame
    metrics: pd.DataFrame


def booking_models(known: Inputs, *, today: date, now: datetime) -> BookingTables:
    """Teach both models on what was known before `today` and measure them.

    Raises nothing: what cannot be taught is None with the reason. `now` (UTC) is when the card was scored.
    """
    booker, outcome, declined = None, None, None
    try:
        booked = books(known.dates, known.venues, known.artists, before=today)
        from core.recommend import to_bytes  # takes a second and 65 MB to load: not where there is nothing to learn from

        booker = to_bytes(taught(booked))
        outcome = to_bytes(learned(past_of(known.shows, known.dates, known.metrics, before=today), before=today))
    except NotEnoughData as error:
        declined = error.message
    model = pd.DataFrame({"as_of": [today], "booker": pd.Series([booker], dtype=object),
                          "outcome": pd.Series([outcome], dtype=object), "declined": [declined]})
    return BookingTables(model, report_card.measured(*known, today=today).assign(scored_at=now.replace(tzinfo=None)))


def past_only(known: Inputs, *, today: date) -> Inputs:
    """All that the models and their report card are made of: what is not played yet teaches nothing."""
    return known._replace(shows=played(known.shows, today), dates=past_dates(known.dates, today))
