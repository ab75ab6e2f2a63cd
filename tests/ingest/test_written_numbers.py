"""What a mark in a number means is decided once a file, by proof where there is one, and said where there is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest import values
from core.ingest.written_numbers import decimal_mark
from tests.ingest.conftest import ONE_CONCERT

CENTS = st.decimals(min_value=0, max_value=Decimal("9999999999"), places=2)
SALES = ["concert_id", "ticket_type", "sold_on", "qty", "gross"]
TYPES = ["concert_id", "name", "face_value", "currency", "allotment"]
REPORT = ["date", "artist", "venue", "city", "gross", "tickets sold", "capacity"]


def decided(*texts: str, semicolons: bool = False, whole: bool = False):
    return decimal_mark([(text, 1, whole) for text in texts], semicolons=semicolons)


def european(amount: Decimal, *, cents: bool, blank: str = "") -> str:
    written = f"{amount:,.2f}" if cents else f"{amount:,.0f}"
    return written.translate(str.maketrans(",.", blank + "," if blank else ".,"))


@given(st.lists(CENTS, min_size=1), st.sampled_from(["", "€ {}", "{} EUR", "({})"]), st.data())
def test_amounts_come_back_whichever_way_their_file_writes_them(amounts, form, data):
    whole = [amount.to_integral_value() for amount in amounts]
    for comma in (False, True):
        texts = [f"{a:,.2f}" for a in amounts] + [f"{a:,.0f}" for a in whole]
        if comma:
            texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
        shown = data.draw(st.permutations([form.format(text) if form else text for text in texts]))
        mark = decided(*shown)
        assert (mark.comma, mark.proven) == (comma, True)
        read = [values.any_money(mark.plain(text, whole=False)) for text in shown]
        assert sorted(map(abs, read)) == sorted([*amounts, *whole])


@pytest.mark.parametrize("proof", ["195,00", "0,065", ",5", "1.950,00", "1.950.000", "1234,567", "12,3456", "1 234,5", "20,-"])
def test_decimal_commas_are_proven_by_what_can_only_be_that(proof):
    mark = decided("1.950", proof)
    assert (mark.comma, mark.proven) == (True, True)
    assert mark.plain("1.950", whole=False) == "1950"
    assert mark.plain("1,950", whole=False) == "1.950"
    for other in ("195.00", "1,950.00", "1,950,000"):
        with pytest.raises(ValueError, match="decimal comma"):
            mark.plain(other, whole=False)
    with pytest.raises(ValueError, match="may be thousands"):
        mark.plain("1,950", whole=True)


@pytest.mark.parametrize("proof", ["195.00", "0.065", ".5", "1,950.00", "1,950,000", "1234.567", "59.970000000000006"])
def test_decimal_dots_are_proven_by_what_can_only_be_that(proof):
    mark = decided("1.950", proof)
    assert (mark.comma, mark.proven) == (False, True)
    assert mark.plain("1,950", whole=True) == "1950"
    assert mark.plain("1.950", whole=False) == "1.950"
    for other in ("195,00", "1.950,00", "1.950.000"):
        with pytest.raises(ValueError, match="decimal dot"):
            mark.plain(other, whole=False)
    with pytest.raises(ValueError, match="may be thousands"):
        mark.plain("1.950", whole=True)


def test_where_nothing_is_proven_semicolons_suggest_decimal_commas_and_counts_have_thousands():
    for semicolons, money in ((True, "1950"), (False, "1.950")):
        mark = decided("1.950", semicolons=semicolons)
        assert "assumption" in mark.said
        assert mark.plain("1.950", whole=False) == money
        assert mark.plain("1.950", whole=True) == mark.plain("1,950", whole=True) == "1950"
    assert decided("1,950", semicolons=True).plain("1,950", whole=False) == "1950"


def test_thousands_dots_of_a_file_with_decimal_commas_are_read_so_in_every_row_and_column(store, write):
    write("concerts.csv", ONE_CONCERT)
    write("ticket_types.csv", [TYPES, ["c1", "GA", "20,50", "EUR", "1.000"]], delimiter=";")
    lines = ["195,00", "1.950", "1.950,00", "12.50"]
    rows = [["c1", "GA", f"2026-01-0{day}", "1", gross] for day, gross in enumerate(lines, 1)]
    report = store.put(write("sales.csv", [SALES, *rows], delimiter=";").parent)
    assert store.ask("SELECT gross FROM order_line ORDER BY sold_on") == [(195,), (1950,), (1950,)]
    assert store.ask("SELECT face_value, allotment FROM ticket_type") == [(Decimal("20.50"), 1000)]
    [(_, _, line, column, value, reason)] = report.rejects
    assert (line, column, value) == (5, "gross", "12.50")
    assert "which have decimal commas" in reason
    assert any("decimal commas: 2 of them can only be that, 1 can only be the other" in note for note in report.notes)


def test_box_office_numbers_that_prove_nothing_are_read_as_their_separator_suggests_and_that_is_said(store, write):
    row = ["2019-01-02", "Zed", "Hall", "Berlin", "5.000", "1.000", "2.000"]
    report = store.put(write("report.csv", [REPORT, row], delimiter=";"))
    assert store.ask("SELECT gross, tickets_sold, capacity FROM engagement") == [(5000, 1000, 2000)]
    assert "this is an assumption" in report.notes[0]
    [(detail,)] = store.ask("SELECT detail FROM ingest_run")
    assert "this is an assumption" in detail


def test_a_proof_far_down_a_long_file_counts_for_the_rows_before_it(store, write):
    """The file is longer than what is read at once."""
    write("concerts.csv", ONE_CONCERT)
    early = ["c1", "GA", "2026-01-03", "1", "2.5"]
    plain = [["c1", f"{n} " + "x" * 120, "2026-01-01", "1", "7"] for n in range(30_000)]
    late = [["c1", "GA", f"2026-01-0{day}", "1", gross] for day, gross in ((4, "1.950"), (5, "19,50"), (6, "18,50"))]
    report = store.put(write("sales.csv", [SALES, early, *plain, *late], delimiter=";").parent)
    assert report.kinds["sales"] == {"read": 30_004, "new": 30_003, "changed": 0, "unchanged": 0, "rejected": 1}
    assert store.ask("SELECT gross FROM order_line WHERE ticket_type = 'GA' ORDER BY sold_on") == [
        (1950,),
        (Decimal("19.50"),),
        (Decimal("18.50"),),
    ]
    assert [r[2:5] for r in report.rejects] == [(2, "gross", "2.5")]


def test_bonus_tiers_count_tickets_and_pay_money_in_the_way_of_their_file(store, write):
    write("concerts.csv", ONE_CONCERT)
    header = ["concert_id", "deal_type", "guarantee", "pct", "bonus_tiers"]
    row = ["c1", "plus", "10.000", ",85", "1.000:500,50;1.500:1.000"]
    assert store.put(write("deals.csv", [header, row], delimiter=";").parent).outcome == "complete"
    assert store.ask("SELECT guarantee, pct, bonus_tiers FROM deal") == [
        (
            10000,
            Decimal("0.85"),
            [{"tickets": 1000, "amount": Decimal("500.50")}, {"tickets": 1500, "amount": Decimal(1000)}],
        )
    ]
    assert decided("1.000").plain("1.000:1.500", whole=False) == "1000:1.500"


def test_numbers_written_as_usual_are_not_spoken_of(store, write):
    write("concerts.csv", ONE_CONCERT)
    report = store.put(write("ticket_types.csv", [TYPES, ["c1", "GA", "1,020.50", "EUR", "1,000"]]).parent)
    assert store.ask("SELECT face_value, allotment FROM ticket_type") == [(Decimal("1020.50"), 1000)]
    assert report.notes == []
