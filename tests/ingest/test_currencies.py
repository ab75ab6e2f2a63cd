"""An amount in another currency than its row or show is refused, never read as if it were in that one."""

from decimal import Decimal

import pytest

from core.ingest import values
from core.ingest.currencies import contradiction, currency, meant, said
from tests.ingest.conftest import ONE_CONCERT

TYPES = ["concert_id", "name", "face_value", "currency", "allotment"]
SALES = ["concert_id", "ticket_type", "sold_on", "qty", "gross", "discount"]
SPEND = ["concert_id", "channel", "date", "spend", "currency"]
REPORT = ["date", "artist", "venue", "city", "gross", "currency"]


@pytest.mark.parametrize(
    ("amount", "fits", "unfit"),
    [
        ("$5", ["USD", "CAD", "MXN"], ["GBP", "EUR"]),
        ("C$ 5", ["CAD"], ["USD"]),
        ("US$5", ["USD"], ["AUD"]),
        ("$5 CAD", ["CAD"], ["USD"]),
        ("£5", ["GBP", "EGP"], ["USD"]),
        ("¥500", ["JPY", "CNY"], ["KRW"]),
        ("500 kr", ["SEK", "NOK", "DKK"], ["EUR"]),
        ("EUR 5", ["EUR"], ["CHF"]),
        ("5", ["USD", "KWD"], []),
        ("5.125", ["USD"], ["KWD", "TND"]),
        ("5.100", ["KWD"], []),
        ("5.1000000000000001", ["KWD"], []),
    ],
)
def test_an_amount_fits_the_currencies_that_use_its_sign(amount, fits, unfit):
    assert [code for code in [*fits, *unfit] if contradiction(said(amount), code)] == unfit


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "XDR", "ABC", "USN", "€€"])
def test_what_nobody_pays_in_is_no_currency(code):
    with pytest.raises(ValueError, match="is not a currency"):
        currency(code)
    if code.isalpha():
        with pytest.raises(ValueError, match="is in a currency that does not exist"):
            values.money(f"{code} 5")


@pytest.mark.parametrize(
    ("text", "code"), [("Gross (USD)", "USD"), ("Revenue €", "EUR"), ("C$ 5", "CAD"), ("5 XAF", "XAF"), ("kr 5", None)]
)
def test_headers_and_amounts_name_a_currency(text, code):
    assert meant(text) == code
    assert values.money("kr. 1.5") == values.money("1.5 kr") == Decimal("1.50")


def told(report) -> list[tuple]:
    return [row[2:] for row in sorted(report.rejects)]


def test_money_in_another_currency_than_its_row_says_is_refused(store, write):
    write("concerts.csv", [*ONE_CONCERT, ["c2", "Zed", "The Hall", "Kuwait", "KW", "2026-05-02"]])
    write("ad_spend.csv", [SPEND, ["c1", "Search", "2026-01-01", "€10", "USD"], ["", "Search", "2026-01-01", "€10", ""]])
    types = [["c1", "A", "$10", "GBP", "9"], ["c1", "B", "£10", "GBP", "9"], ["c2", "C", "12.345", "KWD", "9"]]
    report = store.put(write("ticket_types.csv", [TYPES, *types]).parent)
    assert told(report) == [
        (2, "spend", "€10", "is in €, not in USD"),
        (2, "face_value", "$10", "is in $, not in GBP"),
        (4, "face_value", "12.345", "has thousandths; amounts are kept to two decimals, in KWD too"),
    ]
    assert store.ask("SELECT name, face_value FROM ticket_type") == [("B", 10)]


def test_money_in_another_currency_than_the_tickets_of_its_show_is_refused(store, write):
    write("concerts.csv", ONE_CONCERT)
    write("ticket_types.csv", [TYPES, ["c1", "A", "10", "GBP", "9"]])
    amounts = [("£50", "0"), ("50 GBP", "$1"), ("$50", "¥1"), ("50", "0"), ("50.125", "0"), ("£1", "£1")]
    rows = [["c1", "A", f"2026-01-0{day}", "1", *both] for day, both in enumerate(amounts, 1)]
    report = store.put(write("sales.csv", [SALES, *rows]).parent)
    assert told(report) == [
        (3, "discount", "$1", "is in $, not in GBP as the tickets of its show"),
        (4, "discount", "¥1", "is in ¥, not in GBP as the tickets of its show"),
    ]
    assert store.ask("SELECT count(*) FROM order_line") == [(4,)]


def test_costs_and_takings_in_another_currency_than_the_tickets_of_their_show_are_refused(store, write):
    write("concerts.csv", ONE_CONCERT)
    write("ticket_types.csv", [TYPES, ["c1", "A", "10", "GBP", "9"]])
    costs = [["c1", "ads", "fixed", "$5"], ["c1", "rent", "fixed", "£5"]]
    write("expenses.csv", [["concert_id", "category", "kind", "budgeted"], *costs])
    write("ancillary.csv", [["concert_id", "kind", "gross"], ["c1", "merch", "€5"]])
    report = store.put(write("ad_spend.csv", [SPEND, ["c1", "Search", "2026-01-01", "5 kr", ""]]).parent)
    assert [(r[0], r[4]) for r in sorted(report.rejects)] == [("ad_spend", "5 kr"), ("ancillary", "€5"), ("expenses", "$5")]


def test_sales_of_a_show_in_dinars_that_need_thousandths_are_refused(store, write):
    write("concerts.csv", ONE_CONCERT)
    write("ticket_types.csv", [TYPES, ["c1", "A", "10.500", "KWD", "9"]])
    rows = [["c1", "A", "2026-01-01", "1", "10.500", ""], ["c1", "A", "2026-01-02", "1", "10.255", ""]]
    report = store.put(write("sales.csv", [SALES, *rows]).parent)
    assert [row[:3] for row in told(report)] == [(3, "gross", "10.255")]
    assert store.ask("SELECT gross FROM order_line") == [(Decimal("10.50"),)]


def test_a_box_office_gross_in_another_currency_than_its_row_or_header_is_refused(store, write):
    rows = [[f"2019-01-0{n}", "Zed", "Hall", "Berlin", gross, code] for n, gross, code in
            ((1, "$1000", "GBP"), (2, "£1000", "GBP"), (3, "$1000", ""))]
    report = store.put(write("a.csv", [REPORT, *rows]))
    assert told(report) == [(2, "gross", "$1000", "is in $, not in GBP")]
    header = [*REPORT[:4], "Gross (CAD)"]
    amounts = [(1, "$7"), (2, "€7"), (3, "7")]
    report = store.put(write("b.csv", [header, *([f"2020-01-0{n}", *rows[0][1:4], gross] for n, gross in amounts)]))
    assert told(report) == [(3, "gross", "€7", "is in €, not in CAD as its header says")]
    assert store.ask("SELECT currency, count(*) FROM engagement GROUP BY 1 ORDER BY 1") == [("CAD", 2), ("GBP", 1), ("USD", 1)]
