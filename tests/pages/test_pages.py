"""Every page on every kind of store: an answer, its evidence, and never a traceback or a made-up number."""

import asyncio
import re
from datetime import date
from pathlib import Path

import duckdb
import httpx
import pytest
from streamlit.testing.v1 import AppTest

from core import responses
from core.answers.data import DEFINITIONS
from core.api import api
from core.filters import Filters
from core.ingest.imports import import_paths
from core.publish import publish
from pages.parts.warming import VIEWS
from tests.pages.conftest import HOSTILE, NOW, PAGES, Run, soon, write

UNSAID = re.compile(r"\b(nan|NaN|None(?! of)|NaT)\b|<NA>")


def texts(page: AppTest) -> list[str]:
    metrics = [text for metric in page.metric for text in (metric.label, metric.value, metric.delta)]
    return [*metrics, *(block.value for kind in ("title", "header", "subheader", "caption", "markdown", "error")
                        for block in page.get(kind))]


def badge(page: AppTest) -> str:
    return next(block.value for block in page.markdown if "-badge[" in block.value)


def one_answer(page: AppTest, name: str) -> str:
    """The page's sentence, after what holds for every page was checked."""
    assert not page.exception
    assert not page.error
    assert [title.value for title in page.title] == [name.capitalize()]
    assert len(page.header) == 1, "one answer a page"
    assert len(page.get("plotly_chart")) <= 4
    assert not [text for text in texts(page) if UNSAID.search(str(text))]
    return page.header[0].value


@pytest.mark.parametrize("name", PAGES)
def test_on_an_empty_store_a_page_says_what_to_do(run: Run, empty_store: Path, name: str) -> None:
    page = run(empty_store, name)
    one_answer(page, name)
    assert page.subheader[0].value == "No data yet"
    assert not page.metric
    assert any("python -m core" in text for text in texts(page))


@pytest.fixture(scope="module")
def old_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose snapshot another version published."""
    folder = tmp_path_factory.mktemp("old")
    with duckdb.connect(str(publish(data_dir=folder).path)) as connection:
        connection.execute("UPDATE published SET definitions = 'other'")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_on_a_snapshot_of_another_version_a_page_says_what_to_do(run: Run, old_store: Path, name: str) -> None:
    page = run(old_store, name)
    assert not page.exception
    assert [box.value for box in page.error if "Another version of Marquee" in box.value
            and "python -m core publish" in box.value]


def test_the_api_says_it_too(run: Run, old_store: Path) -> None:
    async def answers() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://127.0.0.1") as client:
            return [await client.get(path) for path in ("/ready", "/v1/concerts")]

    run(old_store, "overview")
    ready, shows = asyncio.run(answers())
    assert (ready.status_code, ready.json()["status"]) == (503, "waiting")
    assert "python -m core publish" in ready.json()["detail"]
    assert (shows.status_code, shows.headers["content-type"]) == (503, "application/problem+json")
    assert "python -m core publish" in shows.json()["remedy"]


def test_an_empty_store_without_any_key_says_how_to_get_one_and_offers_the_rest(
        run: Run, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("TICKETMASTER_API_KEY", "SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET"):
        monkeypatch.setenv(key, "")
    page = run(empty_store, "data")
    assert "Outside sources" in [box.value for box in page.subheader]
    assert any("developer.ticketmaster.com" in text for text in texts(page))
    refresh = {button.key: button.disabled for button in page.button if button.label == "Refresh"}
    assert refresh == {"refresh ticketmaster": True, "refresh spotify": True, "refresh listenbrainz": False,
                       "refresh musicbrainz": False}


@pytest.mark.parametrize("name", PAGES)
def test_on_the_sample_season_a_page_answers_and_says_that_it_is_a_sample(run: Run, sample_store: Path, name: str) -> None:
    page = run(sample_store, name)
    assert re.search(r"\d", one_answer(page, name)), "the answer holds the number that matters"
    assert "Sample season" in badge(page)
    assert len(page.metric) in (4, 6)
    assert all(metric.delta for metric in page.metric), "no figure without a comparison"
    assert len(page.subheader) >= 4


@pytest.mark.parametrize("name", PAGES)
def test_on_bare_real_data_a_page_says_what_is_not_known(run: Run, bare_store: Path, name: str) -> None:
    page = run(bare_store, name)
    one_answer(page, name)
    assert "Up to date" in badge(page)
    assert not [text for text in texts(page) if "Sample" in str(text)]


@pytest.fixture(scope="module")
def spent_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company at its beginning: spend on one channel, sales that name none, two shows."""
    files, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("spent")
    write(files / "concerts.csv", ["concert_id", "artist", "venue", "city", "country", "local_date"],
          [["c1", "A", "Hall", "Berlin", "DE", soon(-40)], ["c2", "B", "Hall", "Berlin", "DE", soon(40)]])
    write(files / "ticket_types.csv", ["concert_id", "name", "face_value", "currency", "allotment"],
          [[show, "GA", 40, "EUR", 100] for show in ("c1", "c2")])
    write(files / "sales.csv", ["concert_id", "ticket_type", "sold_on", "qty", "gross", "order_id"],
          [[show, "GA", soon(day), 2, 80, f"o{day}"] for show, day in (("c1", -50), ("c2", -2))])
    write(files / "ad_spend.csv", ["concert_id", "channel", "date", "spend", "currency"],
          [[show, "search", soon(day), 100, "EUR"] for show, day in (("c1", -50), ("c2", -2))])
    assert import_paths([files], data_dir=store).outcome == "complete"
    publish(data_dir=store, now=NOW)
    return store


@pytest.mark.parametrize("chosen", [{}, {"market": "Nowhere"}, {"from": "2099-01-01"}], ids=str)
@pytest.mark.parametrize("store", ["bare_store", "spent_store", "sample_store"])
@pytest.mark.parametrize("view", ["Overview", *VIEWS])
def test_every_marketing_view_stands_where_little_is_known(
        run: Run, request: pytest.FixtureRequest, view: str, store: str, chosen: dict[str, str]) -> None:
    one_answer(run(request.getfixturevalue(store), "marketing", view=view, **chosen), "marketing")


@pytest.mark.parametrize("name", ["overview", "artists", "concerts", "events", "marketing"])
def test_filters_that_match_nothing_can_be_cleared(run: Run, sample_store: Path, name: str) -> None:
    page = run(sample_store, name).date_input(key="from").set_value(date(2099, 1, 1)).run()
    one_answer(page, name)
    assert not page.metric
    clear = next(button for button in page.button if button.label == "Clear filters")
    assert one_answer(clear.click().run(), name)
    assert page.metric


def test_currencies_are_never_added_up(run: Run, bare_store: Path) -> None:
    gross = next(metric for metric in run(bare_store, "overview").metric if metric.label.startswith("Gross"))
    assert gross.value == "\\$3,500", "70 tickets at 50 dollars; the 100 euros stand apart"
    assert one_answer(run(bare_store, "marketing"), "marketing").startswith("No spend is on file; 70 tickets sold")
    assert any("1 other currency not added in" in text for text in texts(run(bare_store, "marketing")))


def test_a_show_without_a_forecast_shows_no_range_and_no_odds(run: Run, bare_store: Path) -> None:
    page = run(bare_store, "concerts", show="c9")
    shown = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert shown["Pace"] == ("–", "0 of 9 comparables")
    assert shown["Our result"][0] == "–"
    assert not [text for text in texts(page) if "chance" in str(text) and "%" in str(text)]


def test_a_link_opens_the_show_it_names_and_a_wrong_one_the_nearest(run: Run, bare_store: Path) -> None:
    assert "Åse Lindmark" in one_answer(run(bare_store, "concerts", show="c9"), "concerts")
    assert "A\\$AP Ferg" in one_answer(run(bare_store, "concerts", show="nowhere"), "concerts")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_name_breaks_a_page(run: Run, bare_store: Path, number: int) -> None:
    one_answer(run(bare_store, "concerts", show=f"c{number}"), "concerts")


def test_every_word_of_the_pages_is_defined(run: Run, sample_store: Path) -> None:
    [words] = [shown for shown in run(sample_store, "data").table if "Word" in shown.value]
    assert words.value["Word"].tolist() == [word.replace("_", "\\_") for word, _ in DEFINITIONS]


def test_the_planner_gives_out_the_budget_of_the_shows_chosen(run: Run, sample_store: Path) -> None:
    page = run(sample_store, "marketing", view="Planner")
    genres = next(menu for menu in page.multiselect if menu.label == "Genre")
    for chosen in (genres.options[:1], genres.options[:3]):
        next(menu for menu in page.multiselect if menu.label == "Genre").set_value(chosen)
        page.run()
        budget = next(field for field in page.number_input if field.label.startswith("Budget to give out"))
        plan = responses.season_plan(filters=Filters(genres=tuple(chosen)))
        assert plan
        assert budget.value == round(plan.budget)


def test_a_page_switch_tells_the_browser_again_what_is_chosen_and_a_rerun_does_not(run: Run, sample_store: Path) -> None:
    """A browser may forget it while pages change; in a rerun of one page it may have been changed meanwhile."""
    page = run(sample_store, "concerts")
    genre = page.multiselect(key="genre").options[0]
    page.multiselect(key="genre").select(genre).run()
    page.switch_page("events.py")
    for told_again in (True, False):
        page.run()
        chosen = page.multiselect(key="genre")
        assert (chosen.value, chosen.proto.set_value) == ([genre], told_again)
