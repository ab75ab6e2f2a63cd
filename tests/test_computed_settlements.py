"""The settlement tables: DOMAIN's golden case from rows to rows."""

from decimal import Decimal

import pytest

from core.computed.settlements import settle_all
from core.publish import columns_of

D = Decimal
TICKETS = [
    {"concert_id": "c", "name": name, "face_value": D(price), "comps": 0, "sellable": 500, "facility_fee": D(1),
     "pre_settlement_fee": D(0), "tax_rate": D("0.065"), "tax_included": True, "qty": 500, "gross": D(price) * 500,
     "refunded_qty": 0, "refunded_amount": D(0)} for name, price in (("early", 20), ("late", 25))]
EXPENSES = [{"concert_id": "c", "category": "all", "kind": "fixed", "unit": "flat", "budgeted": D(6000), "actual": None}]
SHOW = {"concert_id": "c", "phase": "played", "deal_status": "in_settlement", "sellable": 1000, "guarantee": D(5000),
        "pct": D("0.85"), "basis": "net", "promoter_profit_pct": D(0), "deposit": D(0), "bonus_tiers": None,
        "drop_count": None, "tickets_sold": 1000, "p10": None, "p25": None, "p50": None, "p75": None, "p90": None,
        "of_no_type": 0}


def settled(**changes: object):
    return settle_all([SHOW | changes], TICKETS, EXPENSES)


@pytest.mark.parametrize(("deal_type", "basis", "profit", "split_point", "overage", "walkout", "result"), [
    ("flat", "net", "0", None, None, "5000.00", "9187.79"),
    ("plus", "net", "0", "11000.00", "9187.79", "12809.62", "1378.17"),
    ("plus", "net", "0.15", "12650.00", "7537.79", "11407.12", "2780.67"),
    ("versus", "net", "0", "6000.00", "12059.62", "12059.62", "2128.17"),
    ("versus", "net", "0.15", "6900.00", "11294.62", "11294.62", "2893.17"),
    ("versus", "gross", "0", None, "17159.62", "17159.62", "-2971.83"),
])
def test_the_golden_case_settles_to_the_cent(deal_type, basis, profit, split_point, overage, walkout, result):
    [row] = settled(deal_type=deal_type, basis=basis, promoter_profit_pct=D(profit)).settlement
    assert (row["gross"], row["adjusted_gross"], row["net_gross"], row["tax"]) == (
        D("22500.00"), D("21500.00"), D("20187.79"), D("1312.21"))
    assert row["split_point"] == (split_point and D(split_point))
    assert row["overage"] == (overage and D(overage))
    assert (row["walkout"], row["promoter_result"], row["status"]) == (D(walkout), D(result), "in_settlement")


def test_a_show_without_a_deal_has_its_box_office_but_no_result():
    tables = settled(deal_type=None)
    assert tables.settlement[0]["net_gross"] == D("20187.79")
    assert tables.settlement[0]["promoter_result"] is None
    assert not {line["label"] for line in tables.settlement_line} & {"Walkout", "Promoter result"}


def test_a_forecast_goes_through_every_deal_and_the_agreed_one_leads():
    coming = {"phase": "on_sale", "deal_status": "confirmed", "deal_type": "plus",
              "p10": 700, "p25": 750, "p50": 800, "p75": 850, "p90": 900, "tickets_sold": 500}
    tables = settled(**coming)
    [row] = tables.settlement
    assert row["status"] == "preview"
    assert row["result_lo"] <= row["result_hi"]
    assert 0 <= row["chance_of_profit"] <= 1
    assert {line["basis"] for line in tables.settlement_line} == {"sold", "forecast"}
    assert [o["deal"] for o in tables.deal_outcome if o["agreed"]] == ["plus net"]
    assert len(tables.deal_outcome) == 7


def test_without_a_range_there_are_no_odds_and_no_result_range():
    tables = settled(phase="on_sale", deal_status="confirmed", deal_type="plus", p50=800)
    assert tables.settlement[0]["chance_of_profit"] is None
    assert {o["chance_of_profit"] for o in tables.deal_outcome} == {None}


def test_impossible_refunds_leave_a_reason_instead_of_a_figure():
    broken = [TICKETS[0] | {"refunded_qty": 9999}, TICKETS[1]]
    [row] = settle_all([SHOW | {"deal_type": "plus"}], broken, EXPENSES).settlement
    assert "refunds" in row["reason"]
    assert "gross" not in row


def test_a_show_that_cannot_be_settled_hides_no_other_show():
    first, later = SHOW | {"concert_id": "a", "deal_type": "flat", "guarantee": None}, SHOW | {"deal_type": "plus"}
    tickets = [ticket | {"concert_id": show} for show in "ac" for ticket in TICKETS]
    rows = columns_of(settle_all([first, later], tickets, EXPENSES).settlement).to_pylist()
    assert [(row["concert_id"], row["gross"]) for row in rows] == [("a", None), ("c", D(22500))]
    assert rows[0]["reason"]
    assert rows[1]["walkout"] == D("12809.62")
