"""What a settlement is made of: the nights that go in, the figures and lines that come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from core.deals.box_office import BoxOffice
from core.deals.expenses import Expense
from core.deals.terms import Deal

Certainty = Literal["actual", "estimate"]
Part = Literal["detail", "total", "step", "working", "payment"]


@dataclass(frozen=True)
class Night:
    """One show as settlement sees it. `name` marks its lines when several nights are settled together."""

    name: str
    deal: Deal
    box_office: BoxOffice
    expenses: Sequence[Expense] = ()


class Line(NamedTuple):
    """One line of the sheet, in cents, in the order the trade reads it.

    `part`: detail (a ticket type inside the gross), total (a balance), step (moves one balance to the
    next; money going out is below 0), working (how the walkout comes about), payment (how it is paid).
    Totals and steps alone are the waterfall: every total is the total before plus the steps between.
    """

    label: str
    amount: Decimal
    rule: str
    certainty: Certainty
    part: Part


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The figures in cents, from gross to balance due, and the sheet that shows how each came about.

    `tickets` are those kept. `overage` is the deal's overage or back end; it and `split_point` are None
    where the deal has none. `walkout` holds `bonus`. `adjustments` are those the promoter bears.
    `balance_due` is what is still owed after deposit and all adjustments; below 0 the artist owes it.
    """

    tickets: int
    gross: Decimal
    refunded: Decimal
    fees: Decimal
    adjusted_gross: Decimal
    tax: Decimal
    net_gross: Decimal
    expenses: Decimal
    split_point: Decimal | None
    overage: Decimal | None
    bonus: Decimal
    walkout: Decimal
    adjustments: Decimal
    promoter_result: Decimal
    deposit: Decimal
    balance_due: Decimal
    lines: tuple[Line, ...] = ()
