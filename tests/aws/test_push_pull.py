"""A store pushed by one machine is served by others: whole or not at all, and only what changed travels."""

import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest

from core.aws import manifest as manifests
from core.aws import pulling, pushing
from core.aws.manifest import PushLost
from core.aws.rollback import history, rollback
from core.errors import Cancelled, MarqueeError, NothingPublished, StoreBroken, StoreBusy, StoreTooNew
from core.settings import settings
from core.warehouse import making, parquet, ready, rebuild
from core.warehouse.read import query
from core.warehouse.snapshot import pointed_to, snapshot_folder
from tests.aws.conftest import ON_ONE, sell
from tests.aws.stand_ins import ROOT

CLI = [sys.executable, "-c", "from core.commands.aws import aws; aws()"]


# Enough for most tests; all tables would be a hundred requests a push.
SOME = {"order_line", "deal", "event", "concert", "artist", "event_day", "event_total", "concert_day_channel",
        "market_day_channel", "published"}


def push(bucket, store: Path, **options) -> pushing.Pushed:
    base = options.pop("base", None) or pushing.look(bucket)
    every = options.pop("every", False)
    with ready.locked(store) as shelf:
        staged = (part for part in making.export(store, shelf, base.known, base.sent) if every or part.table in SOME)
        pushed = pushing.push(bucket, base, staged, schema_version=options.pop("schema_version", parquet.schema_version()),
                              snapshot_number=1, **options)
        shelf.pushed(ready.target())
    return pushed


def pull(bucket, folder: Path, database: str = "snapshot", **options) -> pulling.Pulled:
    build = rebuild.build_snapshot if database == "snapshot" else rebuild.build_warehouse
    return pulling.pull(bucket, folder / "pulled", database=database, schema_version=parquet.schema_version(),
                        serving=pointed_to(snapshot_folder(folder)) if database == "snapshot" else None,
                        build=options.pop("build", lambda tables: build(folder, tables)), **options)


def tables(folder: Path, database: str) -> dict[str, pa.Table]:
    """Every table of a store as Arrow, rows in a fixed order."""
    path = folder / "warehouse.duckdb" if database == "warehouse" else parquet.published(folder)
    with parquet.attached(path, database) as connection:
        names = [name for name in parquet.tables_of(connection, database) if name != "schema_migration"]
        return {name: connection.sql(f'FROM {database}."{name}" ORDER BY ALL').to_arrow_table() for name in names}


@pytest.fixture
def here(environment) -> Path:
    return Path(environment["MARQUEE_DATA_DIR"])


def lines(where: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(where))
    settings.cache_clear()
    return query("SELECT sum(tickets_sold) AS n FROM event_day").column("n")[0].as_py()


@pytest.mark.parametrize("database", ["snapshot", "warehouse"])
def test_what_is_pulled_is_what_was_pushed_in_every_table_row_and_type(bucket, store, here, database):
    push(bucket, store, every=True)
    pull(bucket, here, database)
    before, after = tables(store, database), tables(here, database)
    assert before.keys() == after.keys()
    for name, table in before.items():
        assert after[name].equals(table), name


def test_parts_are_parquet_files_by_date_named_by_their_content(bucket, store):
    push(bucket, store)
    found = manifests.read(bucket).manifest
    orders = next(t for t in found.tables if (t.database, t.name) == ("warehouse", "order_line"))
    assert [part.partition for part in orders.parts][:2] == ["sold_on=2026-05-01", "sold_on=2026-05-02"]
    assert orders.parts[-1].partition == "sold_on=none"
    assert len(orders.parts) == 11
    assert orders.rows == 8001
    assert found.schema_version == parquet.schema_version()
    assert bucket.sizes("parts/") == found.paths


def test_a_push_of_the_same_store_sends_and_publishes_nothing(bucket, store, proxy):
    first = push(bucket, store)
    proxy.log.clear()
    again = push(bucket, store)
    assert first.parts_sent == first.parts
    assert again == (first.number, first.parts, 0, first.bytes, 0)
    assert proxy.count("PUT", "") == 0


def test_after_a_change_of_one_day_only_its_parts_travel_in_both_directions(bucket, store, here):
    push(bucket, store)
    pull(bucket, here)
    sell(store, "2026-05-07")
    before = manifests.read(bucket).manifest.paths
    pushed = push(bucket, store)
    new = sorted(path for path in manifests.read(bucket).manifest.paths.keys() - before if "=2026" in path)
    assert [path.split("/")[1:4] for path in new] == [
        ["snapshot", "concert_day_channel", "date=2026"], ["snapshot", "event_day", "date=2026"],
        ["snapshot", "market_day_channel", "date=2026"], ["warehouse", "order_line", "sold_on=2026-05-07"]]
    pulled = pull(bucket, here)
    assert pushed.parts_sent < pushed.parts / 3
    assert pulled.parts_fetched < pushed.parts_sent
    assert tables(here, "snapshot")["event_day"].equals(tables(store, "snapshot")["event_day"])


def test_a_part_lost_from_the_bucket_is_sent_again(bucket, store):
    push(bucket, store)
    path = next(iter(manifests.read(bucket).manifest.paths))
    bucket.remove(path)
    push(bucket, store)
    assert path in bucket.sizes("parts/")


def test_of_two_pushers_one_wins_and_the_other_is_told(bucket, store, here):
    push(bucket, store)
    base = pushing.look(bucket)
    sell(store, "2026-05-08")
    push(bucket, store)
    sell(store, "2026-05-09")
    with pytest.raises(PushLost, match="number 2.*nothing of it was changed"):
        push(bucket, store, base=base)
    assert manifests.read(bucket).manifest.number == 2
    assert push(bucket, store).number == 3


def test_a_push_whose_last_answer_was_lost_is_recognised_as_published(bucket, store, proxy):
    lost = proxy.lose_answer(lambda method, path: method == "PUT" and path.endswith("/manifest.json"))
    assert push(bucket, store).number == 1
    assert lost.seen.is_set()
    assert manifests.read(bucket).manifest.number == 1


def test_a_push_that_is_cancelled_publishes_nothing(bucket, store):
    class Stopped:
        def step(self, stage, done, total=None):
            raise Cancelled("Stopped on request.")

    with pytest.raises(Cancelled):
        push(bucket, store, progress=Stopped())
    assert manifests.read(bucket) is None


@ON_ONE
def test_progress_of_a_pull_is_told_in_bytes_up_to_all_of_them(bucket, store, here):
    told = []

    class Listener:
        def step(self, stage, done, total=None):
            told.append((stage, done, total))

    push(bucket, store)
    pulled = pull(bucket, here, progress=Listener())
    assert told[-1] == (pulling.STAGE, pulled.bytes_fetched, pulled.bytes_fetched)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


@ON_ONE
def test_a_push_killed_in_the_middle_leaves_what_was_published_and_the_next_one_completes(bucket, store, here, proxy,
                                                                                          environment):
    push(bucket, store, every=True)
    sell(store, *(f"2026-05-0{day}" for day in range(2, 9)))
    held = proxy.hold(lambda method, path: method == "PUT" and "2026-05-07" in path, times=9)
    with subprocess.Popen([*CLI, "push"], cwd=ROOT, env=environment | {"MARQUEE_DATA_DIR": str(store)},
                          stderr=subprocess.DEVNULL) as killed:
        assert held.seen.wait(60)
        killed.kill()
    held.held.set()
    proxy.rules.clear()
    assert pull(bucket, here).number == 1
    already = len(bucket.sizes("parts/"))
    pushed = push(bucket, store, every=True)
    assert pushed.number == 2
    assert already + pushed.parts_sent == len(bucket.sizes("parts/"))
    assert pull(bucket, here).number == 2
    assert tables(here, "snapshot")["event_total"].equals(tables(store, "snapshot")["event_total"])


@ON_ONE
def test_a_pull_killed_in_the_middle_keeps_serving_the_old_snapshot_and_the_next_one_completes(
        bucket, store, here, proxy, environment, monkeypatch):
    push(bucket, store)
    pull(bucket, here)
    before = lines(here, monkeypatch)
    sell(store, "2026-05-07", lines=50)
    push(bucket, store)
    held = proxy.hold(lambda method, path: method == "GET" and "/snapshot/event_total/" in path, times=9)
    with subprocess.Popen([*CLI, "pull"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as killed:
        assert held.seen.wait(60)
        killed.kill()
    held.held.set()
    proxy.rules.clear()
    assert lines(here, monkeypatch) == before
    assert pull(bucket, here).changed
    assert lines(here, monkeypatch) == before + 50


@ON_ONE
def test_a_pull_of_what_is_served_already_does_nothing_and_a_local_publish_is_replaced(bucket, store, here):
    push(bucket, store)
    first = pull(bucket, here)
    again = pull(bucket, here)
    assert (first.changed, again.changed) == (True, False)
    assert again.built == first.built
    sell(here, "2026-06-01")
    assert pull(bucket, here).changed


@ON_ONE
def test_a_reader_never_sees_a_failure_while_snapshots_are_pulled_and_switched(bucket, store, here, monkeypatch):
    push(bucket, store)
    pull(bucket, here)
    first = lines(here, monkeypatch)
    seen, stop = [], threading.Event()

    def read_on() -> None:
        while not stop.wait(0.005):
            seen.append(query("SELECT sum(tickets_sold) AS n FROM event_day").column("n")[0].as_py())

    reader = threading.Thread(target=read_on)
    reader.start()
    for day in range(1, 4):
        sell(store, f"2026-06-0{day}", lines=10)
        push(bucket, store)
        pull(bucket, here)
    stop.set()
    reader.join()
    assert set(seen) <= {first, first + 10, first + 20, first + 30}
    assert seen == sorted(seen)
    assert lines(here, monkeypatch) == first + 30


@ON_ONE
def test_watching_tells_every_push_and_error_once_and_outlives_an_error(bucket, store, here, proxy):
    push(bucket, store)
    told: list[pulling.Pulled | MarqueeError] = []
    turns = iter(["look", "push", "look", "fail", "look", "look", "end"])

    def wait() -> bool:
        turn = next(turns)
        if turn == "push":
            sell(store, "2026-06-02")
            push(bucket, store)
        if turn == "fail":
            proxy.answer(403, "AccessDenied")
        return turn == "end"

    pulling.watch(lambda: pull(bucket, here), wait, told.append)
    assert [getattr(one, "number", None) for one in told] == [1, 2, None, 2]
    assert "permission s3:GetObject is missing" in str(told[2])


@ON_ONE
def test_a_store_of_another_schema_is_not_taken_over(bucket, store, here):
    push(bucket, store, schema_version=parquet.schema_version() + 1)
    with pytest.raises(StoreTooNew, match="Update Marquee here"):
        pull(bucket, here)
    push(bucket, store, schema_version=parquet.schema_version() - 1)
    with pytest.raises(StoreBroken, match="Update Marquee where it is pushed"):
        pull(bucket, here)
    assert pointed_to(snapshot_folder(here)) is None


def test_before_the_first_push_a_pull_says_what_to_do(bucket, here):
    with pytest.raises(NothingPublished, match="aws push"):
        pull(bucket, here)


@ON_ONE
def test_two_pulls_into_one_store_do_not_meet(bucket, store, here):
    push(bucket, store)

    def second(tables):
        with pytest.raises(StoreBusy, match="pulling into"):
            pull(bucket, here)
        return rebuild.build_snapshot(here, tables)

    assert pull(bucket, here, build=second).changed


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"format": 1, "number": "x"}', b"\xff\xfe"])
def test_something_else_in_the_place_of_the_manifest_is_refused(bucket, here, body):
    bucket.write("manifest.json", body)
    with pytest.raises(StoreBroken, match="not a manifest.*Roll back"):
        pull(bucket, here)


@pytest.mark.parametrize(("wrong", "right"), [('"BIGINT"', '"BIGINT); DROP TABLE x; --"'), ('"event_day"', '"../x"')])
def test_a_manifest_can_bring_no_sql_and_no_path(bucket, store, here, wrong, right):
    push(bucket, store)
    body = bucket.read("manifest.json").body.decode()
    bucket.write("manifest.json", body.replace(wrong, right).encode())
    with pytest.raises(StoreBroken, match="not a type of DuckDB|not a manifest"):
        pull(bucket, here)


@ON_ONE
def test_rows_missing_from_what_the_manifest_says_are_noticed(bucket, store, here):
    push(bucket, store)
    body = bucket.read("manifest.json").body.decode()
    number = next(t for t in manifests.read(bucket).manifest.tables if t.name == "event_total").rows
    bucket.write("manifest.json", body.replace(f'"rows":{number}', f'"rows":{number + 1}').encode())
    with pytest.raises(StoreBroken, match="rows where its manifest says"):
        pull(bucket, here)
    assert pointed_to(snapshot_folder(here)) is None


@ON_ONE
def test_a_warehouse_that_was_here_is_kept_beside_the_pulled_one(bucket, store, here):
    push(bucket, store)
    pull(bucket, here, "warehouse")
    before = tables(here, "warehouse")
    sell(store, "2026-06-03")
    push(bucket, store)
    pull(bucket, here, "warehouse")
    assert (here / "warehouse.before-0.duckdb").exists()
    assert tables(here, "warehouse")["order_line"].num_rows == before["order_line"].num_rows + 3


@ON_ONE
def test_rolling_back_publishes_the_earlier_store_again_and_further_back_each_time(bucket, store, here):
    totals = []
    for day in range(1, 4):
        sell(store, f"2026-07-0{day}")
        push(bucket, store)
        totals.append(tables(store, "snapshot")["event_total"])
    assert rollback(bucket).rolled_back_to == 2
    pull(bucket, here)
    assert tables(here, "snapshot")["event_total"].equals(totals[1])
    assert rollback(bucket).rolled_back_to == 1
    assert pull(bucket, here).number == 5
    assert tables(here, "snapshot")["event_total"].equals(totals[0])
    assert rollback(bucket, to=3).number == 6
    assert [one.number for one in history(bucket)] == [6, 5, 4, 3, 2, 1]
    with pytest.raises(NothingPublished, match="no earlier publication number 99"):
        rollback(bucket, to=99)


def test_rolling_back_brings_deleted_parts_back_where_the_bucket_keeps_versions(bucket, store, here):
    bucket.client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    push(bucket, store)
    old = manifests.read(bucket).manifest.paths
    sell(store, "2026-05-07")
    push(bucket, store)
    gone = next(path for path in old if path not in manifests.read(bucket).manifest.paths)
    bucket.remove(gone)
    rollback(bucket)
    assert pull(bucket, here).number == 3


@ON_ONE
def test_rolling_back_to_parts_that_are_lost_is_refused_and_changes_nothing(bucket, store):
    push(bucket, store)
    old = manifests.read(bucket).manifest.paths
    sell(store, "2026-05-07")
    push(bucket, store)
    gone = next(path for path in old if path not in manifests.read(bucket).manifest.paths)
    bucket.remove(gone)
    with pytest.raises(StoreBroken, match="lacks 1 of its files"):
        rollback(bucket)
    assert manifests.read(bucket).manifest.number == 2
