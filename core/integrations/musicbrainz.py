"""MusicBrainz: an artist by MBID with genres, links and area. One request a second, with a name to write to.

https://musicbrainz.org/doc/MusicBrainz_API
"""

import json
from typing import Any

from core.integrations.http import PoliteSession, Refused, Source, Surroundings
from core.integrations.journal import Journal
from core.settings import settings

HOW_TO_GET_A_KEY = "It works without a key; put your contact in MARQUEE_USER_AGENT."

SOURCE = Source("musicbrainz", "MusicBrainz", per_second=1)

Json = dict[str, Any]


class MusicBrainz:
    """Artists by id; answers that `journal` has are not asked for again."""

    def __init__(self, around: Surroundings, journal: Journal) -> None:
        self.journal = journal
        self.session = PoliteSession(SOURCE, around)

    def artist(self, mbid: str) -> Json | None:
        """The artist with genres, url relations and area, as MusicBrainz writes it; None when there is none."""
        answer: Json | None = json.loads(self.journal.ask(f"artist {mbid}", lambda: self.asked(mbid)))
        return answer

    def asked(self, mbid: str) -> bytes:
        url = f"{settings().musicbrainz_url.rstrip('/')}/ws/2/artist/{mbid}"
        try:
            return self.session.get(url, params={"inc": "genres url-rels", "fmt": "json"}).content
        except Refused as error:
            if error.status in (400, 404):
                return b"null"
            raise
