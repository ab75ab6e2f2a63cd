"""Settle a show, or several nights pooled: exact inside, whole cents outside.

Money is conserved to the cent: net gross = expenses + walkout + promoter result (+ adjustments, if any).
What is paid away is rounded and the promoter keeps the rest, so the promoter result is a remainder.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.deals.box_office import BoxOffice
from core.deals.expenses import Expense, total_cost
from core.deals.figures import Night, Settlement
from core.deals.money import ZERO, to_cents
from core.deals.sheet import sheet_lines
from core.deals.terms import Adjustment, Deal, borne
from core.deals.walkout import artist_pay
from core.errors import DealError


def settle(
    deal: Deal,
    box_office: BoxOffice,
    expenses: Sequence[Expense] = (),
    *,
    adjustments: Sequence[Adjustment] = (),
    preview: bool = False,
) -> Settlement:
    """Settle one show. `preview`: the tickets are not final yet, so what rests on them is an estimate."""
    nights = [Night("", deal, box_office, expenses)]
    return settle_cross_collateral(nights, adjustments=adjustments, preview=preview)


def settle_cross_collateral(
    nights: Sequence[Night], *, adjustments: Sequence[Adjustment] = (), preview: bool = False
) -> Settlement:
    """Settle several nights as one: a bad night eats into the back end of a good one.

    Guarantees, deposits, takings and expenses are pooled; bonus tiers are counted night by night, each
    on its own tickets. Raises DealError when the nights do not share deal type, basis and percentages.
    """
    deal = _pooled_deal([night.deal for night in nights])
    house = BoxOffice([sold for night in nights for sold in night.box_office.sales])
    expenses = sum((total_cost(night.expenses, night.box_office.takings) for night in nights), ZERO)
    bonus = sum((night.deal.bonus(night.box_office.takings.tickets) for night in nights), ZERO)
    settlement = _in_cents(deal, house, expenses, bonus, adjustments)
    return replace(settlement, lines=sheet_lines(settlement, nights, house, adjustments, preview))


def _pooled_deal(deals: Sequence[Deal]) -> Deal:
    """The nights' deals as one, guarantees and deposits added up."""
    if not deals:
        raise DealError("There is no night to settle.", remedy="Give at least one.")
    if len({(deal.name, deal.share, deal.promoter_profit_pct) for deal in deals}) > 1:
        raise DealError(
            f"The nights cannot be pooled: their deals ({', '.join(deal.name for deal in deals)}) differ in "
            "type, basis or percentages, and one split point cannot serve two deals.",
            remedy="Give all nights the same terms, or settle each night by itself.",
        )
    guarantee = sum((deal.promised for deal in deals), ZERO)
    deposit = sum((deal.deposit for deal in deals), ZERO)
    return replace(deals[0], guarantee=guarantee, deposit=deposit)


def _in_cents(
    deal: Deal, house: BoxOffice, expenses: Decimal, bonus: Decimal, adjustments: Sequence[Adjustment]
) -> Settlement:
    """The figures. Balances are rounded from the exact ones; what lies between two is their difference."""
    pay = artist_pay(deal, house.takings.net_gross, expenses)
    gross, kept_gross = to_cents(house.gross), to_cents(house.gross - house.refunded)
    adjusted_gross, net_gross = to_cents(house.adjusted_gross), to_cents(house.takings.net_gross)
    costs, walkout, deposit = to_cents(expenses), to_cents(pay.earned + bonus), to_cents(deal.deposit)
    carried = borne(adjustments)
    passed_on = sum((to_cents(each.amount) for each in adjustments if each.passed_on), ZERO)
    return Settlement(
        tickets=house.takings.tickets,
        gross=gross,
        refunded=gross - kept_gross,
        fees=kept_gross - adjusted_gross,
        adjusted_gross=adjusted_gross,
        tax=adjusted_gross - net_gross,
        net_gross=net_gross,
        expenses=costs,
        split_point=None if pay.split_point is None else to_cents(pay.split_point),
        overage=None if pay.overage is None else to_cents(pay.overage),
        bonus=to_cents(bonus),
        walkout=walkout,
        adjustments=carried,
        promoter_result=net_gross - costs - walkout - carried,
        deposit=deposit,
        balance_due=walkout + carried + passed_on - deposit,
    )
