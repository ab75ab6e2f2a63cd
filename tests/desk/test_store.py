"""The desk keeps what people write: durable, versioned, beside the warehouse and never inside it."""

import io
import os
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from core.desk import annotations, audit, store, views
from core.desk.errors import DeskUnavailable, NotThere, StaleEdit
from core.desk.models import Row
from core.ingest.imports import import_paths
from core.publish import publish
from core.settings import settings
from tests.desk.postgresql import new_database

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 4)


def mark(words: str = "Support added") -> dict:
    return annotations.annotate(actor="ann@example.org", concert_id="c1", marked_on=DAY, kind="note", words=words)


def test_the_default_is_sqlite_in_wal_mode_in_the_store(sqlite_desk: Path) -> None:
    mark()
    newest = max((ROOT / "core" / "desk" / "migrations" / "versions").glob("[0-9]*.py")).name.split("_")[0]
    with sqlite3.connect(sqlite_desk / "desk.sqlite") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert file.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,)
    file.close()


def test_migrations_make_exactly_the_tables_of_the_models(desk: Path) -> None:
    with store.opened().connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_migrations_are_written_for_postgresql_too(sqlite_desk: Path) -> None:
    written = io.StringIO()
    config = Config(output_buffer=written)
    config.set_main_option("script_location", str(ROOT / "core" / "desk" / "migrations"))
    config.set_main_option("dialect", "postgresql")
    command.upgrade(config, "head", sql=True)
    assert "CREATE TABLE date_hold" in written.getvalue()
    assert "BEFORE UPDATE OR DELETE ON audit_log" in written.getvalue()


def test_an_answer_that_is_kept_is_asked_anew_once_anybody_writes(desk: Path) -> None:
    asked = []

    @store.kept_until_written
    def words(show: str) -> list[str]:
        asked.append(show)
        return [mark["words"] for mark in annotations.annotations(concert_ids=[show])]

    mark()
    assert [words("c1"), words("c1"), words("c2")] == [["Support added"], ["Support added"], []]
    assert asked == (["c1", "c2"] if store.generation() else ["c1", "c1", "c2"]), "PostgreSQL does not say who wrote"
    mark("On the radio")
    assert words("c1") == ["Support added", "On the radio"]
    subprocess.run([sys.executable, "-c", "from core.desk import annotations; from datetime import date; annotations.annotate("
                    "actor='bob', concert_id='c1', marked_on=date(2026, 12, 5), kind='press', words='Elsewhere')"], check=True)
    assert words("c1")[-1] == "Elsewhere"


def test_opening_it_again_changes_nothing(desk: Path) -> None:
    kept = mark()
    store.opened().dispose()
    store.open_at.cache_clear()
    assert annotations.one_annotation(kept["annotation_id"]) == kept


def test_the_second_who_saves_the_same_version_is_told_and_the_first_is_kept(desk: Path) -> None:
    first = mark()
    seen_by_both = {"annotation_id": first["annotation_id"], "version": first["version"], "marked_on": DAY}
    annotations.revise(actor="ann@example.org", words="by Ann", **seen_by_both)
    with pytest.raises(StaleEdit, match="version 2") as told:
        annotations.revise(actor="bob@example.org", words="by Bob", **seen_by_both)
    assert told.value.remedy
    assert annotations.one_annotation(first["annotation_id"])["words"] == "by Ann"


def test_many_sessions_at_once_lose_nothing(desk: Path) -> None:
    """Each of 24 threads adds a word until it was not told that it is late: all words stand in the end."""
    started = mark("")
    together = threading.Barrier(24)

    def add(word: str) -> None:
        together.wait()
        while True:
            now = annotations.one_annotation(started["annotation_id"])
            try:
                annotations.revise(actor=word, annotation_id=now["annotation_id"], version=now["version"],
                                   marked_on=DAY, words=f"{now['words']} {word}")
                return
            except StaleEdit:
                continue

    threads = [threading.Thread(target=add, args=(f"w{number}",)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended = annotations.one_annotation(started["annotation_id"])
    assert sorted(ended["words"].split()) == sorted(f"w{number}" for number in range(24))
    assert ended["version"] == 25


# What they need is loaded once, so that all four open the desk in the same moment.
AT_ONCE = """
import os
from core.desk.views import save_view

begun = []
for _ in range(4):
    if (process := os.fork()) == 0:
        save_view(actor="p", name="n", page="concerts", query="market=Leeds")
        os._exit(0)
    begun.append(process)
raise SystemExit(str([os.waitpid(process, 0)[1] for process in begun]))
"""


def test_several_processes_may_open_a_new_desk_at_once(desk: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", AT_ONCE], cwd=ROOT, text=True, stderr=subprocess.PIPE,
                          env=os.environ | {"MARQUEE_DATA_DIR": str(desk)}, check=False)
    assert done.stderr.strip() == "[0, 0, 0, 0]"
    assert len(views.views("p")) == 4


def test_it_survives_an_import_and_a_publish(desk: Path) -> None:
    kept = mark()
    concerts = desk / "concerts.csv"
    concerts.write_text("concert_id,artist,venue,city,country,local_date\nc1,Low,Brudenell,Leeds,GB,2026-12-04\n")
    for _ in range(2):
        import_paths([concerts])
        publish()
    (desk / "warehouse.duckdb").unlink()
    import_paths([concerts])
    publish()
    assert annotations.annotations(concert_ids=["c1"]) == [kept]


def test_the_audit_log_cannot_be_changed_or_shortened_even_by_hand(sqlite_desk: Path) -> None:
    mark()
    file = sqlite3.connect(sqlite_desk / "desk.sqlite")
    for statement in ("UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log",
                      "UPDATE hold_event SET actor = 'nobody'"):
        if "hold_event" in statement:
            file.execute("INSERT INTO hold_event (hold_id, at, actor, what, hold_level, detail) "
                         "VALUES ('h', '2026-01-01', 'a', 'placed', 1, '')")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute(statement)
    file.close()
    assert [entry["action"] for entry in audit.entries()] == ["annotation written"]


def test_postgresql_refuses_to_change_or_shorten_the_audit_log_too(postgresql_desk: Path) -> None:
    mark()
    with psycopg.connect(settings().user_db_url, autocommit=True) as database:
        for statement in ("UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log"):
            with pytest.raises(psycopg.Error, match="append-only"):
                database.execute(statement)
    assert [entry["action"] for entry in audit.entries()] == ["annotation written"]


def test_several_processes_may_open_a_new_desk_in_postgresql_at_once(
        postgresql_desk: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_USER_DB_URL", new_database(postgresql, "opened-at-once"))
    settings.cache_clear()
    test_several_processes_may_open_a_new_desk_at_once(postgresql_desk)


def test_a_deed_that_fails_leaves_no_line_in_the_log(desk: Path) -> None:
    with pytest.raises(NotThere):
        annotations.remove(actor="ann", annotation_id="none", version=1)
    assert audit.entries() == []


def test_the_log_is_read_a_page_at_a_time_whole(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        audit.record("ann", "export", f"file {number}")
    pages = [audit.entries(after=after, limit=3) for after in (0, 3, 6)]
    assert [entry["subject"] for page in pages for entry in page] == [f"file {number}" for number in range(7)]
    assert list(audit.every_entry()) == audit.entries()


def test_a_database_that_cannot_be_opened_is_said_without_its_password(
        desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("MARQUEE_USER_DB_URL", "postgresql+nodriver://marquee:s3cret@127.0.0.1:1/desk")
        settings.cache_clear()
        with pytest.raises(DeskUnavailable) as said:
            mark()
    settings.cache_clear()
    assert "MARQUEE_USER_DB_URL" in str(said.value)
    assert "s3cret" not in str(said.value)
