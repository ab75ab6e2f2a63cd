"""A forecast pushed through the deal: what each ticket count would mean for artist and promoter."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from core.deals.box_office import BoxOffice, Takings
from core.deals.expenses import Costs, Expense
from core.deals.money import to_cents
from core.deals.terms import Adjustment, Deal, borne
from core.deals.walkout import artist_pay
from core.errors import DealError


class Outcome(NamedTuple):
    """One ticket count through the deal, in cents. `overage`: the artist earned more than was promised."""

    walkout: Decimal
    promoter_result: Decimal
    overage: bool


def outcomes(
    deal: Deal, tickets: Iterable[int], box_office: BoxOffice, expenses: Sequence[Expense] = (),
    adjustments: Sequence[Adjustment] = (),
) -> list[Outcome]:
    """Push ticket counts (a forecast's distribution) through the deal, one outcome a count, in order.

    `box_office` gives the mix, prices and fees: today's sales, or the plan at face value. Raises
    DealError when it holds no ticket at all.
    """
    return through(deal, (box_office.takings_at(int(count)) for count in tickets), expenses, adjustments)


def through(
    deal: Deal, takings: Iterable[Takings], expenses: Sequence[Expense] = (), adjustments: Sequence[Adjustment] = ()
) -> list[Outcome]:
    """Push takings through the deal, one outcome each, in order; the promoter bears the same adjustments in all."""
    charged, carried = Costs(expenses), borne(adjustments)
    return [_outcome(deal, each, charged, carried) for each in takings]


def _outcome(deal: Deal, takings: Takings, charged: Costs, carried: Decimal) -> Outcome:
    costs = charged.at(takings)
    earned = artist_pay(deal, takings.net_gross, costs).earned
    walkout = to_cents(earned + deal.bonus(takings.tickets))
    result = to_cents(takings.net_gross) - to_cents(costs) - walkout - carried
    return Outcome(walkout, result, earned > deal.promised)


class Chances(NamedTuple):
    """Shares of the outcomes, 0 to 1."""

    loss: float
    overage: float


def chances(pushed: Sequence[Outcome]) -> Chances:
    """P(the promoter loses money) and P(the artist is paid over the guarantee), outcomes equally likely."""
    if not pushed:
        raise DealError("There are no outcomes to count.", remedy="Push at least one ticket count through the deal.")
    return Chances(
        loss=sum(outcome.promoter_result < 0 for outcome in pushed) / len(pushed),
        overage=sum(outcome.overage for outcome in pushed) / len(pushed),
    )
