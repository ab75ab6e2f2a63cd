"""Spotify's Web API through spotipy: who an artist is, a link and an image. spotipy's calls keep our HTTP policy.

By Spotify's terms nothing here may be analysed or fed to a model; popularity and followers, where the account may see
them, are shown as Spotify's own. Development mode leaves them out: that is missing, never 0.
"""

import json
from collections.abc import Callable
from typing import Any

import requests
import spotipy
from spotipy.cache_handler import MemoryCacheHandler

from core.errors import SourceUnconfigured
from core.integrations.http import PoliteSession, Refused, Source, Surroundings
from core.integrations.journal import Journal
from core.integrations.secrecy import keep_pair_secret, keep_secret
from core.settings import settings

# More is refused in development mode.
SEARCH_LIMIT = 10

HOW_TO_GET_A_KEY = ("Create an app at developer.spotify.com/dashboard (the owner needs Premium) and put its client id"
                    " and secret in SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET.")

Json = dict[str, Any]


def source() -> Source:
    return Source("spotify", "Spotify", per_second=5, daily_calls=settings().spotify_daily_calls,
                  quota_gone=quota_gone)


class Spotify:
    """Artists by id and by name; answers that `journal` has are not asked for again.

    Raises SourceUnconfigured without client id and secret.
    """

    def __init__(self, around: Surroundings, journal: Journal) -> None:
        client_id = settings().spotify_client_id
        client_secret = settings().spotify_client_secret.get_secret_value()
        if not (client_id and client_secret):
            raise SourceUnconfigured("Spotify cannot be asked without a client id and secret.",
                                     remedy=HOW_TO_GET_A_KEY)
        keep_pair_secret(client_id, client_secret)
        self.journal = journal
        self.session = PoliteSession(source(), around)
        self.token = QuietToken()
        manager = spotipy.SpotifyClientCredentials(client_id, client_secret, requests_session=self.session,
                                                   requests_timeout=settings().http_seconds, cache_handler=self.token)
        manager.OAUTH_TOKEN_URL = settings().spotify_token_url
        self.client = spotipy.Spotify(auth_manager=manager, requests_session=self.session,
                                      requests_timeout=settings().http_seconds)
        self.client.prefix = settings().spotify_url.rstrip("/") + "/v1/"

    def artist(self, spotify_artist_id: str) -> Json | None:
        """The artist as Spotify writes it; None when there is none."""
        answer = self.asked(f"artists/{spotify_artist_id}", lambda: self.client.artist(spotify_artist_id))
        return answer if answer and answer.get("id") else None

    def search(self, name: str) -> list[Json]:
        """Artists that Spotify finds for a name, at most ten; most of them have another name."""
        answer = self.asked(f"search {name}", lambda: self.client.search(name, limit=SEARCH_LIMIT, type="artist"))
        found = ((answer or {}).get("artists") or {}).get("items") or []
        return [artist for artist in found if isinstance(artist, dict) and artist.get("id")]

    def asked(self, request: str, ask: Callable[[], Json | None]) -> Json | None:
        body = self.journal.ask(request, lambda: json.dumps(self.with_a_good_token(ask)).encode())
        answer: Json | None = json.loads(body)
        return answer

    def with_a_good_token(self, ask: Callable[[], Json | None]) -> Json | None:
        """A token can be revoked before it expires: drop it and ask once more. No such artist is no error."""
        try:
            try:
                return ask()
            except Refused as error:
                if error.status != 401 or not self.token.get_cached_token():
                    raise
                self.token.save_token_to_cache(None)
            return ask()
        except Refused as error:
            if error.status == 404:
                return None
            raise


class QuietToken(MemoryCacheHandler):
    """Keeps the token in memory, off the disk and out of the logs."""

    def save_token_to_cache(self, token_info: Json | None) -> None:
        keep_secret((token_info or {}).get("access_token", ""))
        super().save_token_to_cache(token_info)


def quota_gone(response: requests.Response) -> bool:
    return b"QUOTA_EXCEEDED" in response.content
