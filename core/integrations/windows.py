"""The parts a long range of listings is asked for in, each small enough to be read to its end. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

# Ticketmaster answers size * page < 1000 and no further.
REACHABLE = 1000
# Listings a part should have after a split: well below the limit, since they are not spread evenly.
AIM = 750
SECOND = timedelta(seconds=1)
# A day begins somewhere on earth that long before it does in UTC, and ends somewhere that long after.
EARLIER, LATER = timedelta(hours=14), timedelta(hours=12)

# Countries Ticketmaster lists events in, by its Discovery API documentation.
COUNTRIES = (
    "US CA GB AU MX DE ES IE NZ FR NL BE SE NO DK FI PL IT AT CH CZ PT TR ZA BR AR CL PE CO UY AE JP KR SG MY TH TW "
    "HK CN IN IL GR HU RO BG HR SI SK EE LV LT IS LU MT CY MC AD GI FO GE UA RS ME RU MA EG GH KE NG LB BH SA QA AZ "
    "BS BB BM DO EC JM TT LC AI CR PR PH ID VN"
)


class Window(NamedTuple):
    """Listings that start from `start` to `end` (UTC, whole seconds, both inclusive), or the undated of one sort."""

    start: datetime | None
    end: datetime | None
    country: str | None = None
    undated: str | None = None

    @property
    def name(self) -> str:
        span = f"without a date ({self.undated})" if self.undated else f"{iso(self.start)} to {iso(self.end)}"
        return f"{span}, {self.country}" if self.country else span

    def params(self) -> dict[str, str]:
        """Query parameters of the Discovery API."""
        params = {"countryCode": self.country} if self.country else {}
        if self.undated:
            return params | {f"include{self.undated}": "only"}
        return params | {"startDateTime": iso(self.start), "endDateTime": iso(self.end)}


def iso(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else ""


def whole_range(first: date, last: date, countries: list[str]) -> list[Window]:
    """One window a country (one for all when none is named) with the first to the last day of every zone on earth;
    then the undated."""
    start = datetime.combine(first, time(), UTC) - EARLIER
    end = datetime.combine(last, time(23, 59, 59), UTC) + LATER
    places: list[str | None] = [*countries] or [None]
    return [Window(start, end, place) for place in places] + [
        Window(None, None, place, undated) for undated in ("TBA", "TBD") for place in places]


def split_by_time(window: Window, reported: int) -> list[Window]:
    """Disjoint windows of about equal length that cover `window`; empty when it is a single second or undated."""
    if window.start is None or window.end is None or window.start == window.end:
        return []
    seconds = int((window.end - window.start) / SECOND) + 1
    parts = min(seconds, max(2, ceil(reported / AIM)))
    edges = [window.start + SECOND * (seconds * n // parts) for n in range(parts + 1)]
    return [window._replace(start=a, end=b - SECOND) for a, b in pairwise(edges)]


def split_by_country(window: Window, seen: list[str]) -> list[Window]:
    """One window a country, those already seen in it first; empty when it is one country's already."""
    if window.country:
        return []
    return [window._replace(country=code) for code in dict.fromkeys([*seen, *COUNTRIES.split()])]
