"""The settlement tables of a snapshot: every show settled on what it sold, and its forecast pushed through the deal.

`settle_all` takes plain rows and gives plain rows; publish brings the first and stores the second.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from core.deals import (
    BoxOffice,
    Deal,
    Expense,
    Outcome,
    Settlement,
    TicketSales,
    break_even_tickets,
    outcomes,
    settle,
    what_other_deals_pay,
)
from core.errors import DealError

Row = dict[str, Any]
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
DRAWS = 21
NO_DEAL = Deal(deal_type="flat", guarantee=Decimal(0))


class Tables(NamedTuple):
    """Rows of the snapshot's tables settlement, settlement_line and deal_outcome."""

    settlement: list[Row]
    settlement_line: list[Row]
    deal_outcome: list[Row]


class Show(NamedTuple):
    """What one settlement needs. `plan` is the house sold out at face value; `tickets` the forecast, evenly likely."""

    concert_id: str
    status: str
    sellable: int
    deal: Deal | None
    sold: BoxOffice
    plan: BoxOffice
    expenses: Sequence[Expense]
    tickets: Sequence[int]
    median: int | None


def settle_all(deals: Iterable[Row], tickets: Iterable[Row], expenses: Iterable[Row]) -> Tables:
    """Settle every show of `deals` (rows of inputs/settlement_deals.sql; the others likewise).

    A show whose figures cannot be settled keeps a row with the reason and no money.
    """
    types, costs = by_concert(tickets), by_concert(expenses)
    tables = Tables([], [], [])
    for row in deals:
        concert_id = row["concert_id"]
        if concert_id not in types:
            continue
        try:
            add(tables, show_of(row, types[concert_id], costs[concert_id]))
        except DealError as error:
            tables.settlement.append({"concert_id": concert_id, "status": status_of(row), "reason": str(error)})
    return tables


def by_concert(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["concert_id"]].append(row)
    return grouped


def show_of(row: Row, types: list[Row], costs: list[Row]) -> Show:
    terms = [{k: v for k, v in t.items() if k not in ("concert_id", "sellable")} for t in types]
    sold = BoxOffice([TicketSales(**t) for t in terms], row["drop_count"])
    planned = [TicketSales.at_face_value(t["name"], t["face_value"], t["sellable"], **fees_of(t)) for t in types]
    expenses = [Expense(**{k: v for k, v in cost.items() if k != "concert_id"}) for cost in costs]
    return Show(row["concert_id"], status_of(row), row["sellable"] or 0, deal_of(row), sold, BoxOffice(planned), expenses,
                draws(row), None if row["p50"] is None else round(row["p50"]))


def fees_of(ticket_type: Row) -> Row:
    return {k: ticket_type[k] for k in ("facility_fee", "pre_settlement_fee", "tax_rate", "tax_included", "comps")}


def status_of(row: Row) -> str:
    """settled and in_settlement as the desk says; a show that is over and not settled is in settlement."""
    if row["deal_status"] == "settled":
        return "settled"
    return "in_settlement" if row["deal_status"] == "in_settlement" or row["phase"] == "played" else "preview"


def deal_of(row: Row) -> Deal | None:
    if row["deal_type"] is None:
        return None
    tiers = tuple((tier["tickets"], tier["amount"]) for tier in row["bonus_tiers"] or ())
    return Deal(deal_type=row["deal_type"], guarantee=row["guarantee"], pct=row["pct"], basis=row["basis"] or "net",
                promoter_profit_pct=row["promoter_profit_pct"] or Decimal(0), bonus_tiers=tiers,
                deposit=row["deposit"] or Decimal(0))


def draws(row: Row) -> list[int]:
    """Equally likely final tickets behind a forecast's quantiles; empty where the range was declined.

    Between the quantiles the line is straight; beyond the outer ones it goes on at the same slope, within
    sold and sellable.
    """
    points = [row[f"p{round(q * 100)}"] for q in QUANTILES]
    if any(point is None for point in points):
        return []
    below, above = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    low, high = row["tickets_sold"] or 0, row["sellable"] or points[-1]
    at = (np.arange(DRAWS) + 0.5) / DRAWS
    spread = np.interp(at, (0, *QUANTILES, 1), (below, *points, above))
    return [round(count) for count in np.clip(spread, min(low, high), high)]


def add(tables: Tables, show: Show) -> None:
    deal = show.deal or NO_DEAL
    preview = show.status == "preview"
    now = settle(deal, show.sold, show.expenses, preview=preview)
    priced = show.sold if show.sold.takings.tickets else show.plan
    pushed = outcomes(deal, show.tickets, priced, show.expenses) if show.deal and show.tickets else []
    even = break_even_tickets(deal, priced, show.expenses, sellable=show.sellable)
    tables.settlement.append(settlement_row(show, now) | {
        "break_even_tickets": even.external if show.deal else None,
        "reason": even.reason if show.deal else "no deal on file",
        **spread_of(pushed)})
    tables.settlement_line.extend(line_rows(show, "sold", now))
    if preview and show.median and priced.takings.tickets:
        expected = settle(deal, at_count(priced, show.median), show.expenses, preview=True)
        tables.settlement_line.extend(line_rows(show, "forecast", expected))
    if show.deal and preview and show.median:
        tables.deal_outcome.extend(outcome_rows(show, at_count(priced, show.median), priced))


def settlement_row(show: Show, settled: Settlement) -> Row:
    row = {name: getattr(settled, name) for name in (
        "gross", "refunded", "adjusted_gross", "tax", "net_gross", "expenses", "split_point", "overage", "walkout",
        "promoter_result")}
    if show.deal is None:
        row |= {"walkout": None, "promoter_result": None}
    return row | {"concert_id": show.concert_id, "status": show.status}


def line_rows(show: Show, basis: str, settled: Settlement) -> list[Row]:
    needs_deal = ("Walkout", "Promoter result", "Walkout to pay", "Deposit", "Balance due")
    return [{"concert_id": show.concert_id, "basis": basis, "position": position, "label": line.label,
             "amount": line.amount, "rule": line.rule, "state": line.certainty, "part": line.part,
             "is_total": line.part == "total"}
            for position, line in enumerate(settled.lines) if show.deal or line.label not in needs_deal]


def at_count(box_office: BoxOffice, tickets: int) -> BoxOffice:
    """The same house at another count of tickets: each type in proportion, whole tickets, money to the cent."""
    now = Decimal(box_office.takings.tickets)
    sales = []
    for sold in box_office.sales:
        kept = int((sold.kept * tickets / now).to_integral_value())
        each = (sold.gross - sold.refunded_amount) / sold.kept if sold.kept else sold.face_value
        sales.append(TicketSales(
            name=sold.name, face_value=sold.face_value, qty=kept, gross=(each * kept).quantize(Decimal("0.01")),
            comps=sold.comps, facility_fee=sold.facility_fee, pre_settlement_fee=sold.pre_settlement_fee,
            tax_rate=sold.tax_rate, tax_included=sold.tax_included))
    return BoxOffice(sales)


def outcome_rows(show: Show, expected: BoxOffice, priced: BoxOffice) -> list[Row]:
    assert show.deal is not None
    rows = []
    for position, other in enumerate(what_other_deals_pay(show.deal, expected, show.expenses, preview=True)):
        if other.deal is None or other.settlement is None:
            continue
        pushed = outcomes(other.deal, show.tickets, priced, show.expenses) if show.tickets else []
        rows.append({"concert_id": show.concert_id, "position": position, "deal": other.name,
                     "agreed": other.name == show.deal.name, "walkout": other.settlement.walkout,
                     "promoter_result": other.settlement.promoter_result, **spread_of(pushed)})
    return rows


def spread_of(pushed: Sequence[Outcome]) -> Row:
    """The 80 % range of the promoter result and the chance that it is not a loss; NULL without a range of tickets."""
    if not pushed:
        return {"result_lo": None, "result_hi": None, "chance_of_profit": None}
    results = sorted(outcome.promoter_result for outcome in pushed)
    cut = len(results) // 10
    return {"result_lo": results[cut], "result_hi": results[-1 - cut],
            "chance_of_profit": sum(result >= 0 for result in results) / len(results)}
