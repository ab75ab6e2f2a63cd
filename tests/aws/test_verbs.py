"""The verbs of `aws` on the command line: what they print where, and in which shape."""

import json
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from core.aws.clients import client
from core.aws.transfers import file_sha256
from core.commands.aws import aws
from core.errors import Cancelled, NothingPublished, StoreBusy
from core.publish import publish
from core.reporting import reported
from core.settings import settings
from core.status import status_rows
from core.warehouse import ready
from core.warehouse.store import writing
from tests.aws.conftest import ON_ONE, sell
from tests.aws.stand_ins import Proxy, Rule
from tests.aws.test_push_pull import tables
from tests.aws.test_tables import made_table
from tests.conftest import get


@pytest.fixture
def run(bucket, environment, monkeypatch, store):
    """`run(verb, ...)` on the pushed store, `run(verb, ..., here=True)` on the machine that pulls."""

    def ran(*words: str, here: bool = False, **options):
        monkeypatch.setenv("MARQUEE_DATA_DIR", environment["MARQUEE_DATA_DIR"] if here else str(store))
        settings.cache_clear()
        return CliRunner().invoke(aws, list(words), catch_exceptions=False, **options)

    return ran


@ON_ONE
def test_push_pull_and_roll_back_say_what_travelled_and_what_is_served(run, store):
    first = run("push", "--format", "json")
    (row,) = json.loads(first.stdout)
    assert (row["number"], row["parts_sent"]) == (1, row["parts"])
    assert "Publication 1 in s3://" in first.stderr
    (row,) = json.loads(run("pull", "--format", "json", here=True).stdout)
    assert (row["number"], row["changed"], row["built"]) == (1, True, "snapshot-000001.duckdb")
    sell(store, "2026-05-03")
    run("push")
    assert "Publication 3 holds again what 1 held" in run("rollback").stderr
    listed = json.loads(run("rollback", "--list", "--format", "json").stdout)
    assert [(one["number"], one["rolled_back_to"]) for one in listed] == [(3, 1), (2, None), (1, None)]
    pulled = run("pull", "--warehouse", here=True)
    assert "Warehouse rebuilt from publication 3" in pulled.stderr
    assert pulled.stdout == ""


@ON_ONE
def test_a_push_sends_what_publishes_made_ahead_and_a_pull_makes_nothing(run, store, environment):
    sell(store, "2026-05-03")
    first = ready.waiting(store)
    (row,) = json.loads(run("push", "--format", "json").stdout)
    assert (row["parts_sent"], row["bytes_sent"]) == first
    sell(store, "2026-05-04")
    then = ready.waiting(store)
    assert 0 < then[0] < first[0]
    (waiting,) = [row for row in status_rows() if row[1] == "parts that wait"]
    assert waiting[2] == then[0]
    (row,) = json.loads(run("push", "--format", "json").stdout)
    assert (row["parts_sent"], row["bytes_sent"]) == then
    assert ready.waiting(store) == (0, 0)
    run("pull", here=True)
    run("pull", "--warehouse", here=True)
    here = Path(environment["MARQUEE_DATA_DIR"])
    assert ready.waiting(here) == (0, 0)
    for database in ("warehouse", "snapshot"):
        assert tables(here, database) == tables(store, database)


def test_a_push_is_refused_while_parts_are_made(run, store):
    with ready.locked(store), pytest.raises(StoreBusy, match="making or sending the parts"):
        run("push")


def test_nothing_pushed_is_an_error_of_ours(run):
    with pytest.raises(NothingPublished, match="aws push"):
        run("pull", here=True)


def test_status_lists_each_service_in_json(run):
    rows = json.loads(run("status", "--format", "json").stdout)
    assert [row["service"] for row in rows] == ["S3", "DynamoDB", "Location", "CloudWatch", "SageMaker"]
    assert (rows[0]["present"], rows[0]["answers"]) == (True, True)
    assert (rows[1]["present"], rows[1]["answers"]) == (False, None)
    offline = json.loads(run("status", "--offline", "--format", "json").stdout)
    assert offline[0]["answers"] is None


@pytest.fixture
def shared_table(environment, monkeypatch):
    monkeypatch.setenv("MARQUEE_DYNAMODB_TABLE", f"{environment['MARQUEE_S3_BUCKET']}-table")
    settings.cache_clear()
    made_table(client("dynamodb"), settings().dynamodb_table)


def test_jobs_of_all_machines_are_listed_with_how_they_ended(run, shared_table, store):
    with pytest.raises(NothingPublished):
        run("pull", here=True)
    run("push")
    rows = json.loads(run("jobs", "--format", "json", here=True).stdout)
    assert [(row["kind"], row["state"]) for row in rows] == [("push", "complete"), ("pull", "failed")]
    assert "holds no pushed store" in rows[1]["detail"]


def test_a_job_that_somebody_stops_says_so(run, shared_table, bucket, store):
    def push_slowly() -> None:
        with reported("push") as progress:
            (listed,) = json.loads(run("jobs", "--format", "json").stdout)
            assert "stops at its next step" in run("jobs", "--stop", listed["job_id"]).stderr
            progress.step("Sending to S3", 1, 1)

    with pytest.raises(Cancelled):
        push_slowly()
    (ended,) = json.loads(run("jobs", "--format", "json").stdout)
    assert (ended["state"], ended["host"]) == ("cancelled", socket.gethostname())


def test_a_push_goes_on_where_the_table_is_gone(run, environment, monkeypatch, caplog):
    monkeypatch.setenv("MARQUEE_DYNAMODB_TABLE", "nowhere")
    assert run("push").exit_code == 0
    assert "Other dashboards do not see this job" in caplog.text


@ON_ONE
def test_models_are_taught_kept_promoted_rolled_back_and_fetched(run, environment, monkeypatch, sample_store):
    def models(*words: str) -> list[dict]:
        monkeypatch.setenv("MARQUEE_DATA_DIR", str(sample_store))
        settings.cache_clear()
        done = CliRunner().invoke(aws, ["models", *words, "--format", "json"], catch_exceptions=False)
        return json.loads(done.stdout)

    (first,) = models("keep", "booker", "--promote")
    (second,) = models("keep", "booker")
    assert (first["in_use"], second["in_use"], first["data_version"][:9]) == (True, False, "snapshot ")
    models("promote", "booker", second["version"])
    assert [(one["version"], one["in_use"]) for one in models("list")] == [
        (second["version"], True), (first["version"], False)]
    (back,) = models("rollback", "booker")
    assert back["version"] == first["version"]
    (here,) = models("fetch", "booker")
    file = sample_store / "models" / f"booker-{here['version']}.skops"
    assert file_sha256(file) == first["sha256"]
    file.unlink()


@pytest.fixture
def played(monkeypatch, tmp_path):
    """The settings point to a store with 90 shows of ten artists played, and five to come."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    with writing(tmp_path) as connection:
        connection.execute("""INSERT INTO artist (artist_id, name, genre)
            SELECT 'a' || i, 'Artist ' || i, 'Folk' FROM range(10) x(i);
            INSERT INTO venue (venue_id, name, city, country, venue_capacity)
            SELECT 'v' || i, 'Venue ' || i, 'Bath', 'GB', 500 + 100 * i FROM range(5) x(i);
            INSERT INTO concert (concert_id, event_id, artist_id, venue_id, local_date, status, configured_capacity)
            SELECT 'c' || i, 'e' || i, 'a' || i % 10, 'v' || i % 5, DATE '2026-01-01' + 3 * i::INTEGER, 'confirmed',
                   500 + 100 * (i % 5) FROM range(95) x(i);
            INSERT INTO event (event_id, name, venue_id, local_date, is_show)
            SELECT event_id, 'A show', venue_id, local_date, true FROM concert;
            INSERT INTO event_artist (event_id, artist_id, billing, position)
            SELECT event_id, artist_id, 'headliner', 1 FROM concert;
            INSERT INTO ticket_type (concert_id, name, face_value, currency, allotment)
            SELECT concert_id, 'GA', 20, 'GBP', configured_capacity FROM concert;
            INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id, line_number)
            SELECT 'c' || i, 'GA', DATE '2025-12-20' + 3 * i::INTEGER, 100 + 40 * (i % 10) + i % 7, 2000, 'o' || i, 1
            FROM range(90) x(i)""")
    publish(data_dir=tmp_path, now=datetime(2026, 9, 26, 12, tzinfo=UTC))
    yield
    settings.cache_clear()


@pytest.fixture
def sagemaker(monkeypatch):
    """A SageMaker endpoint with five answers."""
    made = Proxy("sagemaker", "http://127.0.0.1:9")
    made.add(Rule(lambda method, path: True, 1, status=200, content_type="application/json",
                  body=b'{"predictions": [0.1, 0.2, 0.3, 0.4, 0.5]}'))
    for name, value in {"AWS_ENDPOINT_URL": made.url, "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "testing",
                        "AWS_SECRET_ACCESS_KEY": "testing"}.items():
        monkeypatch.setenv(name, value)
    client.cache_clear()
    yield made
    client.cache_clear()
    made.close()


def test_shows_to_come_are_scored_in_this_process_or_on_an_endpoint(played, sagemaker, monkeypatch):
    def scored() -> dict[str, float]:
        settings.cache_clear()
        rows = json.loads(CliRunner().invoke(aws, ["models", "score", "--format", "json"], catch_exceptions=False).stdout)
        return {row["concert_id"]: row["sell_through"] for row in rows}

    here = scored()
    assert here.keys() == {"c90", "c91", "c92", "c93", "c94"}
    assert all(0 < share <= 1 for share in here.values())
    assert not sagemaker.log
    monkeypatch.setenv("MARQUEE_SAGEMAKER_ENDPOINT", "marquee-outcome")
    assert list(scored().values()) == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert sagemaker.log == [("POST", "/endpoints/marquee-outcome/invocations")]


def test_pictures_are_uploaded_and_linked_for_at_most_15_minutes(run, tmp_path):
    file = tmp_path / "poster.txt"
    Image.new("RGB", (640, 480), "navy").save(file, "PNG")
    (row,) = json.loads(run("media", "upload", str(file), "--format", "json").stdout)
    assert (row["content_type"], row["width"], row["height"]) == ("image/png", 640, 480)
    address = run("media", "link", row["thumbnail"], "--seconds", "60").stdout.strip()
    assert get(address).headers["content-type"] == "image/webp"
    assert run("media", "link", row["name"], "--seconds", "901").exit_code == 2


def test_lifecycle_prints_the_rules_and_sets_them_when_asked(run, bucket):
    rules = json.loads(run("lifecycle").stdout)
    assert rules[0]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    run("lifecycle", "--apply")
    kept = bucket.client.get_bucket_lifecycle_configuration(Bucket=bucket.name)["Rules"]
    assert [rule["ID"] for rule in kept] == [rule["ID"] for rule in rules]


def test_backup_and_restore_ask_before_they_replace(run, store):
    desk = store / "desk.sqlite"
    with closing(sqlite3.connect(desk)) as connection:
        connection.executescript("CREATE TABLE offer (note TEXT); INSERT INTO offer VALUES ('one')")
    assert "1 rows are in backups/" in run("backup").stderr
    desk.write_bytes(b"")
    assert run("restore", input="n\n").exit_code == 1
    assert desk.read_bytes() == b""
    assert "1 rows of backups/" in run("restore", "--yes").stderr
    (row,) = json.loads(run("restore", "--list", "--format", "json").stdout)
    assert row["path"].startswith("backups/desk-")
