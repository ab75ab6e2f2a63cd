"""The Discovery API as its documentation and recorded answers describe it, over made-up listings.

Run alone it serves a season for benches: python -m tests.integrations.pretend_ticketmaster --port 8123 --events 5000
"""

import copy
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.integrations.pretend_server import Pretend, Reply, Seen, json_reply, serving

KEY = "pretend-key-7f3a9c51e2b84d60/+="
MUSIC = "KZFzniwnSyZfZ7v7nJ"
START = datetime(2027, 1, 4, tzinfo=UTC)
CITIES = (("Denver", "CO", "US", "America/Denver"), ("Chicago ", "IL", "US", "America/Chicago"),
          ("Toronto", "ON", "CA", "America/Toronto"), ("Leeds", None, "GB", "Europe/London"),
          ("Köln", None, "DE", "Europe/Berlin"), ("Sydney", "NSW", "AU", "Australia/Sydney"))
AWKWARD = ("=HYPERLINK(\"http://x\")", "<b>Bold</b> & <script>alert(1)</script>", "Parking Lot Symphony",
           "Mot\u00f6rhead", "Motor\u0308head", "@home", "-minus", "+plus", "x" * 600, "Comma, \"Quote\"\nand line")

Event = dict[str, Any]


def venue(n: int) -> Event:
    city, state, country, zone = CITIES[n % len(CITIES)]
    return {
        "id": f"KovZp{n:05d}aA", "name": f"Hall {n}", "type": "venue", "url": f"https://tickets.example/venue/{n}",
        "postalCode": f"{80000 + n}", "timezone": zone, "city": {"name": city},
        "country": {"name": country, "countryCode": country}, "address": {"line1": f"{n} Main Street"},
        "location": {"longitude": str(-100.5 + n / 10), "latitude": str(30.25 + n / 20)},
        **({"state": {"name": state, "stateCode": state}} if state else {}),
    }


def attraction(n: int, name: str | None = None, **links: str) -> Event:
    external: Event = {}
    if "mbid" in links:
        external["musicbrainz"] = [{"id": links["mbid"], "url": f"https://musicbrainz.org/artist/{links['mbid']}"}]
    if "spotify" in links:
        external["spotify"] = [{"url": f"https://open.spotify.com/artist/{links['spotify']}"}]
    return {
        "id": f"K8vZ9{n:06d}", "name": name or f"Act {n}", "type": "attraction",
        "url": f"https://tickets.example/artist/{n}", "externalLinks": external,
        "classifications": [classification("Rock")],
        "images": [{"ratio": "16_9", "url": f"https://images.example/{n}/{w}.jpg", "width": w}
                   for w in (205, 1024, 640)],
    }


def classification(genre: str, kind: str = "Undefined") -> Event:
    return {"primary": True, "segment": {"id": MUSIC, "name": "Music"}, "genre": {"id": "g", "name": genre},
            "subGenre": {"id": "s", "name": "Undefined"}, "type": {"id": "t", "name": kind},
            "subType": {"id": "u", "name": "Undefined"}, "family": False}


def event(n: int, at: datetime, *, place: Event | None = None, acts: list[Event] | None = None,
          **changes: Any) -> Event:
    place = place or venue(n % 60)
    local = at.astimezone(ZoneInfo(place["timezone"]))
    made = {
        "id": f"G5vYZ{n:06d}xY", "name": f"Act {n} live", "type": "event", "test": False, "locale": "en-us",
        "url": f"https://tickets.example/event/{n}",
        "images": images(f"e/{n}", 1),
        "sales": {"public": {"startDateTime": "2026-11-20T15:00:00Z", "startTBD": False, "startTBA": False,
                             "endDateTime": f"{at:%Y-%m-%dT%H:%M:%SZ}"},
                  "presales": [{"startDateTime": "2026-11-18T15:00:00Z", "endDateTime": "2026-11-19T15:00:00Z",
                                "name": "Fan club"}]},
        "dates": {"start": {"localDate": f"{local:%Y-%m-%d}", "localTime": f"{local:%H:%M:%S}",
                            "dateTime": f"{at:%Y-%m-%dT%H:%M:%SZ}", "dateTBD": False, "dateTBA": False,
                            "timeTBA": False, "noSpecificTime": False},
                  "timezone": place["timezone"], "status": {"code": "onsale"}, "spanMultipleDays": False},
        "classifications": [classification("Rock")],
        "info": "Doors open one hour before the show.",
        "_links": {"self": {"href": f"/discovery/v2/events/G5vYZ{n:06d}xY?locale=en-us"}},
        "_embedded": {"venues": [place], "attractions": acts if acts is not None else [attraction(n % 1500)]},
    }
    return made | changes


def images(of: str, count: int) -> list[Event]:
    return [{"ratio": "16_9", "url": f"https://images.example/{of}/{w}/some-longer-path-as-they-are.jpg", "width": w,
             "height": w * 9 // 16, "fallback": False} for w in range(100, 100 + 100 * count, 100)]


def as_long_as_real(listed: list[Event]) -> list[Event]:
    """The same listings with as many images and words as real answers have: about 4 kB each."""
    return [e | {"images": images(e["id"], 10), "info": e["info"] * 8} for e in listed]


def undated(n: int, sort: str, was: str = "2027-03-05") -> Event:
    made = event(n, START)
    made["dates"] = {"start": {"dateTBD": sort == "TBD", "dateTBA": sort == "TBA", "timeTBA": True,
                               "noSpecificTime": False},
                     "initialStartDate": {"localDate": was}, "status": {"code": "postponed"}}
    return made


def season(count: int, seed: int = 7) -> list[Event]:
    """`count` listings over a year, unevenly spread, with everything that real ones trip over."""
    rng = random.Random(seed)
    listed = []
    for n in range(count):
        weekend = START + timedelta(weeks=int(rng.triangular(0, 51, 12)), days=rng.choice((4, 5, 5, 6)))
        made = event(n, weekend + timedelta(hours=rng.choice((1, 2, 19, 20)), minutes=rng.choice((0, 30))))
        listed.append(awkward(n, made, rng) if n % 5 == 0 else made)
    for n in range(count - count // 100, count):
        listed[n] = undated(n, "TBA" if n % 2 else "TBD")
    return listed


def awkward(n: int, made: Event, rng: random.Random) -> Event:
    """One of the oddities of real answers, by turns."""
    turn = (n // 5) % 10
    made["name"] = AWKWARD[turn]
    start, dates = made["dates"]["start"], made["dates"]
    if turn == 0:
        del dates["timezone"]
    elif turn == 1:
        start |= {"timeTBA": True}
        del start["localTime"]
    elif turn == 2:
        made["priceRanges"] = [{"type": "standard", "currency": "USD", "min": 35.1, "max": 99.99}]
    elif turn == 3:
        made["sales"]["public"]["startDateTime"] = "1900-01-01T06:00:00Z"
    elif turn == 4:
        dates["status"]["code"] = rng.choice(("canceled", "cancelled", "rescheduled", "offsale"))
    elif turn == 5:
        made["classifications"] = [classification("Undefined")]
    elif turn == 6:
        del made["_embedded"]["attractions"]
    elif turn == 7:
        made["_embedded"]["attractions"] = [attraction(n + k) for k in range(7)]
    elif turn == 8:
        made["_embedded"]["attractions"] = [
            attraction(n, mbid=f" {n:08X}-0000-4000-8000-000000000000 ", spotify=f"{n:022d}")]
    return made


@dataclass
class Ticketmaster:
    """Answers /discovery/v2/events.json over `listed`; `quota` calls a day, `per_second` or a spike arrest."""

    listed: list[Event]
    quota: int = 5000
    per_second: int | None = None
    key: str = KEY
    used: int = 0
    recent: list[float] = field(default_factory=list)

    def __call__(self, request: Seen) -> Reply:
        refusal = self.refusal(request)
        if refusal:
            return refusal
        if request.path != "/discovery/v2/events.json":
            return self.one(request.path.removeprefix("/discovery/v2/events/").removesuffix(".json"))
        query = request.query
        size, number = int(query.get("size", 20)), int(query.get("page", 0))
        if size > 200 or size * number >= 1000:
            return json_reply({"errors": [{"code": "DIS1035", "detail": "deep paging"}]}, 400)
        found = sorted((e for e in self.listed if self.wanted(e, query)), key=lambda e: e["id"])
        shown = found[size * number: size * (number + 1)]
        answer: Event = {"_embedded": {"events": shown}} if shown else {}
        answer |= {"_links": {"self": {"href": f"/discovery/v2/events.json?apikey={self.key}"}},
                   "page": {"size": size, "totalElements": len(found), "totalPages": -(-len(found) // size),
                            "number": number}}
        return json_reply(answer, Rate_Limit=str(self.quota), Rate_Limit_Available=str(self.quota - self.used),
                          Rate_Limit_Over="0", Rate_Limit_Reset="1800000000000")

    def one(self, event_id: str) -> Reply:
        found = [e for e in self.listed if e["id"] == event_id]
        return json_reply(found[0]) if found else json_reply({"errors": [{"code": "DIS1004"}]}, 404)

    def refusal(self, request: Seen) -> Reply | None:
        if request.query.get("apikey") != self.key:
            return json_reply({"fault": {"faultstring": "Invalid ApiKey", "detail": {
                "errorcode": "oauth.v2.InvalidApiKey"}}}, 401)
        self.recent = [t for t in self.recent if t > request.at - 1] + [request.at]
        if self.per_second and len(self.recent) > self.per_second:
            return spike_arrest(request)
        if self.used >= self.quota:
            return quota_violation(request)
        self.used += 1
        return None

    def wanted(self, listing: Event, query: dict[str, str]) -> bool:
        start = listing["dates"]["start"]
        if query.get("segmentId") not in (None, listing.get("classifications", [{}])[0]["segment"]["id"]):
            return False
        country = listing["_embedded"]["venues"][0]["country"]["countryCode"]
        if query.get("countryCode") not in (None, country):
            return False
        for flag in ("TBA", "TBD"):
            if query.get(f"include{flag}") == "only":
                return bool(start.get(f"date{flag}"))
            if start.get(f"date{flag}"):
                return False
        return query.get("startDateTime", "") <= start["dateTime"] <= query.get("endDateTime", "9")


def spike_arrest(request: Seen) -> Reply:
    return json_reply({"fault": {"faultstring": f"Spike arrest violation. Identifier : {request.query.get('apikey')}",
                                 "detail": {"errorcode": "policies.ratelimit.SpikeArrestViolation"}}}, 429)


def quota_violation(request: Seen) -> Reply:
    return json_reply({"fault": {"faultstring": "Rate limit quota violation. Quota limit exceeded. Identifier : "
                                                f"{request.query.get('apikey')}",
                                 "detail": {"errorcode": "policies.ratelimit.QuotaViolation"}}}, 429)


def without_page(request: Seen) -> Reply:
    return json_reply({"_links": {}})


def changed(listed: list[Event], index: int, change: Callable[[Event], None]) -> None:
    """Replace one listing by a changed copy."""
    listed[index] = copy.deepcopy(listed[index])
    change(listed[index])


if __name__ == "__main__":
    port, events = (int(sys.argv[sys.argv.index(flag) + 1]) for flag in ("--port", "--events"))
    with serving(Pretend(Ticketmaster(as_long_as_real(season(events)))), port) as pretend:
        sys.stdout.write(f"{pretend.url}\n")
        sys.stdout.flush()
        sys.stdin.read()
