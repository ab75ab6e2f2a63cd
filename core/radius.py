"""Radius clauses: what one would forbid, and which of ours forbid a show. Reads the published snapshot."""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from core import words
from core.desk.errors import DeedRefused
from core.warehouse.read import read, read_arrow
from core.warehouse.show_rows import RowsByShow
from core.warehouse.snapshot import current

SAID = 5  # conflicts named in a message


def artists_called(*, artist: str) -> list[str]:
    """The artist ids of a name or alias, in any case, accents aside."""
    return list(read("radius/artists", artist=artist)["artist_id"])


def conflicts(*, artist: str, venue_id: str, day: date, radius_miles: float | None = None,
              days_before: int = 0, days_after: int = 0) -> pd.DataFrame:
    """What stands in the way of a show with that clause: dates of the artist that it would forbid, whoever promotes
    them (kind listing), and clauses of our other shows that forbid it (kind clause); nearest in days first.

    `radius_miles` None: no clause of its own. Columns: those of queries/radius/conflicts.sql; `miles` NULL is a distance
    that nobody knows, to be looked at. Several artists of one name are all looked at.
    """
    return read_conflicts(artist, venue_id, day, radius_miles, days_before, days_after)


def read_conflicts(artist: str | None, venue_id: str | None, day: date, radius_miles: float | None, days_before: int,
                   days_after: int) -> pd.DataFrame:
    return read("radius/conflicts", artist=artist, venue_id=venue_id, day=day, radius_miles=radius_miles,
                days_before=days_before, days_after=days_after)


def of_show(*, concert_id: str) -> pd.DataFrame:
    """As `conflicts`, for a show of ours with the clause of its deal."""
    found = clauses(current().path).of(concert_id).to_pylist()
    if not found:
        return read_conflicts(None, None, date.min, None, 0, 0)
    clause = found[0]
    return conflicts(artist=clause["artist"], venue_id=clause["venue_id"], day=clause["local_date"],
                     radius_miles=clause["radius_miles"], days_before=clause["radius_days_before"] or 0,
                     days_after=clause["radius_days_after"] or 0)


@lru_cache(maxsize=2)
def clauses(snapshot: Path) -> RowsByShow[pa.Table]:
    """The clause of every show, a row each; `snapshot`: the name they are kept under."""
    return RowsByShow(read_arrow("radius/clauses"))


def require_clear(found: pd.DataFrame, accepted: bool) -> str:
    """The conflicts in words, to be kept with the offer; "" without any. Raises DeedRefused unless they were accepted."""
    if found.empty:
        return ""
    said = "; ".join(words_for(row) for row in found.head(SAID).to_dict("records"))
    if not accepted:
        raise DeedRefused(f"{words.things(len(found), 'radius conflict')}: {said}.",
                          remedy="Look at them on Events, then save again with accept_conflicts.")
    return said


def words_for(row: Mapping[Hashable, Any]) -> str:
    """"Low plays Bell Hall, Leeds on Fri 4 Dec 2026, 12 days and 45 miles away"."""
    far = "an unknown distance" if words.missing(row["miles"]) else f"{row['miles']:.0f} miles"
    where = f"{row['venue']}, {row['city']} on {words.day(row['local_date'])}"
    if row["kind"] == "clause":
        return f"the clause of our show at {where} covers it ({row['radius_miles']:g} miles)"
    return f"{row['label']} plays {where}, {words.things(abs(row['days_apart']), 'day')} and {far} away"
