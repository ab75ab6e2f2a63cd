"""The shared table and what stands on it: the same tests on DynamoDB and on its double in SQLite."""

import gzip
import multiprocessing
import secrets
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.aws.answers import LEASE, Answers, named
from core.aws.clients import client
from core.aws.items import Table
from core.aws.jobs import SharedJob, ask_to_stop, jobs
from core.aws.local_table import LocalTable
from core.aws.shared_state import SharedState, SharedTurns
from core.aws.tables import DynamoTable, table
from core.errors import Cancelled, SourceRefused
from core.integrations.clock import Clock as SourceClock
from core.integrations.standing import SourceResting, Standing
from core.settings import settings
from tests.aws.stand_ins import node_module, start, stop

NOW = 1_800_000_000.0


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made_table(dynamodb, name: str) -> None:
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "kind", "KeyType": "HASH"}, {"AttributeName": "name", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in ("kind", "name")])


@pytest.fixture(params=["dynamodb", "sqlite"])
def shared(request, clock, tmp_path, environment, no_waiting) -> Table:
    if request.param == "sqlite":
        return LocalTable(tmp_path / "shared.sqlite", clock.now)
    name = f"table-{secrets.token_hex(4)}"
    made_table(client("dynamodb"), name)
    return DynamoTable(client("dynamodb"), name, clock.now)


def test_an_item_comes_back_with_a_version_that_counts_its_writes(shared):
    assert shared.get("job", "a") is None
    assert shared.put("job", "a", "first", b"\x00\xff")
    assert shared.get("job", "a") == ("a", "first", b"\x00\xff", 1, None)
    assert shared.put("job", "a", "second")
    assert shared.get("job", "a")[:4] == ("a", "second", b"", 2)


def test_a_write_on_a_version_that_is_gone_changes_nothing(shared):
    assert shared.put("job", "a", "1", replaces=0)
    assert not shared.put("job", "a", "2", replaces=0)
    assert not shared.put("job", "a", "2", replaces=7)
    assert shared.put("job", "a", "2", replaces=1)
    assert not shared.delete("job", "a", version=1)
    assert shared.get("job", "a").text == "2"
    assert shared.delete("job", "a", version=2)
    assert shared.get("job", "a") is None


def test_an_expired_item_is_gone_at_once_though_nobody_removed_it(shared, clock):
    shared.put("job", "a", "text", expires_at=NOW + 10)
    shared.put("job", "b", "text")
    clock.at += 9
    assert shared.get("job", "a").expires_at == NOW + 10
    clock.at += 1
    assert shared.get("job", "a") is None
    assert [item.name for item in shared.every("job")] == ["b"]
    assert shared.put("job", "a", "new", replaces=0)


def test_of_many_writers_on_one_version_one_wins(shared):
    shared.put("job", "a", "start")
    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(lambda n: shared.put("job", "a", str(n), replaces=1), range(6)))
    assert won.count(True) == 1
    assert shared.get("job", "a").text == str(won.index(True))


def test_an_answer_is_kept_for_its_time_whatever_the_order_of_the_question(shared, clock):
    answers = Answers(shared, now=clock.now)
    assert answers.put("tm", {"a": 1, "b": 2}, b"answer", ttl_seconds=60)
    assert answers.get("tm", {"b": 2, "a": 1}) == b"answer"
    assert answers.get("tm", {"b": 2, "a": 2}) is None
    assert answers.get("other", {"a": 1, "b": 2}) is None
    clock.at += 60
    assert answers.get("tm", {"a": 1, "b": 2}) is None


@pytest.mark.parametrize("size", [0, 340_000, 360_000, 3_000_000])
def test_an_answer_of_any_size_comes_back_large_ones_through_s3(bucket, clock, size):
    name = f"table-{secrets.token_hex(4)}"
    made_table(client("dynamodb"), name)
    answers = Answers(DynamoTable(client("dynamodb"), name, clock.now), bucket, now=clock.now)
    body = secrets.token_bytes(size)
    assert answers.put("tm", "q", body, ttl_seconds=60)
    assert answers.get("tm", "q") == body
    assert bool(bucket.sizes("answers/")) == (size > 350_000)


def test_a_large_answer_is_not_kept_where_there_is_no_bucket_and_a_lost_one_is_a_miss(bucket, clock):
    name = f"table-{secrets.token_hex(4)}"
    made_table(client("dynamodb"), name)
    dynamo = DynamoTable(client("dynamodb"), name, clock.now)
    large = secrets.token_bytes(400_000)
    assert not Answers(dynamo, now=clock.now).put("tm", "q", large, ttl_seconds=60)
    with pytest.raises(SourceRefused, match="too large for table.*MARQUEE_S3_BUCKET"):
        dynamo.put("answer", "x", "", large)
    answers = Answers(dynamo, bucket, now=clock.now)
    answers.put("tm", "q", large, ttl_seconds=60)
    bucket.remove(next(iter(bucket.sizes("answers/"))))
    assert answers.get("tm", "q") is None


def ask_from_a_process(path: str, ask: "multiprocessing.Queue[str]", gate) -> None:
    def fetch() -> bytes:
        ask.put("asked")
        # Long enough that the others come meanwhile.
        threading.Event().wait(0.3)
        return b"answer"

    gate.wait(30)
    assert Answers(LocalTable(Path(path))).answer("tm", "q", fetch, ttl_seconds=600) == b"answer"


def test_several_processes_with_one_question_ask_once(tmp_path):
    context = multiprocessing.get_context("fork")
    asked, gate = context.SimpleQueue(), context.Barrier(4)
    running = [context.Process(target=ask_from_a_process, args=(str(tmp_path / "t.sqlite"), asked, gate))
               for _ in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    assert [process.exitcode for process in running] == [0] * 4
    assert asked.get() == "asked"
    assert asked.empty()


def test_while_one_asks_the_others_wait_for_its_answer(shared):
    calls, gate = [], threading.Event()
    answers = Answers(shared, now=lambda: NOW, sleep=lambda _: gate.set() or threading.Event().wait(0.01))

    def fetch() -> bytes:
        calls.append(1)
        assert gate.wait(30)
        return b"answer"

    with ThreadPoolExecutor(3) as pool:
        got = list(pool.map(lambda _: answers.answer("tm", "q", fetch, ttl_seconds=60), range(3)))
    assert got == [b"answer"] * 3
    assert calls == [1]


def test_when_the_one_who_asked_died_another_takes_over_after_its_lease(shared, clock):
    shared.put(LEASE, named("tm", "q"), "a process that died", expires_at=NOW + 120)
    answers = Answers(shared, now=clock.now, sleep=lambda _: clock.sleep(10))
    assert answers.answer("tm", "q", lambda: b"answer", ttl_seconds=600) == b"answer"
    assert clock.at == NOW + 120


def test_a_failed_question_is_the_asker_s_error_and_the_next_one_asks_anew(shared, clock):
    answers = Answers(shared, now=clock.now, sleep=clock.sleep)

    def fail() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answers.answer("tm", "q", fail, ttl_seconds=60)
    assert answers.answer("tm", "q", lambda: b"yes", ttl_seconds=60) == b"yes"
    assert clock.at == NOW


def turns(shared: Table, clock: Clock, per_second: int, **options) -> SharedTurns:
    return SharedTurns(SharedState(shared, "turns", "tm"), per_second, clock.now, clock.sleep, **options)


def standing(shared: Table, clock: Clock, daily_calls: int | None = None) -> Standing:
    class Ticking(SourceClock):
        def now(self) -> datetime:
            return datetime.fromtimestamp(clock.at, UTC)

    return Standing(SharedState(shared, "standing", "tm"), "tm", Ticking(), daily_calls)


def test_no_second_has_more_calls_than_allowed_over_all_who_share_a_source(shared, clock):
    both = [turns(shared, clock, 3) for _ in range(2)]
    times = []
    for count in range(12):
        with both[count % 2].turn():
            times.append(clock.at)
            clock.at += 0.03
    assert all(later - earlier > 1.03 for earlier, later in zip(times, times[3:], strict=False))
    assert times[-1] - times[0] < 3.6


def test_the_slot_of_a_process_that_died_here_rests_a_while_and_one_elsewhere_until_its_lease_ends(shared, clock):
    for gone, rest in ((True, 4), (False, 90)):
        turns(shared, clock, 1).take()
        started = clock.at
        with turns(shared, clock, 1, gone=lambda by, gone=gone: gone).turn():
            assert clock.at - started == pytest.approx(rest, abs=1.1)
        clock.at += 2


def test_the_calls_of_a_day_are_counted_together_and_start_anew_the_next_day(shared, clock):
    first, second = (standing(shared, clock, daily_calls=3) for _ in range(2))
    first.count_call()
    second.count_call()
    first.count_call()
    assert second.left() == 0
    with pytest.raises(SourceResting, match="3 calls that may be made to tm today are used up"):
        second.count_call()
    clock.at += 86_400
    second.count_call()
    assert first.left() == 2


def test_a_time_to_come_back_holds_for_everybody(shared, clock):
    first, second = (standing(shared, clock) for _ in range(2))
    first.rest_for(100)
    clock.at += 99
    with pytest.raises(SourceResting, match="not to be called before"):
        second.count_call()
    clock.at += 1
    second.count_call()


def test_calls_counted_at_once_by_many_are_all_counted(shared, clock):
    counted = standing(shared, clock, daily_calls=1000)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: counted.count_call(), range(15)))
    assert counted.left() == 985


def test_what_a_process_that_died_here_was_asking_is_asked_by_the_next_at_once(shared, clock):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    shared.put(LEASE, named("tm", "q"), f"{socket.gethostname()}/{dead.pid}/x", expires_at=NOW + 900)
    answers = Answers(shared, now=clock.now, sleep=clock.sleep)
    assert answers.answer("tm", "q", lambda: b"answer", ttl_seconds=600) == b"answer"
    assert clock.at == NOW


def test_a_job_is_seen_by_everybody_and_stops_when_asked(shared, clock):
    job = SharedJob(shared, "2026-pull", "pull", clock.now)
    clock.at += 5
    job.step("Fetching", 3, 10)
    seen = jobs(shared)
    assert [(one["job_id"], one["kind"], one["stage"], one["done"], one["state"]) for one in seen] == [
        ("2026-pull", "pull", "Fetching", 3, "running")]
    ask_to_stop(shared, "2026-pull", clock.now)
    clock.at += 5
    with pytest.raises(Cancelled, match="Stopped on request during: Fetching"):
        job.step("Fetching", 4, 10)
    job.finish("cancelled", "on request")
    assert [one["state"] for one in jobs(shared)] == ["cancelled"]
    clock.at += 15 * 86_400
    assert jobs(shared) == []


def test_the_settings_choose_the_table(environment, monkeypatch, tmp_path):
    assert isinstance(table(tmp_path), LocalTable)
    monkeypatch.setenv("MARQUEE_DYNAMODB_TABLE", "desk")
    settings.cache_clear()
    assert isinstance(table(tmp_path), DynamoTable)


@pytest.fixture
def dynalite():
    """npm's dynalite, which holds DynamoDB's limits."""
    code = f"""const server = require({node_module('dynalite')!r})({{createTableMs: 0}});
        server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));"""
    process, line = start(["node", "-e", code], "http://127")
    yield line.strip()
    stop(process)


def test_the_largest_item_we_write_is_within_dynamodb_s_own_limit(dynalite):
    import boto3

    dynamodb = boto3.client("dynamodb", endpoint_url=dynalite, region_name="eu-central-1", aws_access_key_id="x",
                            aws_secret_access_key="y")
    made_table(dynamodb, "desk")
    dynamodb.get_waiter("table_exists").wait(TableName="desk", WaiterConfig={"Delay": 1})
    largest = DynamoTable(dynamodb, "desk", lambda: NOW)
    answers = Answers(largest, now=lambda: NOW)
    body = secrets.token_bytes(348_000)
    assert answers.put("tm", "q", body, ttl_seconds=60)
    assert answers.get("tm", "q") == body
    assert len(gzip.compress(body)) > 348_000
    with pytest.raises(SourceRefused, match="too large"):
        largest.put("answer", "x", "", bytes(350_001))
