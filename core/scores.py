"""Scores of past forecasts, made again and stored: what the report card is made of."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd

from core import forecasts
from core.progress import Progress
from core.warehouse.read import read
from core.warehouse.store import writing

SCORED_DAYS = 183  # of shows, back from the snapshot's day, unless told otherwise


def keep_scores(first: date | None, last: date | None, progress: Progress) -> int:
    """Score the forecasts of shows played from `first` to `last`, replace the stored scores; returns how many shows.

    A month of shows at a time, so that it can be watched and cancelled; nothing is stored unless all are done.
    """
    today = pd.Timestamp(read("sources/about")["today"].iloc[0]).date()
    last = last or today - timedelta(days=1)
    first = first or last - timedelta(days=SCORED_DAYS)
    months = list(pd.date_range(first, last, freq="MS").date)
    starts = [first, *(day for day in months if day > first)]
    parts = []
    for done, start in enumerate(starts):
        progress.step("Scoring past forecasts", done, len(starts))
        end = starts[done + 1] - timedelta(days=1) if done + 1 < len(starts) else last
        parts.append(forecasts.scores(first=start, last=end))
    progress.step("Scoring past forecasts", len(starts), len(starts))
    scored = pd.concat(parts).assign(scored_at=datetime.now(UTC).replace(tzinfo=None))
    with writing() as connection:
        connection.begin()
        connection.execute("DELETE FROM forecast_score")
        connection.register("scored", scored)
        connection.execute("INSERT INTO forecast_score BY NAME SELECT * FROM scored")
        connection.commit()
    return scored["concert_id"].nunique()
