"""Each test of S3, DynamoDB and CloudWatch runs on two independent implementations; MARQUEE_TEST_AWS picks one."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from core.aws.clients import client
from core.aws.objects import Bucket
from core.publish import publish
from core.settings import settings
from core.warehouse.store import writing
from tests.aws.stand_ins import SECRET, STAND_INS, Proxy, stop

PICKED = [name for name in os.environ.get("MARQUEE_TEST_AWS", "moto,ministack").split(",") if name]
REGION = "eu-central-1"


# For tests of whole processes, in which it matters little who stands in for AWS.
ON_ONE = pytest.mark.parametrize("endpoint", PICKED[-1:], indirect=True)


@pytest.fixture(scope="session")
def stand_in() -> Iterator[Callable[[str], str]]:
    """Give `stand_in(name)`: the address of that implementation, started once for all files of tests."""
    started: dict[str, tuple[subprocess.Popen, str]] = {}

    def address(name: str) -> str:
        if name not in started:
            started[name] = STAND_INS[name]()
        return started[name][1]

    yield address
    for process, _ in started.values():
        stop(process)


@pytest.fixture(scope="session", params=PICKED)
def endpoint(request: pytest.FixtureRequest, stand_in: Callable[[str], str]) -> tuple[str, str]:
    return request.param, stand_in(request.param)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore's pauses between its tries take no time."""
    from botocore.retries.standard import ExponentialBackoff

    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda self, context: 0)


@pytest.fixture(scope="session")
def trouble(endpoint: tuple[str, str]) -> Iterator[Proxy]:
    made = Proxy(*endpoint)
    client.cache_clear()
    yield made
    made.close()
    client.cache_clear()


@pytest.fixture
def proxy(trouble: Proxy) -> Iterator[Proxy]:
    """In front of the server; what one test set up is gone for the next."""
    trouble.log.clear()
    yield trouble
    trouble.release()


@pytest.fixture
def environment(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a machine that uses AWS, through the proxy; what a subprocess needs too."""
    wanted = {"AWS_ENDPOINT_URL": proxy.url, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "testing",
              "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true",
              "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
              "MARQUEE_S3_BUCKET": f"desk-{secrets.token_hex(6)}", "MARQUEE_S3_PREFIX": "marquee",
              "MARQUEE_DATA_DIR": str(tmp_path / "here")}
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield wanted
    settings.cache_clear()


@pytest.fixture
def bucket(environment: dict[str, str], no_waiting: None, proxy: Proxy) -> Bucket:
    made = Bucket(client("s3"), environment["MARQUEE_S3_BUCKET"], "marquee")
    made.client.create_bucket(Bucket=made.name, CreateBucketConfiguration={"LocationConstraint": REGION})
    proxy.log.clear()
    return made


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    with writing(folder) as connection:
        fill(connection)
    publish(data_dir=folder)
    return folder


@pytest.fixture
def store(published: Path, tmp_path: Path) -> Path:
    """A small published store: 10 days of 800 order lines, and one row of each awkward type."""
    return shutil.copytree(published, tmp_path / "store")


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO artist (artist_id, name) SELECT 'a' || i, 'Artist ' || i FROM range(50) x(i)")
    connection.execute("""INSERT INTO concert (concert_id, artist_id, local_date, status, marketing_holdout)
        SELECT 'c' || i, 'a' || i, DATE '2026-08-01', 'confirmed', ['email', 'radio'] FROM range(20) x(i)""")
    connection.execute("""INSERT INTO deal (concert_id, deal_type, guarantee, bonus_tiers)
        VALUES ('c1', 'plus', 1000.50, [{'tickets': 800, 'amount': 500.25}])""")
    connection.execute("""INSERT INTO event (event_id, name, local_date, local_time, is_show)
        VALUES ('e1', 'Näme, "quoted" $x', DATE '2026-08-01', TIME '20:30', true)""")
    connection.execute("""INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id, line_number)
        SELECT 'c' || i % 20, 'GA', DATE '2026-05-01' + (i // 800)::INTEGER, 1 + i % 4, 12.34 + i, 'o' || i, 1
        FROM range(8000) x(i)""")
    connection.execute("INSERT INTO order_line (concert_id, ticket_type, qty, gross) VALUES ('c1', 'GA', 1, 5)")


def sell(folder: Path, *days: str, lines: int = 3) -> None:
    """A change of the store in each of the days, published."""
    with writing(folder) as connection:
        connection.execute("""INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id)
            SELECT 'c1', 'GA', day::DATE, 1, 20, 'new-' || day || i FROM unnest($days) d(day), range($lines) x(i)""",
                           {"days": days, "lines": lines})
    publish(data_dir=folder)
