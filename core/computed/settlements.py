"""The settlement tables of a snapshot: every show settled on what it sold, and its forecast pushed through the deal.

`settle_all` takes plain rows and gives plain rows; publish brings the first and stores the second.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from core.computed.nights import NO_DEAL, Row, Show, by_concert, require_known_types, show_of, status_of
from core.deals import (
    Adjustment,
    BoxOffice,
    Deal,
    Outcome,
    Settlement,
    break_even_tickets,
    budget_against_actual,
    chances,
    outcomes,
    settle,
    what_other_deals_pay,
)
from core.errors import DealError

NEEDS_DEAL = ("Walkout", "Promoter result", "Walkout to pay", "Deposit", "Balance due")


class Tables(NamedTuple):
    """Rows of the snapshot's tables settlement, settlement_line, deal_outcome and budget_line."""

    settlement: list[Row]
    settlement_line: list[Row]
    deal_outcome: list[Row]
    budget_line: list[Row]


def settle_all(deals: Iterable[Row], tickets: Iterable[Row], expenses: Iterable[Row],
               adjustments: Mapping[str, Sequence[Adjustment]] | None = None) -> Tables:
    """Settle every show of `deals` (rows of settlements/deals.sql; the others likewise), with `adjustments` by show.

    A show whose figures cannot be settled keeps a row with the reason and no money.
    """
    types, costs = by_concert(tickets), by_concert(expenses)
    tables, made = Tables([], [], [], []), adjustments or {}
    for row in deals:
        concert_id = row["concert_id"]
        if concert_id not in types:
            continue
        try:
            require_known_types(row)
            add(tables, show_of(row, types[concert_id], costs[concert_id], made.get(concert_id, ())))
        except DealError as error:
            tables.settlement.append({"concert_id": concert_id, "status": status_of(row), "reason": str(error)})
    return tables


def add(tables: Tables, show: Show) -> None:
    deal, expected = show.deal or NO_DEAL, show.expected
    now = settle(deal, show.sold, show.expenses, adjustments=show.adjustments, preview=show.preview)
    even = break_even_tickets(deal, show.priced, show.expenses, sellable=show.sellable)
    pushed = outcomes(deal, show.tickets, show.priced, show.expenses, show.adjustments) if show.deal and show.tickets else []
    tables.settlement.append(settlement_row(show, now) | {
        "break_even_tickets": even.internal if show.deal else None,
        "break_even_external": even.external if show.deal else None,
        "reason": even.reason if show.deal else "no deal on file",
        **{name: amount for name, amount in spread_of(pushed).items() if name in SETTLEMENT_SPREAD}})
    tables.settlement_line.extend(line_rows(show, "sold", now))
    if show.basis == "forecast":
        likely = settle(deal, expected, show.expenses, adjustments=show.adjustments, preview=True)
        tables.settlement_line.extend(line_rows(show, "forecast", likely))
    if show.deal and (show.basis == "forecast" or not show.preview):
        tables.deal_outcome.extend({"concert_id": show.concert_id, "basis": show.basis} | row
                                   for row in deal_rows(show, show.deal, expected))
    tables.budget_line.extend(
        {"concert_id": show.concert_id, "basis": show.basis, "position": position, **variance._asdict()}
        for position, variance in enumerate(budget_against_actual(show.expenses, expected.takings)))


def settlement_row(show: Show, settled: Settlement) -> Row:
    row = {name: getattr(settled, name) for name in (
        "gross", "refunded", "adjusted_gross", "tax", "net_gross", "expenses", "split_point", "overage", "walkout",
        "promoter_result")}
    if show.deal is None:
        row |= {"walkout": None, "promoter_result": None}
    return row | {"concert_id": show.concert_id, "status": show.status}


def line_rows(show: Show, basis: str, settled: Settlement) -> list[Row]:
    return [{"concert_id": show.concert_id, "basis": basis, "position": position, "label": line.label,
             "amount": line.amount, "rule": line.rule, "state": line.certainty, "part": line.part,
             "is_total": line.part == "total"}
            for position, line in enumerate(settled.lines) if show.deal or line.label not in NEEDS_DEAL]


def deal_rows(show: Show, agreed: Deal, expected: BoxOffice) -> list[Row]:
    """Every kind of deal on the terms of the one agreed: what it pays on `expected`, and over the forecast tickets.

    Of a show that is over the money is known: odds are not asked.
    """
    rows = []
    for position, other in enumerate(what_other_deals_pay(agreed, expected, show.expenses, adjustments=show.adjustments,
                                                          preview=show.preview)):
        if other.deal is None or other.settlement is None:
            continue
        pushed = outcomes(other.deal, show.tickets, show.priced, show.expenses, show.adjustments) \
            if show.preview and show.tickets else []
        rows.append({"position": position, "deal": other.name, "agreed": other.name == agreed.name,
                     "walkout": other.settlement.walkout, "promoter_result": other.settlement.promoter_result,
                     **spread_of(pushed)})
    return rows


SETTLEMENT_SPREAD = ("result_lo", "result_hi", "chance_of_profit")
SPREAD = (*SETTLEMENT_SPREAD, "walkout_lo", "walkout_hi", "chance_of_loss", "chance_of_overage")


def spread_of(pushed: Sequence[Outcome]) -> Row:
    """80 % ranges of promoter result and walkout, chances of loss and overage; NULL without a range of tickets."""
    if not pushed:
        return dict.fromkeys(SPREAD)
    results = sorted(outcome.promoter_result for outcome in pushed)
    walkouts = sorted(outcome.walkout for outcome in pushed)
    cut, odds = len(pushed) // 10, chances(pushed)
    return {"result_lo": results[cut], "result_hi": results[-1 - cut], "chance_of_profit": 1 - odds.loss,
            "walkout_lo": walkouts[cut], "walkout_hi": walkouts[-1 - cut], "chance_of_loss": odds.loss,
            "chance_of_overage": odds.overage}
