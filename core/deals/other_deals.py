"""What the other deal would have paid: every deal type side by side on one show."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from core.deals.box_office import BoxOffice
from core.deals.expenses import Expense
from core.deals.figures import Settlement
from core.deals.money import ZERO
from core.deals.settlement import settle
from core.deals.terms import Adjustment, Basis, Deal, DealType, deal_name
from core.errors import DealError

EVERY_DEAL: tuple[tuple[DealType, Basis], ...] = (
    ("flat", "net"),
    ("door", "net"),
    ("door", "gross"),
    ("plus", "net"),
    ("plus", "gross"),
    ("versus", "net"),
    ("versus", "gross"),
)


# What is asked of the kinds of deal that need a share, where the deal on file names none: an assumption that is said.
USUAL_SHARE = Decimal("0.85")
USUAL = Deal(deal_type="versus", guarantee=ZERO, pct=USUAL_SHARE)


class OtherDeal(NamedTuple):
    """One deal type on the same show. Without a term it needs (say, pct) there is a `reason` instead."""

    name: str
    deal: Deal | None
    settlement: Settlement | None
    reason: str


def what_other_deals_pay(
    deal: Deal, box_office: BoxOffice, expenses: Sequence[Expense] = (), *,
    adjustments: Sequence[Adjustment] = (), preview: bool = False,
) -> list[OtherDeal]:
    """Every deal type on the terms of `deal`, which is among them by its `name`. `adjustments`, `preview`: as in `settle`.

    A flat deal names no share: the others are then asked at `USUAL_SHARE`.
    """
    share = USUAL_SHARE if deal.pct is None else deal.pct
    rows = []
    for deal_type, basis in EVERY_DEAL:
        name = deal_name(deal_type, basis)
        try:
            other = replace(deal, deal_type=deal_type, basis=basis, pct=deal.pct if name == deal.name else share)
        except DealError as missing:
            rows.append(OtherDeal(name, None, None, str(missing)))
        else:
            settled = settle(other, box_office, expenses, adjustments=adjustments, preview=preview)
            rows.append(OtherDeal(name, other, settled, ""))
    return rows
