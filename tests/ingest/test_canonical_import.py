"""The canonical folder: recognised by header, loaded whole, twice the same, in any order."""

import itertools
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.ingest.conftest import CONCERTS, ONE_CONCERT

SALES = ["concert_id", "ticket_type", "sold_on", "qty", "gross", "order_id"]

FOLDER = {
    "concerts.csv": [
        [*CONCERTS, "support", "status", "region", "marketing_holdout"],
        ["c1", "Beyoncé", "The Hall", "Denver", "US", "2026-05-01", "Ärt; Other", "played", "CO", "Search;social"],
        ["c2", "  beyonce ", "the  hall", "denver", "United States", "2026-05-02", "", "", "CO", ""],
    ],
    "ticket_types.csv": [
        ["concert_id", "name", "face_value", "currency", "allotment", "tax_rate", "tax_included"],
        ["c1", "GA", "$1,020.50", "usd", "500", ".065", "yes"],
    ],
    "sales.csv": [
        SALES,
        ["c1", "GA", "2026-02-01T10:00:00Z", "2", "59.970000000000006", "o1"],
        ["c1", "GA", "2026-02-01T10:00:00Z", "1", "20", "o1"],
        ["c2", "GA", "2026-02-01", "1", "20", ""],
    ],
    "ad_spend.csv": [
        ["concert_id", "channel", "date", "spend"],
        ["", "search", "2026-02-01", "10"],
        ["c1", "search", "2026-02-01", "12.5"],
    ],
    "deals.csv": [
        ["concert_id", "deal_type", "guarantee", "pct", "basis", "bonus_tiers"],
        ["c1", "versus", "5000", ".85", "net", "800:500;900:750"],
    ],
    "expenses.csv": [["concert_id", "category", "kind", "unit", "budgeted"], ["c1", "rent", "fixed", "flat", "1000"]],
    "scans.csv": [["concert_id", "scanned_at", "admitted"], ["c1", "2026-05-01T19:00:00-06:00", "120"]],
    "touchpoints.csv": [["order_id", "seen_at", "channel"], ["o1", "2026-01-31T09:00:00Z", "social"]],
    "buyers.csv": [["buyer_id", "email", "consent"], ["b1", "a@example.org", "true"]],
    "messages.csv": [["concert_id", "channel", "sent_on", "sends"], ["c1", "email", "2026-01-30", "1000"]],
    "ancillary.csv": [["concert_id", "kind", "gross"], ["c1", "merch", "900"]],
    "events.csv": [
        ["event_id", "name", "artist", "venue", "city", "country", "local_date", "status"],
        ["e1", "Rival night", "Zed", "Club", "Denver", "US", "2026-05-01", "canceled"],
    ],
    "listens.csv": [["listener_id", "artist", "plays"], ["l1", "BEYONCÉ", "7"]],
    "artist_tags.csv": [["artist", "tag", "weight"], ["Zed", "electronic", "2"]],
    "holds.csv": [["venue", "local_date", "hold_level", "artist"], ["THE HALL", "2026-06-01", "1H", ""]],
}
TABLES = (
    "artist",
    "artist_alias",
    "venue",
    "venue_alias",
    "market",
    "event",
    "event_artist",
    "concert",
    "ticket_type",
    "order_line",
    "ad_spend_daily",
    "deal",
    "expense",
    "scan",
    "touchpoint",
    "buyer",
    "message",
    "ancillary",
    "listen",
    "artist_tag",
    "date_hold",
)


@pytest.fixture
def folder(write):
    paths = [write(name, rows) for name, rows in FOLDER.items()]
    return paths[0].parent


def contents(store):
    return {table: sorted(store.ask(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def test_every_kind_is_loaded_and_counted(store, folder):
    report = store.put(folder)
    assert report.outcome == "complete"
    assert report.kinds == {
        name.removesuffix(".csv"): {
            "read": len(rows) - 1,
            "new": len(rows) - 1,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
        }
        for name, rows in FOLDER.items()
    }
    assert store.ask("SELECT kind, read, new FROM ingest_count WHERE kind = 'sales'") == [("sales", 3, 3)]
    assert store.ask("SELECT outcome, received, stored FROM ingest_run") == [("complete", 19, 19)]


def test_the_same_folder_twice_changes_nothing(store, folder):
    store.put(folder)
    before = contents(store)
    report = store.put(folder)
    assert {(k["new"], k["changed"], k["rejected"]) for k in report.kinds.values()} == {(0, 0, 0)}
    assert contents(store) == before


def test_values_stand_in_the_tables_as_meant(store, folder):
    store.put(folder)
    assert store.ask("SELECT face_value, currency, tax_rate, tax_included FROM ticket_type") == [
        (Decimal("1020.50"), "USD", Decimal("0.065000"), True)
    ]
    assert store.ask(
        "SELECT order_id, line_number, sold_on, sold_at, gross FROM order_line ORDER BY order_id, line_number"
    ) == [
        ("o1", 1, date(2026, 2, 1), datetime(2026, 2, 1, 10), Decimal("59.97")),
        ("o1", 2, date(2026, 2, 1), datetime(2026, 2, 1, 10), Decimal("20.00")),
        (None, None, date(2026, 2, 1), None, Decimal("20.00")),
    ]
    assert store.ask("SELECT scanned_at FROM scan") == [(datetime(2026, 5, 2, 1),)]
    assert store.ask("SELECT bonus_tiers FROM deal") == [
        ([{"tickets": 800, "amount": Decimal("500.00")}, {"tickets": 900, "amount": Decimal("750.00")}],)
    ]


def test_a_concert_is_a_listing_of_ours_with_its_bill(store, folder):
    store.put(folder)
    assert store.ask("SELECT concert_id, status, deal_status, marketing_holdout FROM concert ORDER BY 1") == [
        ("c1", "played", "in_settlement", ["search", "social"]),
        ("c2", None, "confirmed", None),
    ]
    assert store.ask("SELECT event_id, source, name, status, is_ours, is_show FROM event ORDER BY 1") == [
        ("c1", "concerts", "Beyoncé", "offsale", True, True),
        ("c2", "concerts", "Beyoncé", "onsale", True, True),
        ("e1", "events", "Rival night", "cancelled", False, True),
    ]
    assert store.ask("""SELECT name, billing, position FROM event_artist JOIN artist USING (artist_id)
                        WHERE event_id = 'c1' ORDER BY position""") == [
        ("Beyoncé", "headliner", 0),
        ("Ärt", "support", 1),
        ("Other", "support", 2),
    ]


def test_spellings_of_one_name_are_one_artist_shown_as_first_seen(store, folder):
    store.put(folder)
    assert store.ask("SELECT name FROM artist WHERE name_key = 'beyonce'") == [("Beyoncé",)]
    assert {name for (name,) in store.ask("SELECT name FROM artist_alias WHERE name_key = 'beyonce'")} == {
        "Beyoncé",
        "beyonce",
        "BEYONCÉ",
    }
    assert store.ask("SELECT count(*) FROM venue WHERE name_key = 'the hall'") == [(1,)]
    assert store.ask("SELECT market_id, scheme, name FROM market WHERE market_id = 'us-co-denver'") == [
        ("us-co-denver", "city", "Denver, CO")
    ]
    assert store.ask("SELECT count(*) FROM date_hold JOIN venue USING (venue_id) WHERE name = 'The Hall'") == [(1,)]


def test_files_may_come_in_any_order_and_give_the_same_ids(store, folder, tmp_path):
    store.put(folder)
    other = type(store)(tmp_path / "other")
    listens, concerts = folder / "listens.csv", folder / "concerts.csv"
    other.put(listens)
    other.put(concerts)
    ids = "SELECT artist_id FROM listen UNION SELECT artist_id FROM concert"
    assert other.ask(ids) == store.ask(ids)


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
def test_a_given_id_wins_whichever_file_comes_first(store, write, order):
    files = [
        write("listens.csv", [["listener_id", "artist", "plays"], ["l1", "beyonce", "3"]]),
        write(
            "concerts.csv",
            [
                [*CONCERTS, "artist_id", "venue_id"],
                ["c1", "Beyoncé", "The Hall", "Denver", "US", "2026-05-01", "A1", "V1"],
            ],
        ),
    ]
    for place in order:
        store.put(files[place])
    assert store.ask("SELECT artist_id FROM artist") == [("A1",)]
    assert store.ask("SELECT artist_id FROM listen") == [("A1",)]
    assert store.ask("SELECT DISTINCT artist_id FROM artist_alias") == [("A1",)]
    assert store.ask("SELECT venue_id FROM concert") == [("V1",)]


def test_an_artist_id_without_a_name_must_be_known(store, write):
    store.put(write("concerts.csv", [[*CONCERTS, "artist_id"], [*ONE_CONCERT[1], "A1"]]))
    report = store.put(
        write("listens.csv", [["listener_id", "artist_id", "plays"], ["l1", "A1", "3"], ["l1", "A9", "3"]])
    )
    assert report.kinds["listens"]["new"] == 1
    assert [(r[2], r[3], r[4]) for r in report.rejects] == [(3, "artist_id", "A9")]


def test_columns_that_a_file_lacks_keep_what_is_stored(store, write):
    store.put(
        write("concerts.csv", [[*CONCERTS, "status", "genre", "support"], [*ONE_CONCERT[1], "settled", "Pop", "Zed"]])
    )
    report = store.put(write("concerts.csv", [[*CONCERTS, "configured_capacity"], [*ONE_CONCERT[1], "900"]]))
    assert report.kinds["concerts"] == {"read": 1, "new": 0, "changed": 1, "unchanged": 0, "rejected": 0}
    assert store.ask("SELECT status, deal_status, genre, configured_capacity FROM concert") == [
        ("settled", "settled", "Pop", 900)
    ]
    assert store.ask("SELECT count(*) FROM event_artist") == [(2,)]


def test_an_act_taken_off_the_bill_is_gone(store, write):
    store.put(write("concerts.csv", [[*CONCERTS, "support"], [*ONE_CONCERT[1], "Zed;Other"]]))
    report = store.put(write("concerts.csv", [[*CONCERTS, "support"], [*ONE_CONCERT[1], "Other"]]))
    assert report.kinds["concerts"]["changed"] == 1
    assert store.ask("SELECT count(*) FROM event_artist") == [(2,)]


def test_repeated_rows_are_refused_with_the_line_of_the_first(store, write):
    write("concerts.csv", ONE_CONCERT)
    sales = write(
        "sales.csv",
        [
            SALES,
            ["c1", "GA", "2026-02-01", 2, 40, "o1"],
            ["c1", "GA", "2026-02-01", 2, 40, "o1"],
            ["c1", "GA", "2026-02-01", 1, 20, "o1"],
            ["c1", "GA", "2026-02-02", 1, 20, ""],
            ["c1", "GA", "2026-02-02", 1, "20.00", ""],
            ["c1", "GA", "2026-02-02", 3, 60, ""],
        ],
    )
    report = store.put(sales.parent)
    assert report.kinds["sales"] == {"read": 6, "new": 3, "changed": 0, "unchanged": 0, "rejected": 3}
    assert [(r[2], r[5]) for r in report.rejects] == [
        (3, "the same row stands on line 2"),
        (6, "the same row stands on line 5"),
        (7, "another row for the same concert_id, ticket_type, sold_on, sold_at stands on line 5"),
    ]


def test_sales_of_a_concert_that_nobody_knows_are_refused(store, write):
    write("concerts.csv", ONE_CONCERT)
    path = write("sales.csv", [SALES, ["c9", "GA", "2026-02-01", 2, 40, "o1"], ["c1", "GA", "2026-02-01", 2, 40, "o2"]])
    report = store.put(path.parent)
    assert report.outcome == "partial"
    assert [r[2:] for r in report.rejects] == [(2, "concert_id", "c9", "is not a known concert")]


def test_lines_are_those_of_the_file_with_blank_lines_and_line_breaks_in_values(store, tmp_path):
    path = tmp_path / "concerts.csv"
    path.write_text(
        "concert_id,artist,venue,city,country,local_date\n\n"
        'c1,"Two\nlines",Hall,Denver,US,2026-05-01\n\n\nc2,Zed,Hall,Denver,US,never\nc3,Zed,Hall\n'
        "c4,Zed,Hall,Denver,Atlantis,2026-05-01\n"
    )
    report = store.put(path)
    assert [(r[2], r[3]) for r in report.rejects] == [(7, "local_date"), (8, None), (9, "country")]
    assert store.ask("SELECT name FROM artist WHERE name_key = 'two lines'") == [("Two lines",)]


def test_odd_but_legal_text_is_stored_as_it_is(store, write):
    names = [
        "x" * 600,
        "<script>alert(1)</script>",
        "=1+1",
        "@SUM(A1)",
        "A$AP Ferg & A$AP Rocky",
        "*NSYNC",
        "🎸 Ünïcode",
    ]
    rows = [[f"e{i}", name, name, "Hall", "Denver", "US", "2026-05-01"] for i, name in enumerate(names)]
    report = store.put(
        write("events.csv", [["event_id", "name", "artist", "venue", "city", "country", "local_date"], *rows])
    )
    assert report.outcome == "complete"
    assert [n for (n,) in store.ask("SELECT name FROM event ORDER BY event_id")] == names
    assert {n for (n,) in store.ask("SELECT name FROM artist")} == set(names)


def test_names_that_look_alike_are_listed_and_never_merged(store, write):
    rows = [
        [f"e{i}", name, name, "Hall", "Denver", "US", "2026-05-01"]
        for i, name in enumerate(
            ["Guns N' Roses", "Guns N Roses", "The Beatles", "Beatles", "Jon Hopkins", "John Hopkins"]
        )
    ]
    store.put(write("events.csv", [["event_id", "name", "artist", "venue", "city", "country", "local_date"], *rows]))
    assert store.ask("SELECT count(*) FROM artist") == [(6,)]
    assert len(store.ask("SELECT * FROM match_review WHERE kind = 'artist'")) == 3


def test_an_event_id_that_is_ours_already_is_refused(store, write):
    write("concerts.csv", ONE_CONCERT)
    path = write(
        "events.csv",
        [
            ["event_id", "name", "venue", "city", "country", "local_date"],
            ["c1", "Rival", "Club", "Denver", "US", "2026-05-01"],
        ],
    )
    report = store.put(path.parent)
    assert [r[5] for r in report.rejects] == ["is already the id of a listing from concerts"]
    assert store.ask("SELECT is_ours FROM event") == [(True,)]


def test_a_corrected_row_is_changed_not_added(store, write):
    write("concerts.csv", ONE_CONCERT)
    row = ["c1", "GA", "2026-02-01", 2, 40, "o1"]
    store.put(write("sales.csv", [SALES, row]).parent)
    report = store.put(write("sales.csv", [SALES, [*row[:4], 44, "o1"]]))
    assert report.kinds["sales"]["changed"] == 1
    assert store.ask("SELECT gross FROM order_line") == [(Decimal("44.00"),)]


def test_a_dry_run_counts_and_leaves_nothing(store, folder):
    report = store.put(folder, dry_run=True)
    assert report.run_id is None
    assert report.kinds["sales"]["new"] == 3
    assert not any(store.ask(f"SELECT * FROM {table}") for table in (*TABLES, "ingest_run", "ingest_rejected"))


def test_columns_can_be_named_and_kinds_given(store, write):
    store.put(write("concerts.csv", ONE_CONCERT))
    path = write("till.csv", [["concert_id", "Level", "Day", "Number", "gross"], ["c1", "GA", "2026-02-01", "2", "40"]])
    report = store.put(path, kind="sales", renamed={"ticket_type": "Level", "sold_on": "day", "qty": "Number"})
    assert report.kinds["sales"]["new"] == 1


def test_columns_not_known_are_said_and_ignored(store, write):
    report = store.put(write("concerts.csv", [[*CONCERTS, "shoe size"], [*ONE_CONCERT[1], "43"]]))
    assert report.outcome == "complete"
    assert any("shoe size" in note for note in report.notes)
