"""The record that every import and ingest leaves: what it read, what it kept, what it refused and why."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

REJECTED = pa.schema([("run_id", pa.string()), ("kind", pa.string()), ("file", pa.string()), ("line", pa.int64()),
                      ("column_name", pa.string()), ("value", pa.string()), ("reason", pa.string())])


def new_run_id(now: datetime | None = None) -> str:
    """A name for a run that sorts by its start time (UTC, microseconds)."""
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}"


def start_run(connection: duckdb.DuckDBPyConnection, source: str, now: datetime | None = None) -> str:
    """Record a run as failed until it says otherwise, so that a killed run leaves the truth."""
    started = now or datetime.now(UTC)
    run_id = new_run_id(started)
    connection.execute(
        "INSERT INTO ingest_run (run_id, source, started_at, outcome, detail) VALUES (?, ?, ?, 'failed', ?)",
        [run_id, source, started.replace(tzinfo=None), "did not end"])
    return run_id


def end_run(connection: duckdb.DuckDBPyConnection, run_id: str, outcome: str, detail: str = "",
            **counts: int | None) -> None:
    """`outcome` is complete, partial or failed; `counts` are columns of ingest_run (calls, stored, ...)."""
    assignments = "".join(f', "{name}" = ?' for name in counts)
    connection.execute(
        f"UPDATE ingest_run SET ended_at = ?, outcome = ?, detail = ?{assignments} WHERE run_id = ?",
        [datetime.now(UTC).replace(tzinfo=None), outcome, detail, *counts.values(), run_id])


def broken_off(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[tuple]:
    """End the record of a run that was stopped: (kind, read, new, changed, unchanged, rejected) of each file that is in.

    None of them where the store can tell no more: then its record says that it did not end. Seen beside the run's own connection,
    which may stand within a transaction.
    """
    try:
        with connection.cursor() as beside:
            beside.execute("USE warehouse")
            found = beside.execute('SELECT kind, read, "new", changed, unchanged, rejected FROM ingest_count '
                                   "WHERE run_id = ? ORDER BY rowid", [run_id]).fetchall()
            stored = sum(read - rejected for _, read, *_, rejected in found)
            end_run(beside, run_id, "partial" if stored else "failed", "stopped before its end",
                    received=sum(read for _, read, *_ in found), stored=stored)
            return found
    except duckdb.Error:
        return []


def count_kind(connection: duckdb.DuckDBPyConnection, run_id: str, kind: str, read: int, new: int, changed: int,
               unchanged: int, rejected: int) -> None:
    connection.execute("INSERT INTO ingest_count VALUES (?, ?, ?, ?, ?, ?, ?)",
                       [run_id, kind, read, new, changed, unchanged, rejected])


def keep_rejects(connection: duckdb.DuckDBPyConnection, rejects: pa.Table | Iterable[dict]) -> None:
    """Store refused rows (columns of REJECTED) inside the caller's transaction."""
    table = rejects if isinstance(rejects, pa.Table) else pa.Table.from_pylist(list(rejects), schema=REJECTED)
    if table.num_rows:
        connection.register("refused", table)
        connection.execute("INSERT INTO ingest_rejected BY NAME SELECT * FROM refused")
        connection.unregister("refused")
