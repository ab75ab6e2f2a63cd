"""Amazon Location behind the same question as the embedded gazetteer: where is this place, what is at this point?"""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from core.aws.answers import Answers
from core.aws.faults import telling
from core.errors import SourceError

log = logging.getLogger(__name__)

SOURCE = "location"
# Storage is asked for and paid, so results may be kept; a year later the map may have changed.
KEEP_SECONDS = 365 * 86_400
THREADS = 8


class Place(NamedTuple):
    """`score` is 0..1 as the source gives it, None when it gives none; `source` is location or gazetteer."""

    label: str
    latitude: float
    longitude: float
    city: str | None
    region: str | None
    country: str | None
    source: str
    score: float | None


# Text and country (ISO 3166-1 alpha-2 or None) -> place, from what is embedded.
Gazetteer = Callable[[str, str | None], Place | None]


@dataclass
class Places:
    """`client` None, a used-up quota or a failure (from then on): the gazetteer answers, and the place says so.

    `turn` waits for a call's turn and counts it, or raises a SourceError when none may be made.

    `calls` counts requests of this process by the pricing bucket Amazon billed them to.
    """

    gazetteer: Gazetteer
    client: Any = None
    kept: Answers | None = None
    turn: Callable[[], AbstractContextManager[None]] = nullcontext
    calls: dict[str, int] = field(default_factory=dict)
    counting: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def geocode(self, text: str, country: str | None = None) -> Place | None:
        """The best match of an address, venue or city; None when nobody knows it."""
        query = {"QueryText": text.strip(), "MaxResults": 1, "IntendedUse": "Storage"}
        if country:
            query["Filter"] = {"IncludeCountries": [country]}
        return self.asked("geocode", query) or self.gazetteer(text, country)

    def reverse(self, latitude: float, longitude: float) -> Place | None:
        """What is at a point. The gazetteer has no answer to this."""
        return self.asked("reverse_geocode", {
            "QueryPosition": [longitude, latitude], "MaxResults": 1, "IntendedUse": "Storage"})

    def batch(self, texts: Iterable[tuple[str, str | None]]) -> list[Place | None]:
        """`geocode` of each (text, country), in order; the same one is asked once."""
        wanted = list(texts)
        once = list(dict.fromkeys(wanted))
        with ThreadPoolExecutor(THREADS) as pool:
            found = dict(zip(once, pool.map(lambda one: self.geocode(*one), once), strict=True))
        return [found[one] for one in wanted]

    def cost(self, usd_per_1000: dict[str, float]) -> float:
        """US dollars of this process's calls at your prices of the pricing buckets; KeyError for one without price."""
        return sum(usd_per_1000[bucket] * count / 1000 for bucket, count in self.calls.items())

    def asked(self, operation: str, query: dict[str, Any]) -> Place | None:
        """Amazon's first result, from the cache when it is there; None when it has none or cannot be asked."""
        if not self.client:
            return None
        try:
            if self.kept:
                body = self.kept.answer(SOURCE, {"operation": operation} | query, lambda: self.call(operation, query),
                                        ttl_seconds=KEEP_SECONDS)
            else:
                body = self.call(operation, query)
        except SourceError as error:
            log.warning("The gazetteer answers from here on: %s", error)
            self.client = None
            return None
        results = orjson.loads(body)
        return place_of(results[0]) if results else None

    def call(self, operation: str, query: dict[str, Any]) -> bytes:
        with self.turn(), telling(f"ask Amazon Location ({operation})"):
            answer = getattr(self.client, operation)(**query)
        bucket = answer.get("PricingBucket", "unknown")
        with self.counting:
            self.calls[bucket] = self.calls.get(bucket, 0) + 1
        return orjson.dumps(answer.get("ResultItems", []), default=str)


def point_of(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of "51.38, -2.36"; None for any other text."""
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def place_of(item: dict[str, Any]) -> Place:
    address = item.get("Address", {})
    longitude, latitude = item["Position"]
    region = address.get("Region", {})
    return Place(item.get("Title") or address.get("Label", ""), latitude, longitude, address.get("Locality"),
                 region.get("Code") or region.get("Name"), address.get("Country", {}).get("Code2"), SOURCE,
                 item.get("MatchScores", {}).get("Overall"))
