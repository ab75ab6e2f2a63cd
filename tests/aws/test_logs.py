"""Log lines reach CloudWatch in batches it takes, never hold up a page, and are counted where they are lost."""

import json
import logging
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import journal
from core.aws import logs
from core.aws.clients import client
from core.aws.logs import CloudWatch, Line, batches
from tests.aws.conftest import ON_ONE
from tests.aws.stand_ins import ROOT

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000

lines = st.lists(st.builds(Line, st.integers(NOW_MS - 15 * 24 * HOUR_MS, NOW_MS + 3 * HOUR_MS),
                           st.text(max_size=40) | st.integers(2**18, 2**20 + 10).map(lambda n: "x" * n)), max_size=12)


@given(lines)
def test_every_batch_is_one_that_cloudwatch_takes_and_no_line_is_lost_uncounted(given_lines):
    made, refused = batches(given_lines, NOW_MS)
    for batch in made:
        assert 0 < len(batch) <= 10_000
        assert sum(len(line.text.encode()) + 26 for line in batch) <= 2**20
        assert batch[-1].at_ms - batch[0].at_ms < 24 * HOUR_MS
        assert batch == sorted(batch, key=lambda line: line.at_ms)
        assert all(-14 * 24 * HOUR_MS < line.at_ms - NOW_MS < 2 * HOUR_MS for line in batch)
    assert sum(map(len, made)) + refused == len(given_lines)


def test_more_than_ten_thousand_lines_are_more_than_one_batch():
    made, refused = batches([Line(NOW_MS, "x")] * 25_000, NOW_MS)
    assert ([len(batch) for batch in made], refused) == ([10_000, 10_000, 5_000], 0)


@pytest.fixture
def group(environment, no_waiting) -> str:
    name = f"/marquee/{secrets.token_hex(4)}"
    client("logs").create_log_group(logGroupName=name)
    return name


@pytest.fixture
def logger():
    made = logging.Logger("desk")
    yield made
    for handler in made.handlers:
        handler.close()


def sink(logger: logging.Logger, group: str, **options) -> CloudWatch:
    made = CloudWatch(client("logs"), group, **options)
    made.setFormatter(journal.JsonLines())
    logger.addHandler(made)
    return made


def sent(group: str) -> list[dict]:
    streams = client("logs").describe_log_streams(logGroupName=group)["logStreams"]
    return [json.loads(event["message"]) for stream in streams for event in client("logs").get_log_events(
        logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]]


def test_lines_arrive_as_json_with_run_user_and_action(group, logger):
    made = sink(logger, group)
    with journal.acting(run_id="r1", user="ada", action="push"):
        logger.warning("sent %s parts", 3)
    made.send()
    (line,) = sent(group)
    assert (line["message"], line["run_id"], line["user"], line["action"]) == ("sent 3 parts", "r1", "ada", "push")
    assert made.dropped == 0


def test_the_thread_sends_what_is_left_when_the_sink_closes(group, logger):
    made = sink(logger, group, every=3600).begin()
    for number in range(50):
        logger.info("line %s", number)
    made.close()
    assert [line["message"] for line in sent(group)] == [f"line {number}" for number in range(50)]


def test_a_full_queue_drops_at_once_counts_and_says_so(group, logger):
    made = sink(logger, group, size=10)
    for number in range(25):
        logger.info("line %s", number)
    assert made.dropped == 15
    made.send()
    assert [line["message"] for line in sent(group)] == [*(f"line {n}" for n in range(10)), "15 log lines were dropped"]


def test_a_failing_cloudwatch_keeps_lines_up_to_the_queue_and_sends_them_later(group, logger, proxy):
    made = sink(logger, group, size=10)
    logger.info("early")
    proxy.answer_json(400, "AccessDeniedException")
    made.send()
    assert "permission logs:" in made.last_failure
    logger.info("late")
    made.send()
    assert [line["message"] for line in sent(group)] == ["early", "late"]
    assert made.dropped == 0


def test_lines_that_are_too_old_for_cloudwatch_are_counted(group, logger):
    made = sink(logger, group)
    record = logging.LogRecord("desk", logging.INFO, "", 0, "old", None, None)
    record.created -= 15 * 24 * 3600
    made.emit(record)
    made.send()
    assert made.dropped == 1


def test_a_group_that_was_never_made_is_named_and_nothing_is_raised(environment, no_waiting, logger):
    made = sink(logger, "/never/made")
    logger.error("line")
    made.send()
    assert "/never/made" in made.last_failure
    assert "gone or was never made" in made.last_failure


def test_the_limits_are_those_of_the_service():
    assert (logs.MOST_EVENTS, logs.MOST_BYTES, logs.EVENT_OVERHEAD) == (10_000, 1_048_576, 26)


@ON_ONE
def test_a_verb_tells_cloudwatch_who_did_what_and_why_it_failed(group, environment, tmp_path):
    ended = subprocess.run([sys.executable, "-m", "core", "publish", "--nonsense"], cwd=ROOT, check=False, text=True,
                           env=environment | {"MARQUEE_LOG_GROUP": group},
                           capture_output=True)
    assert ended.returncode == 2
    failed = subprocess.run([sys.executable, "-m", "core", "query", "SELECT 1"], cwd=ROOT, check=False, text=True,
                            env=environment | {"MARQUEE_LOG_GROUP": group},
                            capture_output=True)
    assert failed.returncode == 1
    lines = sent(group)
    assert {line["action"] for line in lines} == {"publish", "query"}
    (error,) = [line for line in lines if line["level"] == "ERROR"]
    assert error["message"].startswith("Nothing has been published yet.")
    assert error["user"]
    assert [line["message"] for line in journal.last_errors(Path(environment["MARQUEE_DATA_DIR"]))] == [
        error["message"]]


def test_a_log_group_that_is_gone_holds_up_no_verb_and_is_told(environment, no_waiting):
    ended = subprocess.run([sys.executable, "-m", "core", "aws", "status", "--offline"], cwd=ROOT, check=False,
                           env=environment | {"MARQUEE_LOG_GROUP": "/nowhere"}, capture_output=True, text=True)
    assert ended.returncode == 0
    assert "Log lines wait here: Could not create a stream in log group /nowhere" in ended.stderr
