"""What Events says of the hold ledger: made from the desk's rows. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from core import words

COLUMNS = ["hold_id", "version", "venue_id", "local_date", "hold_level", "artist", "note", "placed_by", "placed_at",
           "challenged_at", "respond_by", "outcome", "ended_at"]


def ledger(rows: Sequence[Mapping[str, Any]], rooms: pd.DataFrame) -> pd.DataFrame:
    """The desk's holds at rooms in sight, with venue and city, `level` (1H), `answer` and `held` (a line for a choice)."""
    found = pd.DataFrame(rows, columns=COLUMNS).merge(rooms[["venue_id", "venue", "city"]], on="venue_id")
    level = [f"{number}H" for number in found["hold_level"]]
    found = found.assign(level=level, answer=[answer(row) for row in found.to_dict("records")])
    return found.assign(held=[
        f"{row['level']} {row['artist'] or 'nobody named'}, {row['venue']}, {words.day(row['local_date'])}"
        for row in found.to_dict("records")])


def answer(row: Mapping[Any, Any]) -> str:
    """What became of a hold, or by when its challenge must be answered."""
    if not words.missing(row["outcome"]):
        return str(row["outcome"])
    return "not challenged" if words.missing(row["respond_by"]) else f"by {words.moment(row['respond_by'])}"


def finding(held: pd.DataFrame) -> str:
    """How many holds stand, and which challenge comes first."""
    standing = held[held["ended_at"].isna()]
    if standing.empty:
        return "No date is held at the desk"
    open_ones = standing[standing["respond_by"].notna() & standing["outcome"].isna()]
    said = words.things(len(standing), "hold")
    if open_ones.empty:
        return f"{said}, none challenged"
    first = words.moment(open_ones["respond_by"].min())
    return f"{said}; {words.things(len(open_ones), 'challenge')} to answer, the first by {first}"


def fill_words(rate: Mapping[str, Any]) -> tuple[str, str]:
    """The fill rate of challenged holds as value and fact."""
    if not rate["challenged"]:
        return words.MISSING, "none challenged yet"
    return words.percent(rate["fill_rate"]), f"{words.count(rate['confirmed'])} of {words.count(rate['challenged'])}"


def soon(held: pd.DataFrame, now: datetime) -> int:
    """Challenges to answer within a day."""
    due = pd.to_datetime(held["respond_by"], utc=True)
    return int((due.notna() & held["outcome"].isna() & (due <= now + pd.Timedelta(days=1))).sum())


def history(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What happened to a hold, for a table."""
    return pd.DataFrame(rows, columns=["at", "what", "hold_level", "actor", "detail"]).assign(
        level=[f"{row['hold_level']}H" for row in rows])
