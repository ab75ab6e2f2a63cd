"""Box-office reports, show history, archives and tour totals, in the ways their senders write them."""

import json
from datetime import date, time
from decimal import Decimal

import pytest

REPORT = [
    "Event Date",
    "Event Date",
    "# of Shows",
    "Artist",
    "Gross (USD)",
    "Tickets Sold",
    "Capacity",
    "% Sold",
    "Venue",
    "City",
    "State",
    "Country",
]
ROW = [
    "07/15/2019",
    "07/17/2019",
    "3",
    "Zed",
    "$1,234,567.50[a]",
    "15,000",
    "15,300",
    "98%",
    "Hall",
    "Denver",
    "CO",
    "USA",
]


def row(**changes):
    return [
        changes.get(name, value)
        for name, value in zip(
            [
                "first",
                "last",
                "shows",
                "artist",
                "gross",
                "tickets",
                "capacity",
                "percent",
                "venue",
                "city",
                "state",
                "country",
            ],
            ROW,
            strict=True,
        )
    ]


def test_a_box_office_report_is_recognised_with_a_header_that_stands_twice(store, write):
    report = store.put(write("any name.txt", [["Top engagements of the week"], REPORT, ROW], delimiter=";"))
    assert report.kinds["box_office"]["new"] == 1
    assert store.ask(
        "SELECT first_date, last_date, shows, gross, currency, tickets_sold, capacity, sell_through FROM engagement"
    ) == [(date(2019, 7, 15), date(2019, 7, 17), 3, Decimal("1234567.50"), "USD", 15000, 15300, 0.98)]
    assert store.ask(
        "SELECT a.name, v.name, v.city, v.country FROM engagement JOIN artist a USING (artist_id) "
        "JOIN venue v USING (venue_id)"
    ) == [("Zed", "Hall", "Denver", "US")]
    assert any("MM/DD/YYYY" in note for note in report.notes)
    assert not store.ask("SELECT * FROM concert")


def test_the_order_of_the_day_and_month_is_that_of_the_whole_file(store, write):
    rows = [row(first="03/04/2019", last=""), row(first="25/04/2019", last="", artist="Other")]
    report = store.put(write("report.csv", [REPORT, *rows]))
    assert any("DD/MM/YYYY" in note for note in report.notes)
    assert store.ask("SELECT first_date FROM engagement ORDER BY 1") == [(date(2019, 4, 3),), (date(2019, 4, 25),)]


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"tickets": "15,700"}, "tickets_sold", "above the capacity of 15,300 by more than 2 %"),
        ({"gross": "$-5"}, "gross", "negative"),
        ({"gross": "(5.00)"}, "gross", "negative"),
        ({"first": "07/15/2099", "last": ""}, "first_date", "five years ahead"),
        ({"artist": ""}, "artist", "missing"),
        ({"last": "07/14/2019"}, "last_date", "before the first"),
        ({"first": "15/07/2019", "last": ""}, "first_date", "not a day"),
        ({"percent": "140%"}, "percent", "above 100 %"),
        ({"gross": "much"}, "gross", "not an amount"),
    ],
)
def test_rows_that_cannot_be_true_are_refused(store, write, changes, column, words):
    report = store.put(write("report.csv", [REPORT, ROW, row(artist="Other"), row(**changes)]))
    assert [(r[2], r[3]) for r in report.rejects] == [(4, column)]
    assert words in report.rejects[0][5]
    assert report.kinds["box_office"]["new"] == 2


def test_tickets_up_to_two_percent_above_capacity_are_kept(store, write):
    assert store.put(write("report.csv", [REPORT, row(tickets="15,606", percent="")])).outcome == "complete"


def test_exact_duplicates_are_refused_and_empty_cells_are_null(store, write):
    empty = row(
        last="", shows="—", gross="†", tickets="NA", capacity="", percent="", venue="", city="", state="", artist="X"
    )
    report = store.put(write("report.csv", [REPORT, ROW, ROW, empty]))
    assert [(r[2], r[5]) for r in report.rejects] == [(3, "the same row stands on line 2")]
    assert store.ask(
        "SELECT shows, gross, tickets_sold, capacity, sell_through, venue_id FROM engagement WHERE shows IS NULL"
    ) == [(None,) * 6]


@pytest.mark.parametrize(("percents", "share"), [(["98.5%"], 0.985), (["98.5", "3"], 0.985), ([".985"], 0.985)])
def test_percentages_are_points_or_fractions_by_the_file(store, write, percents, share):
    rows = [row(percent=percent, artist=f"A{i}") for i, percent in enumerate(percents)]
    store.put(write("report.csv", [REPORT, *rows]))
    assert store.ask("SELECT max(sell_through) FROM engagement") == [(share,)]


@pytest.mark.parametrize(
    ("header", "gross", "currency"),
    [
        ("Revenue €", "1.200,50", "EUR"),
        ("Gross", "£1,200.50", "GBP"),
        ("Gross Sales (CAD)", "1200.50", "CAD"),
        ("gross", "1200.5", None),
    ],
)
def test_the_currency_stands_in_the_header_or_by_the_number(store, write, header, gross, currency):
    store.put(write("report.csv", [["Date", "Artist", header], ["2019-07-15", "Zed", gross]]))
    assert store.ask("SELECT gross, currency FROM engagement") == [(Decimal("1200.50"), currency)]


def test_history_is_a_night_a_venue_with_its_bill(store, write):
    report = store.put(
        write(
            "shows.csv",
            [
                ["Artist", "Venue", "Date", "City", "Country", "Capacity", "Billing"],
                ["Zed", "Club", "2015-05-01", "Denver", "US", "400", "headliner"],
                ["Opener", "Club", "2015-05-01", "Denver", "US", "400", "support"],
                ["Zed", "Club", "2015-05-01", "Denver", "US", "400", "headliner"],
            ],
        )
    )
    assert report.kinds["show_history"] == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    assert store.ask("SELECT source, name, local_date, venue_capacity, is_ours FROM event") == [
        ("show_history", "Zed", date(2015, 5, 1), 400, False)
    ]
    assert store.ask("SELECT name, billing FROM event_artist JOIN artist USING (artist_id) ORDER BY position") == [
        ("Zed", "headliner"),
        ("Opener", "support"),
    ]


LISTS = [
    ["id", "name", "order", "venue", "date"],
    ["1", "Zed", "0|1", "0|1", "2015-05-01|2015-05-02"],
    ["2", "Other", "0|0|0", "1|7|1", "2015-05-02|2015-05-03|2015-05-02"],
    ["3", "Short", "0", "0|1", "2015-05-01"],
]


def test_lists_are_unrolled_with_the_venues_beside_them(store, write):
    write("venues.csv", [["venue", "capacity", "id"], ["Club", "400", "0"], ["Bar", "0", "1"]])
    report = store.put(write("lists.csv", LISTS).parent)
    assert report.kinds["show_history"] == {"read": 6, "new": 3, "changed": 0, "unchanged": 0, "rejected": 3}
    assert [(r[2], r[3]) for r in report.rejects] == [(3, "venue"), (3, "local_date"), (4, "date")]
    assert store.ask(
        "SELECT v.name, v.venue_capacity, count(*) FROM event JOIN venue v USING (venue_id) GROUP BY ALL ORDER BY 1"
    ) == [("Bar", None, 1), ("Club", 400, 1)]
    assert store.ask(
        "SELECT name, billing FROM event_artist JOIN artist USING (artist_id) WHERE billing <> 'headliner'"
    ) == [("Zed", "direct_support")]


def test_lists_without_their_venues_are_refused(store, write):
    report = store.put(write("lists.csv", LISTS))
    assert "venue list" in str(report.refused[0][1])


ARCHIVE = {
    "programs": [
        {
            "id": "p1",
            "programID": "1",
            "orchestra": "Some Philharmonic",
            "concerts": [
                {"Location": "Manhattan, NY", "Venue": "Hall", "Date": "2004-09-21T04:00:00Z", "Time": "8:00PM"},
                {"Location": "Tokyo, JAPAN", "Venue": "Dome", "Date": "2004-10-01T04:00:00Z", "Time": "None"},
                {"Location": "Tokyo, JAPAN", "Venue": "Dome", "Date": "soon", "Time": "8:00PM"},
            ],
            "works": [
                {
                    "composerName": "Haydn,  Joseph",
                    "workTitle": {"_": "QUARTET", "em": "FIFTHS"},
                    "conductorName": "A, B",
                    "soloists": [{"soloistName": "C, D"}],
                },
                {"interval": "Intermission", "soloists": []},
                {"composerName": "Dvorak", "workTitle": "DANCES", "movement": "No. 1", "soloists": []},
            ],
        }
    ]
}


def test_an_archive_is_its_performances_with_the_works_played(store, tmp_path):
    path = tmp_path / "archive.json"
    path.write_text(json.dumps(ARCHIVE, indent=1))
    report = store.put(path)
    assert report.kinds["archive"] == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    assert [(r[2], r[3], r[4]) for r in report.rejects] == [(4, "Date", "soon")]
    assert store.ask(
        "SELECT local_date, local_time, city, country FROM event JOIN venue USING (venue_id) ORDER BY 1"
    ) == [(date(2004, 9, 21), time(20), "Manhattan", "US"), (date(2004, 10, 1), None, "Tokyo", "JP")]
    assert store.ask(
        "SELECT DISTINCT position, composer, work, conductor, soloists FROM performed_work ORDER BY 1"
    ) == [(1, "Haydn, Joseph", "QUARTET FIFTHS", "A, B", ["C, D"]), (2, "Dvorak", "DANCES: No. 1", None, [])]
    assert store.put(path).kinds["archive"]["unchanged"] == 2


def test_tour_totals_are_facts_of_tours_and_no_concerts(store, write):
    report = store.put(
        write(
            "tours.csv",
            [
                ["Rank", "Actual\u00a0gross", "Artist", "Tour title", "Year(s)", "Shows", "Average gross", "Ref."],
                ["1", "$780,000,000[b]", "Zed", "The Tour †", "2023–2024", "56", "$13,928,571", "[1]"],
                ["2", "€5", "*Star", "Other ‡[4][a]", "once", "5", "1", ""],
            ],
        )
    )
    assert store.ask("SELECT tour, first_year, last_year, shows, gross, avg_gross, currency FROM tour_total") == [
        ("The Tour", 2023, 2024, 56, Decimal("780000000.00"), Decimal("13928571.00"), "USD")
    ]
    assert [(r[2], r[3], r[4]) for r in report.rejects] == [(3, "years", "once")]
    assert not store.ask("SELECT * FROM event")
