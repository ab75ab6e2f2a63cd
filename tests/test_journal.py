"""What is logged is one JSON object a line, without secrets, in a file several processes share."""

import json
import logging
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import journal
from core.errors import StoreBusy
from core.integrations.secrecy import GuardedRecords
from core.settings import settings


@pytest.fixture
def started(tmp_path, monkeypatch):
    """The journal of a process, on a logger of its own instead of the root."""
    root = logging.Logger("root of this test")
    monkeypatch.setattr(logging, "getLogger", lambda name=None: root)
    monkeypatch.setenv("SPOTIPY_CLIENT_SECRET", "shh-secret-of-spotify")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "shh/secret+of+aws")
    settings.cache_clear()
    journal.start(tmp_path)
    yield root
    settings.cache_clear()
    for handler in root.handlers:
        handler.close()


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for line in journal.log_path(folder).read_text("utf-8").splitlines()]


def test_a_line_says_when_who_what_and_in_which_run(started, tmp_path):
    with journal.acting(run_id="r1", action="import"), journal.acting(user="ada"):
        started.info("read %s rows of %s", 3, "Zoë.csv")
    started.info("after")
    first, second = lines(tmp_path)
    assert (first["message"], first["level"]) == ("read 3 rows of Zoë.csv", "INFO")
    assert (first["run_id"], first["user"], first["action"]) == ("r1", "ada", "import")
    assert (second["run_id"], second["user"], second["action"]) == ("", "", "")
    assert first["at"].endswith("+00:00")


@pytest.mark.parametrize("text", [
    "key is shh-secret-of-spotify", "shh/secret+of+aws", "https://x/?apikey=abc123def&page=2",
    'headers {"Authorization": "Bearer abc.def.ghi"}', "password=hunter2-long", "postgresql://desk:hunter2-long@db/x",
    "https://s3/x?X-Amz-Credential=AKIAABCDEFGHIJKLMNOP%2F&X-Amz-Signature=0123abcd", "token: abc.def.ghi",
    "AKIAABCDEFGHIJKLMNOP"])
def test_no_secret_is_written_whatever_the_words_around_it(started, tmp_path, text):
    started.error(text)
    (line,) = lines(tmp_path)
    for secret in ("shh", "abc123def", "abc.def.ghi", "hunter2", "0123abcd", "AKIAABCDEFGHIJKLMNOP"):
        assert secret not in line["message"]
    assert journal.HIDDEN in line["message"]


@pytest.mark.parametrize("guarded", [False, True])
def test_a_secret_in_a_traceback_is_hidden_too(started, tmp_path, monkeypatch, guarded):
    made = GuardedRecords(logging.LogRecord) if guarded else logging.LogRecord
    monkeypatch.setattr(logging, "_logRecordFactory", made)
    try:
        raise ValueError("shh-secret-of-spotify")
    except ValueError:
        started.exception("failed")
    (line,) = lines(tmp_path)
    assert "ValueError" in line["error"]
    assert "shh" not in line["error"]


@given(st.text())
def test_any_message_is_one_line_that_reads_back(text):
    record = logging.LogRecord("x", logging.INFO, "", 0, text.replace("%", "%%"), None, None)
    line = journal.JsonLines().format(record)
    assert "\n" not in line
    assert isinstance(json.loads(line)["message"], str)


def test_the_last_errors_come_newest_first_and_a_half_line_is_passed_over(started, tmp_path):
    for number in range(5):
        started.info("fine %s", number)
        started.error("bad %s", number)
    with journal.log_path(tmp_path).open("a") as file:
        file.write('{"level": "ERROR", "mess')
    assert [line["message"] for line in journal.last_errors(tmp_path, 3)] == ["bad 4", "bad 3", "bad 2"]
    assert journal.last_errors(tmp_path / "nowhere") == []


def write_many(folder: str, name: str) -> None:
    handler = journal.SharedFile(journal.log_path(Path(folder)), maxBytes=4_000, backupCount=100, encoding="utf-8")
    handler.setFormatter(journal.JsonLines())
    for number in range(100):
        handler.emit(logging.LogRecord(name, logging.INFO, "", 0, f"{name} {number}", None, None))
    handler.close()


def test_several_processes_rotate_one_file_and_lose_no_line(tmp_path):
    journal.log_path(tmp_path).parent.mkdir()
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=write_many, args=(str(tmp_path), name)) for name in ("a", "b", "c")]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    written = [json.loads(line)["message"] for file in journal.log_path(tmp_path).parent.glob("marquee.jsonl*")
               if not file.name.endswith(".lock") for line in file.read_text().splitlines()]
    assert sorted(written) == sorted(f"{name} {number}" for name in "abc" for number in range(100))
    assert journal.log_path(tmp_path).with_name("marquee.jsonl.1").exists()


def test_how_a_deed_ended_is_in_the_log_with_who_did_it(started, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "log", started)
    with pytest.raises(StoreBusy), journal.deed(user="ada", action="aws push"):
        raise StoreBusy("Another push is running.", remedy="Let it finish.")
    with pytest.raises(ZeroDivisionError), journal.deed(user="ada", action="publish"):
        raise ZeroDivisionError
    errors = journal.last_errors(tmp_path)
    assert [(line["action"], line["user"], line["message"]) for line in errors] == [
        ("publish", "ada", "publish broke"), ("aws push", "ada", "Another push is running. Let it finish.")]
    assert "ZeroDivisionError" in errors[0]["error"]
    assert lines(tmp_path)[1]["message"].startswith("ended after")


def test_who_acts_may_be_found_out_while_it_is_done(started, tmp_path):
    journal.known_as("nobody")
    with journal.acting(action="GET /v1/jobs"):
        journal.known_as("ada")
        started.info("asked")
    started.info("after")
    assert [line["user"] for line in lines(tmp_path)] == ["ada", ""]


def test_a_log_that_cannot_be_written_is_said_once_and_stops_nobody(started, tmp_path, capsys):
    (tmp_path / "logs").write_text("a file where the folder should be")
    started.error("first")
    started.error("second")
    assert capsys.readouterr().err.count("cannot be written") == 1
