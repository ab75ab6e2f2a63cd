"""What runs apart: imports and ingests as processes with progress, and exports by the clock."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from core.access import LOCAL
from core.api.scheduled import make_due
from core.commands import jobs
from core.desk import people, schedules, store
from core.settings import settings
from tests.api.conftest import every, issue, wait_for
from tests.conftest import Server

CONCERTS = ("concert_id,artist,venue,city,country,local_date\n"
            "c1,A$AP Ferg & A$AP Rocky,Brudenell,Leeds,GB,2027-12-04\nc2,*NSYNC,Brudenell,Leeds,GB,not a date\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own(serve: Callable[[Path], Server], folder: Path) -> Iterator[httpx.Client]:
    """A server over a store of its own, with nothing in it."""
    with httpx.Client(base_url=f"{serve(folder).url}/api", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def ended(own: httpx.Client, folder: Path) -> Callable[[httpx.Response], dict]:
    """Wait until the process of a started job has ended; then what the API says of it."""
    def wait(started: httpx.Response) -> dict:
        job_id = started.json()["data"]["job_id"]
        wait_for(folder / "jobs" / f"{job_id}.pid")
        return own.get(f"/v1/jobs/{job_id}").json()["data"]

    return wait


def test_an_uploaded_file_is_imported_published_and_counted(
        own: httpx.Client, folder: Path, ended: Callable[[httpx.Response], dict]) -> None:
    answer = own.post("/v1/imports", params={"name": "../../concerts.csv"}, content=CONCERTS.encode())
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"].endswith(answer.json()["data"]["job_id"])
    job = ended(answer)
    assert job["state"] == "complete", job
    assert json.loads(job["detail"])["kinds"]["concerts"] == {
        "read": 2, "new": 1, "changed": 0, "unchanged": 0, "rejected": 1}
    [show] = every(own, "/v1/concerts")
    assert show["artist"] == "A$AP Ferg & A$AP Rocky"
    [run] = every(own, "/v1/runs")
    assert run["rejected"] == 1
    assert list((folder / "uploads").iterdir()) == [], "what was uploaded is removed"


def test_a_file_sent_by_a_form_is_imported_too(own: httpx.Client, ended: Callable[[httpx.Response], dict]) -> None:
    large = CONCERTS + "".join(f"f{n},Form {n} {'x' * 580},Brudenell,Leeds,GB,2027-12-05\n" for n in range(2_000))
    answer = own.post("/v1/imports", files={"file": ("concerts.csv", large)})
    assert answer.status_code == 202, answer.text
    counted = json.loads(ended(answer)["detail"])["kinds"]["concerts"]
    assert counted["read"] == 2_002
    refused = own.post("/v1/imports", files={"other": ("concerts.csv", CONCERTS)})
    assert (refused.status_code, "`file`" in refused.json()["detail"]) == (400, True)
    assert own.post("/v1/imports", content=b"no form", headers={"content-type": "multipart/form-data"}).status_code == 400


def test_a_file_that_is_no_data_makes_the_job_fail_with_its_reason(
        own: httpx.Client, ended: Callable[[httpx.Response], dict]) -> None:
    job = ended(own.post("/v1/imports", params={"name": "x.csv"}, content=b"\x00\x01\x02nonsense"))
    assert job["state"] == "failed"
    assert job["detail"]
    assert own.post("/v1/imports", params={"name": "x.csv"}, content=b"").status_code == 400
    assert not [job for job in every(own, "/v1/jobs") if job["state"] == "running"], "a job that never began is none"


def test_a_job_that_failed_names_no_folder_of_the_server(own: httpx.Client, folder: Path,
                                                        ended: Callable[[httpx.Response], dict]) -> None:
    sent = own.post("/v1/imports", params={"name": "spend.csv", "as": "ad_spend"}, content=b"day,channel\n2026-11-02,meta\n")
    job = ended(sent)
    assert (job["state"], "spend.csv" in job["detail"]) == ("failed", True)
    assert str(folder) not in str(job)


def test_a_job_that_is_none_cannot_be_looked_at_or_stopped(own: httpx.Client) -> None:
    for name in ("none", "..%2f..%2fwarehouse", "20261123T090000000000-import-00000000"):
        assert own.get(f"/v1/jobs/{name}").status_code in (400, 404, 422)
        assert own.delete(f"/v1/jobs/{name}").status_code in (400, 404, 422)


def test_an_ingest_without_its_key_fails_and_says_which(
        own: httpx.Client, ended: Callable[[httpx.Response], dict]) -> None:
    job = ended(own.post("/v1/ingests", json={"source": "ticketmaster", "from": "2026-12-01", "to": "2026-12-02"}))
    assert job["state"] == "failed"
    assert "TICKETMASTER_API_KEY" in job["detail"]


def test_a_viewer_starts_nothing(local: httpx.Client) -> None:
    viewer = issue(local, "viewer")
    assert viewer.post("/v1/imports", params={"name": "x.csv"}, content=b"x").status_code == 403
    assert viewer.post("/v1/ingests", json={"source": "spotify"}).status_code == 403


@pytest.fixture
def here(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process works on the same snapshot as the server, with a desk of its own."""
    shutil.copytree(season / "snapshots", tmp_path / "snapshots")
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    store.opened().dispose()
    store.open_at.cache_clear()
    settings.cache_clear()


def test_an_export_is_made_when_it_is_due_and_not_before(local: httpx.Client, here: Path) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    schedules.schedule_export(actor=LOCAL, name="Played", question="/concerts", style="csv", every_days=7,
                              query="where=phase:played&fields=concert_id,phase", first_at=first)
    [made] = make_due(first + timedelta(days=1))
    path = Path(made.file)
    assert path.is_relative_to(here / "exports")
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [row["concert_id"] for row in rows] == [
        row["concert_id"] for row in every(local, "/v1/concerts", where="phase:played", limit=1000)]
    assert rows
    assert make_due(first + timedelta(days=6)) == []


@pytest.mark.parametrize(("question", "query"), [
    ("/nothing", ""), ("/concerts/x", ""), ("/concerts", "maket=Leeds"), ("/concerts", "from=yesterday")])
def test_an_export_of_nothing_is_not_scheduled(local: httpx.Client, question: str, query: str) -> None:
    new = {"name": "x", "question": question, "query": query}
    assert local.post("/v1/scheduled-exports", json=new).status_code == 400


def test_an_export_obeys_the_rights_its_owner_has_when_it_runs(here: Path) -> None:
    people.let_in(actor="root", email="dee@example.org", role="manager", version=None)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    schedules.schedule_export(actor="dee@example.org", name="Money", question="/settlements", query="", style="csv",
                              every_days=1, first_at=first)
    [allowed] = make_due(first)
    assert Path(allowed.file).read_text().startswith("concert_id,")
    people.let_in(actor="root", email="dee@example.org", role="viewer", version=1)
    [narrowed] = make_due(first + timedelta(days=1))
    assert (narrowed.file, "may not" in narrowed.outcome) == ("", True)
    people.shut_out(actor="root", email="dee@example.org", version=2)
    [gone] = make_due(first + timedelta(days=2))
    assert "no role any more" in gone.outcome


def test_an_export_is_scheduled_listed_and_stopped_by_its_owner(local: httpx.Client) -> None:
    new = {"name": "Hers", "question": "/events", "query": "market=Leeds", "first_at": "2099-01-01T00:00:00Z"}
    made = local.post("/v1/scheduled-exports", json=new)
    assert made.status_code == 201, made.text
    path = f"/v1/scheduled-exports/{made.json()['data']['export_id']}"
    assert [row["question"] for row in every(local, "/v1/scheduled-exports", where="name:Hers")] == ["/events"]
    assert local.delete(path).status_code == 204
    assert every(local, "/v1/scheduled-exports", where="name:Hers") == []


def test_the_verb_says_what_it_made_and_what_was_refused(here: Path) -> None:
    for name, question in (("Shows", "/concerts"), ("Nothing", "/nothing")):
        schedules.schedule_export(actor=LOCAL, name=name, question=question, query="", style="parquet", every_days=1)
    app = typer.Typer()
    jobs.register(app)
    run = CliRunner().invoke(app, ["jobs", "run", "--format", "json"])
    assert run.exit_code == 3, run.output
    made = {row["name"]: row for row in json.loads(run.stdout)}
    assert Path(made["Shows"]["file"]).stat().st_size > 1000
    assert made["Nothing"]["outcome"].startswith("refused")
