"""The usual fee, price and deal, and the expected share of the house pushed through it."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from core.booking import terms
from core.deals import BoxOffice, Deal, Expense, TicketSales, settle
from tests.booking.frames import shows

D = Decimal
BEFORE = date(2026, 1, 1)
ROW = {"deal_type": "versus", "guarantee": D(5000), "pct": D("0.85"), "basis": "net", "promoter_profit_pct": D("0.15"),
       "facility_fee": D("1.50"), "pre_settlement_fee": None, "tax_rate": D("0.2"), "tax_included": True}
COSTS = [{"category": "hire", "kind": "fixed", "unit": "flat", "budgeted": D(2000), "actual": None}]


def pushed(shares=(0.4, 0.6, 0.9), fee=5000.0, price=30.0):
    return terms.push(terms.terms_of(ROW, COSTS), fee, price, 1000, shares)


def test_the_expected_result_is_the_settlement_of_the_expected_tickets():
    deal = Deal(deal_type="versus", guarantee=D(5000), pct=D("0.85"), promoter_profit_pct=D("0.15"))
    sold = TicketSales.at_face_value("house", D(30), 600, facility_fee=D("1.50"), tax_rate=D("0.2"))
    settled = settle(deal, BoxOffice([sold]), [Expense(**COSTS[0])])
    assert pushed()["promoter_result"] == settled.promoter_result


def test_the_range_of_the_result_holds_every_count_between_its_ends():
    found = pushed()
    assert found["result_lo"] <= found["promoter_result"] <= found["result_hi"]
    for share in (0.4, 0.55, 0.9):
        assert found["result_lo"] <= pushed((share, share, share))["promoter_result"] <= found["result_hi"]
    assert found["break_even_tickets"] is not None


@pytest.mark.parametrize(("asked", "said"), [
    ({"fee": np.nan}, "a fee"), ({"price": np.nan}, "a price"), ({"shares": (np.nan,) * 3}, "an expected share")])
def test_without_a_part_there_is_no_result_but_a_reason(asked, said):
    found = pushed(**asked)
    assert found["promoter_result"] is None
    assert said in found["no_result"]


def test_a_show_without_a_deal_gives_no_terms():
    assert terms.terms_of(ROW | {"deal_type": None}, COSTS) is None
    assert "a deal on file" in terms.push(None, 1.0, 1.0, 10, (0.1, 0.2, 0.3))["no_result"]


def usual(past, artist_id, venue_id, genre):
    asked = pd.DataFrame({"artist_id": [artist_id], "genre": [genre]})
    return tuple(terms.Agreed(past, BEFORE).prices(asked, venue_id).iloc[0])


def test_the_usual_price_is_the_artists_own_else_of_its_genre_here_else_wider():
    past = shows(60)
    own = past[past["artist_id"] == past["artist_id"].iloc[0]].iloc[-1]
    assert usual(past, own["artist_id"], "big", None) == (
        own["price"], f"at its last show with us, {own['local_date']:%d %b %Y}")
    here = past[(past["venue_id"] == "big") & (past["genre"] == "Rock")]["price"].median()
    assert usual(past, "new", "big", "Rock") == (here, "median of Rock here")
    at_all = past.loc[past["venue_id"] == "big", "price"].median()
    assert usual(past, "new", "big", None) == (at_all, "median here")
    assert usual(past, "new", "elsewhere", "Opera") == (past["price"].median(), "median of our shows")
    nothing = usual(past.head(0), "new", "big", "Rock")
    assert np.isnan(nothing[0])
    assert nothing[1] == "no price on file"


def fee(past, full_house, before):
    return tuple(terms.Agreed(past, before).guarantees(pd.Series(["new"]), pd.Series([full_house])).iloc[0])


def test_a_fee_agreed_after_the_decision_plays_no_part():
    past = shows(60)
    when = past["decided_on"].iloc[30].date()
    raised = past.assign(guarantee=np.where(past["decided_on"] >= pd.Timestamp(when), 9999.0, past["guarantee"]))
    assert fee(raised, 20_000.0, when) == fee(past, 20_000.0, when)


def test_a_fee_nobody_can_say_is_missing_with_the_reason():
    assert fee(shows(60).head(3), 20_000.0, BEFORE)[1] == "3 past fees on file, 5 needed"
    amount, said = fee(shows(60), np.nan, BEFORE)
    assert np.isnan(amount)
    assert said == "no price or room to take a share of"


def test_costs_come_from_the_last_night_here_else_from_the_room_nearest_in_size():
    past = shows(60)
    here = past[past["venue_id"] == "small"].sort_values("decided_on")["concert_id"].iloc[-1]
    assert terms.Agreed(past, BEFORE).costed_show("small", 300) == here
    near = terms.Agreed(past, BEFORE).costed_show("elsewhere", 750)
    assert past.set_index("concert_id").loc[near, "venue_id"] == "big"
    assert terms.Agreed(past.head(0), BEFORE).costed_show("small", 300) is None


def test_no_dearer_ticket_sells_more_and_the_asked_price_keeps_its_share():
    shares = pd.DataFrame({"sell_through": [0.5, 0.4, 0.6, np.nan, 0.7, 0.3]})
    found = terms.never_rising(shares, pd.Series([20.0, 14.0, 17.0, 22.0, 25.0, 30.0]))
    assert found["sell_through"].tolist() == pytest.approx([0.5, 0.6, 0.6, np.nan, 0.5, 0.3], nan_ok=True)
