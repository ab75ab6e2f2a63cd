"""What leaves as CSV, and the refresh that the Data page starts, watches and stops."""

import csv
import subprocess
import sys
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import jobs
from core.desk import audit
from core.errors import Cancelled, MarqueeError
from core.ingest.source_states import source_states
from core.integrations.ticketmaster_csv import HEADER, safe, write_listings
from tests.integrations.pretend_server import asking_to_wait, times
from tests.integrations.pretend_ticketmaster import START, Ticketmaster, attraction, event, season, undated, venue

ROOT = Path(__file__).resolve().parents[2]


def listing(n: int, name: str = "Show") -> tuple:
    return (f"id{n:03d}", name, date(2027, 5, 1), time(20), "America/Denver", "onsale", "Hall, Great", "Denver", "US",
            ["One", "Two"], None, Decimal("35.10"), None, "USD", "https://tickets.example/1")


def in_batches(rows, size=2):
    def after(last_id):
        rest = [r for r in rows if last_id is None or r[0] > last_id]
        return (rest[i:i + size] for i in range(0, len(rest), size))

    return after


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_rows_are_written_with_iso_dates_and_crlf(tmp_path):
    path = tmp_path / "out.csv"
    assert write_listings(path, "v1", 1, in_batches([listing(1)])) == 1
    assert path.read_bytes().split(b"\r\n")[0].decode() == ",".join(HEADER)
    assert read(path)[1] == ["id001", "Show", "2027-05-01", "20:00:00", "America/Denver", "onsale", "Hall, Great",
                             "Denver", "US", "One;Two", "", "35.10", "", "USD", "https://tickets.example/1"]
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(st.lists(texts, min_size=1, max_size=5))
def test_any_name_comes_back_whole_and_none_is_run_by_a_spreadsheet(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("csv") / "out.csv"
    write_listings(path, "v1", len(names), in_batches([listing(n, name) for n, name in enumerate(names)]))
    back = [row[1] for row in read(path)[1:]]
    assert [b.removeprefix("'") if b != n else b for b, n in zip(back, names, strict=True)] == names
    assert not any(b.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for b in back)


def test_missing_values_are_empty_and_numbers_stay_numbers():
    assert safe(None) is None
    assert safe(Decimal("-1.50")) == Decimal("-1.50")
    assert safe("-1.50") == "'-1.50"


class StopAfter:
    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        self.left -= 1
        if not self.left:
            raise Cancelled("Stopped.")


def test_a_stopped_export_goes_on_after_its_last_whole_batch(tmp_path):
    path, rows, asked = tmp_path / "out.csv", [listing(n) for n in range(9)], []

    def batches(last_id):
        asked.append(last_id)
        return in_batches(rows)(last_id)

    with pytest.raises(Cancelled):
        write_listings(path, "v1", 9, batches, StopAfter(2))
    assert not path.exists()
    with (tmp_path / "out.csv.partial").open("ab") as file:
        file.write(b"half a li")
    assert write_listings(path, "v1", 9, batches) == 9
    assert asked == [None, "id003"]
    assert [row[0] for row in read(path)[1:]] == [row[0] for row in rows]


def test_an_export_of_newer_data_starts_anew(tmp_path):
    path, rows = tmp_path / "out.csv", [listing(n) for n in range(9)]
    with pytest.raises(Cancelled):
        write_listings(path, "v1", 9, in_batches(rows), StopAfter(2))
    assert write_listings(path, "v2", 9, in_batches(rows)) == 9
    assert len(read(path)) == 10


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(MarqueeError, match="cannot be written"):
        write_listings(tmp_path / "none" / "out.csv", "v1", 0, in_batches([]))


def marquee(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_the_command_line_fetches_publishes_and_exports_every_listing_as_the_source_names_it(ticketmaster, tmp_path):
    listed = [event(0, START, place=venue(1), acts=[attraction(1, "=Equals"), attraction(2, "Motorhead")]),
              event(1, START, acts=[attraction(3, "Mot\u00f6rhead")], name="@home",
                    priceRanges=[{"currency": "USD", "min": 35.1, "max": 99}]), undated(2, "TBA")]
    ticketmaster(Ticketmaster(listed))
    done = marquee("ingest", "ticketmaster", "--from", "2027-01-01", "--to", "2027-12-31", "--format", "json")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "out.csv"
    done = marquee("export", "ticketmaster-csv", str(path))
    assert done.returncode == 0, done.stderr
    header, *rows = read(path)
    assert tuple(header) == HEADER
    by_id = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert set(by_id) == {e["id"] for e in listed}
    first, second, third = (by_id[e["id"]] for e in listed)
    assert (first["venue"], first["city"], first["country"], first["artists"]) == (
        "Hall 1", "Chicago", "US", "'=Equals;Motorhead")
    assert (second["name"], second["price_min"], second["price_max"], second["artists"]) == (
        "'@home", "35.10", "99.00", "Mot\u00f6rhead")
    assert (third["local_date"], third["status"]) == ("", "postponed")


# The refresh of the Data page

def ended(job_id: str) -> int:
    return jobs.RUNNING[job_id].wait(60)


def by_source() -> pd.DataFrame:
    return pd.DataFrame(source_states()).set_index("source")


def test_sources_say_what_is_missing_and_how_to_get_it(configure):
    states = by_source()
    assert list(states["state"]) == ["missing key", "missing key", "configured", "configured"]
    assert "developer.ticketmaster.com" in states.loc["ticketmaster", "what_to_do"]
    assert "SPOTIPY_CLIENT_SECRET" in states.loc["spotify", "what_to_do"]
    assert states["last_run_at"].isna().all()


def test_a_source_at_rest_says_until_when_and_what_is_left(ticketmaster, run, configure):
    ticketmaster(Ticketmaster(season(20)), times(1, asking_to_wait(11 * 3600)))
    run()
    resting = by_source().loc["ticketmaster"]
    assert (resting["state"], resting["calls_today"]) == ("not before", 0)


def test_a_refresh_runs_apart_says_how_it_went_and_who_asked_for_it(ticketmaster):
    ticketmaster(Ticketmaster(season(20)))
    job_id = jobs.start_ingest("ticketmaster", date(2027, 1, 1), date(2027, 12, 31), actor="dee")
    assert ended(job_id) == 0
    job = jobs.job(job_id)
    assert (job["what"], job["state"]) == ("ticketmaster", "complete")
    assert job["detail"] == "20 received: 20 new, 0 changed, 0 unchanged."
    assert by_source().loc["ticketmaster", "last_outcome"] == "complete"
    assert [(e["actor"], e["action"]) for e in audit.entries()] == [("dee", "ingest started")]


def test_a_refresh_that_stopped_half_way_says_why(ticketmaster):
    ticketmaster(Ticketmaster(season(20), quota=1))
    job_id = jobs.start_ingest("ticketmaster", date(2027, 1, 1), date(2027, 12, 31), actor="dee")
    assert ended(job_id) == 3
    job = jobs.job(job_id)
    assert job["state"] == "partial"
    assert "used up" in job["detail"]


def test_a_running_refresh_can_be_stopped_and_is_not_started_twice(ticketmaster, rows):
    pretend = ticketmaster(Ticketmaster(season(1500)))
    job_id = jobs.start_ingest("ticketmaster", actor="dee")
    pretend.wait_for(1)
    with pytest.raises(MarqueeError, match="running already"):
        jobs.start_ingest("ticketmaster", actor="dee")
    jobs.cancel(job_id, actor="dee")
    assert ended(job_id) == 1
    assert jobs.job(job_id)["state"] == "cancelled"
    assert rows("SELECT outcome, detail FROM ingest_run") == [("partial", "stopped on request")]


def test_a_refresh_that_was_killed_is_not_taken_for_running(ticketmaster):
    pretend = ticketmaster(Ticketmaster(season(1500)))
    job_id = jobs.start_ingest("ticketmaster", actor="dee")
    pretend.wait_for(1)
    jobs.RUNNING[job_id].kill()
    ended(job_id)
    assert jobs.job(job_id)["state"] == "failed"


def test_only_known_sources_can_be_refreshed(configure):
    with pytest.raises(MarqueeError, match="no source called"):
        jobs.start_ingest("lastfm; rm -rf /", actor="dee")
