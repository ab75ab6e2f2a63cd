"""Rows that nobody here wrote are loaded, and counted as their own readme counts them."""

from datetime import date

import pytest

from tests.ingest.conftest import Store, real


@pytest.fixture(scope="module")
def new_york(tmp_path_factory):
    """The New York lists and the history file, loaded once."""
    store = Store(tmp_path_factory.mktemp("real"))
    return store, store.put(real("nyc_shows"))


def test_the_new_york_lists_hold_37086_entries_of_which_36826_are_distinct(new_york):
    _, report = new_york
    counts = {path.name: loaded for path, loaded in report.loaded}
    lists = counts["songkick_web_data.csv"]
    assert (lists.read, lists.new, lists.rejected) == (37_086, 36_826, 260)
    history = counts["songkick_history_made.csv"]
    assert (history.read, history.new, history.rejected) == (6_403, 6_355, 48)


def test_37021_new_york_entries_lie_before_november_2016(new_york):
    store, report = new_york
    late = """SELECT count(*) FROM event_artist JOIN event USING (event_id) JOIN venue USING (venue_id)
              WHERE city IS NULL AND local_date >= '2016-11-01'"""
    [(stored_late,)] = store.ask(late)
    refused_late = sum(1 for r in report.rejects if r[1].endswith("web_data.csv") and r[4] >= "2016-11-01")
    assert 37_086 - stored_late - refused_late == 37_021
    assert store.ask("SELECT max(local_date) FROM event JOIN venue USING (venue_id) WHERE city IS NULL") == [
        (date(2017, 5, 3),)
    ]


def test_every_refused_row_is_a_repetition_with_its_line(new_york):
    _, report = new_york
    assert len(report.rejects) == 308
    assert all(r[2] and "stands on line" in r[5] for r in report.rejects)


def test_shows_elsewhere_have_their_city_country_and_market(new_york):
    store, _ = new_york
    assert store.ask(
        "SELECT count(*) FROM venue WHERE city IS NOT NULL AND (country IS NULL OR market_id IS NULL)"
    ) == [(0,)]
    assert store.ask("SELECT country FROM venue WHERE city = 'Seoul' LIMIT 1") == [("KR",)]


def test_loading_the_real_shows_again_changes_nothing(new_york):
    store, _ = new_york
    assert store.put(real("nyc_shows")).kinds["show_history"] == {
        "read": 43_489,
        "new": 0,
        "changed": 0,
        "unchanged": 43_181,
        "rejected": 308,
    }


def test_the_philharmonic_archive_is_1774_performances(store):
    report = store.put(real("nyphil"))
    assert report.kinds["archive"] == {"read": 1_774, "new": 1_774, "changed": 0, "unchanged": 0, "rejected": 0}
    assert store.ask("SELECT count(DISTINCT source_event_id) FROM event") == [(978 + 144,)]
    assert store.ask("SELECT count(*) FROM event JOIN venue USING (venue_id) WHERE country IS NULL") == [(0,)]


def test_the_twenty_tours_are_loaded_without_their_marks(store):
    report = store.put(real("tours"))
    assert report.kinds["tour_totals"] == {"read": 20, "new": 20, "changed": 0, "unchanged": 0, "rejected": 0}
    assert store.ask("SELECT sum(gross), sum(shows), min(first_year), max(last_year) FROM tour_total") == [
        (5_759_018_065, 2_200, 2002, 2024)
    ]
    assert store.ask("SELECT tour FROM tour_total WHERE regexp_matches(tour, '[†‡*\\[]')") == []
