"""The sample season in the store: whether it is there, and how it goes."""

from collections.abc import Mapping

from core.warehouse.load import Connection, ask

KEPT = ("schema_migration",)


def about(connection: Connection) -> dict[str, str]:
    """What the store says about itself: season, sample_seed, sample_today."""
    return dict(ask(connection, "SELECT key, value FROM about"))


def mark(connection: Connection, facts: Mapping[str, str]) -> None:
    for key, value in facts.items():
        ask(connection, "DELETE FROM about WHERE key = ?", [key])
        ask(connection, "INSERT INTO about VALUES (?, ?)", [key, value])


def holds_rows(connection: Connection) -> bool:
    """Whether any show, listing, engagement or listen is stored."""
    return any(ask(connection, f"SELECT 1 FROM {table} LIMIT 1")
               for table in ("event", "engagement", "tour_total", "listen", "buyer"))


def empty(connection: Connection) -> None:
    """Take every row out of every table, in one transaction."""
    tables = ask(connection, """SELECT table_name FROM duckdb_tables()
                                WHERE database_name = 'warehouse' AND NOT temporary""")
    for (table,) in tables:
        if table not in KEPT:
            ask(connection, f'DELETE FROM "{table}"')
