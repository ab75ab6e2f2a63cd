"""Where a bucket is set, a publish makes the parts of the next push; whatever happens meanwhile, the publish stands."""

import logging
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from core.errors import Cancelled
from core.progress import Silent
from core.publish import publish
from core.settings import settings
from core.warehouse import making, ready
from core.warehouse.snapshot import pointed_to, snapshot_folder
from core.warehouse.store import writing

ROOT = Path(__file__).parents[2]
# A process that publishes the store, and when half the order lines are in parts does `deed`.
PUBLISHES = """
import logging, os, resource, signal, sys
from core.publish import publish
from core.warehouse import making
logging.basicConfig(level="WARNING")
class Listener:
    def step(self, stage, done, total=None):
        if stage == making.STAGE and done > 8500:
            {deed}
print(publish(Listener()).number)
"""


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was published before any bucket was set: 40 days of 300 order lines, 2,500 artists."""
    folder = tmp_path_factory.mktemp("before")
    with writing(folder) as connection:
        connection.execute("INSERT INTO artist (artist_id, name) SELECT 'a' || i, 'Artist ' || i FROM range(2500) x(i)")
        connection.execute("""INSERT INTO concert (concert_id, artist_id, local_date, status)
            SELECT 'c' || i, 'a' || i, DATE '2026-08-01', 'confirmed' FROM range(20) x(i)""")
        connection.execute("""INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id, line_number)
            SELECT 'c' || i % 20, 'GA', DATE '2026-05-01' + (i // 300)::INTEGER, 1, 12, 'o' || i, 1 FROM range(12000) x(i)""")
    publish(data_dir=folder)
    return folder


@pytest.fixture
def store(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings point to a copy of that store, and now to a bucket."""
    copied = shutil.copytree(before, tmp_path / "store")
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(copied))
    monkeypatch.setenv("MARQUEE_S3_BUCKET", "desk")
    settings.cache_clear()
    yield copied
    settings.cache_clear()


def files(store: Path) -> dict[str, int]:
    """The parts that wait, each with the number of its file: one made again has another."""
    return {file.name: file.stat().st_ino for file in (store / "push" / "parts").iterdir()}


def make(store: Path) -> None:
    """What a publish does after the snapshot."""
    making.make_ready(store, ready.target(), Silent())


def sell(day: date) -> None:
    with writing() as connection:
        connection.execute("""INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id)
                              VALUES ('c1', 'GA', $day, 1, 20, 'new')""", {"day": day})


def pushed(store: Path) -> list[making.Part]:
    """What a first push would send, all of it sent."""
    with ready.locked(store) as shelf:
        parts = list(making.export(store, shelf, ()))
        shelf.pushed(ready.target())
    return [part for part in parts if part.file]


def run(deed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", PUBLISHES.format(deed=deed)], cwd=ROOT, env=os.environ, text=True,
                          capture_output=True)


def test_a_push_finds_its_parts_made_and_none_waits_after_it(store):
    publish()
    waiting = files(store)
    parts = pushed(store)
    assert {part.file.name for part in parts} == waiting.keys()
    assert not any(part.passing for part in parts)
    assert files(store) == {}


def test_a_store_that_was_published_before_any_bucket_was_set_has_its_parts_made_by_the_push(store):
    parts = pushed(store)
    assert parts
    assert all(part.passing for part in parts)
    publish()
    assert {part for part, _ in tables_waiting(store)} == {"published"}


def tables_waiting(store: Path) -> set[tuple[str, str]]:
    """(table, partition) of the parts that wait."""
    with ready.locked(store) as shelf:
        return {(table, partition) for (_, table), made in shelf.tables.items() for partition, _, mark in made.parts
                if shelf.find(mark, checked=True)}


def test_a_publish_without_a_bucket_makes_no_parts(store, monkeypatch):
    monkeypatch.delenv("MARQUEE_S3_BUCKET")
    settings.cache_clear()
    publish()
    assert not (store / "push").exists()


def test_what_did_not_change_is_not_made_again_and_what_did_goes(store):
    make(store)
    before = files(store)
    sell(date(2026, 5, 3))
    make(store)
    after = files(store)
    assert len(before.items() & after.items()) > len(before) / 2
    assert {name for name in after if name in before and after[name] != before[name]} == set()
    assert before.keys() - after.keys()
    assert {part.file.name for part in pushed(store)} == after.keys()


def test_another_version_counts_again_and_cuts_and_makes_nothing_anew(store, monkeypatch):
    make(store)
    before = files(store)
    monkeypatch.setattr(ready, "version", lambda: "another")
    make(store)
    assert files(store) == before


def test_after_a_push_only_what_changed_waits_rows_that_came_to_a_table_without_a_date_alone(store):
    make(store)
    pushed(store)
    for artist in ("x", "y"):
        with writing() as connection:
            connection.execute("INSERT INTO artist (artist_id, name) VALUES ($artist, 'New')", {"artist": artist})
        make(store)
    waiting = tables_waiting(store)
    assert {part for part in waiting if part[0] in ("artist", "concert", "order_line")} == {("artist", "more=00001")}


def test_a_layer_that_was_lost_is_found_anew(store):
    make(store)
    pushed(store)
    with writing() as connection:
        connection.execute("INSERT INTO artist (artist_id, name) VALUES ('x', 'New')")
    make(store)
    before = files(store)
    for file in (store / "push" / "parts").iterdir():
        file.unlink()
    with ready.locked(store) as shelf:
        sent = shelf.sent(ready.target())
        known = {mark for table in sent.values() for _, _, mark in table.parts}
        again = {part.file.name for part in making.export(store, shelf, known, sent) if part.file}
    assert again == before.keys()


def test_another_bucket_gets_everything(store, monkeypatch):
    make(store)
    everything = files(store).keys()
    pushed(store)
    monkeypatch.setenv("MARQUEE_S3_BUCKET", "another")
    settings.cache_clear()
    make(store)
    assert files(store).keys() == everything


def test_killed_while_parts_are_made_the_snapshot_stands_and_the_next_publish_makes_only_the_rest(store):
    assert run("os.kill(os.getpid(), signal.SIGKILL)").returncode == -9
    assert pointed_to(snapshot_folder(store)) == "snapshot-000002.duckdb"
    made = {name: file for name, file in files(store).items() if ready.WHOLE.fullmatch(name)}
    assert len(made) > 20
    make(store)
    assert made.items() <= files(store).items()
    assert {part.file.name for part in pushed(store)} > made.keys()


def test_half_made_and_damaged_parts_are_never_sent(store):
    make(store)
    whole = files(store)
    first, second, *_ = sorted((store / "push" / "parts").iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.rename(second.with_suffix(".partial"))
    parts = pushed(store)
    assert {part.file.name for part in parts} == whole.keys()
    assert sum(part.passing for part in parts) == 2


def test_where_a_part_cannot_be_written_the_publish_stands_and_the_disk_gets_back_what_was_made(store):
    done = run("resource.setrlimit(resource.RLIMIT_FSIZE, (100, -1))")
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr
    assert "Snapshot 2 is published." in done.stderr
    assert "`aws push` makes those that are missing" in done.stderr
    assert files(store) == {}


def no_room(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "ROOM", 10**18)


def no_folder(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store / "push").write_text("in the way")


@pytest.mark.parametrize(("trouble", "told"), [(no_room, "The disk of"), (no_folder, "File exists")])
def test_parts_that_cannot_be_made_are_told_with_what_to_do_and_the_publish_stands(store, monkeypatch, caplog, trouble, told):
    trouble(store, monkeypatch)
    assert publish().number == 2
    (line,) = [one for one in caplog.records if "Snapshot 2 is published" in one.message]
    assert told in line.message
    assert "`aws push` makes those that are missing" in line.message
    assert line.levelno == logging.ERROR
    assert ready.waiting(store) == (0, 0)


def test_while_another_process_makes_or_sends_parts_a_publish_leaves_them_alone(store, caplog):
    with ready.locked(store):
        assert publish().number == 2
    assert "is making or sending the parts" in caplog.text


class Listener:
    def __init__(self) -> None:
        self.told: list[tuple[int, int | None]] = []

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        if stage == making.STAGE:
            self.told.append((done, total))


class Stopping(Listener):
    def step(self, stage: str, done: int, total: int | None = None) -> None:
        super().step(stage, done, total)
        if stage == making.STAGE and done > 8500:
            raise Cancelled("Stopped on request.")


def test_whoever_stops_a_publish_while_parts_are_made_has_the_snapshot_and_the_parts_made_so_far(store, caplog):
    assert publish(Stopping()).number == 2
    (line,) = [one for one in caplog.records if "Snapshot 2 is published" in one.message]
    assert line.levelno == logging.WARNING
    made = files(store)
    assert len(made) > 20
    make(store)
    assert made.items() <= files(store).items()


def test_progress_is_told_in_rows_up_to_all_of_them(store):
    listener = Listener()
    making.make_ready(store, ready.target(), listener)
    done = [one for one, _ in listener.told]
    assert done == sorted(done)
    assert listener.told[-1][0] <= listener.told[-1][1]
    assert done[-1] >= 12_000
