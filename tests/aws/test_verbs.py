"""The verbs of `aws` on the command line: what they print where, and in which shape."""

import json
import socket
import sqlite3
from contextlib import closing

import pytest
from PIL import Image
from typer.testing import CliRunner

from core.aws.clients import client
from core.aws.transfers import file_sha256
from core.commands.aws import aws
from core.errors import Cancelled, NothingPublished
from core.reporting import reported
from core.settings import settings
from tests.aws.conftest import ON_ONE, sell
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
