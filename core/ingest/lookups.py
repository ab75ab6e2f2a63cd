"""Looking our artists up at a source: whose turn it is, and how what was found is kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pyarrow as pa

from core.settings import settings
from core.warehouse import listings as stored
from core.warehouse.merge import Merged, merge
from core.warehouse.store import Connection

TEXT = pa.string()
LOOKUP = pa.schema([
    ("source", TEXT), ("artist_id", TEXT), ("source_artist_id", TEXT), ("name", TEXT), ("url", TEXT),
    ("image_url", TEXT), ("area", TEXT), ("country", TEXT), ("matched_by", TEXT), ("candidate_ids", pa.list_(TEXT)),
    ("looked_up_on", pa.date32())])
LEARNED = pa.schema([("artist_id", TEXT), *((name, TEXT) for name in (
    "mbid", "spotify_artist_id", "tm_attraction_id", "genre", "sub_genre", "image_url"))])

Row = dict[str, Any]


class Due(NamedTuple):
    """An artist of ours whose turn it is."""

    artist_id: str
    name: str
    mbid: str | None
    spotify_artist_id: str | None


def due_artists(connection: Connection, source: str, today: date, days: int | None = None) -> list[Due]:
    """Artists not looked up at `source` for `days` (the setting's otherwise), those with shows ahead first."""
    since = today - timedelta(days=(days or settings().refetch_days) - 1)
    return [Due(*row) for row in stored.answer(connection, "due_artists", source=source, since=since)]


def keep_lookups(connection: Connection, rows: Iterable[Row]) -> Merged:
    """Store what was found, and when, one row an artist and source."""
    return merge(connection, "artist_lookup", pa.Table.from_pylist(list(rows), schema=LOOKUP),
                 ("source", "artist_id"))


def learn(connection: Connection, rows: Iterable[Row]) -> None:
    """Give our artists what a source knows of them and we do not."""
    stored.answer(connection, "fill_artists", {"learned": pa.Table.from_pylist(list(rows), schema=LEARNED)})


def asked(artist_ids: Iterable[str]) -> pa.Table:
    return pa.table({"artist_id": pa.array(list(artist_ids), TEXT)})
