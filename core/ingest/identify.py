"""Which artist, which venue? A given id wins; else the folded name decides; never a guess.

Spellings that fold to one key are one name: the first seen is shown, the others become aliases. Files may come in
any order: a name without an id gets an id derived from it, and gives way when a later file names the id.
"""

from collections import defaultdict
from typing import NamedTuple

from core.ingest.markets import MarketBook
from core.ingest.names import DERIVED, derived_id, name_key, slug
from core.warehouse.load import Connection, identity


class Unknown(NamedTuple):
    """An id that a file gives without a name, and nobody has told us whose it is."""

    column: str
    value: str


def identify_artists(connection: Connection) -> list[Unknown]:
    """Make `artist_map` for the staged rows, with new artists and aliases stored. Returns ids that stay unknown."""
    wanted = identity.staged_artists(connection)
    if not wanted:
        identity.put_map(connection, "artist_map", [])
        return []
    shown = identity.stored_artists(connection)
    by_key: dict[str, list[str]] = defaultdict(list)
    spellings = set()
    for key, name, artist_id in identity.artist_aliases(connection):
        by_key[key].append(artist_id)
        spellings.add((name, artist_id))
    artists, aliases, mapped, unknown = [], [], [], []
    mbids: dict[str, str] = {}
    genres: dict[str, str] = {}
    for given, name, mbid, genre in wanted:
        key = name_key(name) if name else ""
        if given and not name and given not in shown:
            unknown.append(Unknown("artist_id", given))
            continue
        known = by_key[key]
        artist_id = given or (known[0] if known else derived_id(name))
        if given and given not in shown and (old := next((i for i in known if i.startswith(DERIVED)), None)):
            identity.rename_id(connection, "artist_id", old, given)
            shown[given] = shown.pop(old)
            by_key[key] = [given if i == old else i for i in known]
            spellings = {(n, given if i == old else i) for n, i in spellings}
        elif artist_id not in shown:
            shown[artist_id] = name
            artists.append({"artist_id": artist_id, "name": name, "name_key": key, "mbid": mbid, "genre": genre})
        if mbid:
            mbids[artist_id] = mbid
        if genre:
            genres.setdefault(artist_id, genre)
        if name and (name, artist_id) not in spellings:
            spellings.add((name, artist_id))
            aliases.append({"name_key": key, "name": name, "artist_id": artist_id})
            if artist_id not in by_key[key]:
                by_key[key].append(artist_id)
        mapped.append({"spelling": name, "given": given, "artist_id": artist_id, "name": shown[artist_id]})
    identity.add(connection, "artist", artists)
    identity.add(connection, "artist_alias", aliases)
    identity.put_map(connection, "artist_map", mapped)
    identity.complete_artists(connection, mbids, genres)
    return unknown


class Venue(NamedTuple):
    """How a file names a venue: any of it but the name may be unknown."""

    given: str | None
    name: str
    city: str | None
    region: str | None
    country: str | None
    capacity: int | None


class VenueBook:
    """The venues known by name and city; finds the one meant, or makes it. `store` writes what is new."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.by_name: dict[tuple[str, str], list[tuple[str, str | None, str | None]]] = defaultdict(list)
        self.cities: dict[str, set[str]] = defaultdict(set)
        self.ids: set[str] = set()
        self.spellings: set[tuple[str, str]] = set()
        self.markets = MarketBook(identity.markets(connection))
        self.added: dict[str, list[dict[str, object]]] = {"venue": [], "venue_alias": []}
        self.facts: list[dict[str, object]] = []
        for key, city_key, name, venue_id, region, country in identity.venue_aliases(connection):
            self.learn(key, slug(city_key or ""), name, venue_id, region, country)

    def learn(self, key: str, city_key: str, name: str, venue_id: str, region: str | None,
              country: str | None) -> None:
        if venue_id not in [i for i, *_ in self.by_name[key, city_key]]:
            self.by_name[key, city_key].append((venue_id, region, country))
        self.cities[key].add(city_key)
        self.ids.add(venue_id)
        self.spellings.add((name, venue_id))

    def find(self, venue: Venue, *, anywhere: bool) -> str | None:
        """The venue of that name in that city; with `anywhere`, a name without a city is the only one so called."""
        key, city_key = name_key(venue.name), slug(venue.city or "")
        if not venue.city and anywhere and len(self.cities[key]) == 1:
            [city_key] = self.cities[key]
        return next((venue_id for venue_id, region, country in self.by_name[key, city_key]
                     if agree(country, venue.country) and agree(region, venue.region)), None)

    def get(self, venue: Venue, *, anywhere: bool) -> str:
        key, city_key = name_key(venue.name), slug(venue.city or "")
        found = self.find(venue, anywhere=anywhere)
        venue_id = venue.given or found or self.new_id(venue)
        if venue.given and venue.given not in self.ids and found and found.startswith(DERIVED):
            self.adopt(found, venue.given)
        facts: dict[str, object] = {
            "venue_id": venue_id, "city": venue.city, "region": venue.region, "country": venue.country,
            "market_id": self.markets.market(venue.city, venue.region, venue.country), "venue_capacity": venue.capacity}
        if venue_id in self.ids:
            self.facts.append(facts)
        else:
            self.added["venue"].append(facts | {"name": venue.name, "name_key": key})
        if (venue.name, venue_id) not in self.spellings:
            self.added["venue_alias"].append({"name_key": key, "city_key": name_key(venue.city or "") or None, "name": venue.name,
                                              "venue_id": venue_id})
        if venue.city or not found:
            self.learn(key, city_key, venue.name, venue_id, venue.region, venue.country)
        return venue_id

    def new_id(self, venue: Venue) -> str:
        plain = derived_id(venue.name, venue.city, venue.country)
        return plain if plain not in self.ids else derived_id(venue.name, venue.city, venue.region, venue.country)

    def adopt(self, old: str, new: str) -> None:
        """Give a venue we knew by name only the id that a file gives it."""
        identity.rename_id(self.connection, "venue_id", old, new)
        for venues in self.by_name.values():
            venues[:] = [(new if i == old else i, region, country) for i, region, country in venues]
        self.ids = self.ids - {old} | {new}
        self.spellings = {(name, new if i == old else i) for name, i in self.spellings}

    def store(self) -> None:
        identity.put_markets(self.connection, self.markets.added, self.markets.named)
        for table, rows in self.added.items():
            identity.add(self.connection, table, rows)
        identity.complete_venues(self.connection, self.facts)


def agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or name_key(one) == name_key(other)


def identify_venues(connection: Connection, *, anywhere: bool) -> None:
    """Make `venue_map` for the staged rows, with new venues, aliases and markets stored."""
    wanted = [Venue(*row) for row in identity.staged_venues(connection)]
    mapped = []
    if wanted:
        book = VenueBook(connection)
        mapped = [{"spelling": venue.name, "given": venue.given, "city": venue.city, "region": venue.region,
                   "country": venue.country, "venue_id": book.get(venue, anywhere=anywhere)} for venue in wanted]
        book.store()
    identity.put_map(connection, "venue_map", mapped)
