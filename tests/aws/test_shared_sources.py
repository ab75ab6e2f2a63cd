"""Two dashboards with stores of their own and one DynamoDB table: one question is asked once, and no source is pressed."""

import json
import secrets
import subprocess
import sys

import pytest

from core.aws.clients import client
from tests.aws.conftest import ON_ONE
from tests.aws.stand_ins import ROOT
from tests.aws.test_tables import made_table
from tests.integrations.pretend_server import Pretend, json_reply, serving
from tests.integrations.pretend_ticketmaster import KEY, Ticketmaster, season

ASK = """
import sys
from core.ingest.shared import surroundings
from core.integrations.http import PoliteSession, Source
with PoliteSession(Source("musicbrainz", "MusicBrainz", 2), surroundings()) as session:
    for n in range(4):
        session.get(f"{sys.argv[1]}/{sys.argv[2]}/{n}")
"""


pytestmark = ON_ONE


@pytest.fixture
def table(environment, no_waiting) -> str:
    name = f"table-{secrets.token_hex(4)}"
    made_table(client("dynamodb"), name)
    return name


@pytest.fixture
def ingest(environment, table, tmp_path):
    """`ingest(dashboard, url)` starts `ingest ticketmaster` in the store of that dashboard."""

    def start(dashboard: str, url: str, *options: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "core", "ingest", "ticketmaster", "--from", "2027-01-01", "--to", "2027-06-30",
             "--no-publish", "--format", "json", *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=environment | {"MARQUEE_DYNAMODB_TABLE": table, "MARQUEE_DATA_DIR": str(tmp_path / dashboard),
                                          "TICKETMASTER_URL": url, "TICKETMASTER_API_KEY": KEY})

    return start


def row(process: subprocess.Popen) -> dict:
    out, err = process.communicate(timeout=120)
    assert out, err
    return json.loads(out)[0]


def test_two_dashboards_with_the_same_question_spend_the_quota_once(ingest):
    with serving(Pretend(Ticketmaster(season(300)))) as pretend:
        running = [ingest(name, pretend.url) for name in ("one", "other")]
        first, second = (row(process) for process in running)
        assert len(pretend.seen) == len(set(pretend.succeeded())) > 1
        assert first["calls"] + second["calls"] == len(pretend.seen)
        assert first["received"] == second["received"] > 0
        assert first["outcome"] == second["outcome"] == "complete"


def test_a_time_to_come_back_that_one_dashboard_was_told_is_kept_by_the_others(ingest):
    with serving(Pretend(lambda request: json_reply({}, 429, Retry_After="7200"))) as pretend:
        assert row(ingest("one", pretend.url))["outcome"] == "partial"
        asked = len(pretend.seen)
        told = row(ingest("other", pretend.url))
        assert (len(pretend.seen), told["calls"]) == (asked, 0)
        assert "not to be called before" in told["detail"]


def test_dashboards_together_send_no_more_in_a_second_than_the_source_allows(environment, table, tmp_path):
    with serving(Pretend(lambda request: json_reply({}))) as pretend:
        running = [subprocess.Popen([sys.executable, "-c", ASK, pretend.url, name], cwd=ROOT,
                                    env=environment | {"MARQUEE_DYNAMODB_TABLE": table,
                                                       "MARQUEE_DATA_DIR": str(tmp_path / name)})
                   for name in ("one", "other")]
        assert [process.wait(60) for process in running] == [0, 0]
        assert len(pretend.seen) == 8
        assert pretend.most_in_a_second() <= 2
