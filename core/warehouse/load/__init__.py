"""The load step's SQL: rows are staged, checked against what is stored and against each other, then merged.

`load/<kind>/<target>.sql` turns staged rows of a kind into rows of one table, with `row`, the row they come from.
Everything happens in the caller's transaction. Table and column names come from our own code, never from input.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from core.warehouse.merge import Merged, merge_into_rows

Connection = duckdb.DuckDBPyConnection


def ask(connection: Connection, sql: str, params: Any = None) -> list[tuple]:
    return connection.execute(sql, params).fetchall()


def stage(connection: Connection, rows: pa.Table, *, first: bool, numbered: str = "") -> None:
    """Put cleaned rows into the temporary table `staged`; `numbered` adds a line number to rows of orders."""
    connection.register("batch", rows)
    if first:
        line = f', CASE WHEN order_id IS NOT NULL THEN 1 END AS "{numbered}"' if numbered else ""
        ask(connection, f"CREATE OR REPLACE TEMP TABLE staged AS SELECT *{line} FROM batch LIMIT 0")
    line = ", CASE WHEN order_id IS NOT NULL THEN 1 END" if numbered else ""
    ask(connection, f"INSERT INTO staged SELECT *{line} FROM batch")
    connection.unregister("batch")


def unstage(connection: Connection, rows: Iterable[int]) -> None:
    """Take refused rows out again."""
    connection.register("refused_rows", pa.table({"row": pa.array(rows, pa.int64())}))
    ask(connection, "DELETE FROM staged WHERE row IN (SELECT row FROM refused_rows)")
    connection.unregister("refused_rows")


MONEY_SAID = pa.schema([("row", pa.int64()), ("column_name", pa.string()), ("value", pa.string()), ("said", pa.string())])
TICKETS_IN = """money_said JOIN staged USING (row) JOIN (
    SELECT DISTINCT concert_id, currency AS paid_in FROM ticket_type WHERE currency IS NOT NULL) USING (concert_id)"""


def stage_said(connection: Connection, said: Sequence[pa.Table]) -> None:
    """Make the temporary table `money_said` (MONEY_SAID): what staged money says of its currency."""
    connection.register("batch", pa.concat_tables([MONEY_SAID.empty_table(), *said]))
    ask(connection, "CREATE OR REPLACE TEMP TABLE money_said AS SELECT * FROM batch")
    connection.unregister("batch")


def said_of_shows(connection: Connection) -> list[tuple[str, str]]:
    """Each pair of what money says and a currency of the tickets of its show."""
    if not ask(connection, "SELECT 1 FROM money_said LIMIT 1"):
        return []
    return ask(connection, f"SELECT DISTINCT said, paid_in FROM {TICKETS_IN} ORDER BY ALL")


def rows_saying(connection: Connection, impossible: Sequence[tuple[str, str, str]]) -> list[tuple[int, str, str, str]]:
    """(row, column, value, reason) of each staged row with money that says what no currency of its show's tickets allows.

    `impossible` are pairs of what is said and a currency, with the reason.
    """
    schema = pa.schema([(name, pa.string()) for name in ("said", "paid_in", "reason")])
    connection.register("impossible", pa.table(list(zip(*impossible, strict=True)), schema=schema))
    found = ask(connection, f"""
        SELECT DISTINCT ON (row) row, column_name, value, why FROM (
            SELECT row, column_name, value, min(reason) AS why
            FROM {TICKETS_IN} LEFT JOIN impossible USING (said, paid_in)
            GROUP BY row, column_name, value HAVING count(*) = count(reason))
        ORDER BY row, column_name""")
    connection.unregister("impossible")
    return found


def unknown_concerts(connection: Connection) -> list[tuple[int, str]]:
    """(row, concert_id) of staged rows that speak of a concert nobody told us about."""
    return ask(connection, """SELECT row, concert_id FROM staged WHERE concert_id IS NOT NULL
                              AND concert_id NOT IN (SELECT concert_id FROM concert) ORDER BY row""")


def other_currencies(connection: Connection, kind: str) -> list[tuple[int, str, str]]:
    """(row, currency, currency of the show) of staged rows with money in another."""
    return ask(connection, (files("core.warehouse") / "load" / kind / "other_currencies.sql").read_text("utf-8"))


def names_of_ids(connection: Connection, column: str, named: str) -> list[tuple[str, str, int | None, bool]]:
    """(id, name, row, whether stored as a name of the id) of each id and name this import gives, in the order of rows.

    The row is None of what an earlier file gave.
    """
    ask(connection, "CREATE TEMP TABLE IF NOT EXISTS names_given (id_column VARCHAR, id VARCHAR, name VARCHAR)")
    return ask(connection, f"""
        SELECT id, name, CASE WHEN count(row) = count(*) THEN min(row) END AS first, coalesce(bool_or(a.name IS NOT NULL), false)
        FROM (SELECT id, name, NULL AS row FROM names_given WHERE id_column = $column
              UNION ALL SELECT "{column}", "{named}", row FROM staged
              WHERE "{column}" IS NOT NULL AND "{named}" IS NOT NULL)
        LEFT JOIN (SELECT DISTINCT {column} AS id, name FROM {named}_alias) a USING (id, name)
        GROUP BY id, name ORDER BY first NULLS FIRST""", {"column": column})


def rows_named(connection: Connection, column: str, given: str, named: str, name: str) -> list[int]:
    """Staged rows that give an id to a name."""
    return [row for (row,) in ask(
        connection, f'SELECT row FROM staged WHERE "{column}" = ? AND "{named}" = ? ORDER BY row', [given, name])]


def remember_names(connection: Connection, column: str, names: Sequence[tuple[str, str]]) -> None:
    """Keep the name of each id for the other files of this import."""
    if names:
        ids, called = zip(*names, strict=True)
        connection.register("named", pa.table({"id_column": [column] * len(ids), "id": list(ids), "name": list(called)}))
        ask(connection, "DELETE FROM names_given WHERE id_column = $column AND id IN (SELECT id FROM named)", {"column": column})
        ask(connection, "INSERT INTO names_given SELECT * FROM named")
        connection.unregister("named")


def rows_with(connection: Connection, column: str, value: str) -> list[int]:
    """Staged rows with an artist id and no name."""
    return [row for (row,) in ask(
        connection, f'SELECT row FROM staged WHERE "{column}" = ? AND artist IS NULL ORDER BY row', [value])]


def taken_events(connection: Connection, column: str, source: str) -> list[tuple[int, str, str]]:
    """(row, id, source) of staged rows whose id is already that of a listing from elsewhere."""
    return ask(connection, f"""SELECT s.row, s."{column}", e.source FROM staged s JOIN event e
                               ON e.event_id = s."{column}" WHERE e.source <> ? ORDER BY s.row""", [source])


def open_entries(connection: Connection, kind: str, target: str) -> int:
    """Make the view `entries`: what the staged rows put into one table. Returns how many."""
    sql = (files("core.warehouse") / "load" / kind / f"{target}.sql").read_text("utf-8")
    ask(connection, f"CREATE OR REPLACE TEMP VIEW entries AS {sql}")
    return ask(connection, "SELECT count(*) FROM entries")[0][0]


def run(connection: Connection, kind: str, name: str) -> None:
    """Run one script of a kind."""
    ask(connection, (files("core.warehouse") / "load" / kind / f"{name}.sql").read_text("utf-8"))


def respell(connection: Connection, kind: str, column: str) -> None:
    """Give staged names of a show the spelling that is known. Where none is to be changed none is touched: an update of no
    row costs as much as one of all."""
    sql = (files("core.warehouse") / "load" / kind / "respell.sql").read_text("utf-8")
    ask(connection, f"CREATE OR REPLACE TEMP TABLE respelled AS {sql}")
    if ask(connection, "FROM respelled LIMIT 1"):
        ask(connection, f"""UPDATE staged SET "{column}" = respelled.name FROM respelled
                            WHERE staged.concert_id = respelled.concert_id AND staged."{column}" = respelled.written""")


def keep_seen(connection: Connection) -> None:
    """The table `seen`: the listings that the entries speak of, as they stand there."""
    ask(connection, "CREATE OR REPLACE TEMP TABLE seen AS SELECT DISTINCT event_id, local_date, status FROM entries")


def entry_columns(connection: Connection, table: str, absent: Iterable[str]) -> list[str]:
    """The columns of a table that the entries fill: those of columns absent from the file keep what is stored."""
    present = {name for name, *_ in ask(connection, "DESCRIBE entries")} - set(absent)
    return [name for name, *_ in ask(connection, f"DESCRIBE {table}") if name in present]


def repeats(connection: Connection, key: Sequence[str], shown: str, *,
            without: Sequence[str]) -> list[tuple[int, int, bool, str]]:
    """(row, earlier row, whether equal, staged value of `shown`) of each entry whose key an earlier row has."""
    keys = quoted(key)
    values = quoted(name for name, *_ in ask(connection, "DESCRIBE entries") if name not in without)
    ask(connection, f"""CREATE OR REPLACE TEMP TABLE suspects AS
                        SELECT hash({keys}) AS mark FROM entries GROUP BY mark HAVING count(*) > 1""")
    if not ask(connection, "SELECT 1 FROM suspects LIMIT 1"):
        return []
    return ask(connection, f"""
        SELECT row, CASE WHEN same < row THEN same ELSE earlier END, same < row, left("{shown}"::VARCHAR, 200) FROM (
            SELECT row, min(row) OVER (PARTITION BY {keys}) AS earlier, min(row) OVER (PARTITION BY {values}) AS same
            FROM entries WHERE hash({keys}) IN (SELECT mark FROM suspects)) JOIN staged USING (row)
        WHERE earlier < row ORDER BY row""")


def number_lines(connection: Connection, key: Sequence[str], column: str) -> None:
    """Count the lines of one order that differ, in the order of the file."""
    keys = quoted(key)
    ask(connection, f"""UPDATE staged SET "{column}" = numbered.line FROM (
            SELECT row, row_number() OVER (PARTITION BY {keys} ORDER BY row) AS line
            FROM entries WHERE hash({keys}) IN (SELECT mark FROM suspects)) AS numbered
        WHERE staged.row = numbered.row""")


def merge_entries(connection: Connection, table: str, columns: Sequence[str], key: tuple[str, ...], *,
                  several: bool) -> Merged:
    """Merge the entries into their table by `key`. With `several`, rows may say the same entry, with equal values."""
    distinct = "DISTINCT" if several else ""
    ask(connection, f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT {distinct} {quoted(columns)} FROM entries")
    if ask(connection, f"SELECT 1 FROM {table} LIMIT 1"):
        return merge_into_rows(connection, table, list(columns), key)
    [(rows,)] = ask(connection, f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    return Merged(rows, 0, 0)


def forget_judged(connection: Connection) -> None:
    ask(connection, "CREATE OR REPLACE TEMP TABLE judged (row BIGINT, state INTEGER)")


def judge_rows(connection: Connection, table: str, columns: Sequence[str], key: Sequence[str], *, first: bool) -> None:
    """Before a merge: note for each row whether it is new (2), changes something (1) or nothing (0).

    The first target decides what is new; a row that only adds to others changes something.
    """
    same_key = " AND ".join(f't."{c}" IS NOT DISTINCT FROM e."{c}"' for c in key)
    differs = " OR ".join(f't."{c}" IS DISTINCT FROM e."{c}"' for c in columns if c not in key) or "false"
    ask(connection, f"""INSERT INTO judged
                        SELECT row, CASE WHEN t.rowid IS NULL THEN {2 if first else 1} WHEN {differs} THEN 1 ELSE 0 END
                        FROM entries e LEFT JOIN {table} t ON {same_key}""")


def judged(connection: Connection) -> Merged:
    """How many rows were new, changed and unchanged over all targets."""
    [(new, changed, unchanged)] = ask(connection, """
        SELECT count(*) FILTER (state = 2), count(*) FILTER (state = 1), count(*) FILTER (state = 0)
        FROM (SELECT max(state) AS state FROM judged GROUP BY row)""")
    return Merged(new, changed, unchanged)


def drop_stale_acts(connection: Connection, *, support_too: bool) -> None:
    """Artists no longer on the bill of a listing in the entries; their rows count as changed."""
    gone = f"""event_id IN (SELECT event_id FROM entries) AND (billing = 'headliner' OR {support_too})
               AND (event_id, artist_id) NOT IN (SELECT event_id, artist_id FROM entries)"""
    ask(connection, f"""INSERT INTO judged SELECT row, 1 FROM entries WHERE event_id IN (
                        SELECT event_id FROM event_artist WHERE {gone})""")
    ask(connection, f"DELETE FROM event_artist WHERE {gone}")


def quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{c}"' for c in columns)


REJECT_COLUMNS = ("kind", "file", "line", "column_name", "value", "reason")


def rejects_of(connection: Connection, run_id: str) -> list[tuple]:
    """The rejects of one run (REJECT_COLUMNS), as they stand in the files."""
    return ask(connection, f"SELECT {quoted(REJECT_COLUMNS)} FROM ingest_rejected WHERE run_id = ? "
                           "ORDER BY file, line", [run_id])


def list_near_misses(connection: Connection) -> int:
    """Refill `match_review` with names that look alike; returns how many pairs."""
    ask(connection, (files("core.warehouse") / "load" / "near_misses.sql").read_text("utf-8"))
    return ask(connection, "SELECT count(*) FROM match_review")[0][0]
