"""What a show costs, and on what each cost is charged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from core.deals.box_office import Takings
from core.deals.money import ONE, ZERO, require_amount, to_cents
from core.errors import DealError

Kind = Literal["fixed", "variable"]
Unit = Literal["flat", "per_ticket", "per_attendee", "pct_gross", "pct_net_gross"]

CHARGED_ON: dict[str, Callable[[Takings], Decimal | int]] = {
    "flat": lambda takings: ONE,
    "per_ticket": lambda takings: takings.tickets,
    "per_attendee": lambda takings: takings.attendees,
    "pct_gross": lambda takings: takings.gross,  # before refunds, like gross everywhere
    "pct_net_gross": lambda takings: takings.net_gross,
}


@dataclass(frozen=True, kw_only=True)
class Expense:
    """One cost. `budgeted` and `actual` are both in `unit`: money, money a head, or a fraction (.03 for 3 %).

    None is not known yet. `kind` sorts the budget; how a cost moves with sales is in its unit alone.
    """

    category: str
    kind: Kind = "fixed"
    unit: Unit = "flat"
    budgeted: Decimal | None = None
    actual: Decimal | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("fixed", "variable") or self.unit not in CHARGED_ON:
            raise DealError(
                f"Expense {self.category} is of kind {self.kind} and unit {self.unit}.",
                remedy=f"Kinds are fixed and variable; units are {', '.join(CHARGED_ON)}.",
            )
        ceiling = ONE if self.unit.startswith("pct_") else None
        require_amount(f"budgeted {self.category}", self.budgeted or ZERO, at_most=ceiling)
        require_amount(f"actual {self.category}", self.actual or ZERO, at_most=ceiling)

    @property
    def rate(self) -> Decimal:
        """The actual where there is one, else the budget, else nothing (and the sheet says so)."""
        return next((rate for rate in (self.actual, self.budgeted) if rate is not None), ZERO)

    def cost(self, takings: Takings) -> Decimal:
        return self.rate * CHARGED_ON[self.unit](takings)


class Costs:
    """E of the formulas as a function of the takings: rates added up by unit, for asking at many ticket counts."""

    def __init__(self, expenses: Iterable[Expense]) -> None:
        self.rates: dict[str, Decimal] = {}
        for expense in expenses:
            self.rates[expense.unit] = self.rates.get(expense.unit, ZERO) + expense.rate

    def at(self, takings: Takings) -> Decimal:
        """All costs, unrounded."""
        return sum((rate * CHARGED_ON[unit](takings) for unit, rate in self.rates.items()), ZERO)


def total_cost(expenses: Iterable[Expense], takings: Takings) -> Decimal:
    """E of the formulas, unrounded."""
    return Costs(expenses).at(takings)


class Variance(NamedTuple):
    """One cost, planned and real, in cents. A `difference` above 0 is overspent; None: a side is missing."""

    category: str
    kind: Kind
    budgeted: Decimal | None
    actual: Decimal | None
    difference: Decimal | None


def budget_against_actual(expenses: Iterable[Expense], takings: Takings) -> list[Variance]:
    """Both sides of each expense at the same takings, so that only the rate differs, not the crowd."""
    return [_variance(expense, takings) for expense in expenses]


def _variance(expense: Expense, takings: Takings) -> Variance:
    charged_on = CHARGED_ON[expense.unit](takings)
    budgeted, actual = (
        None if rate is None else to_cents(rate * charged_on) for rate in (expense.budgeted, expense.actual)
    )
    difference = None if budgeted is None or actual is None else actual - budgeted
    return Variance(expense.category, expense.kind, budgeted, actual, difference)
