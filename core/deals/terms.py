"""What was agreed with the artist: the deal, and what is settled beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from core.deals.money import ONE, ZERO, require_amount, to_cents
from core.errors import DealError

DealType = Literal["flat", "door", "plus", "versus"]
Basis = Literal["net", "gross"]

# https://intercom.help/prism-fm/en/articles/2142931-incompatible-artist-deals
CIRCULAR_MIXES = (
    {"plus net", "plus gross"},
    {"plus net", "versus net"},
    {"versus net", "versus gross"},
)


def deal_name(deal_type: DealType, basis: Basis) -> str:
    """As the trade says it: flat, door net, plus gross, ..."""
    return "flat" if deal_type == "flat" else f"{deal_type} {basis}"


@dataclass(frozen=True, kw_only=True)
class Deal:
    """One artist's deal. Rates are fractions; `pct` is the artist's share.

    `basis` net shares what is left after expenses, gross shares the net gross from the first ticket.
    `bonus_tiers` are (tickets, amount): the highest tier reached is paid, not the sum of those below.
    """

    deal_type: DealType
    guarantee: Decimal | None = None
    pct: Decimal | None = None
    basis: Basis = "net"
    promoter_profit_pct: Decimal = ZERO
    bonus_tiers: tuple[tuple[int, Decimal], ...] = ()
    deposit: Decimal = ZERO

    def __post_init__(self) -> None:
        if self.deal_type not in ("flat", "door", "plus", "versus") or self.basis not in ("net", "gross"):
            raise DealError(
                f"There is no {self.deal_type} deal on {self.basis}.",
                remedy="Deals are flat, door, plus or versus, on net or gross.",
            )
        if self.guarantee is None and self.deal_type != "door":
            raise DealError(f"A {self.deal_type} deal needs a guarantee.", remedy="Without one, it is a door deal.")
        if self.pct is None and self.deal_type != "flat":
            raise DealError(f"A {self.deal_type} deal needs pct.", remedy="Give the artist's share, .85 for 85 %.")
        require_amount("guarantee", self.guarantee or ZERO)
        require_amount("deposit", self.deposit)
        require_amount("pct", self.pct or ZERO, at_most=ONE)
        require_amount("promoter_profit_pct", self.promoter_profit_pct, at_most=ONE)
        for tickets, amount in self.bonus_tiers:
            require_amount("bonus tier's tickets", tickets)
            require_amount(f"bonus at {tickets} tickets", amount)

    @property
    def name(self) -> str:
        return deal_name(self.deal_type, self.basis)

    @property
    def promised(self) -> Decimal:
        """G of the formulas: owed at any ticket count. A door deal promises nothing, whatever is on file."""
        return ZERO if self.deal_type == "door" or self.guarantee is None else self.guarantee

    @property
    def share(self) -> Decimal:
        """pct of the formulas; a flat deal shares nothing."""
        return ZERO if self.deal_type == "flat" or self.pct is None else self.pct

    def bonus(self, tickets: int) -> Decimal:
        """The bonus at `tickets` kept. The best tier reached, so that one more ticket never pays less."""
        return max((amount for threshold, amount in self.bonus_tiers if tickets >= threshold), default=ZERO)


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """Settled at the table beside the deal: above 0 to the artist (a buyout), below 0 from the artist.

    `passed_on`: it goes to somebody else (tax withheld for the state), so the promoter neither gains
    nor loses by it.
    """

    label: str
    amount: Decimal
    passed_on: bool = False

    def __post_init__(self) -> None:
        require_amount(f"adjustment {self.label}", abs(self.amount))


def borne(adjustments: Iterable[Adjustment]) -> Decimal:
    """What the promoter bears of them, in cents."""
    return sum((to_cents(each.amount) for each in adjustments if not each.passed_on), ZERO)


def refuse_circular_mix(deals: Iterable[Deal]) -> None:
    """Raise DealError when two deals on one show each need the other's walkout before their own."""
    for one, other in combinations(deals, 2):
        if {one.name, other.name} in CIRCULAR_MIXES:
            raise DealError(
                f"A {one.name} and a {other.name} deal on one show are circular: each artist's pay is "
                "an expense inside the other's deal, so neither walkout can be worked out first.",
                remedy="Put both artists on the same deal type and basis, or make one of the deals flat.",
            )
