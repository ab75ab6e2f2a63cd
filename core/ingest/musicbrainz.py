"""A MusicBrainz run: genres, links and area of every artist with an MBID, one a second."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa

from core.ingest.fetch import Fetch
from core.ingest.json_parts import dig, many, trimmed
from core.ingest.listings import SPOTIFY_ARTIST
from core.ingest.lookups import Due, Row, asked, due_artists, keep_lookups, learn
from core.integrations.http import Surroundings
from core.integrations.journal import Journal
from core.integrations.musicbrainz import Json, MusicBrainz
from core.progress import Progress
from core.warehouse import listings as stored
from core.warehouse.merge import Merged
from core.warehouse.store import Connection

SOURCE = "musicbrainz"
TAGGED = pa.schema([("artist_id", pa.string()), ("tag", pa.string()), ("weight", pa.float64())])
LINKED = pa.schema([("artist_id", pa.string()), ("source", pa.string()), ("kind", pa.string()), ("url", pa.string())])


@dataclass
class MusicBrainzRun:
    due: list[Due] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    found: list[tuple[Due, Json | None]] = field(default_factory=list)
    source: str = SOURCE
    plan: str = "artists"

    def prepare(self, connection: Connection, today: date) -> None:
        self.due = [a for a in due_artists(connection, SOURCE, today) if a.mbid]
        self.taken = {spotify for *_, spotify, _ in stored.answer(connection, "known_artists") if spotify}

    def fetch(self, around: Surroundings, journal: Journal, progress: Progress) -> Fetch:
        client = MusicBrainz(around, journal)
        got = Fetch(client.session, reported=len(self.due))
        with got.noting_faults():
            for done, artist in enumerate(self.due):
                progress.step("Looking artists up at MusicBrainz", done, len(self.due))
                self.found.append((artist, client.artist(artist.mbid or "")))
                got.received += 1
        return got

    def load(self, connection: Connection, got: Fetch, run_id: str, now: datetime) -> Merged:
        known = [(artist, answer) for artist, answer in self.found if answer]
        merged = keep_lookups(connection, ({
            "source": SOURCE, "artist_id": artist.artist_id, "looked_up_on": now.date(),
            "matched_by": "mbid" if answer else "unmatched", **described(answer or {})}
            for artist, answer in self.found))
        learn(connection, ({"artist_id": artist.artist_id, "genre": next(iter(genres(answer)), None),
                            "spotify_artist_id": self.spotify_of(answer)} for artist, answer in known))
        tagged = [{"artist_id": artist.artist_id, "tag": tag, "weight": weight}
                  for artist, answer in known for tag, weight in genres(answer).items()]
        stored.answer(connection, "artist_tags", {"tagged": pa.Table.from_pylist(tagged, schema=TAGGED)})
        linked = [{"artist_id": artist.artist_id, "source": SOURCE, **link}
                  for artist, answer in known for link in links(answer)]
        stored.answer(connection, "links", {"asked": asked(artist.artist_id for artist, _ in known),
                                            "linked": pa.Table.from_pylist(linked, schema=LINKED)}, source=SOURCE)
        return merged

    def spotify_of(self, answer: Json) -> str | None:
        """The Spotify id among the links, unless it is another artist's already."""
        ids = [found[1] for link in links(answer) if (found := SPOTIFY_ARTIST.search(link["url"]))]
        free = [spotify for spotify in ids if spotify not in self.taken][:1]
        self.taken.update(free)
        return free[0] if free else None


def described(answer: Json) -> Row:
    codes = dig(answer, "area", "iso-3166-1-codes")
    return {"source_artist_id": trimmed(answer.get("id")), "name": trimmed(answer.get("name")),
            "area": trimmed(dig(answer, "area", "name")),
            "country": trimmed(answer.get("country")) or (codes[0] if isinstance(codes, list) and codes else None)}


def genres(answer: Json) -> dict[str, float]:
    """Genre -> votes, the most voted first."""
    voted = {name: float(g.get("count") or 0) for g in many(answer, "genres") if (name := trimmed(g.get("name")))}
    return dict(sorted(voted.items(), key=lambda v: (-v[1], v[0])))


def links(answer: Json) -> list[Row]:
    told = {(trimmed(r.get("type")), trimmed(dig(r, "url", "resource"))): None for r in many(answer, "relations")}
    return [{"kind": kind, "url": url} for kind, url in told if url]
