"""Dates as people write them. Whether 03/04/2019 is March or April is decided once a file, and said."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from core.ingest.values import DATE, sensible

NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]00:00(?::00)?)?")
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})")
MONTH_RANGE = re.compile(r"([A-Za-z]{3,9}\.?)\s+(\d{1,2})\s*[-–—&,]\s*(\d{1,2}),?\s+(\d{4})")
NUMERIC_RANGE = re.compile(r"(\d{1,2})/(\d{1,2})\s*[-–—]\s*(\d{1,2})/(\d{4}|\d{2})")
RANGE = re.compile(r"\s+(?:[-–—]|to|through|thru)\s+|\s*[–—]\s*")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TWO_DIGIT_PIVOT = 50


class DayOrder(NamedTuple):
    """Whether the day comes before the month in this file, and how we know."""

    day_first: bool
    said: str


def day_order(texts: Iterable[str | None]) -> DayOrder | None:
    """Decide for all dates of a file; None when none of them is written with numbers only.

    A number above 12 cannot be a month. Where the file contradicts itself the more frequent order is taken and the
    other dates are refused later; where it does not say, the American order is assumed, and said.
    """
    ends = [end for text in texts if text for end in [text, *RANGE.split(text)[1:]]]
    found = [m for end in ends if (m := NUMERIC.match(end) or NUMERIC_RANGE.fullmatch(end))]
    pairs = [(int(m[1]), int(m[2])) for m in found]
    if not pairs:
        return None
    day_first, month_first = sum(a > 12 for a, _ in pairs), sum(b > 12 for _, b in pairs)
    if day_first > month_first:
        return DayOrder(True, "dates are read as DD/MM/YYYY: " + evidence(day_first, month_first))
    if month_first:
        return DayOrder(False, "dates are read as MM/DD/YYYY: " + evidence(month_first, day_first))
    return DayOrder(False, "dates are read as MM/DD/YYYY: no date of the file can tell, so this is an assumption")


def evidence(agree: int, contradict: int) -> str:
    return f"{agree:,} of them can only be that" + (f", {contradict:,} can only be the other" if contradict else "")


def written_days(text: str, order: DayOrder | None) -> tuple[date, date]:
    """The first and last day of a date or a range of dates. Raises ValueError."""
    if found := MONTH_RANGE.fullmatch(text):
        month, first, last, year = found.groups()
        return ordered(one_day(f"{month} {first} {year}", order), one_day(f"{month} {last} {year}", order))
    if found := NUMERIC_RANGE.fullmatch(text):
        a, b, c, year = found.groups()
        if order and order.day_first:
            raise ValueError("is not a date")
        return ordered(one_day(f"{a}/{b}/{year}", order), one_day(f"{a}/{c}/{year}", order))
    ends = RANGE.split(text)
    if len(ends) == 2:
        return ordered(one_day(ends[0], order), one_day(ends[1], order))
    return (one_day(text, order),) * 2


def ordered(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise ValueError("ends before it begins")
    return first, last


def one_day(text: str, order: DayOrder | None) -> date:
    if found := DATE.fullmatch(text):
        return sensible(found[1])
    if found := NUMERIC.fullmatch(text):
        first, second, year = found.groups()
        day, month = (first, second) if order and order.day_first else (second, first)
        return calendar_day(year, month, day)
    if found := MONTH_FIRST.fullmatch(text):
        return calendar_day(found[3], month_number(found[1]), found[2])
    if found := DAY_FIRST.fullmatch(text):
        return calendar_day(found[3], month_number(found[2]), found[1])
    raise ValueError("is not a date")


def month_number(name: str) -> str:
    if name[:3].lower() not in MONTHS:
        raise ValueError("is not a date")
    return str(MONTHS.index(name[:3].lower()) + 1)


def calendar_day(year: str, month: str, day: str) -> date:
    full = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= TWO_DIGIT_PIVOT else 2000)
    return sensible(f"{full:04d}-{int(month):02d}-{int(day):02d}")
