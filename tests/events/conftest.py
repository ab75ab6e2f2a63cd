"""A small market made by hand: shows of ours, listings of others, a clause, holds; known to the mile and the day."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.ingest.imports import import_paths
from core.publish import publish
from core.settings import settings
from core.warehouse.store import writing

NOW = datetime.now(UTC)  # when the tests began, for all of them: midnight may pass meanwhile
TODAY = NOW.date()


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def write(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


CONCERTS = [
    ["concert_id", "artist", "venue", "venue_id", "city", "region", "country", "local_date", "onsale_date",
     "configured_capacity", "genre"],
    ["c1", "Low", "Hall", "hall", "Leeds", "", "GB", day(40), day(-10), 1000, "Rock"],
    ["c2", "Slint", "Hall", "hall", "Leeds", "", "GB", day(60), day(5), 1000, "Rock"],
    ["c3", "Mogwai", "Barrowlands", "barrow", "Glasgow", "", "GB", day(50), day(-5), 1900, "Rock"],
    ["c4", "Mogwai", "Usher", "usher", "Edinburgh", "", "GB", day(58), day(-5), 2000, "Rock"]]
EVENTS = [
    ["event_id", "name", "artist", "venue", "city", "country", "local_date", "status", "venue_capacity", "genre"],
    ["e1", "Equal rival", "Rivals", "Works", "Leeds", "GB", day(40), "onsale", 1000, "Rock"],
    ["e2", "A day later, half", "Half", "Club", "Leeds", "GB", day(41), "onsale", 500, "Rock"],
    ["e3", "Far", "Far", "Arena", "London", "GB", day(40), "onsale", 9000, "Rock"],
    ["e4", "Called off", "Off", "Works", "Leeds", "GB", day(40), "cancelled", 1000, "Rock"],
    ["e5", "Low in Bradford", "LOW", "Alhambra", "Bradford", "GB", day(55), "onsale", 1400, "Rock"],
    ["e6", "Low nowhere", "Low", "Barn", "Nowhereville", "GB", day(45), "onsale", 100, "Rock"],
    ["e7", "In the room", "Else", "City Hall", "Newcastle upon Tyne", "GB", day(54), "onsale", 2000, "Rock"]]
DEALS = [["concert_id", "deal_type", "guarantee", "radius_miles", "radius_days_before", "radius_days_after"],
         ["c1", "flat", 5000, 60, 30, 30]]
HOLDS = [["venue", "local_date", "hold_level", "artist"], ["City Hall", day(53), 1, "Wire"]]
TYPES = [["concert_id", "name", "face_value", "currency", "allotment"],
         *[[f"c{i}", "Standing", 20, "GBP", 1000] for i in range(1, 5)]]
SALES = [["concert_id", "ticket_type", "sold_on", "qty", "gross"], ["c1", "Standing", day(-3), 50, 1000]]


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files, store = tmp_path_factory.mktemp("market-files"), tmp_path_factory.mktemp("market")
    for name, rows in (("concerts", CONCERTS), ("events", EVENTS), ("deals", DEALS), ("holds", HOLDS), ("ticket_types", TYPES),
                       ("sales", SALES)):
        write(files / f"{name}.csv", rows)
    report = import_paths([files], data_dir=store)
    assert report.outcome == "complete", report.rejects
    with writing(store) as connection:
        connection.execute("INSERT INTO presale VALUES ('e1', 'Fans', now()::TIMESTAMP, now()::TIMESTAMP + INTERVAL 2 DAY)")
        connection.execute("UPDATE event SET price_min = 25, price_max = 60, currency = 'GBP' WHERE event_id = 'e1'")
    publish(data_dir=store, now=NOW)
    return store


@pytest.fixture(autouse=True)
def here(market: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The market's snapshot, with an empty desk of the test's own."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(market))
    monkeypatch.setenv("MARQUEE_USER_DB_URL", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()
