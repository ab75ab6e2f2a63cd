import threading

import duckdb
import pytest

from core.aws.pulling import TableFiles
from core.errors import NothingPublished, QueryError, QueryTooSlow, StoreBroken, StoreOutdated
from core.publish import publish
from core.settings import settings
from core.warehouse.read import query, read
from core.warehouse.rebuild import build_snapshot
from core.warehouse.snapshot import current, pointed_to, snapshot_folder
from core.warehouse.store import writing


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture(scope="module")
def published_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    publish(data_dir=folder)
    return folder


@pytest.fixture
def published(published_once, monkeypatch):
    """A published store for what changes nothing of it."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(published_once))
    settings.cache_clear()
    yield
    settings.cache_clear()


def add_artist(name: str) -> None:
    with writing() as connection:
        connection.execute("INSERT INTO artist (artist_id, name) VALUES (?, ?)", [name, name])


def names() -> list[str]:
    return sorted(query("SELECT name FROM artist").column("name").to_pylist())


def test_before_the_first_publish_the_reader_says_what_to_run(store):
    with pytest.raises(NothingPublished, match="python -m core import"):
        current()


def test_what_is_written_is_not_seen_until_it_is_published(store):
    publish()
    add_artist("Ada Wren")
    assert names() == []
    publish()
    assert names() == ["Ada Wren"]


def test_a_reader_that_holds_the_old_snapshot_goes_on_while_the_next_is_published(store):
    publish()
    old = current().cursor()
    add_artist("Oslo Motel")
    publish()
    assert old.execute("SELECT count(*) FROM artist").fetchall() == [(0,)]
    assert names() == ["Oslo Motel"]


def test_snapshots_are_numbered_upwards_and_only_the_last_few_stay(store):
    numbers = [publish().number for _ in range(6)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert len(list(snapshot_folder(store).glob("snapshot-*.duckdb"))) <= settings().keep_snapshots + 1


def test_what_a_killed_publish_left_is_swept_and_the_pointer_stays(store):
    publish()
    before = pointed_to(snapshot_folder(store))
    stray = snapshot_folder(store) / "snapshot-000002.partial"
    stray.write_bytes(b"half a file")
    assert names() == []
    assert pointed_to(snapshot_folder(store)) == before
    publish()
    assert not stray.exists()


def test_a_damaged_snapshot_says_what_it_is_and_publishing_mends_it(store):
    path = publish().path
    path.write_bytes(b"no database")
    with pytest.raises(StoreBroken, match="not a readable DuckDB file.*python -m core publish"):
        query("SELECT 1")
    publish()
    assert names() == []


def test_a_snapshot_damaged_inside_says_so_when_the_damage_is_met(store):
    with writing() as connection:
        connection.execute("INSERT INTO artist (artist_id, name) SELECT hash(i), hash(i + 1) FROM range(200000) t(i)")
    path = publish().path
    content = bytearray(path.read_bytes())
    for middle in range(len(content) // 4, 3 * len(content) // 4, 256 * 1024):  # whatever table lies there
        content[middle:middle + 4096] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(StoreBroken, match="not a readable DuckDB file.*python -m core publish"):
        query("SELECT * FROM artist")


@pytest.mark.parametrize("change", ["UPDATE published SET definitions = 'other'", "DELETE FROM published",
                                    "ALTER TABLE published DROP definitions", "DROP TABLE published"])
def test_a_snapshot_of_another_version_says_what_to_do_and_publishing_mends_it(store, change):
    add_artist("Ada Wren")
    with duckdb.connect(str(publish().path)) as connection:
        connection.execute(change)
    with pytest.raises(StoreOutdated, match="Another version of Marquee.*python -m core publish"):
        current()
    publish()
    assert names() == ["Ada Wren"]


def test_a_snapshot_that_another_version_pushed_does_not_replace_the_one_in_use(store):
    publish()
    other = (("published_at", "TIMESTAMP"), ("today", "DATE"))
    with pytest.raises(StoreOutdated, match="Update the older side"):
        build_snapshot(store, [TableFiles("published", other, 0, [], [])])
    assert current().number == 1


@pytest.mark.parametrize("sql", [
    "DROP TABLE event", "SELECT 1; SELECT 2", "COPY event TO 'x.csv'", "SELECT * FROM read_csv('README.md')",
    "SELECT * FROM 'README.md'", "SET memory_limit = '9GB'", "ATTACH 'x.duckdb'", "INSTALL httpfs", "", "SELEC 1",
    "PRAGMA database_list", "INSERT INTO event SELECT * FROM event", "SELECT * FROM nowhere"])
def test_only_one_select_on_published_tables_is_answered(published, sql):
    with pytest.raises(QueryError):
        query(sql)


def test_a_question_past_its_deadline_is_stopped(published):
    with pytest.raises(QueryTooSlow, match="longer than 0.1 s"):
        query("SELECT sum(a.range * b.range) FROM range(1000000000) a, range(1000) b", seconds=0.1)


def test_an_analyst_s_query_stops_at_its_row_cap(published):
    assert query("SELECT * FROM range(100)", limit=7).num_rows == 7


def test_many_threads_ask_at_once(store):
    publish()
    failures: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(20):
                read("sources/row_counts")
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_publish_that_fails_says_why_and_leaves_the_old_snapshot_in_service(store, monkeypatch):
    from core import publish as publishing

    add_artist("Ada Wren")
    publish()

    def fail(connection: object, now: object, today: object) -> None:
        raise RuntimeError("the real reason")

    monkeypatch.setattr(publishing, "put_published", fail)
    with pytest.raises(RuntimeError, match="the real reason"):
        publish()
    monkeypatch.undo()
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(store))
    assert names() == ["Ada Wren"]
    assert publish().number == 2
