"""What the warehouse knows, published or not: for `status`, which writes nothing."""

from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import duckdb

from core.errors import StoreBroken
from core.lock import alone
from core.warehouse.load.season import about
from core.warehouse.migrate import refuse_unknown_to_us
from core.warehouse.parquet import attached
from core.warehouse.store import BROKEN, Connection, in_our_words, warehouse_path


class Known(NamedTuple):
    """`rows` by kind as in the mart row_count; the runs, newest first."""

    season: str
    rows: dict[str, int]
    runs: list["KnownRun"]


class KnownRun(NamedTuple):
    run_id: str
    source: str
    outcome: str
    detail: str
    rejected: int


def known(data_dir: Path) -> Known | None:
    """None where there is no warehouse, as where snapshots are pulled.

    Raises StoreBusy while it is written, StoreBroken, StoreTooNew.
    """
    path = warehouse_path(data_dir)
    if not path.exists():
        return None
    with in_our_words(data_dir), alone(data_dir), attached(path, "warehouse") as connection:
        refuse_cut(connection, path)
        connection.execute("USE warehouse")
        try:
            refuse_unknown_to_us(connection)
            return told(connection)
        except duckdb.CatalogException as error:
            raise StoreBroken(f"{path} is no warehouse of Marquee.", remedy=BROKEN) from error


def refuse_cut(connection: Connection, path: Path) -> None:
    """A file that lost its end opens as if it were whole, and fails where what is missing is read. (Free blocks are no sign:
    DuckDB cuts those off that stand last, and goes on counting them.)"""
    [(blocks, size)] = connection.execute(
        "SELECT used_blocks, block_size FROM pragma_database_size() WHERE database_name = 'warehouse'").fetchall()
    if blocks * size > path.stat().st_size:
        raise StoreBroken(f"{path} is damaged: {path.stat().st_size:,} bytes are left of more than {blocks * size:,}.",
                          remedy=BROKEN)


def told(connection: Connection) -> Known:
    counts = (files("core.warehouse") / "marts" / "row_count.sql").read_text("utf-8")
    runs = connection.execute("""
        SELECT run_id, source, outcome, detail, (SELECT count(*) FROM ingest_rejected j WHERE j.run_id = r.run_id)
        FROM ingest_run r ORDER BY run_id DESC""").fetchall()
    return Known(about(connection).get("season", ""), dict(connection.execute(counts).fetchall()),
                 [KnownRun(*run) for run in runs])
