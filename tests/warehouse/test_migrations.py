import subprocess
import sys

import duckdb
import pytest

from core.errors import StoreBroken, StoreBusy, StoreTooNew
from core.warehouse.migrate import migrate, migrations
from core.warehouse.store import warehouse_path, writing


def test_every_migration_runs_once_and_leaves_its_checksum(tmp_path):
    with writing(tmp_path) as connection:
        assert migrate(connection) == []
        rows = connection.execute("SELECT name, checksum FROM schema_migration ORDER BY number").fetchall()
    assert rows == [(m.name, m.checksum) for m in migrations()]


def test_migration_numbers_follow_each_other_without_a_gap():
    assert [m.number for m in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_store_of_a_newer_version_is_refused_with_what_to_do(tmp_path):
    with writing(tmp_path) as connection:
        connection.execute("INSERT INTO schema_migration VALUES (9999, '9999_future.sql', 'x', now()::TIMESTAMP)")
    with pytest.raises(StoreTooNew, match="9999_future.sql.*Update Marquee"), writing(tmp_path):
        pass


def test_a_migration_changed_after_it_ran_is_refused(tmp_path):
    with writing(tmp_path) as connection:
        connection.execute("UPDATE schema_migration SET checksum = 'other' WHERE number = 1")
    with pytest.raises(StoreBroken, match="0001_foundation.sql differs"), writing(tmp_path):
        pass


def test_a_failing_migration_leaves_neither_its_tables_nor_its_record(tmp_path, monkeypatch):
    from core.warehouse import migrate as room

    known = [*migrations(), room.Migration(9000, "9000_bad.sql", "CREATE TABLE half (x INT); SELECT nonsense;")]
    monkeypatch.setattr(room, "migrations", lambda: known)
    with pytest.raises(duckdb.Error), writing(tmp_path):
        pass
    monkeypatch.undo()
    with writing(tmp_path) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        applied = connection.execute("SELECT count(*) FROM schema_migration WHERE number = 9000").fetchall()
    assert "half" not in tables
    assert applied == [(0,)]


def test_two_writers_at_once_and_the_second_is_told_who_holds_the_store(tmp_path):
    with writing(tmp_path), pytest.raises(StoreBusy, match="pid"), writing(tmp_path):
        pass


# A process that another thread starts holds the open lock file too until it runs its own program.
TWICE_BESIDE_A_START = """
import os, sys
from pathlib import Path
from core.warehouse.store import writing
with writing(Path(sys.argv[1])):
    waits, go = os.pipe()
    if not (child := os.fork()):
        os.close(go)
        os.read(waits, 1)
        os._exit(0)
with writing(Path(sys.argv[1])):
    print("again")
os.close(go)
os.waitpid(child, 0)
"""


def test_a_writer_that_is_done_leaves_the_lock_to_nobody_it_started(tmp_path):
    done = subprocess.run([sys.executable, "-c", TWICE_BESIDE_A_START, str(tmp_path)], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("again\n", "")


@pytest.mark.parametrize("content", [b"not a database", b"", b"\x00" * 4096], ids=["text", "empty", "zeros"])
def test_a_damaged_store_says_what_it_is_and_what_to_do(tmp_path, content):
    warehouse_path(tmp_path).write_bytes(content)
    with pytest.raises(StoreBroken, match="not a readable DuckDB file.*backup"), writing(tmp_path):
        pass
