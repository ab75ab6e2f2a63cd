"""At how many tickets a show breaks even: to cover its costs, and under the deal as agreed."""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from core.deals.box_office import BoxOffice
from core.deals.expenses import Costs, Expense, total_cost
from core.deals.money import to_cents
from core.deals.terms import Deal
from core.deals.walkout import artist_pay

# A net price such as 18.99 / 1.065 never ends; what lies beyond this place is division, not money.
BEYOND_MONEY = Decimal("1e-12")


class BreakEven(NamedTuple):
    """Tickets, or None with the `reason`.

    `internal`: tickets that pay expenses and guarantee, ceil((E + G) / net price), E as it stands today.
    `external`: fewest tickets at which the promoter result reaches 0 under the deal itself, expenses
    moving with the tickets. A `reason` beside a number is a warning: the show loses again at a full house.
    """

    internal: int | None
    external: int | None
    reason: str


def break_even_tickets(
    deal: Deal, box_office: BoxOffice, expenses: Sequence[Expense] = (), *, sellable: int
) -> BreakEven:
    """Both break-evens; the external one is looked for from 0 to `sellable` tickets."""
    now = box_office.takings
    if not now.tickets:
        return BreakEven(None, None, "no tickets to take a price from")
    if now.net_gross <= 0:
        return BreakEven(None, None, "nothing is left of a ticket after refunds, fees and tax")
    to_cover = total_cost(expenses, now) + deal.promised
    internal = int(_whole_tickets(to_cover * now.tickets / now.net_gross))
    external, reason = _external(deal, box_office, expenses, sellable)
    return BreakEven(internal, external, reason)


def _whole_tickets(tickets: Decimal) -> Decimal:
    return tickets.quantize(BEYOND_MONEY).to_integral_value(ROUND_CEILING)


def _external(deal: Deal, box_office: BoxOffice, expenses: Sequence[Expense], sellable: int) -> tuple[int | None, str]:
    """First count whose result is 0 or more, exactly, in a few dozen looks.

    Between two bonus tiers takings and expenses are straight lines and the walkout is the larger of
    straight lines, so the result rises to one peak and then falls: bisect for the peak, then before it.
    """

    charged = Costs(expenses)

    def result(tickets: int) -> Decimal:
        takings = box_office.takings_at(tickets)
        costs = charged.at(takings)
        walkout = artist_pay(deal, takings.net_gross, costs).earned + deal.bonus(tickets)
        return (takings.net_gross - costs - walkout).quantize(BEYOND_MONEY)

    tiers = {threshold for threshold, _ in deal.bonus_tiers if 0 < threshold <= sellable}
    starts = sorted({0, *tiers})
    peaks = []
    for start, end in zip(starts, [*starts[1:], sellable + 1], strict=True):
        pays_already = result(start) >= 0  # as where nothing is known of costs: no peak to look for
        peak = start if pays_already else start + bisect_left(
            range(start, end - 1), True, key=lambda n: result(n + 1) <= result(n))
        if pays_already or result(peak) >= 0:
            first = start + bisect_left(range(start, peak), True, key=lambda n: result(n) >= 0)
            again = "the promoter loses again at a full house" if result(sellable) < 0 else ""
            return first, again
        peaks.append(peak)
    best = max(peaks, key=result)
    return None, (
        f"the promoter never breaks even up to {sellable:,} sellable tickets: "
        f"the best is {to_cents(result(best)):,} at {best:,}"
    )
