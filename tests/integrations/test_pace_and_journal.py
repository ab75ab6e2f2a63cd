"""What processes share: the pace of requests, and the answers of a fetch that goes on after a kill."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from core.integrations.journal import Journal, prune_raw
from core.integrations.pace import SENT, Pace
from core.integrations.secrecy import HIDDEN, keep_secret
from tests.integrations.pretend_server import json_reply

ROOT = Path(__file__).resolve().parents[2]
ASK_TEN_TIMES = """
import sys
from pathlib import Path
from core.integrations.http import PoliteSession, Source, Surroundings
with PoliteSession(Source("paced", "Paced", 5), Surroundings(Path(sys.argv[1]))) as session:
    for n in range(8):
        session.get(f"{sys.argv[2]}/{sys.argv[3]}/{n}")
"""


def test_two_processes_together_send_at_most_five_requests_in_any_second(serve, around):
    pretend = serve(lambda request: json_reply({}))
    asking = [subprocess.Popen([sys.executable, "-c", ASK_TEN_TIMES, str(around.data_dir), pretend.url, name], cwd=ROOT)
              for name in ("one", "other")]
    assert [process.wait(60) for process in asking] == [0, 0]
    assert len(pretend.seen) == 16
    assert pretend.most_in_a_second() <= 5


def test_the_sixth_request_waits_until_a_second_after_the_first_answer(tmp_path, clock):
    pace, sent = Pace(tmp_path, 5, clock), []
    for _ in range(12):
        with pace.turn():
            sent.append(clock.now())
            clock.time += timedelta(milliseconds=30)
    for first, sixth in zip(sent, sent[5:], strict=False):
        assert sixth - first > timedelta(seconds=1, milliseconds=30)


def test_a_clock_set_back_holds_nobody_up(tmp_path, clock):
    pace = Pace(tmp_path, 1, clock)
    with pace.turn():
        pass
    clock.time -= timedelta(days=1)
    with pace.turn():
        assert sum(clock.slept) < 5


def test_a_slot_of_a_killed_process_rests_longer(tmp_path, clock):
    (tmp_path / "slot-0").write_bytes(SENT + f"{clock.now().timestamp():020.6f}".encode())
    with Pace(tmp_path, 1, clock).turn():
        assert sum(clock.slept) == pytest.approx(4)


@pytest.fixture
def raw(tmp_path):
    return tmp_path / "raw" / "somewhere"


def test_an_unfinished_fetch_of_the_same_plan_finds_its_answers(raw):
    first = Journal(raw, "plan", fresh_hours=48)
    first.keep("request", b"answer")
    first.close()
    again = Journal(raw, "plan", fresh_hours=48)
    assert again.answer("request") == b"answer"
    assert again.answer("another") is None
    assert Journal(raw, "another plan", fresh_hours=48).answer("request") is None


def test_two_processes_with_one_plan_do_not_mix_their_answers(raw):
    one, other = Journal(raw, "plan", fresh_hours=48), Journal(raw, "plan", fresh_hours=48)
    one.keep("request", b"answer")
    assert other.answer("request") is None


def test_a_finished_fetch_is_not_gone_on_with(raw):
    journal = Journal(raw, "plan", fresh_hours=48)
    journal.keep("request", b"answer")
    journal.finish("run-1")
    journal.close()
    assert Journal(raw, "plan", fresh_hours=48).answer("request") is None


def test_answers_too_old_to_go_on_with_are_forgotten(raw):
    journal = Journal(raw, "plan", fresh_hours=48)
    journal.keep("request", b"answer")
    journal.close()
    assert Journal(raw, "plan", fresh_hours=-1).answer("request") is None


def test_a_half_written_answer_counts_as_none(raw):
    journal = Journal(raw, "plan", fresh_hours=48)
    journal.keep("request", b"answer" * 100)
    journal.path("request").write_bytes(journal.path("request").read_bytes()[:20])
    assert journal.answer("request") is None


def test_raw_answers_go_after_their_retention_time(raw):
    journal = Journal(raw, "plan", fresh_hours=48)
    journal.keep("request", b"answer")
    journal.finish("run-1")
    assert prune_raw(raw.parent, retention_days=7, fresh_hours=48) == 0
    assert prune_raw(raw.parent, retention_days=0, fresh_hours=48) == 1
    assert not list(raw.glob("done-*"))


def test_a_key_that_an_answer_echoes_is_not_stored_with_it(raw):
    keep_secret("0123456789abcdef-echoed")
    journal = Journal(raw, "plan", fresh_hours=48)
    assert journal.keep("request", b'{"href": "?apikey=0123456789abcdef-echoed"}').decode().count(HIDDEN) == 1
    assert b"abcdef-echoed" not in (journal.answer("request") or b"")


def test_a_short_key_does_not_change_the_names_in_an_answer(raw):
    keep_secret("Beat")
    assert Journal(raw, "plan", fresh_hours=48).keep("request", b'"The Beatles"') == b'"The Beatles"'
