"""Values out of a JSON answer of any shape: what is not there, or is something else, is None. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeVar

# The day Ticketmaster writes for "on sale since ever".
PLACEHOLDER_YEAR = 1900

T = TypeVar("T")


def dig(item: Any, *path: str) -> Any:
    """The value at a path of names; None where the answer has another shape."""
    for name in path:
        item = item.get(name) if isinstance(item, dict) else None
    return item


def many(item: Any, *path: str) -> list[Any]:
    found = dig(item, *path)
    return [e for e in found if isinstance(e, dict)] if isinstance(found, list) else []


def text(value: Any) -> str | None:
    """The text as it stands; NULL when blank. Half a surrogate pair, which no file can hold, becomes `?`."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", "replace").decode()


def trimmed(value: Any) -> str | None:
    said = text(value)
    return said.strip() if said else None


class Refusal(NamedTuple):
    """A value (or, without a column, a whole listing) that could not be kept."""

    listing: str
    column: str | None
    value: str
    reason: str


@dataclass(frozen=True)
class Reader:
    """Reads values of one listing; what cannot be read is NULL and is noted with its reason."""

    event_id: str
    refusals: list[Refusal]

    def value(self, column: str, raw: Any, convert: Callable[[str], T]) -> T | None:
        said = text(raw) if isinstance(raw, str) else None if raw is None else str(raw)
        if not said:
            return None
        try:
            return convert(said)
        except (ValueError, InvalidOperation, OverflowError):
            self.refusals.append(Refusal(self.event_id, column, said[:200], f"is not a usable {column}"))
            return None


def widest_image(item: Any) -> str | None:
    images = [i for i in many(item, "images") if text(dig(i, "url"))]
    widest = max(images, key=lambda i: i["width"] if isinstance(i.get("width"), int) else 0, default=None)
    return text(dig(widest, "url"))


def instant(said: str) -> datetime:
    """An instant as naive UTC."""
    value = datetime.fromisoformat(said.strip())
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def sale_start(said: str) -> datetime | None:
    value = instant(said)
    return None if value.year <= PLACEHOLDER_YEAR else value


def price(said: str) -> Decimal:
    value = Decimal(said)
    if not value.is_finite() or value < 0 or value >= 10**15:
        raise ValueError(said)
    return value.quantize(Decimal("0.01"))


def degrees(said: str) -> float:
    value = float(said)
    if not -180 <= value <= 180:
        raise ValueError(said)
    return value
