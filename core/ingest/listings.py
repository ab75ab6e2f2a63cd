"""Ticketmaster's listings -> typed rows and rejects. Pure: no network, no database, no clock.

Names stay exactly as the source wrote them; what is missing, "Undefined" or a placeholder is NULL.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pyarrow as pa

from core.ingest.json_parts import (
    Reader,
    Refusal,
    degrees,
    dig,
    instant,
    many,
    price,
    sale_start,
    text,
    trimmed,
    widest_image,
)

SOURCE = "ticketmaster"
STATUSES = {"canceled": "cancelled"}
MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SPOTIFY_ARTIST = re.compile(r"(?:open\.spotify\.com/(?:intl-\w+/)?artist/|spotify:artist:)([0-9A-Za-z]{22})")

TEXT, TEXTS, DAY, INSTANT = pa.string(), pa.list_(pa.string()), pa.date32(), pa.timestamp("us")
MONEY = pa.decimal128(18, 2)
EVENT = pa.schema([
    ("event_id", TEXT), ("source", TEXT), ("source_event_id", TEXT), ("name", TEXT), ("venue_source_id", TEXT),
    ("attraction_source_ids", TEXTS), ("local_date", DAY), ("local_time", pa.time64("us")), ("starts_at", INSTANT),
    ("date_tba", pa.bool_()), ("timezone", TEXT), ("status", TEXT), ("genre", TEXT), ("onsale_at", INSTANT),
    ("price_min", MONEY), ("price_max", MONEY), ("currency", TEXT), ("url", TEXT)])
LISTING = pa.schema([
    ("event_id", TEXT), ("listing_source", TEXT), ("segment", TEXT), ("sub_genre", TEXT), ("is_parking", pa.bool_()),
    ("product_ids", TEXTS), ("previous_date", DAY), ("venue_name", TEXT), ("venue_city", TEXT),
    ("venue_country", TEXT), ("attraction_names", TEXTS), ("attraction_keys", TEXTS)])
PRESALE = pa.schema([("event_id", TEXT), ("name", TEXT), ("starts_at", INSTANT), ("ends_at", INSTANT)])
VENUE = pa.schema([
    ("source", TEXT), ("venue_source_id", TEXT), ("name", TEXT), ("address", TEXT), ("city", TEXT), ("region", TEXT),
    ("country", TEXT), ("postal_code", TEXT), ("latitude", pa.float64()), ("longitude", pa.float64()),
    ("timezone", TEXT), ("url", TEXT)])
ATTRACTION = pa.schema([
    ("source", TEXT), ("attraction_source_id", TEXT), ("name", TEXT), ("url", TEXT), ("image_url", TEXT),
    ("genre", TEXT), ("sub_genre", TEXT), ("mbid", TEXT), ("spotify_artist_id", TEXT), ("is_tribute", pa.bool_())])

Row = dict[str, Any]


@dataclass
class Listings:
    """Rows by their id, collected over the pages of a fetch; the first time an id comes counts.

    Listings that `wanted` does not take are left out; `unwanted` are their ids.
    """

    wanted: Callable[[Row], bool] = lambda event: True
    unwanted: set[str] = field(default_factory=set)

    events: dict[str, Row] = field(default_factory=dict)
    listings: dict[str, Row] = field(default_factory=dict)
    presales: list[Row] = field(default_factory=list)
    venues: dict[str, Row] = field(default_factory=dict)
    attractions: dict[str, Row] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, events: Iterable[Any]) -> None:
        for event in events:
            event_id = text(dig(event, "id"))
            if not event_id:
                self.refusals.append(Refusal("", None, str(event)[:200], "is a listing without an id"))
            elif event_id not in self.events and event_id not in self.unwanted:
                self.add_one(event_id, event)

    @property
    def without_id(self) -> int:
        return sum(1 for refusal in self.refusals if refusal.column is None)

    @property
    def received(self) -> int:
        """Different listings that came, those without an id included."""
        return len(self.events) + self.without_id

    def add_one(self, event_id: str, event: Row) -> None:
        read = Reader(event_id, self.refusals)
        venues = [v for v in many(event, "_embedded", "venues") if text(dig(v, "id")) or text(dig(v, "name"))]
        attractions = many(event, "_embedded", "attractions")
        venue = venue_row(venues[0], read) if venues else {}
        row = event_row(event_id, event, venue, attractions, read)
        if not self.wanted(row):
            self.unwanted.add(event_id)
            return
        self.events[event_id] = row
        self.listings[event_id] = listing_row(event_id, event, venue, attractions, read)
        self.presales += presale_rows(event_id, event, read)
        if venue.get("venue_source_id"):
            self.venues.setdefault(venue["venue_source_id"], venue)
        for attraction in attractions:
            key = attraction_key(attraction)
            if key and key not in self.attractions:
                self.attractions[key] = attraction_row(attraction)


def event_row(event_id: str, event: Row, venue: Row, attractions: list[Any], read: Reader) -> Row:
    start = dig(event, "dates", "start")
    timed = not (dig(start, "timeTBA") or dig(start, "noSpecificTime"))
    status = (text(dig(event, "dates", "status", "code")) or "").strip().lower()
    return {
        "event_id": event_id, "source": SOURCE, "source_event_id": event_id, "name": text(dig(event, "name")),
        "venue_source_id": venue.get("venue_source_id"),
        "attraction_source_ids": [i for a in attractions if (i := text(dig(a, "id")))],
        "local_date": read.value("local_date", dig(start, "localDate"), date.fromisoformat),
        "local_time": read.value("local_time", dig(start, "localTime") if timed else None, time.fromisoformat),
        "starts_at": read.value("starts_at", dig(start, "dateTime") if timed else None, instant),
        "date_tba": is_undated(start),
        "timezone": trimmed(dig(event, "dates", "timezone")) or venue.get("timezone"),
        "status": STATUSES.get(status, status) or None,
        "genre": classified(event, "genre"),
        "onsale_at": read.value("onsale_at", dig(event, "sales", "public", "startDateTime"), sale_start),
        **price_range(event, read), "url": text(dig(event, "url")),
    }


def is_undated(start: Any) -> bool:
    return bool(dig(start, "dateTBA") or dig(start, "dateTBD") or not dig(start, "localDate"))


def price_range(event: Row, read: Reader) -> Row:
    """The widest range in the first currency; NULL where the source gives none, which is nearly everywhere."""
    ranges = many(event, "priceRanges")
    currency = trimmed(dig(ranges[0], "currency")) if ranges else None
    same = [r for r in ranges if trimmed(dig(r, "currency")) == currency]
    low = [p for r in same if (p := read.value("price_min", dig(r, "min"), price)) is not None]
    high = [p for r in same if (p := read.value("price_max", dig(r, "max"), price)) is not None]
    return {"price_min": min(low, default=None), "price_max": max(high, default=None), "currency": currency}


def listing_row(event_id: str, event: Row, venue: Row, attractions: list[Any], read: Reader) -> Row:
    origin = dig(event, "source")
    types = [trimmed(dig(c, "type", "name")) or "" for c in many(event, "classifications")]
    return {
        "event_id": event_id,
        "listing_source": trimmed(origin) or trimmed(dig(origin, "name")) or trimmed(dig(origin, "id")),
        "segment": classified(event, "segment"), "sub_genre": classified(event, "subGenre"),
        "is_parking": any(name.lower() == "parking" for name in types),
        "product_ids": [i for p in many(event, "products") if (i := text(dig(p, "id")))],
        "previous_date": read.value("previous_date", dig(event, "dates", "initialStartDate", "localDate"),
                                    date.fromisoformat),
        "venue_name": venue.get("name"), "venue_city": venue.get("city"), "venue_country": venue.get("country"),
        "attraction_names": [n for a in attractions if (n := text(dig(a, "name")))],
        "attraction_keys": [k for a in attractions if (k := attraction_key(a))],
    }


def presale_rows(event_id: str, event: Row, read: Reader) -> list[Row]:
    return [{"event_id": event_id, "name": text(dig(p, "name")),
             "starts_at": read.value("presale_starts_at", dig(p, "startDateTime"), sale_start),
             "ends_at": read.value("presale_ends_at", dig(p, "endDateTime"), instant)}
            for p in many(event, "sales", "presales")]


def venue_row(venue: Row, read: Reader) -> Row:
    return {
        "source": SOURCE, "venue_source_id": text(dig(venue, "id")), "name": text(dig(venue, "name")),
        "address": trimmed(dig(venue, "address", "line1")), "city": trimmed(dig(venue, "city", "name")),
        "region": trimmed(dig(venue, "state", "stateCode")) or trimmed(dig(venue, "state", "name")),
        "country": trimmed(dig(venue, "country", "countryCode")), "postal_code": trimmed(dig(venue, "postalCode")),
        "latitude": read.value("latitude", dig(venue, "location", "latitude"), degrees),
        "longitude": read.value("longitude", dig(venue, "location", "longitude"), degrees),
        "timezone": trimmed(dig(venue, "timezone")), "url": text(dig(venue, "url")),
    }


def attraction_key(attraction: Any) -> str | None:
    """What tells acts apart: the id, else the name."""
    return text(dig(attraction, "id")) or text(dig(attraction, "name"))


def attraction_row(attraction: Any) -> Row:
    words = [trimmed(dig(c, level, "name")) or "" for c in many(attraction, "classifications")
             for level in ("genre", "subGenre", "type", "subType")]
    return {
        "source": SOURCE, "attraction_source_id": attraction_key(attraction),
        "name": text(dig(attraction, "name")) or attraction_key(attraction),
        "url": text(dig(attraction, "url")), "image_url": widest_image(attraction),
        "genre": classified(attraction, "genre"), "sub_genre": classified(attraction, "subGenre"),
        "mbid": linked_mbid(attraction), "spotify_artist_id": linked_spotify(attraction),
        "is_tribute": any("tribute" in word.lower() for word in words),
    }


def linked_mbid(attraction: Any) -> str | None:
    """The MusicBrainz id of the external links: trimmed and lower-cased; a link counts as well as an id."""
    for link in many(attraction, "externalLinks", "musicbrainz"):
        for said in (dig(link, "id"), dig(link, "url")):
            found = MBID.search(str(said).lower()) if said else None
            if found:
                return found[0]
    return None


def linked_spotify(attraction: Any) -> str | None:
    for link in many(attraction, "externalLinks", "spotify"):
        found = SPOTIFY_ARTIST.search(str(dig(link, "url") or ""))
        if found:
            return found[1]
    return None


def classified(item: Any, level: str) -> str | None:
    """The name at one level of the primary classification (else the first); "Undefined" is NULL."""
    every = many(item, "classifications")
    primary = next((c for c in every if dig(c, "primary")), every[0] if every else None)
    name = trimmed(dig(primary, level, "name"))
    return None if name is None or name.lower() == "undefined" else name


def table(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)
