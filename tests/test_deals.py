"""Deals and settlement: the golden case, the formulas against exact fractions, and what must always hold."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deals import (
    Adjustment,
    BoxOffice,
    Deal,
    Expense,
    Night,
    Outcome,
    Settlement,
    TicketSales,
    break_even_tickets,
    budget_against_actual,
    chances,
    outcomes,
    refuse_circular_mix,
    settle,
    settle_cross_collateral,
    what_other_deals_pay,
)
from core.errors import DealError

D = Decimal
CENT = D("0.01")


# ---- The golden case: 500 at 20 and 500 at 25, 1 a ticket to the house, 6.5 % tax inside, G 5,000, E 6,000


def tickets(name: str, price: str, qty: int, **terms) -> TicketSales:
    return TicketSales.at_face_value(name, D(price), qty, **terms)


GOLDEN_TERMS = {"facility_fee": D(1), "tax_rate": D(".065")}
GOLDEN_HOUSE = BoxOffice([tickets("Floor", "20", 500, **GOLDEN_TERMS), tickets("Seats", "25", 500, **GOLDEN_TERMS)])
GOLDEN_COSTS = [Expense(category="All costs", actual=D(6000))]


def golden_deal(deal_type: str = "plus", basis: str = "net", profit: str = "0", **terms) -> Deal:
    return Deal(
        deal_type=deal_type,
        basis=basis,
        guarantee=D(5000),
        pct=D(".85"),
        promoter_profit_pct=D(profit),
        **terms,
    )


def line(settlement: Settlement, label: str):
    return next(each for each in settlement.lines if each.label == label)


@pytest.mark.parametrize(
    ("deal_type", "basis", "profit", "split_point", "overage", "walkout", "promoter_result"),
    [
        ("flat", "net", "0", None, None, "5000.00", "9187.79"),
        ("plus", "net", "0", "11000.00", "9187.79", "12809.62", "1378.17"),
        ("plus", "net", ".15", "12650.00", "7537.79", "11407.12", "2780.67"),
        ("versus", "net", "0", "6000.00", "12059.62", "12059.62", "2128.17"),
        ("versus", "net", ".15", "6900.00", "11294.62", "11294.62", "2893.17"),
        ("versus", "gross", "0", None, "17159.62", "17159.62", "-2971.83"),
    ],
)
def test_the_golden_case_settles_to_the_cent(deal_type, basis, profit, split_point, overage, walkout, promoter_result):
    settled = settle(golden_deal(deal_type, basis, profit), GOLDEN_HOUSE, GOLDEN_COSTS)
    box_office = (settled.gross, settled.fees, settled.adjusted_gross, settled.tax, settled.net_gross)
    assert [str(figure) for figure in box_office] == [
        "22500.00",
        "1000.00",
        "21500.00",
        "1312.21",
        "20187.79",
    ]
    figures = (settled.split_point, settled.overage, settled.walkout, settled.promoter_result)
    assert [figure and str(figure) for figure in figures] == [split_point, overage, walkout, promoter_result]


def test_the_golden_case_breaks_even_at_545_tickets():
    assert break_even_tickets(golden_deal(), GOLDEN_HOUSE, GOLDEN_COSTS, sellable=1000) == (545, 545, "")


def test_the_sheet_reads_as_the_trade_reads_it():
    settled = settle(golden_deal(profit=".15", deposit=D(2500)), GOLDEN_HOUSE, GOLDEN_COSTS)
    assert [(each.label, str(each.amount), each.part) for each in settled.lines] == [
        ("Floor", "10000.00", "detail"),
        ("Seats", "12500.00", "detail"),
        ("Gross", "22500.00", "total"),
        ("Refunds", "0.00", "step"),
        ("Facility fees", "-1000.00", "step"),
        ("Pre-settlement fees", "0.00", "step"),
        ("Adjusted gross", "21500.00", "total"),
        ("Tax 6.5 % in the price", "-1312.21", "step"),
        ("Net gross", "20187.79", "total"),
        ("All costs", "-6000.00", "step"),
        ("Net to split", "14187.79", "total"),
        ("Split point", "12650.00", "working"),
        ("Overage / back end", "7537.79", "working"),
        ("Walkout", "-11407.12", "step"),
        ("Promoter result", "2780.67", "total"),
        ("Walkout to pay", "11407.12", "payment"),
        ("Deposit", "-2500.00", "payment"),
        ("Balance due", "8907.12", "payment"),
    ]
    assert line(settled, "Walkout").rule == (
        "walkout = guarantee + pct x max(0, net gross - split point), pct 85 %, promoter profit 15 %"
    )
    assert {each.certainty for each in settled.lines} == {"actual"}


# ---- From gross to net gross


def test_refunds_come_off_before_fees_and_a_refunded_ticket_owes_none():
    floor = tickets("Floor", "20", 100, facility_fee=D(2), refunded_qty=10, refunded_amount=D(200))
    settled = settle(golden_deal(), BoxOffice([floor]))
    assert (settled.tickets, settled.gross, settled.refunded, settled.fees) == (90, 2000, 200, 180)
    assert settled.adjusted_gross == settled.net_gross == 1620
    assert line(settled, "Refunds").amount == -200


def test_tax_on_top_of_the_price_is_not_taken_from_the_gross():
    house = BoxOffice([tickets("Floor", "20", 100, tax_rate=D(".1"), tax_included=False)])
    settled = settle(golden_deal(), house)
    assert (settled.tax, settled.net_gross) == (0, 2000)
    assert "on top" in line(settled, "Tax 10 % on top").rule


def test_each_tax_rate_is_divided_out_by_itself():
    house = BoxOffice(
        [
            tickets("Standing", "10.70", 100, tax_rate=D(".07")),
            tickets("Package", "119", 10, tax_rate=D(".19")),
            tickets("Charity", "10", 10),
        ]
    )
    settled = settle(golden_deal(), house)
    assert settled.net_gross == 1000 + 1000 + 100
    assert line(settled, "Tax 7 % in the price").amount == -70
    assert line(settled, "Tax 19 % in the price").amount == -190


def test_comps_owe_no_fee_and_bring_no_gross():
    with_comps = BoxOffice([tickets("Floor", "20", 100, facility_fee=D(2), comps=40)])
    without = BoxOffice([tickets("Floor", "20", 100, facility_fee=D(2))])
    assert with_comps.takings == without.takings


# ---- Expenses


def test_each_unit_is_charged_on_its_own_count():
    house = BoxOffice([tickets("Floor", "21.40", 100, tax_rate=D(".07"))], drop_count=90)
    costs = [
        Expense(category="Rent", actual=D(500)),
        Expense(category="Ticketing", kind="variable", unit="per_ticket", actual=D("1.50")),
        Expense(category="Security", kind="variable", unit="per_attendee", actual=D(2)),
        Expense(category="Cards", kind="variable", unit="pct_gross", actual=D(".03")),
        Expense(category="Licence", kind="variable", unit="pct_net_gross", actual=D(".04")),
    ]
    settled = settle(golden_deal(), house, costs)
    steps = [line(settled, cost.category).amount for cost in costs]
    assert steps == [D(-500), D(-150), D(-180), D("-64.20"), D(-80)]
    assert settled.expenses == D("974.20")


def test_an_expense_without_an_actual_uses_its_budget_and_makes_the_result_an_estimate():
    costs = [
        Expense(category="Rent", budgeted=D(900), actual=D(1000)),
        Expense(category="Ads", budgeted=D(300)),
    ]
    settled = settle(golden_deal(), GOLDEN_HOUSE, costs)
    assert settled.expenses == 1300
    certainties = {each.label: each.certainty for each in settled.lines}
    assert (certainties["Rent"], certainties["Ads"]) == ("actual", "estimate")
    assert certainties["Net gross"] == "actual"
    assert certainties["Walkout"] == certainties["Promoter result"] == "estimate"


def test_a_walkout_is_only_as_sure_as_what_it_rests_on():
    guess = [Expense(category="Ads", budgeted=D(300))]

    def walkout(deal_type: str, basis: str, **how) -> str:
        return line(settle(golden_deal(deal_type, basis), GOLDEN_HOUSE, guess, **how), "Walkout").certainty

    assert walkout("flat", "net", preview=True) == "actual"
    assert (walkout("versus", "gross"), walkout("versus", "gross", preview=True)) == ("actual", "estimate")
    assert walkout("versus", "net") == "estimate"


def test_attendees_nobody_counted_are_the_tickets_and_the_line_says_so():
    cost = Expense(category="Security", unit="per_attendee", actual=D(2))
    guessed = line(settle(golden_deal(), GOLDEN_HOUSE, [cost]), "Security")
    counted = line(settle(golden_deal(), replace(GOLDEN_HOUSE, drop_count=950), [cost]), "Security")
    assert (guessed.amount, guessed.certainty, counted.amount, counted.certainty) == (
        -2000,
        "estimate",
        -1900,
        "actual",
    )
    assert "no drop count" in guessed.rule


def test_an_expense_nobody_put_a_figure_on_stands_on_the_sheet_and_says_so():
    unknown = line(settle(golden_deal(), GOLDEN_HOUSE, [Expense(category="Catering")]), "Catering")
    assert (unknown.amount, unknown.certainty) == (0, "estimate")
    assert "no budget and no actual" in unknown.rule


def test_budget_stands_against_actual_on_the_same_crowd():
    costs = [
        Expense(category="Ticketing", unit="per_ticket", budgeted=D("1.50"), actual=D("1.75")),
        Expense(category="Ads", kind="variable", budgeted=D(300)),
    ]
    ticketing, ads = budget_against_actual(costs, GOLDEN_HOUSE.takings)
    assert ticketing[2:] == (1500, 1750, 250)
    assert ads == ("Ads", "variable", 300, None, None)


# ---- The deal


def test_bonus_tiers_pay_the_highest_one_reached_by_tickets_kept():
    deal = golden_deal("flat", bonus_tiers=((800, D(500)), (900, D(750))))
    paid = {qty: settle(deal, BoxOffice([tickets("Floor", "20", qty)])).bonus for qty in (799, 800, 900)}
    assert paid == {799: 0, 800: 500, 900: 750}
    refunded = tickets("Floor", "20", 801, refunded_qty=2, refunded_amount=D(40))
    settled = settle(deal, BoxOffice([refunded]))
    assert (settled.tickets, settled.bonus, settled.walkout) == (799, 0, 5000)


def test_the_bonus_is_inside_the_walkout_and_comes_out_of_the_promoters_result():
    plain = settle(golden_deal(), GOLDEN_HOUSE, GOLDEN_COSTS)
    rewarded = settle(golden_deal(bonus_tiers=((800, D(500)),)), GOLDEN_HOUSE, GOLDEN_COSTS)
    assert rewarded.walkout - plain.walkout == plain.promoter_result - rewarded.promoter_result == 500


def test_a_deposit_above_the_walkout_is_owed_back():
    settled = settle(Deal(deal_type="door", pct=D(".8"), deposit=D(1000)), BoxOffice([tickets("Floor", "10", 50)]))
    assert (settled.walkout, settled.balance_due) == (400, -600)
    assert "the artist owes it" in line(settled, "Balance due").rule


def test_an_adjustment_is_borne_by_the_promoter_unless_it_is_passed_on():
    plain = settle(golden_deal(), GOLDEN_HOUSE, GOLDEN_COSTS)
    buyout = Adjustment(label="Catering buyout", amount=D(200))
    withheld = Adjustment(label="Tax withheld", amount=D(-1500), passed_on=True)
    settled = settle(golden_deal(), GOLDEN_HOUSE, GOLDEN_COSTS, adjustments=[buyout, withheld])
    assert settled.walkout == plain.walkout
    assert settled.promoter_result == plain.promoter_result - 200
    assert settled.balance_due == plain.balance_due + 200 - 1500


def test_a_guarantee_on_a_door_deal_is_left_out_and_the_sheet_says_so():
    settled = settle(golden_deal("door"), GOLDEN_HOUSE, GOLDEN_COSTS)
    assert settled.walkout == D("12059.62")
    assert "no guarantee" in line(settled, "Walkout").rule


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("plus", "net"), ("plus", "gross")),
        (("plus", "net"), ("versus", "net")),
        (("versus", "gross"), ("versus", "net")),
    ],
)
def test_circular_mixes_on_one_show_are_refused_with_the_reason_and_a_way_out(one, other):
    with pytest.raises(DealError, match="circular") as refused:
        refuse_circular_mix([golden_deal("flat"), golden_deal(*one), golden_deal(*other)])
    assert "flat" in refused.value.remedy


def test_other_mixes_on_one_show_are_let_through():
    refuse_circular_mix([golden_deal("plus", "net"), golden_deal("plus", "net"), golden_deal("flat")])
    refuse_circular_mix([golden_deal("plus", "gross"), golden_deal("versus", "gross"), golden_deal("door")])


@pytest.mark.parametrize(
    "build",
    [
        lambda: Deal(deal_type="versus", pct=D(".85")),
        lambda: Deal(deal_type="plus", guarantee=D(5000)),
        lambda: Deal(deal_type="split", guarantee=D(5000)),
        lambda: Deal(deal_type="plus", basis="nett", guarantee=D(5000), pct=D(".85")),
        lambda: Deal(deal_type="door", pct=D(85)),
        lambda: Deal(deal_type="door", pct=0.85),
        lambda: Deal(deal_type="flat", guarantee=D("NaN")),
        lambda: Deal(deal_type="flat", guarantee=D(-1)),
        lambda: Deal(deal_type="flat", guarantee=D(1), promoter_profit_pct=None),
        lambda: Expense(category="Cards", unit="pct_gross", actual=D(3)),
        lambda: Expense(category="Cards", unit="per_head"),
        lambda: tickets("Floor", "20", 10, refunded_qty=11),
        lambda: Adjustment(label="Buyout", amount=200.0),
    ],
)
def test_terms_that_cannot_be_settled_are_refused_with_a_remedy(build):
    with pytest.raises(DealError) as refused:
        build()
    assert refused.value.remedy


# ---- Several nights, other deals


def test_cross_collateral_lets_a_bad_night_eat_into_a_good_one():
    good = Night("Friday", golden_deal("versus"), GOLDEN_HOUSE, GOLDEN_COSTS)
    bad = replace(good, name="Saturday", box_office=BoxOffice([tickets("Floor", "20", 100)]))
    apart = [settle(night.deal, night.box_office, night.expenses) for night in (good, bad)]
    pooled = settle_cross_collateral([good, bad])
    assert pooled.net_gross == sum(each.net_gross for each in apart)
    assert [each.walkout for each in apart] == [D("12059.62"), 5000]
    # .85 x (22,187.79 - 12,000) stays below the two guarantees.
    assert (pooled.overage, pooled.walkout) == (D("8659.62"), 10000)


def test_pooled_nights_count_bonus_tiers_and_attendees_night_by_night():
    deal = golden_deal("flat", bonus_tiers=((600, D(500)),), deposit=D(1000))
    security = [Expense(category="Security", unit="per_attendee", actual=D(2))]
    counted = BoxOffice([tickets("Floor", "20", 500)], drop_count=450)
    uncounted = BoxOffice([tickets("Floor", "20", 700)])
    pooled = settle_cross_collateral([Night("Fri", deal, counted, security), Night("Sat", deal, uncounted, security)])
    assert (pooled.bonus, pooled.walkout, pooled.deposit, pooled.expenses) == (500, 10500, 2000, 2300)
    assert line(pooled, "Fri: Security").certainty == "actual"
    assert line(pooled, "Sat: Security").certainty == "estimate"


def test_nights_on_different_terms_cannot_be_pooled():
    nights = [Night(name, golden_deal(name), GOLDEN_HOUSE) for name in ("plus", "versus")]
    with pytest.raises(DealError, match="plus net, versus net"):
        settle_cross_collateral(nights)
    with pytest.raises(DealError, match="no night"):
        settle_cross_collateral([])


def test_every_other_deal_stands_beside_the_one_agreed():
    rows = {row.name: row for row in what_other_deals_pay(golden_deal(), GOLDEN_HOUSE, GOLDEN_COSTS)}
    assert {name: str(row.settlement.walkout) for name, row in rows.items()} == {
        "flat": "5000.00",
        "door net": "12059.62",
        "door gross": "17159.62",
        "plus net": "12809.62",
        "plus gross": "22159.62",
        "versus net": "12059.62",
        "versus gross": "17159.62",
    }


def test_a_deal_that_lacks_a_term_is_listed_with_the_reason():
    rows = what_other_deals_pay(Deal(deal_type="door", pct=D("0.85")), GOLDEN_HOUSE, GOLDEN_COSTS)
    assert [row.name for row in rows if row.settlement] == ["door net", "door gross"]
    assert all("guarantee" in row.reason for row in rows if not row.settlement)


def test_beside_a_flat_deal_the_others_are_asked_at_the_usual_share():
    rows = {row.name: row for row in what_other_deals_pay(Deal(deal_type="flat", guarantee=D(5000)), GOLDEN_HOUSE, GOLDEN_COSTS)}
    assert rows["flat"].deal.pct is None
    assert (rows["plus net"].settlement.walkout, rows["versus gross"].settlement.walkout) == (D("12809.62"), D("17159.62"))


# ---- Break-even and odds


def test_external_break_even_counts_expenses_that_move_with_the_tickets():
    house = BoxOffice([tickets("Floor", "20", 100)])
    costs = [
        Expense(category="Rent", actual=D(1000)),
        Expense(category="Ads", unit="per_ticket", actual=D(4)),
    ]
    found = break_even_tickets(golden_deal("flat"), house, costs, sellable=1000)
    assert found.internal == 320  # (1,000 + 400 + 5,000) / 20, with the 400 of today's 100 tickets
    assert found.external == 375  # (1,000 + 5,000) / (20 - 4)


def test_a_show_that_can_never_pay_says_so_and_how_near_it_comes():
    found = break_even_tickets(golden_deal("door", "gross"), GOLDEN_HOUSE, GOLDEN_COSTS, sellable=1000)
    assert found.external is None
    assert found.reason.endswith("the best is -2,971.83 at 1,000")
    assert break_even_tickets(golden_deal(), BoxOffice([]), sellable=10)[:2] == (None, None)


def test_a_bonus_that_costs_more_than_the_last_tickets_bring_is_a_warning():
    deal = golden_deal("flat", bonus_tiers=((990, D(20000)),))
    found = break_even_tickets(deal, GOLDEN_HOUSE, GOLDEN_COSTS, sellable=1000)
    assert (found.external, found.reason) == (545, "the promoter loses again at a full house")


def test_a_forecast_goes_through_the_deal_count_by_count():
    pushed = outcomes(golden_deal("versus"), [0, 400, 1000], GOLDEN_HOUSE, GOLDEN_COSTS)
    assert pushed == [
        Outcome(D("5000.00"), D("-11000.00"), False),
        Outcome(D("5000.00"), D("-2924.88"), False),
        Outcome(D("12059.62"), D("2128.17"), True),
    ]
    assert chances(pushed) == (2 / 3, 1 / 3)


def test_a_bonus_alone_is_no_overage():
    deal = golden_deal("versus", bonus_tiers=((100, D(500)),))
    assert not outcomes(deal, [400], GOLDEN_HOUSE, GOLDEN_COSTS)[0].overage


def test_a_forecast_without_prices_is_refused():
    with pytest.raises(DealError, match="price") as refused:
        outcomes(golden_deal(), [100], BoxOffice([]))
    assert "face value" in refused.value.remedy


# ---- What must always hold


def cents(low: int, high: int):
    return st.integers(low * 100, high * 100).map(lambda amount: D(amount) / 100)


def rates(high: str):
    return st.integers(0, int(D(high) * 1000)).map(lambda rate: D(rate) / 1000)


@st.composite
def ticket_types(draw):
    qty = draw(st.integers(1, 3000))
    price = draw(cents(5, 300))
    refunded = draw(st.integers(0, qty // 10))
    return tickets(
        draw(st.sampled_from(["Floor", "Seats", "Balcony"])),
        str(price),
        qty,
        facility_fee=draw(cents(0, 3)),
        pre_settlement_fee=draw(cents(0, 1)),
        tax_rate=draw(st.sampled_from([D(0), D(".065"), D(".07"), D(".1"), D(".19")])),
        tax_included=draw(st.booleans()),
        refunded_qty=refunded,
        refunded_amount=price * refunded,
    )


# Shares of the gross stay small enough that an extra euro of gross brings more than it costs.
COSTS = st.lists(
    st.one_of(
        st.builds(Expense, category=st.just("Rent"), actual=cents(0, 50_000)),
        st.builds(Expense, category=st.just("Ads"), budgeted=st.none() | cents(0, 20_000)),
        st.builds(Expense, category=st.just("Fee"), unit=st.just("per_ticket"), actual=cents(0, 2)),
        st.builds(Expense, category=st.just("Security"), unit=st.just("per_attendee"), actual=cents(0, 2)),
        st.builds(Expense, category=st.just("Cards"), unit=st.just("pct_gross"), actual=rates(".05")),
        st.builds(Expense, category=st.just("Licence"), unit=st.just("pct_net_gross"), actual=rates(".05")),
    ),
    max_size=6,
)
HOUSES = st.builds(BoxOffice, st.lists(ticket_types(), min_size=1, max_size=4), st.none() | st.integers(0, 10_000))
DEALS = st.builds(
    Deal,
    deal_type=st.sampled_from(["flat", "door", "plus", "versus"]),
    basis=st.sampled_from(["net", "gross"]),
    guarantee=cents(0, 60_000),
    pct=rates("1"),
    promoter_profit_pct=rates(".4"),
    bonus_tiers=st.lists(st.tuples(st.integers(0, 4000), cents(0, 5000)), max_size=3).map(tuple),
    deposit=cents(0, 5000),
)
ADJUSTMENTS = st.lists(
    st.builds(Adjustment, label=st.just("Buyout"), amount=cents(-500, 500), passed_on=st.booleans()),
    max_size=2,
)


@given(DEALS, HOUSES, COSTS)
def test_money_is_conserved_to_the_cent(deal, house, costs):
    settled = settle(deal, house, costs)
    assert settled.gross == settled.refunded + settled.fees + settled.adjusted_gross
    assert settled.adjusted_gross == settled.tax + settled.net_gross
    assert settled.net_gross == settled.expenses + settled.walkout + settled.promoter_result
    assert settled.walkout == settled.balance_due + settled.deposit


@given(DEALS, HOUSES, COSTS, ADJUSTMENTS, st.booleans())
def test_every_total_is_the_total_before_plus_the_steps_between(deal, house, costs, adjustments, preview):
    settled = settle(deal, house, costs, adjustments=adjustments, preview=preview)
    balance = None
    for each in settled.lines:
        assert each.amount == each.amount.quantize(CENT)
        if each.part == "step":
            balance += each.amount
        elif each.part == "total":
            assert balance in (None, each.amount), each.label
            balance = each.amount
    *paid, due = [each.amount for each in settled.lines if each.part == "payment"]
    assert sum(paid) == due == settled.balance_due


@given(DEALS, HOUSES, COSTS)
def test_the_formulas_agree_with_exact_fractions(deal, house, costs):
    settled = settle(deal, house, costs)
    net, expenses = net_gross_in_fractions(house), expenses_in_fractions(house, costs)
    earned = earned_in_fractions(deal, net, expenses)
    bonus = max([amount for needed, amount in deal.bonus_tiers if settled.tickets >= needed], default=0)
    for figure, exact in (
        (settled.net_gross, net),
        (settled.expenses, expenses),
        (settled.walkout, earned + Fraction(bonus)),
    ):
        assert abs(Fraction(figure) - exact) <= Fraction(1, 200) + Fraction(1, 10**15)


def net_gross_in_fractions(house: BoxOffice) -> Fraction:
    net = Fraction(0)
    for sold in house.sales:
        fees = (Fraction(sold.facility_fee) + Fraction(sold.pre_settlement_fee)) * (sold.qty - sold.refunded_qty)
        tax = Fraction(sold.tax_rate) if sold.tax_included else 0
        net += (Fraction(sold.gross) - Fraction(sold.refunded_amount) - fees) / (1 + tax)
    return net


def expenses_in_fractions(house: BoxOffice, costs: list[Expense]) -> Fraction:
    kept = sum(sold.qty - sold.refunded_qty for sold in house.sales)
    charged_on = {
        "flat": 1,
        "per_ticket": kept,
        "per_attendee": kept if house.drop_count is None else house.drop_count,
        "pct_gross": sum(Fraction(sold.gross) for sold in house.sales),
        "pct_net_gross": net_gross_in_fractions(house),
    }
    known = [(cost.unit, cost.budgeted if cost.actual is None else cost.actual) for cost in costs]
    return sum((Fraction(rate) * charged_on[unit] for unit, rate in known if rate is not None), Fraction(0))


def earned_in_fractions(deal: Deal, net: Fraction, expenses: Fraction) -> Fraction:
    guarantee, pct, profit = map(Fraction, (deal.guarantee, deal.pct, 1 + deal.promoter_profit_pct))
    of_gross = pct * max(Fraction(0), net)
    return {
        "flat": guarantee,
        "door net": pct * max(Fraction(0), net - expenses),
        "door gross": of_gross,
        "plus net": guarantee + pct * max(Fraction(0), net - (expenses + guarantee) * profit),
        "plus gross": guarantee + of_gross,
        "versus net": max(guarantee, pct * max(Fraction(0), net - expenses * profit)),
        "versus gross": max(guarantee, of_gross),
    }[deal.name]


@given(DEALS, HOUSES, COSTS, cents(0, 50))
def test_the_walkout_never_falls_when_gross_rises(deal, house, costs, more):
    dearer = replace(house, sales=[replace(sold, gross=sold.gross + more * sold.qty) for sold in house.sales])
    assert settle(deal, dearer, costs).walkout >= settle(deal, house, costs).walkout


@given(DEALS, HOUSES, st.integers(0, 4000), st.integers(0, 4000))
def test_the_walkout_never_falls_when_more_tickets_sell_at_fixed_costs(deal, house, fewer, more):
    fewer, more = sorted((fewer, more))
    low, high = outcomes(deal, [fewer, more], house, GOLDEN_COSTS)
    assert high.walkout >= low.walkout


@given(DEALS, HOUSES, COSTS)
def test_a_guarantee_is_paid_whatever_sells_and_no_deal_goes_below_nothing(deal, house, costs):
    settled = settle(deal, house, costs)
    assert settled.walkout >= (0 if deal.deal_type == "door" else deal.guarantee)
    if deal.deal_type == "flat":
        assert settled.walkout == deal.guarantee + settled.bonus


@given(DEALS, HOUSES, COSTS)
def test_a_forecast_of_todays_count_is_todays_settlement(deal, house, costs):
    settled = settle(deal, house, costs)
    assert outcomes(deal, [settled.tickets], house, costs)[0][:2] == (
        settled.walkout,
        settled.promoter_result,
    )


@given(DEALS, HOUSES, COSTS)
def test_refunding_everything_leaves_no_money_to_share(deal, house, costs):
    sales = [replace(sold, refunded_qty=sold.qty, refunded_amount=sold.gross) for sold in house.sales]
    settled = settle(deal, replace(house, sales=sales), costs)
    assert (settled.tickets, settled.fees, settled.net_gross) == (0, 0, 0)
    assert settled.refunded == settled.gross


@given(DEALS, HOUSES, COSTS, st.integers(0, 300))
def test_the_external_break_even_is_the_first_count_that_does_not_lose(deal, house, costs, sellable):
    found = break_even_tickets(deal, house, costs, sellable=sellable).external
    results = [each.promoter_result for each in outcomes(deal, range(sellable + 1), house, costs)]
    # A result is shown in cents, so a count within a cent of 0 may fall on either side.
    if found is not None:
        assert results[found] >= -CENT
    assert all(result <= CENT for result in results[:found])
