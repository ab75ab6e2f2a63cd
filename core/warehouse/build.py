"""What publish builds a snapshot from: copied tables, working tables, marts, inputs of computations, computed rows."""

from datetime import date, datetime
from importlib.resources import files
from typing import NamedTuple

import duckdb
import pandas as pd

from core.warehouse.read import question

COPIED = ("about", "market", "artist_alias", "artist_tag", "artist_metric_daily", "similar_artist", "event_artist",
          "event_change", "presale", "date_hold", "city_place", "ticket_type", "deal", "expense", "message", "engagement",
          "tour_total", "listing", "attraction", "source_venue", "artist_lookup", "artist_link", "spotify_figure",
          "match_review", "ingest_run", "ingest_count", "ingest_rejected", "schema_migration")

# A mart may read the marts before it as `snapshot.<name>`, and as `temp.<name>` the working tables: what several marts are
# made of and no snapshot keeps, as the order lines are many. What forecasts and booking models start from comes first: they
# take longest, and are computed meanwhile.
FIRST_MARTS = ("venue", "concert", "event", "artist")
SALES = ("first_order", "sale")
SALES_MARTS = ("event_day", "event_total")
BUYERS = ("purchase",)
MARTS = ("concert_day_channel", "market_day_channel", "pacing", "ticket_count", "drop_count", "report_card", "buyer", "lifecycle",
         "segment_move", "campaign_day", "campaign_total", "promo_total", "marketing_budget", "genre_closeness", "competition",
         "touring", "source_state", "row_count", "filter_option")
# What joins the marts with what Python computed, when all of it is there.
LAST_MARTS = ("standing",)


def copy_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE TABLE snapshot.{name} AS FROM warehouse.{name}").fetchall()


class Day(NamedTuple):
    """The day (local) and the moment (UTC) that a snapshot stands on: statements may use `$today` and `$now`."""

    connection: duckdb.DuckDBPyConnection
    today: date
    now: datetime

    def mart(self, name: str) -> None:
        """Create `snapshot.<name>` from `marts/<name>.sql`."""
        self.create(f"TABLE snapshot.{name}", "marts", name)

    def working(self, name: str) -> None:
        """Create `temp.<name>` from `working/<name>.sql`."""
        self.create(f"OR REPLACE TEMP TABLE {name}", "working", name)

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of `inputs/<name>.sql`: what a computation needs and no snapshot holds."""
        sql, params = self.written("inputs", name)
        return self.connection.execute(sql, params).df()

    def spellings(self) -> None:
        """Create the macro `spelled`, by which marts show a channel."""
        self.working("channel_spelling")
        several = self.connection.execute("FROM temp.channel_spelling LIMIT 1").fetchall()
        self.connection.execute(self.written("working", "spelled" if several else "as_written")[0]).fetchall()

    def create(self, what: str, folder: str, name: str) -> None:
        sql, params = self.written(folder, name)
        self.connection.execute(f"CREATE {what} AS {sql}", params).fetchall()

    def written(self, folder: str, name: str) -> tuple[str, dict[str, date]]:
        sql = (files("core.warehouse") / folder / f"{name}.sql").read_text("utf-8")
        wanted = {"today": self.today, "now": self.now.replace(tzinfo=None)}
        return sql, {key: value for key, value in wanted.items() if f"${key}" in sql}


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
