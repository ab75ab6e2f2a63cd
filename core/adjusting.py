"""Adjustments of a settlement: written at the table, on the sheet at once, in every figure from the next publish on."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.deals import Adjustment
from core.desk import adjustments, in_use


def written(*, concert_id: str) -> list[dict[str, Any]]:
    """The rows of one show that stand: adjustment_id, label, amount (Decimal), passed_on, author, version and more."""
    return adjustments.adjustments(concert_ids=[concert_id]) if in_use() else []


def by_show(concert_ids: Sequence[str] | None = None) -> dict[str, tuple[Adjustment, ...]]:
    """concert_id -> what settlement takes, of the shows named or of all."""
    found: defaultdict[str, tuple[Adjustment, ...]] = defaultdict(tuple)
    for row in adjustments.adjustments(concert_ids=concert_ids) if in_use() else ():
        found[row["concert_id"]] += (Adjustment(label=row["label"], amount=row["amount"], passed_on=row["passed_on"]),)
    return dict(found)


def adjust(*, actor: str, concert_id: str, label: str, amount: Decimal, passed_on: bool) -> dict[str, Any]:
    """Put an adjustment on the sheet. Raises DeedRefused for an amount or a label that is none."""
    return adjustments.adjust(actor=actor, concert_id=concert_id, label=label, amount=amount, passed_on=passed_on)


def withdraw(*, actor: str, adjustment_id: str, version: int) -> None:
    """Take it off. Raises StaleEdit when somebody changed it meanwhile."""
    adjustments.withdraw(actor=actor, adjustment_id=adjustment_id, version=version)
