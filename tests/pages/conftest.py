"""Stores that pages are shown on, and the pages themselves, run without a browser."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import settings
from tests.conftest import ROOT

PAGES = ("overview", "artists", "concerts", "events", "marketing", "data", "access")
HOSTILE = ["A$AP Ferg & A$AP Rocky", "*NSYNC", "<img src=x onerror=alert(1)>", "![](http://evil.example/x.png)",
           "=cmd|' /C calc'!A0", ":red[Alert]", "x" * 600]
Run = Callable[..., AppTest]


NOW = datetime.now(UTC)  # when the tests began, for all of them: midnight may pass meanwhile


def soon(days: int) -> date:
    return NOW.date() + timedelta(days=days)


@pytest.fixture(scope="session")
def bare_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real data at its barest: shows and sales in two currencies, names that mean harm; no deals, spend or buyers.

    7 shows in US dollars sold 10 tickets at 50, one in euros sold 4 at 25; all in the last two days.
    """
    from core.ingest.imports import import_paths
    from core.publish import publish

    files, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("bare")
    shows = [*((f"c{i}", name, "The Hall", "Denver", "US", "USD", 10, 50) for i, name in enumerate(HOSTILE)),
             ("c9", "Åse Lindmark", "Halle", "Köln", "DE", "EUR", 4, 25)]
    write(files / "concerts.csv", ["concert_id", "artist", "venue", "city", "country", "local_date", "onsale_date"],
          [[show, artist, venue, city, country, soon(20 + i), soon(-30)]
           for i, (show, artist, venue, city, country, *_) in enumerate(shows)])
    write(files / "ticket_types.csv", ["concert_id", "name", "face_value", "currency", "allotment"],
          [[show, "Standing", price, currency, 100] for show, *_, currency, _, price in shows])
    write(files / "sales.csv", ["concert_id", "ticket_type", "sold_on", "qty", "gross"],
          [[show, "Standing", soon(-day), qty // 2, qty // 2 * price]
           for show, *_, qty, price in shows for day in (1, 2)])
    report = import_paths([files], data_dir=store)
    assert report.outcome == "complete", report.rejects[:3]
    publish(data_dir=store, now=NOW)
    return store


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give `run(store, page, market=..., ...)`: the page over that store, with what stands in the URL."""

    def shown(store: Path, page: str, **query: str) -> AppTest:
        monkeypatch.setenv("MARQUEE_DATA_DIR", str(store))
        settings.cache_clear()
        tested = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60)
        for name, value in query.items():
            tested.query_params[name] = value
        if page != "overview":
            tested.switch_page(f"{page}.py")
        return tested.run()

    yield shown
    settings.cache_clear()
