"""The box office: what was sold, and what of it is left to settle on.

    gross - refunds - facility and pre-settlement fees  = adjusted gross
    adjusted gross / (1 + tax), tax inside the price    = net gross   (divide; x (1 - tax) is wrong)
    adjusted gross, tax on top of the price             = net gross   (the gross never held that tax)

The chain is the trade's: https://intercom.help/prism-fm/en/articles/3918410-glossary-offer-calculations-figures
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self

from core.deals.money import ONE, ZERO, require_amount
from core.errors import DealError

NEVER_NEGATIVE = (
    *("face_value", "qty", "gross", "comps"),
    *("facility_fee", "pre_settlement_fee", "refunded_qty", "refunded_amount"),
)


@dataclass(frozen=True, kw_only=True)
class TicketSales:
    """One ticket type as it sold. `gross` is money paid before refunds, fees inside the price included.

    Fees are per ticket and charged on tickets kept: a refunded ticket owes none, and a comp owes none.
    `tax_rate` is a fraction; `tax_included` says whether the price, and so `gross`, holds it.
    """

    name: str
    face_value: Decimal
    qty: int
    gross: Decimal
    comps: int = 0
    facility_fee: Decimal = ZERO
    pre_settlement_fee: Decimal = ZERO
    tax_rate: Decimal = ZERO
    tax_included: bool = True
    refunded_qty: int = 0
    refunded_amount: Decimal = ZERO

    def __post_init__(self) -> None:
        for field in NEVER_NEGATIVE:
            require_amount(f"{field} of {self.name}", getattr(self, field))
        require_amount(f"tax_rate of {self.name}", self.tax_rate, at_most=ONE)
        if self.refunded_qty > self.qty or self.refunded_amount > self.gross:
            raise DealError(
                f"{self.name} refunds {self.refunded_qty} tickets and {self.refunded_amount} "
                f"of {self.qty} tickets and {self.gross} sold.",
                remedy="Check the refunds against the sales of this ticket type.",
            )

    @classmethod
    def at_face_value(cls, name: str, face_value: Decimal, qty: int, **terms: Any) -> Self:
        """`qty` tickets at full price: a plan, or sales without discounts. `terms`: fees, tax, comps."""
        return cls(name=name, face_value=face_value, qty=qty, gross=face_value * qty, **terms)

    @property
    def kept(self) -> int:
        """Tickets sold and not refunded."""
        return self.qty - self.refunded_qty

    @property
    def adjusted_gross(self) -> Decimal:
        fees = (self.facility_fee + self.pre_settlement_fee) * self.kept
        return self.gross - self.refunded_amount - fees


class Takings(NamedTuple):
    """What a deal looks at, whether counted or forecast. Money unrounded; tickets are those kept."""

    tickets: int
    attendees: Decimal
    gross: Decimal
    net_gross: Decimal


class TaxBand(NamedTuple):
    """The ticket types that share a tax rate, settled together. `tax` is what leaves the adjusted gross."""

    rate: Decimal
    included: bool
    adjusted_gross: Decimal

    @property
    def net_gross(self) -> Decimal:
        return self.adjusted_gross / (1 + self.rate) if self.included else self.adjusted_gross

    @property
    def tax(self) -> Decimal:
        return self.adjusted_gross - self.net_gross


@dataclass(frozen=True)
class BoxOffice:
    """All ticket types of a show, and `drop_count`, the people admitted (None when nobody counted)."""

    sales: Sequence[TicketSales]
    drop_count: int | None = None

    @property
    def gross(self) -> Decimal:
        return sum((sold.gross for sold in self.sales), ZERO)

    @property
    def refunded(self) -> Decimal:
        return sum((sold.refunded_amount for sold in self.sales), ZERO)

    @property
    def facility_fees(self) -> Decimal:
        return sum((sold.facility_fee * sold.kept for sold in self.sales), ZERO)

    @property
    def pre_settlement_fees(self) -> Decimal:
        return sum((sold.pre_settlement_fee * sold.kept for sold in self.sales), ZERO)

    @property
    def adjusted_gross(self) -> Decimal:
        return sum((sold.adjusted_gross for sold in self.sales), ZERO)

    @property
    def tax_bands(self) -> list[TaxBand]:
        """One band a rate, lowest first: rates differ by ticket type, and each is divided out by itself."""
        adjusted: dict[tuple[Decimal, bool], Decimal] = {}
        for sold in self.sales:
            band = (sold.tax_rate, sold.tax_included)
            adjusted[band] = adjusted.get(band, ZERO) + sold.adjusted_gross
        return [TaxBand(*band, amount) for band, amount in sorted(adjusted.items())]

    @cached_property
    def takings(self) -> Takings:
        """The show as it stands. With no drop count the tickets stand in for the attendees."""
        tickets = sum(sold.kept for sold in self.sales)
        attendees = Decimal(tickets if self.drop_count is None else self.drop_count)
        net_gross = sum((band.net_gross for band in self.tax_bands), ZERO)
        return Takings(tickets, attendees, self.gross, net_gross)

    def takings_at(self, tickets: int) -> Takings:
        """The show at another count: same mix of types, prices, refunds and no-shows, all in proportion."""
        now = self.takings
        if not now.tickets:
            raise DealError(
                "There are no tickets to take a price from.",
                remedy="Give the planned ticket types at face value.",
            )
        # Multiplied before divided: at today's count this is today's takings to the last digit.
        attendees, gross, net_gross = (amount * tickets / now.tickets for amount in now[1:])
        return Takings(tickets, attendees, gross, net_gross)
