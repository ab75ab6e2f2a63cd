"""ListenBrainz: how often and by how many people an artist is listened to, and who is listened to alike. CC0 data.

https://listenbrainz.readthedocs.io/en/latest/users/api/popularity.html
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from core.errors import SourceUnavailable
from core.integrations.http import PoliteSession, Refused, Source, Surroundings
from core.integrations.journal import Journal
from core.integrations.secrecy import keep_secret
from core.integrations.standing import SourceResting
from core.settings import settings

MBIDS_A_CALL = 1000
PUBLIC_URL = "https://api.listenbrainz.org"
PUBLIC_LABS_URL = "https://labs.api.listenbrainz.org"
ALGORITHM = "session_based_days_7500_session_300_contribution_5_threshold_10_limit_100_filter_True_skip_30"

HOW_TO_GET_A_KEY = "It works without a key; a token of listenbrainz.org/settings in LISTENBRAINZ_TOKEN is better."

SOURCE = Source("listenbrainz", "ListenBrainz", per_second=3)

Json = dict[str, Any]


class ListenBrainz:
    """Counts for many artists a call; `similar` is an experiment of theirs that may not answer."""

    def __init__(self, around: Surroundings, journal: Journal) -> None:
        self.journal = journal
        self.session = PoliteSession(SOURCE, around)
        self.has_similar = True
        token = settings().listenbrainz_token.get_secret_value()
        if token:
            keep_secret(token)
            self.session.headers["Authorization"] = f"Token {token}"

    def popularity(self, mbids: Sequence[str]) -> Iterator[list[Json]]:
        """Answers for up to 1,000 artists each: artist_mbid, total_listen_count, total_user_count (None: unknown)."""
        for start in range(0, len(mbids), MBIDS_A_CALL):
            some = list(mbids[start:start + MBIDS_A_CALL])
            url = f"{settings().listenbrainz_url.rstrip('/')}/1/popularity/artist"
            body = self.journal.ask(f"popularity {' '.join(some)}", partial(self.counted, url, some))
            yield [row for row in json.loads(body) if isinstance(row, dict)]

    def counted(self, url: str, mbids: list[str]) -> bytes:
        return self.session.post(url, json={"artist_mbids": mbids}).content

    def similar(self, mbid: str) -> list[Json] | None:
        """Artists listened to in the same sessions: artist_mbid, score. None where the experiment does not answer."""
        if not self.has_similar:
            return None
        params = {"artist_mbids": mbid, "algorithm": ALGORITHM}
        url = f"{labs_url()}/similar-artists/json"
        try:
            body = self.journal.ask(f"similar {mbid}", lambda: self.session.get(url, params=params).content)
        except SourceResting:
            raise
        except (Refused, SourceUnavailable):
            self.has_similar = False
            return None
        return [row for row in json.loads(body) if isinstance(row, dict)]


def labs_url() -> str:
    """The labs have a host of their own; beside a changed ListenBrainz they are taken to be on the same."""
    ours = settings().listenbrainz_url.rstrip("/")
    return settings().listenbrainz_labs_url.rstrip("/") or (PUBLIC_LABS_URL if ours == PUBLIC_URL else ours)
