"""Orders of several lines, first orders and segments of earlier days, as the marts count them."""

from datetime import UTC, date, datetime

import duckdb
import pytest

from core.ingest.imports import import_paths
from core.publish import publish
from core.warehouse.build import Day
from core.warehouse.snapshot import open_snapshot
from tests.pages.conftest import write


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Two shows; Ann buys both kinds for c1 in one order, one by code, then c2 in two orders; Bob's order holds both shows."""
    files, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("store")
    write(files / "concerts.csv", ["concert_id", "artist", "venue", "city", "country", "local_date"],
          [[f"c{n}", f"Artist {n}", f"Hall {n}", "Leeds", "GB", f"2026-0{n}-20"] for n in (1, 2)])
    write(files / "ticket_types.csv", ["concert_id", "name", "face_value", "currency", "allotment"],
          [[f"c{n}", name, 20, "GBP", 100] for n in (1, 2) for name in ("GA", "VIP")])
    write(files / "sales.csv", ["concert_id", "ticket_type", "sold_on", "qty", "gross", "order_id", "buyer_id", "channel",
                                "utm_campaign", "promo_code"],
          [["c1", "GA", "2025-05-01", 2, 40, "a1", "ann", "Search", "spring", ""],
           ["c1", "VIP", "2025-05-01", 1, 15, "a1", "ann", "Search", "spring", "EARLY"],
           ["c2", "GA", "2026-01-05", 1, 20, "a2", "ann", "Search", "", ""],
           ["c2", "GA", "2026-01-05", 1, 20, "a3", "ann", "Search", "", ""],
           ["c1", "GA", "2026-01-05", 1, 20, "b1", "bob", "Email", "", "early"],
           ["c2", "VIP", "2026-01-05", 4, 80, "b1", "bob", "Email", "", ""],
           ["c2", "VIP", "2026-01-05", 7, 140, "", "", "Email", "", ""]])
    assert import_paths([files], data_dir=store).outcome == "complete"
    path = publish(data_dir=store, now=datetime(2026, 3, 1, tzinfo=UTC)).path
    cursor = open_snapshot(path).cursor()
    return lambda sql: cursor.execute(sql).fetchall()


def test_an_order_of_several_lines_counts_once_a_show_day_and_channel(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("SELECT concert_id, date::VARCHAR, channel, tickets_sold, orders FROM event_day ORDER BY ALL") == [
        ("c1", "2025-05-01", "Search", 3, 1), ("c1", "2026-01-05", "Email", 1, 1),
        ("c2", "2026-01-05", "Email", 11, 1), ("c2", "2026-01-05", "Search", 2, 2)]


def test_a_first_order_is_a_new_buyer_in_each_show_it_holds(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("SELECT concert_id, channel, campaign, orders, new_buyers FROM campaign_total ORDER BY ALL") == [
        ("c1", "Email", None, 1, 1), ("c1", "Search", "spring", 1, 1),
        ("c2", "Email", None, 1, 1), ("c2", "Search", None, 2, 0)]
    assert ask("SELECT concert_id, promo_code, redemptions, new_buyers FROM promo_total ORDER BY ALL") == [
        ("c1", "EARLY", 1, 1), ("c1", "EARLY", 1, 1)]


def test_buyers_count_shows_and_days_and_were_in_the_segment_of_that_day(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask("SELECT buyer_id, shows, frequency, tickets, segment FROM buyer ORDER BY ALL") == [
        ("ann", 2, 1, 5, "Once Before"), ("bob", 2, 0, 5, "Once Before")]
    assert ask("SELECT months, before, after, buyers FROM segment_move ORDER BY ALL NULLS LAST") == [
        (months, before, "Once Before", 1) for months in (3, 6) for before in ("New", None)] + [
        (12, None, "Once Before", 2)]


def test_of_two_orders_at_one_moment_the_one_stored_first_is_the_first_at_every_publish() -> None:
    with duckdb.connect(config={"threads": 4}) as connection:
        connection.execute("""ATTACH ':memory:' AS warehouse; CREATE TABLE warehouse.order_line AS SELECT 'b' || i % 1000 AS
            buyer_id, 'o' || hash(i) AS order_id, DATE '2026-01-05' AS sold_on, NULL::TIMESTAMP AS sold_at
            FROM range(500_000) x(i)""")
        Day(connection, date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC)).working("first_order")
        assert connection.sql("""FROM temp.first_order EXCEPT
            SELECT buyer_id, order_id FROM warehouse.order_line WHERE rowid < 1000""").fetchall() == []
