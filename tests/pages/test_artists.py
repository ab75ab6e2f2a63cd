"""The five views of Artists: each says its answer and shows the evidence, on stores that have it and stores that have not."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from tests.pages.conftest import Run, soon, write
from tests.pages.test_pages import UNSAID, texts

ACTS = [f"Act {letter}" for letter in "ABCDEFGHIJKLMN"]
CITIES = {"Leeds": 0.8, "Derby": 0.1, "Bath": 0.1}  # where the first is heard; the others everywhere alike


@pytest.fixture(scope="module")
def heard_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """14 artists with a show each and 60 days of listeners by city: the first is heard in Leeds above all and grows."""
    from core.ingest.imports import import_paths
    from core.publish import publish
    from core.warehouse.store import writing

    files, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("heard")
    cities = list(CITIES)
    write(files / "concerts.csv", ["concert_id", "artist", "venue", "city", "country", "local_date", "onsale_date"],
          [[f"c{i}", name, f"{cities[i % 3]} Hall", cities[i % 3], "GB", soon(20 + i), soon(-30)]
           for i, name in enumerate(ACTS)])
    report = import_paths([files], data_dir=store)
    assert report.outcome == "complete", report.rejects[:3]
    with writing(store) as connection:
        artists = dict(connection.execute("SELECT name, artist_id FROM artist").fetchall())
        markets = dict(connection.execute("SELECT name, market_id FROM market").fetchall())
        markets = {city: next(key for name, key in markets.items() if city in name) for city in cities}
        rows = []
        for i, name in enumerate(ACTS):
            for day in range(60):
                figure = 1_000.0 * (1 + (i == 0) * (day < 30)) + 7 * i * (day < 30)
                rows.append([artists[name], soon(0) - timedelta(days=day), "listenbrainz", "listeners", figure, None])
            share = CITIES if i == 0 else dict.fromkeys(CITIES, 1 / 3)
            rows += [[artists[name], soon(-1), "listenbrainz", "listeners", 1_000 * share[city], markets[city]]
                     for city in cities]
        columns = ["artist_id", "date", "source", "metric", "value", "market_id"]
        connection.register("figures", pd.DataFrame(rows, columns=columns))
        connection.execute("INSERT INTO artist_metric_daily BY NAME SELECT * FROM figures")
    publish(data_dir=store)
    return store


def known(page: object, view: str) -> str:
    """The view's sentence, after what holds for every view was checked."""
    assert not page.exception
    assert not page.error
    assert page.segmented_control(key="view").value == view
    assert not [text for text in texts(page) if UNSAID.search(str(text))]
    return page.header[0].value


def captions(page: object) -> str:
    return " ".join(str(block.value) for block in page.caption)


def test_an_artist_heard_more_in_one_market_says_where_with_its_range_and_growth(run: Run, heard_store: Path) -> None:
    page = run(heard_store, "artists", view="Artist").text_input(key="find").set_value("Act A").run()
    known(page, "Artist")
    [finding] = [box.value for box in page.subheader if "as much in" in box.value]
    assert finding.startswith("Act A is heard 2.")
    assert "Leeds" in finding
    assert "Listeners +100.0% on the 30 days before" in captions(page)
    assert "standard deviations among" in captions(page)


def test_an_artist_heard_alike_everywhere_is_not_said_to_stand_out(run: Run, heard_store: Path) -> None:
    page = run(heard_store, "artists", view="Artist").text_input(key="find").set_value("Act C").run()
    assert any("nowhere surely more than elsewhere" in box.value for box in page.subheader)


def test_who_is_watched_and_spikes_is_flagged_first(run: Run, heard_store: Path) -> None:
    page = run(heard_store, "artists", view="Watch list")
    assert known(page, "Watch list") == "Nobody is watched yet."
    assert any("spiking: Act A" in box.value for box in page.subheader)
    page = run(heard_store, "artists", view="Artist").text_input(key="find").set_value("Act A").run()
    page.button(key="watch").click().run()
    assert page.button(key="watch").label == "Stop watching"
    page = run(heard_store, "artists", view="Watch list")
    assert known(page, "Watch list") == "1 artist watched, Act A spiking."
    flags = page.dataframe[0].value
    assert flags["flag"].tolist() == ["Spike"]
    page.button(key="unwatch").click().run()
    assert page.header[0].value == "Nobody is watched yet."


def test_all_artists_ranks_by_the_record_in_our_rooms(run: Run, sample_store: Path) -> None:
    page = run(sample_store, "artists", view="All artists")
    assert known(page, "All artists").startswith("Best record in our rooms")
    assert [metric.label for metric in page.metric] == ["Artists", "Played for us", "Dates on file", "With listeners"]
    assert len(page.dataframe[0].value) > 10


def test_the_report_card_is_filled_by_a_plain_publish(run: Run, sample_store: Path) -> None:
    page = run(sample_store, "artists", view="Report card")
    assert "popularity" in known(page, "Report card")
    assert page.metric[0].label == "Hit rate"
    assert page.metric[0].value.endswith("%")
    assert len(page.dataframe) >= 2


def test_without_past_dates_the_report_card_says_why_there_is_none(run: Run, heard_store: Path) -> None:
    page = run(heard_store, "artists", view="Report card")
    assert "too few past dates" in known(page, "Report card")
    assert not page.metric


def test_book_next_names_three_and_says_how_often_such_lists_were_right(run: Run, sample_store: Path) -> None:
    sentence = known(run(sample_store, "artists", view="Book next"), "Book next")
    assert "book " in sentence
    assert "held an artist booked within 3 months" in sentence
