"""Artists, venues and markets as stored: the names they are known by, and how new ones come in."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from core.warehouse.load import Connection, ask

ARTIST_MAP = pa.schema([("spelling", pa.string()), ("given", pa.string()), ("artist_id", pa.string()),
                        ("name", pa.string())])
VENUE_MAP = pa.schema([("spelling", pa.string()), ("given", pa.string()), ("city", pa.string()),
                       ("region", pa.string()), ("country", pa.string()), ("venue_id", pa.string())])
MAPS = {"artist_map": ARTIST_MAP, "venue_map": VENUE_MAP}


def staged_columns(connection: Connection) -> set[str]:
    return {name for name, *_ in ask(connection, "DESCRIBE staged")}


def staged_artists(connection: Connection) -> list[tuple]:
    """Distinct (given id, name, mbid, genre) of the staged rows, in the order first seen; support acts too."""
    present = staged_columns(connection)
    parts = [f"SELECT row, NULL AS given, unnest({acts}) AS name, NULL AS mbid, NULL AS genre FROM staged"
             for acts in ("acts", "support") if acts in present]
    if "artist" in present:
        given, mbid, genre = (c if c in present else "NULL" for c in ("artist_id", "mbid", "genre"))
        parts.insert(0, f"SELECT row, {given}::VARCHAR AS given, artist AS name, {mbid}::VARCHAR AS mbid, "
                        f"{genre}::VARCHAR AS genre FROM staged")
    return ask(connection, f"""
        SELECT given, name, any_value(mbid), any_value(genre) FROM ({" UNION ALL ".join(parts)})
        WHERE given IS NOT NULL OR name IS NOT NULL
        GROUP BY given, name ORDER BY given IS NULL, min(row)""") if parts else []


def staged_venues(connection: Connection) -> list[tuple]:
    """Distinct (given id, name, city, region, country, capacity) of the staged rows, in the order first seen."""
    present = staged_columns(connection)
    if "venue" not in present:
        return []
    given, city, region, country, capacity = (
        c if c in present else "NULL" for c in ("venue_id", "city", "region", "country", "venue_capacity"))
    return ask(connection, f"""
        SELECT given, venue, city, region, country, max(capacity) FROM (
            SELECT row, {given}::VARCHAR AS given, venue, {city}::VARCHAR AS city, {region}::VARCHAR AS region,
                   {country}::VARCHAR AS country, {capacity}::INTEGER AS capacity FROM staged)
        WHERE venue IS NOT NULL GROUP BY given, venue, city, region, country ORDER BY given IS NULL, min(row)""")


def artist_aliases(connection: Connection) -> list[tuple[str, str, str]]:
    return ask(connection, "SELECT name_key, name, artist_id FROM artist_alias ORDER BY rowid")


def stored_artists(connection: Connection) -> dict[str, str]:
    """artist_id -> the name shown."""
    return dict(ask(connection, "SELECT artist_id, name FROM artist"))


def venue_aliases(connection: Connection) -> list[tuple]:
    """(name_key, city_key, name, venue_id, region, country), oldest first."""
    return ask(connection, """SELECT a.name_key, a.city_key, a.name, a.venue_id, v.region, v.country
                              FROM venue_alias a JOIN venue v USING (venue_id) ORDER BY a.rowid""")


def markets(connection: Connection) -> list[tuple[str, str]]:
    """(market_id, code) of the markets that are cities, oldest first."""
    return ask(connection, "SELECT market_id, code FROM market WHERE scheme = 'city' ORDER BY rowid")


def put_markets(connection: Connection, added: Iterable[Mapping[str, Any]],
                named: Mapping[str, Mapping[str, Any]]) -> None:
    """Store new markets, then the code and name of those whose region has become known."""
    add(connection, "market", added)
    for market_id, row in named.items():
        ask(connection, "UPDATE market SET code = ?, name = ? WHERE market_id = ?",
            [row["code"], row["name"], market_id])


def add(connection: Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Append rows to a table by the names of their fields."""
    found = list(rows)
    if found:
        connection.register("added", pa.Table.from_pylist(found))
        ask(connection, f"INSERT INTO {table} BY NAME SELECT * FROM added")
        connection.unregister("added")


def put_map(connection: Connection, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make the temporary table that SQL joins names to ids with."""
    connection.register("mapped", pa.Table.from_pylist(list(rows), schema=MAPS[name]))
    ask(connection, f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM mapped")
    connection.unregister("mapped")


def complete_artists(connection: Connection, mbids: Mapping[str, str], genres: Mapping[str, str]) -> None:
    """Set each artist's mbid to the one a file gives, and its genre where it has none."""
    for column, told, rule in (("mbid", mbids, "true"), ("genre", genres, "a.genre IS NULL")):
        if told:
            connection.register("told", pa.table({"artist_id": list(told), "value": list(told.values())}))
            ask(connection, f"""UPDATE artist AS a SET {column} = told.value FROM told
                WHERE a.artist_id = told.artist_id AND {rule} AND a.{column} IS DISTINCT FROM told.value""")
            connection.unregister("told")


def complete_venues(connection: Connection, facts: list[dict[str, Any]]) -> None:
    """Fill in what was not known of venues; what is known stays."""
    if not facts:
        return
    columns = ("city", "region", "country", "market_id", "venue_capacity")
    connection.register("told", pa.Table.from_pylist(facts))
    told = ", ".join(f"any_value({c}) AS {c}" for c in columns)
    filled = ", ".join(f"{c} = coalesce(v.{c}, f.{c})" for c in columns)
    news = " OR ".join(f"(v.{c} IS NULL AND f.{c} IS NOT NULL)" for c in columns)
    ask(connection, f"""UPDATE venue AS v SET {filled} FROM (SELECT venue_id, {told} FROM told GROUP BY venue_id) AS f
                        WHERE v.venue_id = f.venue_id AND ({news})""")
    connection.unregister("told")


def rename_id(connection: Connection, column: str, old: str, new: str) -> None:
    """Give an artist or venue that we knew by name only the id that a file gives it, wherever it is used."""
    tables = ask(connection, """SELECT table_name, column_name FROM duckdb_columns()
                                WHERE database_name = 'warehouse' AND (column_name = $column
                                OR (column_name = 'other_artist_id' AND $column = 'artist_id'))""",
                 {"column": column})
    for table, name in tables:
        ask(connection, f"UPDATE {table} SET {name} = $new WHERE {name} = $old", {"new": new, "old": old})


def cities_without_place(connection: Connection, source: str) -> list[tuple[str, str | None, str | None]]:
    """Forget what `source` located, then: the cities (city, region, country) of venues that nobody has located."""
    ask(connection, "DELETE FROM city_place WHERE located_by = ?", [source])
    return ask(connection, """
        SELECT DISTINCT v.city, v.region, v.country FROM venue v
        WHERE v.city IS NOT NULL AND (v.latitude IS NULL OR v.longitude IS NULL) AND NOT EXISTS (
            FROM city_place p WHERE p.city = v.city AND p.region IS NOT DISTINCT FROM v.region
                AND p.country IS NOT DISTINCT FROM v.country)
        ORDER BY ALL""")
