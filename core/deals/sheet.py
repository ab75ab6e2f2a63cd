"""The settlement sheet: the figures line by line, each with the rule it follows and how sure it is."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.deals.box_office import BoxOffice, TaxBand
from core.deals.expenses import Expense
from core.deals.figures import Certainty, Line, Night, Settlement
from core.deals.money import ZERO, percent, plainly, taken_off, to_cents
from core.deals.terms import Adjustment
from core.deals.walkout import OVERAGE_RULES, RULES, SPLIT_POINT_RULES

UNIT_RULES = {
    "flat": "flat",
    "per_ticket": "a ticket kept",
    "per_attendee": "an attendee",
    "pct_gross": "of gross",
    "pct_net_gross": "of net gross",
}


def sheet_lines(
    figures: Settlement,
    nights: Sequence[Night],
    house: BoxOffice,
    adjustments: Sequence[Adjustment],
    preview: bool,
) -> tuple[Line, ...]:
    """All lines in sheet order. `house` is the nights' box offices as one; `preview` as in `settle`."""
    sold: Certainty = "estimate" if preview else "actual"
    expenses = list(_expense_lines(nights, sold))
    split = _of_sum([sold, *(line.certainty for line in expenses)])
    walkout = _walkout_certainty(nights, sold, split)
    return (
        *_gross_lines(nights, sold),
        *_net_lines(figures, house, sold),
        *expenses,
        Line("Net to split", figures.net_gross - figures.expenses, "net gross - expenses", split, "total"),
        *_artist_lines(figures, nights, walkout),
        *(
            Line(each.label, to_cents(-each.amount), "adjustment borne by the promoter", "actual", "step")
            for each in adjustments
            if not each.passed_on
        ),
        Line("Promoter result", figures.promoter_result, "what is left to the promoter", split, "total"),
        *_payment_lines(figures, adjustments, walkout),
    )


def _gross_lines(nights: Sequence[Night], sold: Certainty) -> Iterator[Line]:
    for night in nights:
        for tickets in night.box_office.sales:
            rule = f"{tickets.qty:,} sold at {plainly(tickets.face_value)} face value, {tickets.comps:,} comps"
            yield Line(_at(night, tickets.name), to_cents(tickets.gross), rule, sold, "detail")


def _net_lines(figures: Settlement, house: BoxOffice, sold: Certainty) -> Iterator[Line]:
    refunds, facility, pre_settlement = taken_off(
        house.gross, (house.refunded, house.facility_fees, house.pre_settlement_fees)
    )
    yield Line("Gross", figures.gross, "money paid for tickets, before refunds", sold, "total")
    yield Line("Refunds", refunds, "given back before anything else", sold, "step")
    yield Line("Facility fees", facility, "fee x tickets kept", sold, "step")
    yield Line("Pre-settlement fees", pre_settlement, "fee x tickets kept", sold, "step")
    yield Line("Adjusted gross", figures.adjusted_gross, "gross - refunds - fees", sold, "total")
    bands = [band for band in house.tax_bands if band.rate]
    for band, tax in zip(bands, taken_off(house.adjusted_gross, (band.tax for band in bands)), strict=True):
        yield _tax_line(band, tax, sold)
    yield Line("Net gross", figures.net_gross, "adjusted gross - tax", sold, "total")


def _tax_line(band: TaxBand, tax: Decimal, sold: Certainty) -> Line:
    if band.included:
        rule = "inside the price: net gross = adjusted gross / (1 + tax)"
        return Line(f"Tax {percent(band.rate)} in the price", tax, rule, sold, "step")
    rule = "on top of the price: paid beside the gross, so nothing comes off"
    return Line(f"Tax {percent(band.rate)} on top", tax, rule, sold, "step")


def _expense_lines(nights: Sequence[Night], sold: Certainty) -> Iterator[Line]:
    entries = [(night, expense) for night in nights for expense in night.expenses]
    steps = taken_off(ZERO, (expense.cost(night.box_office.takings) for night, expense in entries))
    for (night, expense), step in zip(entries, steps, strict=True):
        uncounted = expense.unit == "per_attendee" and night.box_office.drop_count is None
        certainty = _expense_certainty(expense, uncounted, sold)
        yield Line(_at(night, expense.category), step, _expense_rule(expense, uncounted), certainty, "step")


def _expense_certainty(expense: Expense, uncounted: bool, sold: Certainty) -> Certainty:
    if expense.actual is None or uncounted:
        return "estimate"
    return "actual" if expense.unit == "flat" else sold


def _expense_rule(expense: Expense, uncounted: bool) -> str:
    if expense.actual is None and expense.budgeted is None:
        return "no budget and no actual: counted as nothing until one is known"
    rate = percent(expense.rate) if expense.unit.startswith("pct_") else plainly(expense.rate)
    rule = f"{rate} {UNIT_RULES[expense.unit]}, {'budgeted' if expense.actual is None else 'actual'}"
    return f"{rule}; no drop count, so charged on tickets kept" if uncounted else rule


def _artist_lines(figures: Settlement, nights: Sequence[Night], certainty: Certainty) -> Iterator[Line]:
    deal = nights[0].deal
    if figures.split_point is not None:
        yield Line("Split point", figures.split_point, SPLIT_POINT_RULES[deal.name], certainty, "working")
    if figures.overage is not None:
        yield Line("Overage / back end", figures.overage, OVERAGE_RULES[deal.name], certainty, "working")
    if any(night.deal.bonus_tiers for night in nights):
        rule = "the highest tier reached by tickets kept, paid on top of the deal"
        yield Line("Bonus", figures.bonus, rule, certainty, "working")
    yield Line("Walkout", -figures.walkout, _walkout_rule(nights), certainty, "step")


def _walkout_rule(nights: Sequence[Night]) -> str:
    deal = nights[0].deal
    terms = "" if deal.name == "flat" else f", pct {percent(deal.share)}"
    if deal.name in SPLIT_POINT_RULES:
        terms += f", promoter profit {percent(deal.promoter_profit_pct)}"
    if deal.deal_type == "door" and any(night.deal.guarantee for night in nights):
        terms += "; a door deal has no guarantee, the one on file is left out"
    pooled = f"; {len(nights)} nights pooled" if len(nights) > 1 else ""
    return RULES[deal.name] + terms + pooled


def _walkout_certainty(nights: Sequence[Night], sold: Certainty, split: Certainty) -> Certainty:
    """A guarantee is certain, a share of gross as sure as the tickets, a share of net as the expenses too."""
    deal = nights[0].deal
    if deal.deal_type != "flat":
        return sold if deal.basis == "gross" else split
    return sold if any(night.deal.bonus_tiers for night in nights) else "actual"


def _payment_lines(figures: Settlement, adjustments: Sequence[Adjustment], certainty: Certainty) -> Iterator[Line]:
    yield Line("Walkout to pay", figures.walkout, "guarantee, back end and bonus", certainty, "payment")
    for each in adjustments:
        rule = "settled with the artist" + (", passed on to others" if each.passed_on else "")
        yield Line(each.label, to_cents(each.amount), rule, "actual", "payment")
    yield Line("Deposit", to_cents(-figures.deposit), "paid before the show", "actual", "payment")
    rule = "walkout + adjustments - deposit" + ("; the artist owes it" if figures.balance_due < 0 else "")
    yield Line("Balance due", figures.balance_due, rule, certainty, "payment")


def _at(night: Night, label: str) -> str:
    return f"{night.name}: {label}" if night.name else label


def _of_sum(certainties: Sequence[Certainty]) -> Certainty:
    """A sum is an estimate as soon as one part of it is."""
    return "estimate" if "estimate" in certainties else "actual"
