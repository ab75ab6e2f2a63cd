"""Spotify, ListenBrainz and MusicBrainz as their documentation describes them, over made-up artists."""

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from tests.integrations.pretend_server import Reply, Seen, json_reply

CLIENT_ID, CLIENT_SECRET = "pretend-client-id-42", "pretend-client-secret-9d8c7b6a"


def mbid(n: int) -> str:
    return f"{n:08x}-aaaa-4000-8000-000000000000"


def sid(n: int) -> str:
    return f"{n:022d}"


@dataclass
class Spotify:
    """`artists` maps ids to names; development mode unless `extended`; tokens are revoked after some calls."""

    artists: dict[str, str]
    extended: bool = False
    revoke_after: int | None = None
    tokens: list[str] = field(default_factory=list)
    used: int = 0

    def __call__(self, request: Seen) -> Reply:
        if request.path == "/api/token":
            return self.token(request)
        if request.headers.get("authorization") != f"Bearer {self.tokens[-1] if self.tokens else ''}":
            return failed(401, "The access token expired")
        self.used += 1
        if self.used == self.revoke_after:
            self.tokens.append("revoked-by-hand")
        if request.path == "/v1/search":
            return self.search(request)
        wanted = request.path.removeprefix("/v1/artists/")
        return json_reply(self.artist(wanted)) if wanted in self.artists else failed(404, "Resource not found")

    def token(self, request: Seen) -> Reply:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return json_reply({"error": "invalid_client", "error_description": "Invalid client"}, 400)
        assert parse_qs(request.body.decode()) == {"grant_type": ["client_credentials"]}
        self.tokens.append(f"pretend-bearer-{len(self.tokens)}-0123456789abcdef")
        return json_reply({"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 3600})

    def search(self, request: Seen) -> Reply:
        if int(request.query.get("limit", 5)) > 10:
            return failed(400, "Invalid limit")
        words = request.query["q"].casefold().split()
        found = [i for i, name in self.artists.items() if all(w in name.casefold() for w in words)]
        return json_reply({"artists": {"items": [self.artist(i) for i in found][:10], "total": len(found)}})

    def artist(self, wanted: str) -> dict:
        made = {"external_urls": {"spotify": f"https://open.spotify.com/artist/{wanted}"}, "id": wanted,
                "href": f"https://api.spotify.com/v1/artists/{wanted}", "name": self.artists[wanted],
                "images": [{"url": f"https://images.example/{wanted}/{w}", "width": w, "height": w}
                           for w in (640, 320, 160)], "type": "artist", "uri": f"spotify:artist:{wanted}"}
        if self.extended:
            made |= {"popularity": 61, "followers": {"href": None, "total": 123456}, "genres": ["grunge"]}
        return made


def failed(status: int, message: str) -> Reply:
    return json_reply({"error": {"status": status, "message": message}}, status)


@dataclass
class ListenBrainz:
    """`counts`: MBID -> (listens, listeners); `similar`: MBID -> scores, or None where the labs do not answer."""

    counts: dict[str, tuple[int, int]]
    similar: dict[str, dict[str, float]] | None

    def __call__(self, request: Seen) -> Reply:
        if request.path == "/1/popularity/artist":
            wanted = json.loads(request.body)["artist_mbids"]
            if len(wanted) > 1000:
                return json_reply({"code": 400, "error": "too many"}, 400)
            told = [(m, *self.counts.get(m, (None, None))) for m in wanted]
            return json_reply([{"artist_mbid": m, "total_listen_count": listens, "total_user_count": listeners}
                               for m, listens, listeners in told])
        if request.path == "/similar-artists/json" and self.similar is not None:
            return json_reply([{"artist_mbid": other, "name": "?", "score": score} for other, score in
                               self.similar.get(request.query["artist_mbids"], {}).items()])
        return json_reply({"code": 404, "error": "not found"}, 404)


@dataclass
class MusicBrainz:
    """`artists` maps MBIDs to the Spotify id they link to."""

    artists: dict[str, str]

    def __call__(self, request: Seen) -> Reply:
        wanted = request.path.removeprefix("/ws/2/artist/")
        if wanted not in self.artists:
            return json_reply({"error": "Not Found"}, 404)
        return json_reply({
            "id": wanted, "name": "Act", "country": "US", "area": {"name": "Aberdeen", "iso-3166-1-codes": ["US"]},
            "genres": [{"name": "grunge", "count": 9}, {"name": "rock", "count": 30}],
            "relations": [{"type": "free streaming", "target-type": "url", "url": {
                "resource": f"https://open.spotify.com/artist/{self.artists[wanted]}"}},
                {"type": "official homepage", "url": {"resource": "https://act.example/"}}]})
