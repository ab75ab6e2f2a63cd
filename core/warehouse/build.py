"""What publish builds a snapshot from: copied tables, marts in SQL, what computations start from, and computed rows."""

from datetime import date, datetime
from importlib.resources import files

import duckdb
import pandas as pd

from core.warehouse.read import question

COPIED = ("about", "market", "artist_alias", "artist_tag", "artist_metric_daily", "similar_artist", "event_artist",
          "event_change", "presale", "date_hold", "city_place", "ticket_type", "deal", "expense", "message", "engagement",
          "tour_total", "listing", "attraction", "source_venue", "artist_lookup", "artist_link", "spotify_figure",
          "match_review", "recommendation_score", "ingest_run", "ingest_count", "ingest_rejected", "schema_migration")

# A mart may read the marts before it as `snapshot.<name>`.
MARTS = ("venue", "concert", "event_day", "event_total", "concert_day_channel", "market_day_channel", "pacing", "level_total",
         "drop_count", "report_card", "buyer", "lifecycle", "segment_move", "campaign_day", "campaign_total", "promo_total",
         "marketing_budget", "event", "genre_closeness", "competition", "touring", "artist", "source_state", "row_count",
         "filter_option")
# What joins the marts with what Python computed, when all of it is there.
LAST_MARTS = ("standing",)


def copy_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE TABLE snapshot.{name} AS FROM warehouse.{name}").fetchall()


def build_mart(connection: duckdb.DuckDBPyConnection, name: str, today: date, now: datetime) -> None:
    """Create `snapshot.<name>` from `marts/<name>.sql`, which may use `$today` (local date) and `$now` (UTC)."""
    sql = (files("core.warehouse") / "marts" / f"{name}.sql").read_text("utf-8")
    wanted = {"today": today, "now": now.replace(tzinfo=None)}
    params = {key: value for key, value in wanted.items() if f"${key}" in sql}
    connection.execute(f"CREATE TABLE snapshot.{name} AS {sql}", params).fetchall()


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """The questions' macros and the tables that Python fills, all in the new snapshot."""
    for name in ("macros", "computed"):
        connection.execute((files("core.warehouse") / "marts" / f"{name}.sql").read_text("utf-8")).fetchall()


def today_of(connection: duckdb.DuckDBPyConnection, now: datetime) -> date:
    """The day the figures stand on: the sample season's own, else the clock's."""
    rows = connection.execute("SELECT value FROM warehouse.about WHERE key = 'sample_today'").fetchall()
    return date.fromisoformat(rows[0][0]) if rows else now.date()


def put_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: object) -> None:
    """Add a pandas frame or Arrow table to `snapshot.<name>`, by column name; columns it lacks are NULL."""
    connection.register("computed", rows)
    connection.execute(f"INSERT INTO snapshot.{name} BY NAME SELECT * FROM computed").fetchall()
    connection.unregister("computed")


def frame_of(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """What a computation starts from: the answer to `queries/<name>.sql` on the new snapshot, for all concerts.

    Decimals become floats.
    """
    return asked(connection, name).df()


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict]:
    """As `frame_of`, as rows with exact decimals."""
    return asked(connection, name).to_arrow_table().to_pylist()


def asked(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    connection.execute("USE snapshot")
    sql = question(name)
    return connection.sql(sql, params={"concert_ids": None}) if "$concert_ids" in sql else connection.sql(sql)


def warehouse_frame(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """The rows of `inputs/<name>.sql`: what a computation needs and no snapshot holds."""
    return connection.sql((files("core.warehouse") / "inputs" / f"{name}.sql").read_text("utf-8")).df()
