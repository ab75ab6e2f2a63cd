"""What people wrote is copied while they go on writing, and comes back row for row."""

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from core.aws.backup import back_up, backups, desk_path, restore
from core.errors import NothingPublished, SettingsError, StoreBroken


@pytest.fixture
def desk(tmp_path):
    path = tmp_path / "desk.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript("""CREATE TABLE offer (id INTEGER PRIMARY KEY, note TEXT);
            CREATE TABLE audit (at TEXT, who TEXT);
            INSERT INTO offer (note) VALUES ('zwölf'), ('"quoted"'), (NULL);""")
    return path


def notes(path) -> list:
    with closing(sqlite3.connect(path)) as connection:
        return [note for (note,) in connection.execute("SELECT note FROM offer ORDER BY id")]


def test_a_backup_is_restored_row_for_row_and_what_was_there_is_kept_beside_it(bucket, desk):
    made = back_up(bucket, desk)
    assert made.rows == 3
    with closing(sqlite3.connect(desk)) as connection:
        connection.execute("DELETE FROM offer")
        connection.execute("DROP TABLE audit")
        connection.commit()
    assert restore(bucket, desk).rows == 3
    assert notes(desk) == ["zwölf", '"quoted"', None]
    assert notes(desk.with_name("desk.sqlite.before-restore")) == []


def test_a_backup_holds_what_was_committed_while_somebody_else_writes(bucket, desk, tmp_path):
    with closing(sqlite3.connect(desk)) as writer:
        writer.execute("INSERT INTO offer (note) VALUES ('committed, still in the log')")
        writer.commit()
        writer.execute("INSERT INTO offer (note) VALUES ('not committed')")
        back_up(bucket, desk)
        writer.rollback()
    restore(bucket, tmp_path / "new" / "desk.sqlite")
    assert notes(tmp_path / "new" / "desk.sqlite")[-1] == "committed, still in the log"


def test_a_restore_under_an_open_reader_is_seen_by_its_next_question(bucket, desk):
    back_up(bucket, desk)
    with closing(sqlite3.connect(desk)) as reader:
        reader.execute("UPDATE offer SET note = 'later'")
        reader.commit()
        restore(bucket, desk)
        assert reader.execute("SELECT note FROM offer WHERE id = 1").fetchone() == ("zwölf",)


def test_the_newest_backup_is_restored_unless_another_is_named(bucket, desk):
    now = datetime(2026, 5, 1, tzinfo=UTC)
    first = back_up(bucket, desk, now)
    with closing(sqlite3.connect(desk)) as connection:
        connection.execute("UPDATE offer SET note = 'second'")
        connection.commit()
    second = back_up(bucket, desk, now + timedelta(days=1))
    assert [one.path for one in backups(bucket)] == [second.path, first.path]
    restore(bucket, desk, first.path)
    assert notes(desk)[0] == "zwölf"
    restore(bucket, desk)
    assert notes(desk)[0] == "second"


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"no database"), b""], ids=["text", "other", "empty"])
def test_a_damaged_backup_is_refused_and_the_store_stays(bucket, desk, body):
    made = back_up(bucket, desk)
    metadata = bucket.read(made.path).metadata
    bucket.write(made.path, body, metadata=metadata)
    with pytest.raises(StoreBroken, match="backup|SHA-256"):
        restore(bucket, desk)
    assert notes(desk)[0] == "zwölf"


def test_a_damaged_store_is_not_backed_up(bucket, desk):
    desk.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with pytest.raises(StoreBroken):
        back_up(bucket, desk)
    assert backups(bucket) == []


def test_without_a_store_or_a_backup_it_says_so(bucket, tmp_path):
    with pytest.raises(NothingPublished, match="no user store"):
        back_up(bucket, tmp_path / "desk.sqlite")
    with pytest.raises(NothingPublished, match="aws backup"):
        restore(bucket, tmp_path / "desk.sqlite")


def test_a_database_server_is_left_to_its_own_tools(tmp_path):
    assert desk_path("", tmp_path) == tmp_path / "desk.sqlite"
    assert str(desk_path("sqlite:////srv/desk.sqlite", tmp_path)) == "/srv/desk.sqlite"
    with pytest.raises(SettingsError, match="pg_dump"):
        desk_path("postgresql://desk", tmp_path)
