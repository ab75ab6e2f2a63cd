"""A ListenBrainz run: dated listens and listeners of every artist with an MBID, and whom they are listened to with."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa

from core.ingest.fetch import Fetch
from core.ingest.lookups import Due, Row, asked, due_artists, keep_lookups
from core.integrations.http import Surroundings
from core.integrations.journal import Journal
from core.integrations.listenbrainz import Json, ListenBrainz
from core.progress import Progress
from core.warehouse import listings as stored
from core.warehouse.merge import Merged, merge
from core.warehouse.store import Connection

SOURCE = "listenbrainz"
SIMILAR = "listenbrainz_similar"
# Similar artists are asked for one by one; so many a run.
SIMILAR_A_RUN = 300
METRICS = {"listens": "total_listen_count", "listeners": "total_user_count"}
METRIC = pa.schema([("artist_id", pa.string()), ("date", pa.date32()), ("source", pa.string()),
                    ("metric", pa.string()), ("value", pa.float64())])
ALIKE = pa.schema([("artist_id", pa.string()), ("other_artist_id", pa.string()), ("method", pa.string()),
                   ("score", pa.float64()), ("as_of", pa.date32())])


@dataclass
class ListenBrainzRun:
    """Counts are asked for once a day, similar artists as rarely as other lookups."""

    due: dict[str, str] = field(default_factory=dict)
    due_similar: list[Due] = field(default_factory=list)
    artist_of: dict[str, str] = field(default_factory=dict)
    counts: list[Json] = field(default_factory=list)
    similar: dict[str, list[Json]] = field(default_factory=dict)
    source: str = SOURCE
    plan: str = ""

    def prepare(self, connection: Connection, today: date) -> None:
        self.plan = f"artists {today}"
        for artist_id, _, mbid, *_ in stored.answer(connection, "known_artists"):
            if mbid:
                self.artist_of.setdefault(mbid, artist_id)
        self.due = {a.mbid: a.artist_id for a in due_artists(connection, SOURCE, today, days=1)
                    if a.mbid and self.artist_of[a.mbid] == a.artist_id}
        self.due_similar = [a for a in due_artists(connection, SIMILAR, today) if a.mbid][:SIMILAR_A_RUN]

    def fetch(self, around: Surroundings, journal: Journal, progress: Progress) -> Fetch:
        client = ListenBrainz(around, journal)
        got = Fetch(client.session, reported=len(self.due))
        with got.noting_faults():
            for rows in client.popularity(sorted(self.due)):
                self.counts += [row for row in rows if row.get("artist_mbid") in self.due]
                got.received = len(self.counts)
                progress.step("Listens and listeners", got.received, len(self.due))
            for done, artist in enumerate(self.due_similar):
                progress.step("Similar artists", done, len(self.due_similar))
                found = client.similar(artist.mbid or "")
                if found is None:
                    got.notes.append("similar artists are not answered for now; listens and listeners are in")
                    break
                self.similar[artist.artist_id] = found
        return got

    def load(self, connection: Connection, got: Fetch, run_id: str, now: datetime) -> Merged:
        """Store the counts with their date; unknown ones (None) stay missing."""
        today = now.date()
        rows = [{"artist_id": self.due[row["artist_mbid"]], "date": today, "source": SOURCE, "metric": metric,
                 "value": float(row[told])}
                for row in self.counts for metric, told in METRICS.items() if isinstance(row.get(told), int)]
        merged = merge(connection, "artist_metric_daily", pa.Table.from_pylist(rows, schema=METRIC),
                       ("artist_id", "date", "source", "metric"))
        alike = [{**pair, "as_of": today} for artist_id, found in self.similar.items()
                 for pair in self.pairs(artist_id, found)]
        stored.answer(connection, "similar_artists", {
            "asked": asked(self.similar), "alike": pa.Table.from_pylist(alike, schema=ALIKE)}, method=SOURCE)
        lookups = [{"source": SOURCE, "artist_id": self.due[row["artist_mbid"]],
                    "source_artist_id": row["artist_mbid"]} for row in self.counts]
        lookups += [{"source": SIMILAR, "artist_id": artist_id} for artist_id in self.similar]
        keep_lookups(connection, (row | {"matched_by": "mbid", "looked_up_on": today} for row in lookups))
        return merged

    def pairs(self, artist_id: str, found: list[Json]) -> list[Row]:
        """Similar artists that are ours too; the score is theirs."""
        scores = {self.artist_of[row["artist_mbid"]]: float(row["score"]) for row in found
                  if row.get("artist_mbid") in self.artist_of and isinstance(row.get("score"), int | float)}
        return [{"artist_id": artist_id, "other_artist_id": other, "method": SOURCE, "score": score}
                for other, score in scores.items() if other != artist_id]
