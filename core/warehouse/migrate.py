"""Numbered migrations, forward only: file and record in one transaction, with a checksum of what ran."""

import hashlib
from importlib.resources import files
from typing import NamedTuple

import duckdb

from core.errors import StoreBroken, StoreTooNew

RECORD = """CREATE TABLE IF NOT EXISTS schema_migration (
    number INTEGER, name VARCHAR, checksum VARCHAR, applied_at TIMESTAMP)"""


class Migration(NamedTuple):
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Every migration of this version, in order."""
    folder = files("core.warehouse") / "migrations"
    found = [Migration(int(f.name[:4]), f.name, f.read_text("utf-8")) for f in folder.iterdir()
             if f.name.endswith(".sql")]
    return sorted(found)


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring the warehouse to this version; returns the names applied.

    Raises StoreTooNew when a newer version wrote it, StoreBroken when an applied file was changed since.
    """
    connection.execute(RECORD)
    applied = refuse_unknown_to_us(connection)
    pending = [m for m in migrations() if m.number not in applied]
    for migration in pending:
        connection.begin()
        connection.execute(migration.sql)
        connection.execute("INSERT INTO schema_migration VALUES (?, ?, ?, now() AT TIME ZONE 'UTC')",
                           [migration.number, migration.name, migration.checksum])
        connection.commit()
    return [m.name for m in pending]


def refuse_unknown_to_us(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers of the migrations applied. Raises StoreTooNew and StoreBroken as `migrate`."""
    applied = {number: (name, checksum) for number, name, checksum in connection.execute(
        "SELECT number, name, checksum FROM schema_migration ORDER BY number").fetchall()}
    refuse_unknown(applied, migrations())
    return set(applied)


def refuse_unknown(applied: dict[int, tuple[str, str]], known: list[Migration]) -> None:
    by_number = {m.number: m for m in known}
    for number, (name, checksum) in applied.items():
        if number not in by_number:
            raise StoreTooNew(f"The store has migration {name}, which this version does not know.",
                              remedy="Update Marquee, or set MARQUEE_DATA_DIR to another folder.")
        if by_number[number].checksum != checksum:
            raise StoreBroken(f"Migration {name} differs from the one the store was made with.",
                              remedy="Restore the file from version control; changes go into a new migration.")
