"""What is settled at the table beside the deal of a show: a buyout, damage, tax withheld."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import Adjustment
from core.desk.store import as_dict, found, now, reading, writing

CENT = Decimal("0.01")
MOST = Decimal(10) ** 12


def adjust(*, actor: str, concert_id: str, label: str, amount: Decimal, passed_on: bool) -> dict[str, Any]:
    """Put an adjustment on a show's sheet: above 0 to the artist, below 0 from the artist, in the show's currency.

    passed_on: it goes to somebody else, so the promoter neither gains nor loses. Raises DeedRefused for no amount, a
    fraction of a cent, or no label.
    """
    if not amount.is_finite() or not 0 < abs(amount) < MOST or amount != amount.quantize(CENT):
        raise DeedRefused(f"{amount} is no amount to settle.", remedy="Give money to the cent, below 0 from the artist.")
    if not label.strip():
        raise DeedRefused("An adjustment needs a label.", remedy='Say what it is, such as "catering buyout".')
    with writing() as session:
        made = Adjustment(concert_id=concert_id, label=label.strip(), amount=str(amount.quantize(CENT)), passed_on=passed_on,
                          author=actor, written_at=now())
        session.add(made)
        session.flush()
        note(session, actor, "adjustment made", made.adjustment_id, concert_id=concert_id, label=label, amount=str(amount))
    return exact(made)


def withdraw(*, actor: str, adjustment_id: str, version: int) -> None:
    """Take an adjustment off the sheet; the row stays."""
    with writing() as session:
        found(session, Adjustment, adjustment_id, version).removed_at = now()
        note(session, actor, "adjustment withdrawn", adjustment_id)


def one_adjustment(adjustment_id: str) -> dict[str, Any]:
    with reading() as session:
        return exact(found(session, Adjustment, adjustment_id))


def adjustments(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Adjustments that stand, in the order they were made; of all shows without `concert_ids`. Money is Decimal."""
    asked = select(Adjustment).where(Adjustment.removed_at.is_(None)).order_by(
        Adjustment.written_at, Adjustment.adjustment_id)
    if concert_ids is not None:
        asked = asked.where(Adjustment.concert_id.in_(list(concert_ids)))
    with reading() as session:
        return [exact(made) for made in session.scalars(asked)]


def exact(made: Adjustment) -> dict[str, Any]:
    return as_dict(made) | {"amount": Decimal(made.amount)}
