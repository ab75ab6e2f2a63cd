"""Spellings of one thing are one thing, and money of several currencies is never added up."""

from decimal import Decimal

import duckdb
import pytest

from core.publish import publish
from core.warehouse.store import writing
from tests.ingest.conftest import CONCERTS, ONE_CONCERT

TYPES = ["concert_id", "name", "face_value", "currency", "allotment"]
SALES = ["concert_id", "ticket_type", "sold_on", "qty", "gross"]
SPEND = ["concert_id", "channel", "date", "spend", "currency"]


@pytest.fixture
def concert(write):
    return write("concerts.csv", ONE_CONCERT)


def test_a_ticket_type_in_another_spelling_is_that_type_whichever_file_comes_first(store, write, concert):
    types = write("ticket_types.csv", [TYPES, ["c1", "Früh  Karte", "10", "USD", "100"]])
    sales = write("sales.csv", [SALES, ["c1", "fruh karte", "2026-02-01", "5", "50"]])
    store.put(concert, sales)
    store.put(types)
    assert store.ask("SELECT ticket_type FROM order_line") == [("Früh  Karte",)]
    assert store.put(sales, types).kinds["sales"]["unchanged"] == 1
    more = write("more.csv", [SALES, ["c1", "FRÜH KARTE", "2026-02-02", "1", "10"], ["c1", "VIP", "2026-02-02", "1", "90"]])
    store.put(more)
    assert sorted(store.ask("SELECT DISTINCT ticket_type FROM order_line")) == [("Früh  Karte",), ("VIP",)]


def test_sales_in_two_spellings_before_their_type_are_one_type_and_the_same_file_twice_changes_nothing(store, write, concert):
    sales = write("sales.csv", [SALES, ["c1", "ga", "2026-02-01", "5", "50"], ["c1", "GA", "2026-02-02", "1", "10"],
                                ["c1", "Ga", "2026-02-01", "2", "20"]])
    first = store.put(concert, sales).kinds["sales"]
    assert (first["new"], first["rejected"]) == (2, 1), "the third row says the first day again"
    store.put(write("more.csv", [SALES, ["c1", "GA ", "2026-02-03", "1", "10"]]))
    assert store.ask("SELECT DISTINCT ticket_type FROM order_line") == [("ga",)]
    store.put(write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "USD", "100"]]))
    assert store.ask("SELECT DISTINCT ticket_type FROM order_line") == [("GA",)]
    again = store.put(sales).kinds["sales"]
    assert (again["unchanged"], again["rejected"]) == (2, 1)


def test_sales_that_an_older_version_stored_in_two_spellings_are_told_and_not_counted_twice(store, write, concert):
    sales = write("sales.csv", [SALES, ["c1", "GA", "2026-02-01", "5", "50"], ["c1", "ga", "2026-02-01", "1", "10"]])
    store.put(concert, write("first.csv", [SALES, ["c1", "GA", "2026-02-01", "5", "50"]]))
    with writing(store.folder) as connection:
        connection.execute("INSERT INTO order_line BY NAME SELECT * REPLACE ('ga' AS ticket_type, 1 AS qty, 10 AS gross) "
                           "FROM order_line")
    store.put(write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "USD", "100"]]))
    assert store.put(sales).kinds["sales"]["unchanged"] == 2


def test_two_spellings_of_a_ticket_type_in_one_file_are_the_same_type_said_twice(store, write, concert):
    types = write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "USD", "100"], ["c1", "ga", "12", "USD", "100"]])
    report = store.put(concert, types)
    assert (report.kinds["ticket_types"]["new"], report.kinds["ticket_types"]["rejected"]) == (1, 1)
    assert "stands on line 2" in store.ask("SELECT reason FROM ingest_rejected")[0][0]
    store.put(write("again.csv", [TYPES, ["c1", "Ga", "15", "USD", "100"]]))
    assert store.ask("SELECT name, face_value FROM ticket_type") == [("GA", Decimal(15))]


def test_a_venue_is_one_in_every_spelling_of_its_city(store, write):
    store.put(write("concerts.csv", [CONCERTS, ["c1", "Ann", "Salle", "Saint-Étienne", "FR", "2027-01-10"],
                                     ["c2", "Bea", "salle", "SAINT ETIENNE", "FR", "2027-01-11"]]))
    assert store.ask("SELECT name, city FROM venue") == [("Salle", "Saint-Étienne")]


def test_names_that_differ_in_a_letter_that_many_keyboards_lack_are_listed_and_not_merged(store, write):
    names = ("Łona", "Lona", "Mø", "Mo", "Æther", "Aether", "Other")
    store.put(write("concerts.csv", [CONCERTS, *([f"c{n}", name, "The Hall", "Leeds", "GB", f"2027-01-1{n}"]
                                                 for n, name in enumerate(names))]))
    found = store.ask("""SELECT "left", "right" FROM match_review WHERE kind = 'artist'""")
    assert {frozenset(pair) for pair in found} == {frozenset(names[:2]), frozenset(names[2:4]), frozenset(names[4:6])}


def test_a_show_is_sold_in_one_currency_and_its_spend_is_in_that(store, write, concert):
    types = write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "GBP", "100"], ["c1", "VIP", "20", "EUR", "100"]])
    spend = write("ad_spend.csv", [SPEND, ["c1", "search", "2026-02-01", "100", "USD"], ["c1", "search", "2026-02-02", "50", ""]])
    report = store.put(concert, types, spend)
    assert [report.kinds[name]["rejected"] for name in ("ticket_types", "ad_spend")] == [1, 1]
    assert store.ask("SELECT DISTINCT column_name, reason FROM ingest_rejected") == [
        ("currency", "is not GBP, in which this show is sold")]
    corrected = write("corrected.csv", [TYPES, ["c1", "GA", "10", "EUR", "100"], ["c1", "VIP", "20", "EUR", "100"]])
    assert store.put(corrected).kinds["ticket_types"]["rejected"] == 0


def test_what_cannot_be_settled_or_added_up_is_said_and_a_show_stands_once(store, write):
    """Two spellings of a city, a type sold that nobody told us about, spend that came before its show's currency."""
    store.put(write("concerts.csv", [CONCERTS, ["c1", "Ann", "Salle", "Saint-Étienne", "FR", "2027-01-10"],
                                     ["c2", "Bea", "Halle", "Saint Etienne", "FR", "2027-01-11"]]),
              write("ad_spend.csv", [SPEND, ["c1", "search", "2026-02-01", "100", "USD"],
                                     ["c1", "search", "2026-02-02", "50", "EUR"]]))
    store.put(write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "EUR", "100"], ["c2", "GA", "10", "EUR", "100"]]),
              write("sales.csv", [SALES, ["c1", "VIP", "2026-02-01", "2", "50"], ["c2", "ga", "2026-02-01", "2", "20"]]))
    with duckdb.connect(str(publish(data_dir=store.folder).path), read_only=True) as snapshot:
        def ask(sql: str) -> list[tuple]:
            return snapshot.execute(sql).fetchall()

        assert ask("SELECT concert_id FROM concert WHERE market_id = 'fr-saint-etienne' ORDER BY 1") == [("c1",), ("c2",)]
        [(_, first, reason), (_, second, _)] = ask("SELECT concert_id, gross, reason FROM settlement ORDER BY 1")
        assert first is None
        assert reason.startswith("2 tickets sold of a type that is not on file.")
        assert second == 20
        assert ask("SELECT currency, spend FROM campaign_total WHERE channel IS NOT NULL ORDER BY 1") == [
            ("EUR", 50), ("USD", 100)]
        assert ask("SELECT sum(spend) FROM concert_day_channel") == [(50,)]


def test_a_channel_in_two_spellings_is_one_channel_shown_as_most_write_it(store, write, concert):
    sales = [*SALES, "order_id", "channel"]
    store.put(concert, write("ticket_types.csv", [TYPES, ["c1", "GA", "10", "USD", "100"]]),
              write("ad_spend.csv", [SPEND, ["c1", "SEARCH", "2026-02-01", "100", ""],
                                     ["c1", "Search ", "2026-02-01", "50", ""]]),
              write("touchpoints.csv", [["order_id", "seen_at", "channel"], ["o1", "2026-01-31T09:00:00Z", "Émail"],
                                        ["o2", "2026-01-31T09:00:00Z", "email"], ["o3", "2026-01-31T09:00:00Z", "email"]]),
              write("sales.csv", [sales, *(["c1", "GA", "2026-02-01", "1", "10", f"o{n}", channel] for n, channel in enumerate(
                  ("search", "Search", "Search", "Search"), 1))]))
    with duckdb.connect(str(publish(data_dir=store.folder).path), read_only=True) as snapshot:
        def ask(sql: str) -> list[tuple]:
            return snapshot.execute(sql).fetchall()

        assert ask("SELECT channel, tickets_sold, spend FROM concert_day_channel") == [("Search", 4, 150)]
        assert ask("SELECT channel, spend, gross FROM campaign_total") == [("Search", 150, 40)]
        assert ask("SELECT DISTINCT channel FROM credit ORDER BY 1") == [("Search",), ("email",)]
