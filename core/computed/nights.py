"""One show as settlement sees it, made from rows as the questions of `queries/settlements` answer them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from core.deals import Adjustment, BoxOffice, Deal, Expense, TicketSales, at_count
from core.errors import DealError
from core.words import things

Row = dict[str, Any]
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
DRAWS = 21
NO_DEAL = Deal(deal_type="flat", guarantee=Decimal(0))


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
    adjustments: Sequence[Adjustment] = ()

    @property
    def preview(self) -> bool:
        return self.status == "preview"

    @property
    def priced(self) -> BoxOffice:
        """Where a ticket's price and mix come from: what is sold, before the first sale the plan."""
        return self.sold if self.sold.takings.tickets else self.plan

    @property
    def basis(self) -> str:
        """What `expected` stands on: the median forecast of a show to come that has one, else what is sold."""
        foreseen = self.preview and self.median is not None and self.priced.takings.tickets
        return "forecast" if foreseen else "sold"

    @property
    def expected(self) -> BoxOffice:
        """The box office that the settlement will be on, as far as is known."""
        return at_count(self.priced, self.median or 0) if self.basis == "forecast" else self.sold


def by_concert(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["concert_id"]].append(row)
    return grouped


def show_of(row: Row, types: list[Row], costs: list[Row], adjustments: Sequence[Adjustment] = ()) -> Show:
    """`row` of settlements/deals.sql, `types` of tickets.sql, `costs` of expenses.sql. Raises DealError."""
    terms = [{k: v for k, v in t.items() if k not in ("concert_id", "sellable")} for t in types]
    sold = BoxOffice([TicketSales(**t) for t in terms], row["drop_count"])
    plan = BoxOffice([TicketSales.at_face_value(t["name"], t["face_value"], t["sellable"], **fees_of(t))
                      for t in types])
    expenses = [Expense(**{k: v for k, v in cost.items() if k != "concert_id"}) for cost in costs]
    return Show(row["concert_id"], status_of(row), row["sellable"] or 0, deal_of(row), sold, plan, expenses,
                draws(row), None if row["p50"] is None else round(row["p50"]), adjustments)


def require_known_types(row: Row) -> None:
    """`row` of settlements/deals.sql. Raises DealError where tickets were sold whose fees and tax nobody told us."""
    if row["of_no_type"]:
        raise DealError(f"{things(row['of_no_type'], 'ticket')} sold of a type that is not on file.",
                        remedy="Import ticket_types.csv with every type that sales.csv names.")


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
