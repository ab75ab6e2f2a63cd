"""A Spotify run: each artist of ours by its Spotify id, else by a search for exactly its name.

Popularity and followers go to a table of their own, dated, and nowhere else: Spotify's terms forbid more.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa

from core.ingest.fetch import Fetch
from core.ingest.identity import exact
from core.ingest.json_parts import dig, text, widest_image
from core.ingest.lookups import Due, Row, due_artists, keep_lookups, learn
from core.integrations.http import Surroundings
from core.integrations.journal import Journal
from core.integrations.spotify import Json, Spotify
from core.progress import Progress
from core.warehouse import listings as stored
from core.warehouse.merge import Merged, merge
from core.warehouse.store import Connection

SOURCE = "spotify"
# Nobody is searched for by a longer name; the search refuses it.
LONGEST_NAME = 200
FIGURE = pa.schema([("spotify_artist_id", pa.string()), ("date", pa.date32()), ("popularity", pa.int32()),
                    ("followers", pa.int64())])


@dataclass
class SpotifyRun:
    due: list[Due] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    found: list[tuple[Row, Json | None]] = field(default_factory=list)
    # A person's: the artist of a Spotify id, or None where it is nobody's of ours.
    decided: Mapping[str, str | None] = field(default_factory=dict)
    source: str = SOURCE
    plan: str = "artists"

    def prepare(self, connection: Connection, today: date) -> None:
        """Whose turn it is; which Spotify ids and which names are somebody's already."""
        apply_decisions(connection, self.decided)
        self.due = due_artists(connection, SOURCE, today)
        artists = stored.answer(connection, "known_artists")
        self.taken = {spotify: artist_id for artist_id, _, _, spotify, _ in artists if spotify}
        counts = Counter(exact(name) for _, name, *_ in artists if name)
        self.shared = {name for name, count in counts.items() if count > 1}

    def fetch(self, around: Surroundings, journal: Journal, progress: Progress) -> Fetch:
        """Look everybody up who is due, as far as the day's calls go. Raises SourceUnconfigured."""
        client = Spotify(around, journal)
        got = Fetch(client.session, reported=len(self.due))
        with got.noting_faults():
            for done, artist in enumerate(self.due):
                progress.step("Looking artists up at Spotify", done, len(self.due))
                self.found.append(self.look_up(client, artist))
                got.received += 1
        return got

    def look_up(self, client: Spotify, artist: Due) -> tuple[Row, Json | None]:
        """A row for artist_lookup, and Spotify's artist when there is one."""
        row: Row = {"source": SOURCE, "artist_id": artist.artist_id, "matched_by": "unmatched"}
        if artist.spotify_artist_id:
            answer = client.artist(artist.spotify_artist_id)
            return (row | described(answer) | {"matched_by": "link"}, answer) if answer else (row, None)
        if exact(artist.name) in self.shared:
            return row | {"matched_by": "ambiguous"}, None
        if len(artist.name) > LONGEST_NAME:
            return row, None
        same = {a["id"]: a for a in client.search(artist.name) if exact(str(a.get("name", ""))) == exact(artist.name)}
        free = [a for spotify_id, a in same.items() if spotify_id not in self.taken and spotify_id not in self.decided]
        if len(same) == len(free) == 1:
            self.taken[free[0]["id"]] = artist.artist_id
            return row | described(free[0]) | {"matched_by": "name"}, free[0]
        return (row | {"matched_by": "ambiguous", "candidate_ids": sorted(same)}, None) if same else (row, None)

    def load(self, connection: Connection, got: Fetch, run_id: str, now: datetime) -> Merged:
        """Store identities, links and images; and, apart, the figures of accounts that may see them."""
        today = now.date()
        merged = keep_lookups(connection, (row | {"looked_up_on": today} for row, _ in self.found))
        learn(connection, ({"artist_id": row["artist_id"], "spotify_artist_id": row["source_artist_id"],
                            "image_url": row["image_url"]} for row, answer in self.found if answer))
        figures = [{"spotify_artist_id": answer["id"], "date": today, **shown}
                   for _, answer in self.found if answer and (shown := figures_of(answer))]
        unique = {f["spotify_artist_id"]: f for f in figures}
        merge(connection, "spotify_figure", pa.Table.from_pylist(list(unique.values()), schema=FIGURE),
              ("spotify_artist_id", "date"))
        return merged


def apply_decisions(connection: Connection, decisions: Mapping[str, str | None]) -> None:
    """Apply what a person decided about Spotify ids, without asking Spotify."""
    stored.answer(connection, "decide_spotify", stored.decided(decisions))


def described(answer: Json) -> Row:
    return {"source_artist_id": answer["id"], "name": text(answer.get("name")),
            "url": text(dig(answer, "external_urls", "spotify")), "image_url": widest_image(answer)}


def figures_of(answer: Json) -> dict[str, int]:
    """What an extended account sees; empty in development mode. A missing figure is missing, not 0."""
    said = {"popularity": answer.get("popularity"), "followers": dig(answer, "followers", "total")}
    return {name: value for name, value in said.items() if isinstance(value, int)}
