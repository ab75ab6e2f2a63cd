"""A Ticketmaster run: fetch by windows, clean, and load with venues, artists and dated changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from core.errors import SourceUnavailable
from core.gazetteer.countries import known_country
from core.ingest import listings as clean
from core.ingest.fetch import Fetch
from core.ingest.identify import Venue, VenueBook
from core.ingest.identity import Act, Artist, ArtistBook, Match, says_tribute
from core.ingest.listings import Listings, Row, table
from core.ingest.locate import locate
from core.ingest.names import name_key
from core.integrations.http import Surroundings
from core.integrations.journal import Journal
from core.integrations.standing import SourceResting
from core.integrations.ticketmaster import Ticketmaster
from core.integrations.windows import whole_range
from core.progress import Progress
from core.warehouse import listings as stored
from core.warehouse import runs
from core.warehouse.load import identity
from core.warehouse.merge import Merged, merge
from core.warehouse.store import Connection

SOURCE = clean.SOURCE
# Listings asked for by id in one run; where more are missing, the lists are taken at their word.
MOST_LOOKUPS = 100


@dataclass(frozen=True)
class Range:
    """What to fetch: listings of these days (the venue's or UTC's), in these countries (none named: in all)."""

    first: date
    last: date
    countries: tuple[str, ...] = ()

    def holds(self, event: Row) -> bool:
        """Whether a listing (a row of clean.EVENT) is on one of the days; one without a date always is."""
        days = [event["local_date"], event["starts_at"].date() if event["starts_at"] else None]
        return days == [None, None] or any(day and self.first <= day <= self.last for day in days)


@dataclass
class TicketmasterRun:
    """Fetches and loads one range. `decisions` are a person's: the artist of an attraction, or None to split it off.

    `expected` are the listings known before that ought to come, with their start (UTC, naive; None: undated).
    """

    wanted: Range
    decisions: Mapping[str, str | None] = field(default_factory=dict)
    found: Listings = field(default_factory=Listings)
    expected: dict[str, datetime | None] = field(default_factory=dict)
    source: str = SOURCE

    @property
    def plan(self) -> str:
        return f"{self.wanted.first} {self.wanted.last} {' '.join(self.wanted.countries)}"

    def prepare(self, connection: Connection, today: date) -> None:
        self.expected = dict(stored.answer(
            connection, "expected", source=SOURCE, first=self.wanted.first, last=self.wanted.last,
            countries=list(self.wanted.countries)))
        self.found.wanted = lambda event: event["event_id"] in self.expected or self.wanted.holds(event)

    def fetch(self, around: Surroundings, journal: Journal, progress: Progress) -> Fetch:
        """Read every listing of the range. Raises SourceUnconfigured without a key, Cancelled when stopped."""
        client = Ticketmaster(around, journal)
        got = Fetch(client.session)
        windows = whole_range(self.wanted.first, self.wanted.last, list(self.wanted.countries))
        with got.noting_faults():
            for part in client.listings(windows):
                got.parts += 1
                got.reported += part.reported
                got.faults += [part.fault] if part.fault else []
                self.found.add(part.events)
                progress.step("Fetching listings", len(self.found.events), client.announced)
            if not got.faults:
                got.reported += self.look_up(client, self.missing(around.clock.now())[:MOST_LOOKUPS], progress)
        got.reported -= len(self.found.unwanted)
        got.received = self.found.received
        return got

    def missing(self, now: datetime) -> list[str]:
        """Expected listings that did not come. What is over ages out of the source, and is not missed: only starts
        after `now` count, or after the earliest start that the source still lists."""
        starts = [row["starts_at"] for row in self.found.events.values() if row["starts_at"]]
        since = min([*starts, now.replace(tzinfo=None)])
        return [event_id for event_id, start in self.expected.items()
                if event_id not in self.found.events and (start is None or start >= since)]

    def look_up(self, client: Ticketmaster, event_ids: list[str], progress: Progress) -> int:
        """Ask for listings by id, since one that moved beyond the range is not gone; returns how many there are."""
        before = len(self.found.events)
        for done, event_id in enumerate(event_ids):
            progress.step("Looking for listings that did not come", done, len(event_ids))
            try:
                event = client.listing(event_id)
            except SourceResting:
                raise
            except SourceUnavailable:
                break
            self.found.add([event] if event else [])
        return len(self.found.events) - before

    def load(self, connection: Connection, got: Fetch, run_id: str, now: datetime) -> Merged:
        """Store what came, in the caller's transaction. Only a whole fetch can tell that a listing is gone."""
        run: dict[str, Any] = {"run_id": run_id, "now": now.replace(tzinfo=None)}
        events = table(self.found.events.values(), clean.EVENT)
        merged = stored.merge_events(connection, events, table(self.found.listings.values(), clean.LISTING),
                                     table(self.found.presales, clean.PRESALE), **run)
        if not got.faults:
            stored.mark_gone(connection, self.missing(now), **run)
        load_venues(connection, self.found)
        load_artists(connection, self.found.attractions, self.decisions)
        stored.answer(connection, "shows", source=SOURCE)
        keep_refusals(connection, self.found, run_id)
        runs.count_kind(connection, run_id, "listings", self.found.received, *merged, self.found.without_id)
        return merged


def keep_refusals(connection: Connection, found: Listings, run_id: str) -> None:
    runs.keep_rejects(connection, ({
        "run_id": run_id, "kind": "listings", "file": f"{SOURCE} {r.listing}".strip(), "line": None,
        "column_name": r.column, "value": r.value, "reason": r.reason} for r in found.refusals))


def load_venues(connection: Connection, found: Listings) -> None:
    """Each of the source's venues is one of ours: found before, or of that name in that city, or new."""
    known = dict(stored.answer(connection, "known_source_venues", source=SOURCE))
    book = VenueBook(connection)
    rows = []
    for source_id, venue in sorted(found.venues.items()):
        venue_id = known.get(source_id)
        if venue_id is None and venue["name"]:
            country = known_country(venue["country"] or "") or venue["country"]
            venue_id = book.get(Venue(None, venue["name"], venue["city"], venue["region"], country, None),
                                anywhere=False)
        rows.append(venue | {"venue_id": venue_id})
    book.store()
    merge(connection, "source_venue", table(rows, clean.VENUE.append(pa.field("venue_id", pa.string()))),
          ("source", "venue_source_id"))
    stored.answer(connection, "fill_venues")
    locate(connection)
    stored.answer(connection, "place_events", source=SOURCE)


def apply_decisions(connection: Connection, decisions: Mapping[str, str | None]) -> None:
    """Apply what a person decided about acts, without asking the source."""
    load_artists(connection, {}, decisions)


def load_artists(connection: Connection, found: Mapping[str, Row], decisions: Mapping[str, str | None]) -> None:
    """Each act of the source is one of our artists; new ones are made, and ours learn what the source knows.

    `found` are the acts of this run by their id; decided ones that did not come this time are taken as stored.
    """
    stored.answer(connection, "part_acts", stored.decided(decisions), source=SOURCE)
    artists = [Artist(artist_id, name, mbid, spotify, bool(is_apart)) for artist_id, name, mbid, spotify, is_apart
               in stored.answer(connection, "known_artists")]
    book = ArtistBook(artists, stored.answer(connection, "known_names"))
    known = {source_id: Match(artist_id, how, candidates or []) for source_id, artist_id, how, candidates in
             stored.answer(connection, "known_attractions", source=SOURCE)}
    # Acts with ids come first, so that a name alone meets the artist who has them; tribute bands come last.
    decided = [dict(zip(clean.ATTRACTION.names, row, strict=True)) for row in
               stored.answer(connection, "attractions", source=SOURCE, ids=list(decisions))]
    acts = {row["attraction_source_id"]: row for row in decided} | dict(found)
    ordered = sorted(acts.values(), key=lambda a: (
        says_tribute(a["name"]), not a["spotify_artist_id"], not a["mbid"], a["attraction_source_id"]))
    matches = {a["attraction_source_id"]: book.find(act_of(a), decisions, known) for a in ordered}
    identity.add(connection, "artist", ({"artist_id": a.artist_id, "name": a.name, "name_key": name_key(a.name)}
                                        for a in book.made))
    identity.add(connection, "artist_alias", ({"artist_id": a.artist_id, "name": a.name, "name_key": name_key(a.name)}
                                              for a in book.made if not a.apart))
    merge(connection, "attraction", table(
        (a | matches[a["attraction_source_id"]]._asdict() for a in ordered),
        pa.schema([*clean.ATTRACTION, ("artist_id", pa.string()), ("matched_by", pa.string()),
                   ("candidate_ids", pa.list_(pa.string()))])), ("source", "attraction_source_id"))
    stored.answer(connection, "fill_artists", {"learned": learned(ordered, matches)})
    stored.answer(connection, "forget_artists")
    stored.answer(connection, "billing", source=SOURCE)


def act_of(attraction: Row) -> Act:
    return Act(attraction["attraction_source_id"], attraction["name"], attraction["spotify_artist_id"],
               attraction["mbid"], attraction["is_tribute"])


LEARNED = ("mbid", "spotify_artist_id", "tm_attraction_id", "genre", "sub_genre", "image_url")


def learned(attractions: list[Row], matches: dict[str, Match]) -> pa.Table:
    """What the acts say of our artists, one row an artist: the first that says something counts.

    The ids of an act that only may be an artist, and of a tribute band, are nobody's.
    """
    told: dict[str, Row] = {}
    for attraction in attractions:
        source_id, named = attraction["attraction_source_id"], attraction["name"]
        attraction = attraction | {"tm_attraction_id": source_id if source_id != named else None}
        match = matches[attraction["attraction_source_id"]]
        row = told.setdefault(match.artist_id, {"artist_id": match.artist_id})
        for column in LEARNED if match.is_same else LEARNED[2:]:
            if row.get(column) is None:
                row[column] = attraction.get(column)
    return table(told.values(), pa.schema([("artist_id", pa.string())] + [(c, pa.string()) for c in LEARNED]))
