"""What changed in a table without a date travels row by row, and what is rebuilt of it is the table, whatever changed."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.warehouse import layers, making, rebuild
from core.warehouse.ready import Ready

VALUES = st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", "$x", "Näme", None]), st.sampled_from([[], [1.5], None]))
STEPS = st.lists(st.lists(VALUES, max_size=12), min_size=2, max_size=3)
COLUMNS = (("number", "HUGEINT"), ("name", "VARCHAR"), ("list", "DECIMAL(5,2)[]"))


class Sent(NamedTuple):
    columns: layers.Columns
    parts: tuple[tuple[str, int, str], ...]


class Came(NamedTuple):
    name: str
    columns: layers.Columns
    rows: int
    files: list[Path]
    gone: list[Path]


class Bucket:
    """What a bucket would hold of one table, pushed again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sent, self.files, self.moved, self.state = folder, {}, {}, [], 0
        self.connection = duckdb.connect()
        self.connection.execute("ATTACH ':memory:' AS warehouse")
        self.connection.execute('CREATE TABLE warehouse.thing (number HUGEINT, name VARCHAR, "list" DECIMAL(5, 2)[])')

    def push(self) -> None:
        known = self.files.keys()
        self.state += 1
        writer = making.Writer(Ready(self.folder), known, self.sent, {"warehouse": self.connection},
                                {"warehouse": (self.state,)})
        parts, self.moved = [], []
        for part in writer.parts_of("warehouse"):
            if part.file:
                self.files[part.fingerprint] = part.file.rename(self.folder / f"{len(self.files)}.parquet")
                self.moved.append((part.partition, part.rows))
            if part.rows:
                parts.append((part.partition, part.rows, part.fingerprint))
        self.sent = {("warehouse", "thing"): Sent(COLUMNS, tuple(parts))}

    def pulled(self) -> list[tuple]:
        parts = self.sent["warehouse", "thing"].parts
        came = Came("thing", COLUMNS, sum(rows for _, rows, _ in parts),
                    *([self.files[mark] for _, rows, mark in parts if (rows < 0) == less] for less in (False, True)))
        self.connection.execute("ATTACH IF NOT EXISTS ':memory:' AS here")
        self.connection.execute('CREATE OR REPLACE TABLE here.thing (number HUGEINT, name VARCHAR, "list" DECIMAL(5, 2)[])')
        rebuild.insert(self.connection, "here", came)
        return self.rows("here")

    def rows(self, database: str = "warehouse") -> list[tuple]:
        return self.connection.execute(f"FROM {database}.thing ORDER BY ALL").fetchall()

    def set(self, rows: list[tuple]) -> None:
        self.connection.execute("DELETE FROM warehouse.thing")
        if rows:
            self.connection.executemany("INSERT INTO warehouse.thing VALUES (?, ?, ?)", rows)


@given(steps=STEPS)
@settings(max_examples=8, deadline=None)
def test_after_any_changes_what_is_rebuilt_is_the_table_duplicates_included(steps, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "ROWS", 1)
        patch.setattr(layers, "SHARE", 2)
        bucket = Bucket(tmp_path_factory.mktemp("layers"))
        for rows in steps:
            bucket.set(rows)
            bucket.push()
            assert bucket.pulled() == bucket.rows()


@pytest.fixture
def large(tmp_path) -> Bucket:
    bucket = Bucket(tmp_path)
    bucket.connection.execute("INSERT INTO warehouse.thing SELECT i, 'n' || i, [i % 7] FROM range(5000) x(i)")
    bucket.push()
    return bucket


def test_of_a_large_table_only_rows_that_came_and_went_are_sent(large):
    assert large.moved == [("part=00000", 5000)]
    large.connection.execute("UPDATE warehouse.thing SET name = 'new' WHERE number % 1000 = 0")
    large.connection.execute("INSERT INTO warehouse.thing VALUES (-1, 'x', NULL)")
    large.push()
    assert large.moved == [("more=00001", 6), ("less=00002", -5)]
    large.push()
    assert large.moved == []
    large.connection.execute("DELETE FROM warehouse.thing WHERE name = 'x'")
    large.push()
    assert large.moved == [("less=00004", -1)]
    assert large.pulled() == large.rows()


def test_a_table_is_sent_whole_again_when_much_of_it_changed_or_its_files_are_not_here_any_more(large):
    large.connection.execute("UPDATE warehouse.thing SET name = 'new' WHERE number % 4 = 0")
    large.push()
    assert large.moved == [("part=00000", 5000)]
    large.connection.execute("DELETE FROM warehouse.thing WHERE number = 1")
    for file in (large.folder / "push" / "kept").iterdir():
        file.unlink()
    large.push()
    assert large.moved == [("part=00000", 4999)]
    assert large.pulled() == large.rows()


def test_a_table_whose_kept_files_are_damaged_travels_whole(large):
    for file in (large.folder / "push" / "kept").iterdir():
        file.write_bytes(b"")
    large.connection.execute("DELETE FROM warehouse.thing WHERE number = 1")
    large.push()
    assert large.moved == [("part=00000", 4999)]
    assert large.pulled() == large.rows()


def test_a_table_too_large_to_be_compared_in_the_memory_there_is_travels_whole(tmp_path):
    bucket = Bucket(tmp_path)
    bucket.connection.execute("INSERT INTO warehouse.thing SELECT i, md5(i::VARCHAR), [i % 7] FROM range(100_000) x(i)")
    bucket.push()
    bucket.connection.execute("UPDATE warehouse.thing SET name = 'new' WHERE number % 10 = 0")
    bucket.connection.execute("SET threads = 1; SET max_temp_directory_size = '0KB'; SET memory_limit = '24MB'")
    bucket.push()
    assert bucket.moved == [("part=00000", 100_000)]
    bucket.connection.execute("SET memory_limit = '1GB'")
    assert bucket.pulled() == bucket.rows()
