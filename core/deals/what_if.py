"""Another price, another house: what a forecast's ticket counts would take then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.deals.box_office import BoxOffice, Takings, TicketSales
from core.deals.money import ONE, ZERO, require_amount

CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A change to what is still to be sold. What is sold stays sold, at its price.

    `price` is a multiple of today's price (1.1: 10 % dearer). `lost` is the share of the tickets still to come that a
    price 100 % dearer would cost (the price elasticity of demand with its sign turned): an assumption, named by whoever
    asks. `sellable` is the new house; more seats help only where the forecast did not stop at the old one, for what
    demand lay above a full house is not known.
    """

    price: Decimal = ONE
    lost: Decimal = ZERO
    sellable: int | None = None

    def __post_init__(self) -> None:
        require_amount("price", self.price)
        require_amount("lost", self.lost)
        require_amount("sellable", self.sellable or 0)

    def to_come(self, tickets: int, sold: int) -> int:
        """Of `tickets` in the end, those still to be sold under the change."""
        wanted = (tickets - sold) * max(ZERO, ONE - self.lost * (self.price - ONE))
        room = wanted if self.sellable is None else min(wanted, Decimal(self.sellable - sold))
        return max(int(room.to_integral_value()), 0)


def takings_if(change: WhatIf, tickets: Iterable[int], sold: BoxOffice, priced: BoxOffice) -> list[Takings]:
    """The takings at each count of `tickets` (a forecast's distribution) under the change, in order.

    `sold` is what is sold so far; `priced` gives mix, price and fees of what is to come. Fees stay as they are a
    ticket, whatever the price. Unchanged, the answer is `priced.takings_at(count)` to the last digit.
    """
    already, dearer = sold.takings, repriced(priced, change.price)
    return [added(already, dearer.takings_at(change.to_come(int(count), already.tickets))) for count in tickets]


def added(one: Takings, other: Takings) -> Takings:
    return Takings(one.tickets + other.tickets, one.attendees + other.attendees, one.gross + other.gross,
                   one.net_gross + other.net_gross)


def repriced(box_office: BoxOffice, price: Decimal) -> BoxOffice:
    """The same tickets at a multiple of their price."""
    return BoxOffice([replace(sold, face_value=sold.face_value * price, gross=sold.gross * price,
                              refunded_amount=sold.refunded_amount * price) for sold in box_office.sales],
                     box_office.drop_count)


def at_count(box_office: BoxOffice, tickets: int) -> BoxOffice:
    """The same house at another count of tickets: each type in proportion, whole tickets, money to the cent."""
    now = Decimal(box_office.takings.tickets)
    sales = []
    for sold in box_office.sales:
        kept = int((sold.kept * tickets / now).to_integral_value())
        each = (sold.gross - sold.refunded_amount) / sold.kept if sold.kept else sold.face_value
        sales.append(TicketSales(
            name=sold.name, face_value=sold.face_value, qty=kept, gross=(each * kept).quantize(CENT),
            comps=sold.comps, facility_fee=sold.facility_fee, pre_settlement_fee=sold.pre_settlement_fee,
            tax_rate=sold.tax_rate, tax_included=sold.tax_included))
    return BoxOffice(sales)
