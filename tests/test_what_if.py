"""Another price, another house: pure arithmetic on the golden case."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deals import BoxOffice, Deal, TicketSales, WhatIf, outcomes, takings_if, through
from core.errors import DealError

D = Decimal
TERMS = {"facility_fee": D(1), "tax_rate": D("0.065")}


def house(early: int, late: int) -> BoxOffice:
    return BoxOffice([TicketSales.at_face_value("early", D(20), early, **TERMS),
                      TicketSales.at_face_value("late", D(25), late, **TERMS)])


PLAN, NOTHING, HALF = house(500, 500), house(0, 0), house(200, 200)


def test_unchanged_a_count_takes_what_it_takes_anyway():
    [takings] = takings_if(WhatIf(), [800], HALF, HALF)
    assert takings == HALF.takings_at(800)


def test_a_dearer_ticket_raises_the_gross_but_not_the_fee_inside_it():
    [takings] = takings_if(WhatIf(price=D("1.1")), [1000], NOTHING, PLAN)
    assert takings.gross == D("24750.0")
    assert takings.net_gross == (D(24750) - 1000) / D("1.065")


def test_what_is_sold_stays_sold_at_its_price():
    [takings] = takings_if(WhatIf(price=D(2)), [600], HALF, HALF)
    assert (takings.tickets, takings.gross) == (600, 400 * D("22.5") + 200 * D(45))


def test_a_smaller_house_cuts_what_is_to_come_and_never_what_is_sold():
    counts = [takings.tickets for takings in takings_if(WhatIf(sellable=500), [450, 700], HALF, HALF)]
    assert counts == [450, 500]
    assert takings_if(WhatIf(sellable=100), [700], HALF, HALF)[0].tickets == 400


def test_a_larger_house_sells_no_more_than_the_forecast():
    assert takings_if(WhatIf(sellable=5000), [700], HALF, HALF)[0].tickets == 700


@pytest.mark.parametrize(("lost", "expected"), [("0", 1000), ("0.5", 950), ("2", 800), ("20", 0)])
def test_a_dearer_ticket_loses_the_share_that_was_assumed(lost, expected):
    change = WhatIf(price=D("1.1"), lost=D(lost))
    assert takings_if(change, [1000], NOTHING, PLAN)[0].tickets == expected


def test_a_price_below_nothing_is_refused():
    with pytest.raises(DealError, match="price"):
        WhatIf(price=D(-1))


@given(st.lists(st.integers(400, 1000), min_size=1, max_size=5), st.integers(5, 20), st.integers(0, 30))
def test_through_the_deal_no_change_is_the_published_outcome_and_money_is_conserved(tickets, tenths, lost):
    deal = Deal(deal_type="versus", guarantee=D(5000), pct=D("0.85"))
    assert through(deal, takings_if(WhatIf(), tickets, HALF, HALF)) == outcomes(deal, tickets, HALF)
    change = WhatIf(price=D(tenths) / 10, lost=D(lost) / 10)
    changed = takings_if(change, tickets, HALF, HALF)
    for takings, outcome in zip(changed, through(deal, changed), strict=True):
        assert abs(takings.net_gross - outcome.walkout - outcome.promoter_result) <= D("0.005")
        assert takings.tickets >= 400
