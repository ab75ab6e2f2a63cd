"""Every operation of the API asked once on a small sample season: what its example in the description is made of."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import httpx
import segno

from core.api import api

DAY = "2031-04-04"
SQL = "SELECT city, count(*) AS shows FROM concert GROUP BY city ORDER BY shows DESC, city"

CLAUSE = {"radius_miles": 500, "days_before": 300, "days_after": 300}


class Asked(NamedTuple):
    """`path` and `query` are what was asked with, `body` what was sent as JSON."""

    path: dict[str, str]
    query: dict[str, Any]
    body: Any
    answer: httpx.Response


class Walk:
    """Deeds in an order in which each finds what it needs, then every list and row, then what takes away."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.asked: dict[str, Asked] = {}
        self.ids: dict[str, str] = {}

    def ask(self, operation: str, body: Any = None, content: bytes | None = None, **query: Any) -> Any:
        """The answer's `data`; ids in the path are those of `self.ids`."""
        method, path = operation.split(" ")
        path_ids = {name: value for name, value in self.ids.items() if f"{{{name}}}" in path}
        query = {name.rstrip("_"): value for name, value in query.items()}
        sent: dict[str, Any] = {"json": body} if content is None else {"content": content}
        answer = self.client.request(method, path.format(**path_ids), params=query, **(sent if method in ("POST", "PUT") else {}))
        assert answer.is_success, (operation, answer.text)
        self.asked[operation] = Asked(path_ids, query, body, answer)
        return answer.json().get("data") if as_json(answer) else None

    def keep(self, operation: str, body: Any = None, content: bytes | None = None, **query: Any) -> dict[str, Any]:
        """As `ask`, for what gets an id that later paths need."""
        row = self.ask(operation, body, content, **query)
        self.ids |= {name: value for name, value in row.items() if name.endswith("_id") and name not in self.places}
        return row

    def all(self) -> dict[str, Asked]:
        self.find()
        for step in (self.book, self.settle, self.market, self.choose, self.administer, self.bring_in):
            step()
        self.read()
        self.take_away()
        return self.asked

    def find(self) -> None:
        """A show on sale, its venue and an artist."""
        [show] = self.client.get("/v1/concerts/on-sale", params={"limit": 1}).json()["data"]
        [past] = self.client.get("/v1/settlements", params={"limit": 1, "where": "status:settled"}).json()["data"]
        venues = self.client.get("/v1/venues", params={"limit": 1000}).json()["data"]
        self.places = ("concert_id", "venue_id", "artist_id")
        self.show, self.past = show, past
        self.here = next(row for row in venues if row["venue"] == show["venue"])
        self.other = next(row for row in venues if row["venue_id"] != self.here["venue_id"])
        [artist] = self.client.get("/v1/artists", params={"where": f"artist:{past['artist']}"}).json()["data"]
        self.ids = {"concert_id": show["concert_id"], "venue_id": self.here["venue_id"], "artist_id": artist["artist_id"]}

    def book(self) -> None:
        hold = {"venue_id": self.here["venue_id"], "local_date": DAY}
        first = self.keep("POST /v1/holds", hold | {"artist": "Mogwai", "words": "Waits for routing"})
        second = self.keep("POST /v1/holds", hold | {"artist": "Low", "words": "Second in line"})
        self.ask("POST /v1/holds/{hold_id}/challenge", {"version": second["version"], "hours": 24})
        self.ids["hold_id"] = first["hold_id"]
        stands = self.ask("GET /v1/holds/{hold_id}")
        self.ask("POST /v1/holds/{hold_id}/confirm", {"version": stands["version"]})
        self.ids["hold_id"] = second["hold_id"]
        stands = self.ask("GET /v1/holds/{hold_id}")
        self.ask("POST /v1/holds/{hold_id}/release", {"version": stands["version"]})
        deal = {"deal_type": "versus", "guarantee": "5000.00", "pct": "0.85", "basis": "net"}
        self.keep("POST /v1/offers", {
            "concert_id": self.past["concert_id"], "artist": "Low", "venue_id": self.here["venue_id"], "local_date": DAY,
            "currency": self.show["currency"], "deal": deal, "assumptions": {"price": "22.50"}})
        for version, state in ((1, "sent"), (2, "accepted")):
            self.ask("POST /v1/offers/{offer_id}/state", {"version": version, "state": state})
        self.ask("POST /v1/offers/{offer_id}/score", {"version": 3})

    def settle(self) -> None:
        self.keep("POST /v1/adjustments", {
            "concert_id": self.past["concert_id"], "label": "Catering buyout", "amount": "250.50", "passed_on": False})
        mark = self.keep("POST /v1/annotations", {
            "concert_id": self.show["concert_id"], "marked_on": "2026-11-02", "kind": "radio", "words": "Session on air"})
        self.ask("PUT /v1/annotations/{annotation_id}",
                 {"version": mark["version"], "marked_on": "2026-11-03", "words": "Session repeated"})
        self.ask("PUT /v1/concerts/{concert_id}/chosen-comparables", {"other_concert_ids": [self.past["concert_id"]]})

    def market(self) -> None:
        show = {"concert_id": self.show["concert_id"]}
        budget = show | {"channel": "meta", "currency": "GBP", "amount": "250.00", "objective": "On sale"}
        made = self.keep("POST /v1/marketing/budgets", budget)
        self.ask("PUT /v1/marketing/budgets/{budget_id}", budget | {"amount": "300.00", "version": made["version"]})
        self.ids["code"] = "RADIO10"
        self.ask("PUT /v1/marketing/promo-code-terms/{code}", show | {"channel": "email", "takes_off": "10 %"})
        news = show | {"goes_out_on": "2026-12-01", "channel": "email", "words": "On sale on Friday at ten"}
        made = self.keep("POST /v1/marketing/announcements", news)
        self.ask("PUT /v1/marketing/announcements/{announcement_id}", news | {"state": "out", "version": made["version"]})
        self.keep("POST /v1/marketing/links", show | {
            "url": "https://tickets.example/show", "source": "newsletter", "medium": "email", "push": "onsale"})
        rule = {"name": "All who came", "position": 1, "rule": {"r": [1, 5]}}
        made = self.keep("POST /v1/marketing/audiences", rule)
        self.ask("PUT /v1/marketing/audiences/{rule_id}", rule | {"name": "Everybody", "version": made["version"]})
        digest = self.ids["digest"] = "9f" * 32
        self.ask("POST /v1/marketing/suppressions", {"digests": [digest], "reason": "Asked us to stop"})
        poster = io.BytesIO()
        segno.make("Marquee").save(poster, kind="png")
        made = self.keep("POST /v1/marketing/pictures", content=poster.getvalue(), title="Poster", kind="poster")
        self.ask("PUT /v1/marketing/pictures/{asset_id}",
                 {"title": "Poster", "used_in": ["newsletter 12"], "version": made["version"]})

    def choose(self) -> None:
        self.ask("PUT /v1/watch-list/{artist_id}")
        self.ids |= {"source": "ticketmaster", "source_artist_id": "K8vZ9171Kl7"}
        self.ask("PUT /v1/identity-decisions/{source}/{source_artist_id}", {"artist_id": self.ids["artist_id"]})
        view = {"name": "Leeds this winter", "query": "market=Leeds&from=2026-12-01"}
        made = self.keep("POST /v1/views", view | {"page": "concerts"})
        self.ask("PUT /v1/views/{view_id}", view | {"is_shared": True, "version": made["version"]})
        self.keep("POST /v1/links", {"page": "concerts", "query": "market=Leeds", "days": 7})
        self.ask("POST /v1/query", {"sql": SQL, "limit": 2})
        self.ids["export_id"] = self.ask("POST /v1/scheduled-exports", {
            "name": "Pacing on Mondays", "question": "/concerts/on-sale", "style": "csv", "every_days": 7})["export_id"]

    def administer(self) -> None:
        self.ids["email"] = "ann@example.org"
        self.ask("PUT /v1/people/{email}", {"role": "manager", "markets": [self.here["market"]]})
        self.keep("POST /v1/tokens", {"name": "nightly report", "role": "viewer", "scopes": ["read"], "days": 90})

    def bring_in(self) -> None:
        """The two jobs: the first one waits for its turn and is stopped, the other is taken as it comes."""
        self.keep("POST /v1/ingests", {"source": "musicbrainz"})
        self.ask("DELETE /v1/jobs/{job_id}")
        self.keep("POST /v1/imports", content=b"concert_id,day,channel\nC0042,2026-11-02,meta\n", name="ad_spend.csv")

    def read(self) -> None:
        """Every operation that gives and was not asked yet; of several shows the first that has rows."""
        later = date.fromisoformat(self.show["local_date"]) + timedelta(days=7)
        required = {"day": self.show["local_date"], "market": self.here["market"], "artist": self.show["artist"],
                    "from_venue_id": self.here["venue_id"], "to_venue_id": self.other["venue_id"], "until": str(later),
                    "city": "Leeds", "sql": SQL}
        for operation, deed in described():
            if operation.startswith("GET") and operation not in self.asked:
                names = {parameter["name"] for parameter in deed.get("parameters", ())}
                query = {name: value for name, value in required.items() if name in names and needed(deed, name)}
                query |= {"limit": 1} if names >= {"limit", "cursor"} else {}
                query |= CLAUSE if needed(deed, "artist") else {}
                for concert_id in (self.show["concert_id"], self.past["concert_id"]):
                    self.ids["concert_id"] = concert_id
                    if self.ask(operation, **query):
                        break

    def take_away(self) -> None:
        self.ids["concert_id"] = self.show["concert_id"]
        for operation, deed in described():
            if operation.startswith("DELETE") and operation not in self.asked:
                name = operation.split("{")[-1].rstrip("}")
                listed = operation.split(" ")[1].rsplit("/", 1)[0]
                rows = self.client.get(listed, params={"limit": 1000}).json()["data"] if needed(deed, "version") else []
                versions = [row["version"] for row in rows if row.get(name) == self.ids[name]]
                self.ask(operation, **({"version": versions[0]} if versions else {}))


def as_json(answer: httpx.Response) -> bool:
    return bool(answer.content) and answer.headers["content-type"] == "application/json"


def needed(deed: dict[str, Any], name: str) -> bool:
    return any(parameter["name"] == name and parameter.get("required") for parameter in deed.get("parameters", ()))


def described() -> Iterator[tuple[str, dict[str, Any]]]:
    """`GET /v1/concerts` and its description, for every operation."""
    for path, deeds in api.openapi()["paths"].items():
        for method, deed in deeds.items():
            yield f"{method.upper()} {path}", deed
