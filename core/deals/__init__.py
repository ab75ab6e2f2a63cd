"""Deals and settlement: from the box office to what the artist walks out with, in pure Decimal.

    box_office   tickets sold -> gross, adjusted gross, net gross
    expenses     what the show costs, and on what each cost is charged
    terms        what was agreed with the artist
    walkout      the four deals as formulas
    figures      what goes into a settlement and what comes out
    settlement   settle one show, or several nights pooled
    sheet        the same figures line by line, each with its rule
    other_deals  what each other deal would have paid
    odds         a forecast pushed through the deal
    break_even   the ticket counts that matter
    what_if      another price, another house

No database, no frames: callers bring what was sold and agreed, and get figures back.
"""

from core.deals.box_office import BoxOffice, Takings, TicketSales
from core.deals.break_even import BreakEven, break_even_tickets
from core.deals.expenses import Expense, Variance, budget_against_actual
from core.deals.figures import Line, Night, Settlement
from core.deals.odds import Chances, Outcome, chances, outcomes, through
from core.deals.other_deals import EVERY_DEAL, USUAL, OtherDeal, what_other_deals_pay
from core.deals.settlement import settle, settle_cross_collateral
from core.deals.terms import Adjustment, Deal, deal_name, refuse_circular_mix
from core.deals.what_if import WhatIf, at_count, takings_if

__all__ = [
    "EVERY_DEAL",
    "USUAL",
    "Adjustment",
    "BoxOffice",
    "BreakEven",
    "Chances",
    "Deal",
    "Expense",
    "Line",
    "Night",
    "OtherDeal",
    "Outcome",
    "Settlement",
    "Takings",
    "TicketSales",
    "Variance",
    "WhatIf",
    "at_count",
    "break_even_tickets",
    "budget_against_actual",
    "chances",
    "deal_name",
    "outcomes",
    "refuse_circular_mix",
    "settle",
    "settle_cross_collateral",
    "takings_if",
    "through",
    "what_other_deals_pay",
]
