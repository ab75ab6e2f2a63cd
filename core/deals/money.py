"""Money and rates as a settlement treats them: exact while counting, whole cents on paper."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from core.errors import DealError

CENT = Decimal("0.01")
ZERO = Decimal(0)
ONE = Decimal(1)


def to_cents(amount: Decimal) -> Decimal:
    """`amount` in whole cents, half a cent away from zero, as a settlement sheet rounds."""
    return amount.quantize(CENT, ROUND_HALF_UP) + 0  # + 0: nobody wants to read -0.00


def taken_off(balance: Decimal, amounts: Iterable[Decimal]) -> list[Decimal]:
    """What each amount takes off `balance`, in cents, so that the column of lines foots.

    Each line is the difference of two rounded balances: amounts in whole cents stay as they are, and
    fractions of a cent never add up to a cent that nobody can find.
    """
    steps = []
    for amount in amounts:
        steps.append(to_cents(balance - amount) - to_cents(balance))
        balance -= amount
    return steps


def plainly(rate: Decimal) -> str:
    """`10520.000000` as `10,520.00`, `.35` as `0.35`, `.125` as `0.125`: cents, and more only where there is more."""
    cents = rate.quantize(CENT)
    return f"{cents if cents == rate else rate.normalize():,f}"


def percent(rate: Decimal) -> str:
    """`.065` as `6.5 %`."""
    return f"{(rate * 100).normalize():f} %"


def require_amount(what: str, amount: Decimal | int | None, *, at_most: Decimal | None = None) -> None:
    """Refuse an amount that is missing, negative, not a number, a float, or above `at_most`."""
    if amount is None:
        raise DealError(f"{what} is missing.", remedy="Give it, or leave it out where it has a default.")
    if isinstance(amount, float):
        raise DealError(f"{what} is the float {amount}.", remedy="Money and rates are Decimal, counts are int.")
    if not Decimal(amount).is_finite() or amount < 0:
        raise DealError(f"{what} is {amount}.", remedy="Give an amount of 0 or more.")
    if at_most is not None and amount > at_most:
        raise DealError(f"{what} is {amount}, above {at_most}.", remedy="Rates are fractions: .85 for 85 %.")
