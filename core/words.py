"""Numbers, money and dates as people read them. Pure; what is missing is "–", never "None", "nan" or 0."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

if TYPE_CHECKING:
    from typing_extensions import TypeIs

MISSING = "–"
MINUS = "−"
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€"}

Number = int | float | Decimal


def missing(value: object) -> "TypeIs[None]":
    """None, NaN, NaT and NA, however a frame spells them."""
    return value is None or value is pd.NA or bool(value != value)


def count(value: Number | None) -> str:
    """1184 -> "1,184"."""
    if missing(value):
        return MISSING
    return signed(value, f"{abs(round(value)):,}")


def tickets(value: Number | None) -> str:
    """1184 -> "1,184 tickets"."""
    return things(value, "ticket")


def things(value: Number | None, one: str, many: str = "") -> str:
    """3, "show" -> "3 shows"; 1, "show" -> "1 show"."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def capital(text: object) -> str:
    """"venue hire" -> "Venue hire"; the rest of the words stay as they are."""
    return str(text)[:1].upper() + str(text)[1:]


def percent(share: Number | None, digits: int = 0) -> str:
    """A share of one: 0.59 -> "59%". What is not quite all or nothing is not rounded to it: 0.998 -> ">99%"."""
    if missing(share):
        return MISSING
    shown = round(abs(float(share)) * 100, digits)
    if shown == 100 and abs(float(share)) < 1:
        return signed(share, f">{100 - 10 ** -digits:.{digits}f}%")
    if shown == 0 and share != 0:
        return signed(share, f"<{10 ** -digits:.{digits}f}%")
    return signed(share, f"{shown:.{digits}f}%")


def change(share: Number | None, digits: int = 1) -> str:
    """A relative change: 0.081 -> "+8.1%"; -0.034 -> "-3.4%". ASCII minus: metric deltas read it for their arrow."""
    if missing(share):
        return MISSING
    return f"{round(float(share) * 100, digits) + 0.0:+.{digits}f}%"


def points(share: Number | None, digits: int = 1) -> str:
    """A difference of two shares: 0.012 -> "+1.2 pts". ASCII minus, as `change`."""
    if missing(share):
        return MISSING
    return f"{round(float(share) * 100, digits) + 0.0:+.{digits}f} pts"


def money(amount: Number | None, currency: str | None) -> str:
    """Short, three figures: "$486k", "$29.0k", "$1.24M"; under 10,000 in full: "£9,318"."""
    if missing(amount):
        return MISSING
    return signed(amount, symbol(currency) + short(abs(Decimal(str(amount)))))


def price(amount: Number | None, currency: str | None) -> str:
    """To the cent: "$35.00", "−$2,971.83"."""
    if missing(amount):
        return MISSING
    return signed(amount, f"{symbol(currency)}{abs(Decimal(str(amount))):,.2f}")


def symbol(currency: str | None) -> str:
    """What stands before an amount: "$", "£", "€", or the code and a space that does not break."""
    if missing(currency) or not currency:
        return ""
    return SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


def short(amount: Decimal) -> str:
    """An amount of at least 0 in three figures from 10,000 on."""
    if round(amount) < 10_000:
        return f"{round(amount):,}"
    for unit, size in (("k", 10**3), ("M", 10**6), ("B", 10**9)):
        scaled = amount / size
        digits = 2 if scaled < Decimal("9.995") else 1 if scaled < Decimal("99.95") else 0
        if round(scaled, digits) < 1000 or unit == "B":
            return f"{scaled:,.{digits}f}{unit}"
    raise AssertionError("the last unit takes every amount")


def signed(value: Number, words: str) -> str:
    """Put a real minus before the words of a negative number, but not before a zero."""
    return f"{MINUS}{words}" if value < 0 and any(digit in words for digit in "123456789") else words


def span(low: str, high: str) -> str:
    """The words of a range: "1,036 – 1,179"; with a negative end "−$14.0k to $3,000"."""
    if MISSING in (low, high):
        return MISSING
    return f"{low} to {high}" if low.startswith(MINUS) else f"{low} – {high}"


@lru_cache(maxsize=10_000)
def day(when: date | datetime | None) -> str:
    """A local date: "Fri 4 Dec 2026"."""
    return MISSING if missing(when) else f"{when:%a} {when.day} {when:%b %Y}"


@lru_cache(maxsize=10_000)
def short_day(when: date | datetime | None) -> str:
    """A local date where the year is plain from around it: "Fri 4 Dec"."""
    return MISSING if missing(when) else f"{when:%a} {when.day} {when:%b}"


def moment(when: datetime | None, timezone: str | None = None) -> str:
    """An instant (UTC, with or without saying so) in a zone: "23 Nov 2026, 06:10"; without a zone "… 06:10 UTC"."""
    if missing(when):
        return MISSING
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    local = aware.astimezone(ZoneInfo(timezone)) if timezone else aware.astimezone(UTC)
    return f"{local.day} {local:%b %Y, %H:%M}{'' if timezone else ' UTC'}"


def days_out(days: int | None) -> str:
    """Days to the show: "11 days out", "tonight", "3 days ago"."""
    if missing(days):
        return MISSING
    days = int(days)
    if days == 0:
        return "tonight"
    return f"{things(days, 'day')} out" if days > 0 else f"{things(-days, 'day')} ago"


def age(hours: Number | None) -> str:
    """How old data is: "26 h", "3 days"."""
    if missing(hours):
        return MISSING
    if hours < 1:
        return "under 1 h"
    return f"{int(hours)} h" if hours < 72 else things(int(hours // 24), "day")


def ratio(value: Number | None) -> str:
    """A multiple: 4.21 -> "4.2x"."""
    if missing(value):
        return MISSING
    return signed(value, f"{abs(float(value)):.1f}x")
