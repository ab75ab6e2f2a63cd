"""The four deals as formulas: what the artist earns, unrounded.

G guarantee, E expenses, p promoter profit %, pct the artist's share, SP split point.
Types and bases as in https://intercom.help/prism-fm/en/articles/2586710-deal-types-breakdown
"""

from decimal import Decimal
from typing import NamedTuple

from core.deals.money import ZERO
from core.deals.terms import Deal

RULES = {
    "flat": "walkout = guarantee",
    "door net": "walkout = pct x max(0, net gross - expenses)",
    "door gross": "walkout = pct x net gross",
    "plus net": "walkout = guarantee + pct x max(0, net gross - split point)",
    "plus gross": "walkout = guarantee + pct x net gross",
    "versus net": "walkout = the larger of guarantee and pct x max(0, net gross - split point)",
    "versus gross": "walkout = the larger of guarantee and pct x net gross",
}
SPLIT_POINT_RULES = {
    "plus net": "split point = (expenses + guarantee) x (1 + promoter profit): the guarantee is inside",
    "versus net": "split point = expenses x (1 + promoter profit): the guarantee is not inside",
}
OVERAGE_RULES = {
    "door net": "back end = pct x max(0, net gross - expenses)",
    "plus net": "overage = max(0, net gross - split point), before the artist's pct",
    "versus net": "back end = pct x max(0, net gross - split point)",
} | dict.fromkeys(("door gross", "plus gross", "versus gross"), "back end = pct x net gross")


class ArtistPay(NamedTuple):
    """`split_point` and `overage` are None where the deal has none; `earned` is before any bonus."""

    split_point: Decimal | None
    overage: Decimal | None
    earned: Decimal


def artist_pay(deal: Deal, net_gross: Decimal, expenses: Decimal) -> ArtistPay:
    """The deal's formula. Refunds can push `net_gross` below 0; a share of a loss is nothing."""
    guarantee, pct, profit = deal.promised, deal.share, 1 + deal.promoter_profit_pct
    of_gross = pct * max(ZERO, net_gross)
    match deal.name:
        case "flat":
            return ArtistPay(None, None, guarantee)
        case "door net":
            back_end = pct * max(ZERO, net_gross - expenses)
            return ArtistPay(None, back_end, back_end)
        case "door gross":
            return ArtistPay(None, of_gross, of_gross)
        case "plus net":
            split_point = (expenses + guarantee) * profit
            overage = max(ZERO, net_gross - split_point)
            return ArtistPay(split_point, overage, guarantee + pct * overage)
        case "plus gross":
            return ArtistPay(None, of_gross, guarantee + of_gross)
        case "versus net":
            split_point = expenses * profit
            back_end = pct * max(ZERO, net_gross - split_point)
            return ArtistPay(split_point, back_end, max(guarantee, back_end))
        case _:
            return ArtistPay(None, of_gross, max(guarantee, of_gross))
