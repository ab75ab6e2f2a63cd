"""Settlements worked out on the spot, and the one-page sheet, on a small sample season."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core import concerts, settlement_sheet, settlements
from core.deals import Adjustment, Deal, WhatIf
from core.errors import DealError, QueryError
from core.filters import Filters
from core.settings import settings
from core.warehouse.read import query

D = Decimal
VERSUS = Deal(deal_type="versus", guarantee=D(500), pct=D("0.8"))


@pytest.fixture(scope="module", autouse=True)
def asked_store(sample_store: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARQUEE_DATA_DIR", str(sample_store))
        settings.cache_clear()
        yield
    settings.cache_clear()


def ids(sql: str) -> list[str]:
    return [row["concert_id"] for row in query(sql).to_pylist()]


@pytest.fixture(scope="module")
def coming() -> str:
    """A show on sale with a range and a deal that shares."""
    return ids("SELECT concert_id FROM deal_outcome WHERE agreed AND deal <> 'flat' AND chance_of_loss IS NOT NULL "
               "AND concert_id IN (SELECT concert_id FROM concert WHERE phase = 'on_sale') ORDER BY 1")[0]


@pytest.fixture(scope="module")
def settled() -> str:
    return ids("SELECT concert_id FROM settlement s JOIN deal d USING (concert_id) WHERE s.status = 'settled' "
               "AND d.deal_type = 'plus' ORDER BY 1")[0]


def test_every_deal_type_stands_side_by_side_with_its_odds_before_the_show_is_even_on_sale():
    announced = ids("SELECT concert_id FROM concert JOIN forecast USING (concert_id) "
                    "WHERE phase = 'announced' AND p10 IS NOT NULL ORDER BY 1")
    frame = settlements.what_if(concert_id=announced[0], terms=VERSUS)
    assert len(frame) == 7
    assert frame.loc[0, ["deal", "agreed"]].tolist() == ["versus net", True]
    assert ((frame["chance_of_loss"] + frame["chance_of_profit"]) == 1).all()
    assert frame["chance_of_overage"].between(0, 1).all()
    assert (frame["walkout_lo"] <= frame["walkout"]).all()
    assert (frame["walkout"] <= frame["walkout_hi"]).all()
    assert (frame["change"] == 0).all()


def test_dearer_tickets_that_lose_nobody_pay_the_promoter_of_a_flat_deal_more(coming):
    frame = settlements.what_if(concert_id=coming, terms=VERSUS, change=WhatIf(price=D("1.2"))).set_index("deal")
    assert frame.loc["flat", "change"] > 0
    assert frame.loc["flat", "walkout"] == 500


def test_one_night_with_adjustments_keeps_the_money_and_shows_each(settled):
    plain, adjusted = (settlements.pooled(concert_ids=(settled,), adjustments=each).set_index("label")["amount"]
                       for each in ((), (Adjustment(label="buyout", amount=D(200)),)))
    assert adjusted["Promoter result"] == plain["Promoter result"] - 200
    assert adjusted["Balance due"] == plain["Balance due"] + 200
    assert plain["Promoter result"] == D(str(concerts.one(concert_id=settled)["promoter_result"].iloc[0]))


def test_nights_on_one_deal_are_pooled_and_a_bad_one_eats_into_the_back_end_of_a_good_one():
    alike = query("SELECT list(concert_id ORDER BY concert_id) AS ids FROM deal JOIN settlement s USING (concert_id) "
                  "WHERE s.status = 'settled' AND deal_type <> 'flat' GROUP BY deal_type, basis, pct, promoter_profit_pct "
                  "HAVING count(*) > 1 ORDER BY ids").to_pylist()[0]["ids"][:2]
    together = settlements.pooled(concert_ids=tuple(alike)).set_index("label")["amount"]
    alone = [settlements.pooled(concert_ids=(one,)).set_index("label")["amount"] for one in alike]
    assert together["Gross"] == sum(night["Gross"] for night in alone)
    assert -together["Walkout"] <= -sum(night["Walkout"] for night in alone) + D("0.01")


def test_nights_on_different_deals_and_circular_mixes_are_refused_with_the_reason():
    def first(deal: str) -> str:
        return ids(f"SELECT concert_id FROM deal_outcome WHERE agreed AND deal = '{deal}' ORDER BY 1")[0]

    with pytest.raises(DealError, match="circular"):
        settlements.pooled(concert_ids=(first("plus net"), first("versus net")))
    with pytest.raises(DealError, match="cannot be pooled"):
        settlements.pooled(concert_ids=(first("plus net"), first("flat")))


def test_what_the_other_deal_would_have_paid_stands_on_what_was_sold(settled):
    frame = concerts.deal_outcomes(concert_id=settled)
    assert set(frame["basis"]) == {"sold"}
    assert len(frame) == 7
    assert frame.loc[frame["agreed"], "promoter_result"].item() == concerts.one(concert_id=settled)["promoter_result"].item()
    assert frame["chance_of_loss"].isna().all()


def test_a_played_show_has_no_expected_result_left(settled):
    assert concerts.one(concert_id=settled)["result_mid"].isna().all()


def test_budget_against_actual_is_the_difference_of_the_two_at_the_same_tickets(settled):
    frame = concerts.budget(concert_id=settled)
    assert len(frame) > 3
    both = frame.dropna(subset=["budgeted", "actual"])
    assert both["difference"].to_numpy() == pytest.approx((both["actual"] - both["budgeted"]).to_numpy(), abs=0.001)


def test_a_show_without_a_forecast_or_that_nobody_knows_says_why(settled):
    with pytest.raises(DealError, match="no forecast"):
        settlements.what_if(concert_id=settled)
    with pytest.raises(QueryError, match="nobody"):
        settlements.what_if(concert_id="nobody")


def test_the_risk_list_begins_with_shows_under_break_even_and_leaves_out_those_on_track():
    frame = concerts.at_risk(filters=Filters())
    assert len(frame) > 2
    rank = frame["why"].map({"under break-even": 0, "behind": 1, "watch": 2})
    assert rank.is_monotonic_increasing
    assert ((frame["p50"] < frame["break_even_tickets"]) == (frame["why"] == "under break-even")).all()
    assert (frame.loc[frame["why"] == "watch", "pace"] < 96.5).all()
    money = frame[frame["why"] == frame["why"].iloc[0]]["at_stake"].fillna(0)
    assert money.is_monotonic_decreasing


def test_the_sheet_is_a_pdf_of_one_page_that_says_where_it_comes_from(settled, coming):
    for concert_id in (settled, coming):
        sheet = settlement_sheet.settlement_sheet(concert_id=concert_id)
        assert sheet.pdf.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", sheet.pdf)) == 1
        assert sheet.name.endswith("-sample.pdf")
    with pytest.raises(QueryError):
        settlement_sheet.settlement_sheet(concert_id="nobody")
