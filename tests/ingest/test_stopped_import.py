"""An import that is stopped, or whose disk or store fails: one message, whole files, and what is in is told."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from core import progress
from core.__main__ import main
from core.commands import imports
from core.commands import store as store_verbs
from core.errors import StoreBroken, StoreError
from core.ingest.imports import Report
from core.jobs import work
from core.publish import publish
from core.settings import settings
from core.warehouse.store import writing
from tests.ingest.conftest import CONCERTS, ONE_CONCERT

ROOT = Path(__file__).parents[2]
SALES = ["concert_id", "ticket_type", "sold_on", "qty", "gross"]
LOADED = {"concerts": {"read": 1, "new": 1, "changed": 0, "unchanged": 0, "rejected": 0}}


@pytest.fixture
def folder(write):
    write("concerts.csv", ONE_CONCERT)
    return write("sales.csv", [SALES, ["c1", "GA", "2026-02-01", 1, 20]]).parent


class StoppedAt:
    """Somebody presses Ctrl-C when this stage begins."""

    def __init__(self, stage: str) -> None:
        self.stage = stage

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        if stage == self.stage:
            raise KeyboardInterrupt


def run(store: Path, *arguments: object, room: str = "unlimited") -> subprocess.CompletedProcess:
    """One verb as a process of its own, none of whose files may be larger than so many kB."""
    done = subprocess.run(["bash", "-c", f'ulimit -f {room}; exec "$0" -m core "$@"', sys.executable, *map(str, arguments)],
                          cwd=ROOT, text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL,
                          env=os.environ | {"MARQUEE_DATA_DIR": str(store)})
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_what_was_loaded_before_the_stop_is_told_and_recorded(store, folder):
    report = Report()
    with pytest.raises(KeyboardInterrupt):
        store.put(folder, progress=StoppedAt("Loading sales.csv"), report=report)
    assert report.kinds == LOADED
    assert store.ask("SELECT (SELECT count(*) FROM concert), (SELECT count(*) FROM order_line)") == [(1, 0)]
    assert store.ask("SELECT run_id, outcome, detail, stored FROM ingest_run") == [
        (report.run_id, "partial", "stopped before its end", 1)]


def test_a_stop_in_place_of_the_sample_leaves_the_sample(store, folder):
    with writing(store.folder) as connection:
        connection.execute("INSERT INTO about VALUES ('season', 'sample')")
        connection.execute("INSERT INTO concert (concert_id) VALUES ('sample show')")
    report = Report()
    with pytest.raises(KeyboardInterrupt):
        store.put(folder, progress=StoppedAt("Loading sales.csv"), report=report, may_remove_sample=lambda: True)
    assert (report.run_id, report.kinds) == (None, {})
    assert store.ask("SELECT concert_id FROM concert") == [("sample show",)]


@pytest.fixture
def stopped(tmp_path, monkeypatch, capsys):
    """Run one verb, stopped by Ctrl-C when a stage begins; gives its exit status and what it wrote to both streams."""

    def run(stage: str, *arguments: object):
        @contextmanager
        def watched():
            yield StoppedAt(stage)

        for verbs in (imports, store_verbs):
            monkeypatch.setattr(verbs, "shown_progress", watched)
        monkeypatch.setattr(sys, "argv", ["core", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "store"))
    settings.cache_clear()
    yield run
    settings.cache_clear()


@pytest.mark.parametrize(("stage", "kinds", "words"), [
    ("Recognising files", {}, "Nothing was loaded"),
    ("Loading concerts.csv", {}, "Nothing was loaded"),
    ("Loading sales.csv", LOADED, "Only what is counted above was loaded"),
    ("Publishing", LOADED | {"sales": LOADED["concerts"]}, "not published yet")])
def test_ctrl_c_ends_with_130_and_one_line_that_is_true(stopped, folder, stage, kinds, words):
    status, out, err = stopped(stage, "import", folder, "--format", "json")
    assert (status, json.loads(out)["kinds"]) == (130, kinds)
    assert (err.count("\n"), words in err) == (1, True), err


def test_a_publish_that_is_stopped_says_that_the_old_snapshot_stays(stopped, store):
    assert stopped("Publishing", "publish") == (130, "", "Stopped. The snapshot in use stays.\n")
    assert not list((store.folder / "snapshots").glob("*"))


def test_a_job_whose_publish_fails_says_what_is_loaded(store, write, tmp_path, monkeypatch):
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(store.folder))
    settings.cache_clear()
    store.put(write("concerts.csv", ONE_CONCERT))
    with writing(store.folder) as connection:
        connection.execute("INSERT INTO ticket_type (concert_id, name, face_value, allotment) VALUES ('c1', 'GA', 1e13, 1e8)")
    job = tmp_path / "job.json"
    work(job, write("sales.csv", [SALES, ["c1", "GA", "2026-02-01", 1, 20]]), None, replace_sample=False)
    settings.cache_clear()
    said = json.loads(job.read_text())
    assert said["state"] == "failed"
    assert "too large to be added up" in said["detail"]
    assert "Loaded, but not published yet: 1 row." in said["detail"]


def test_ctrl_c_within_a_statement_is_ctrl_c_and_no_error_of_the_database(store):
    def rows():
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(100):
            yield pa.record_batch({"n": range(10_000)})

    def ask():
        with writing(store.folder) as connection:
            connection.register("numbers", pa.RecordBatchReader.from_batches(pa.schema({"n": pa.int64()}), rows()))
            connection.execute("SELECT sum(hash(n)) FROM numbers").fetchall()

    usual = signal.signal(signal.SIGINT, progress.interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            ask()
    finally:
        signal.signal(signal.SIGINT, usual)
        progress.interrupted.clear()


def test_a_disk_that_takes_no_more_ends_an_import_in_words_and_the_next_one_goes_on(tmp_path, write):
    write("concerts.csv", [CONCERTS, *([f"c{i}", f"Artist {i}", "Hall", "Denver", "US", "2026-05-01"] for i in range(50))])
    folder = write("sales.csv", [[*SALES, "order_id"], *(
        [f"c{i % 50}", "GA", "2026-02-01", 1, i, f"order {i * 7919 % 50021}"] for i in range(50_000))]).parent
    store = tmp_path / "store"
    done = run(store, "import", folder, "--format", "json", room="1000")
    assert (done.returncode, set(json.loads(done.stdout)["kinds"])) == (3, {"concerts"})
    assert "cannot be written" in done.stderr
    assert "Only what is counted above was loaded" in done.stderr
    assert run(store, "import", folder, "--no-publish").returncode == 0
    done = run(store, "publish", room="1000")
    assert (done.returncode, "cannot be written" in done.stderr) == (1, True)
    assert not list((store / "snapshots").glob("*.partial"))
    with writing(store) as connection:
        assert connection.execute("SELECT count(*) FROM order_line").fetchall() == [(50_000,)]


@pytest.mark.parametrize("left", [0.9, 0.5, 0.2, 0.0])
def test_a_store_that_was_cut_short_says_so(store, folder, left):
    path = store.folder / "warehouse.duckdb"
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * left))
    for deed in (lambda: store.put(folder), lambda: publish(data_dir=store.folder)):
        with pytest.raises(StoreBroken, match="Restore it from a backup"):
            deed()


@pytest.mark.parametrize("place", ["file", "file/store", "/proc/nope/store"])
def test_a_store_that_can_be_no_folder_says_so(folder, tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="no folder.*MARQUEE_DATA_DIR"), writing(tmp_path / place):
        pass


@pytest.mark.parametrize(("limit", "words"), [("5MB", "Set MARQUEE_MEMORY_LIMIT higher"), ("much", "MARQUEE_MEMORY_LIMIT")])
def test_too_little_memory_and_a_limit_that_is_none_name_the_setting(stopped, store, folder, monkeypatch, limit, words):
    monkeypatch.setenv("MARQUEE_MEMORY_LIMIT", limit)
    status, _, err = stopped("Never", "import", folder, "--format", "json")
    assert (status, words in err) == (1, True), err
