"""Ticketmaster's Discovery API v2: all listings of a range, by windows small enough to be read whole.

Limits and answers: https://developer.ticketmaster.com/products-and-docs/apis/discovery-api/v2/
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import requests

from core.errors import SourceUnavailable, SourceUnconfigured
from core.integrations.http import PoliteSession, Refused, Source, Surroundings, Unusable, json_object
from core.integrations.journal import Journal
from core.integrations.secrecy import keep_secret
from core.integrations.standing import SourceResting
from core.integrations.windows import REACHABLE, Window, split_by_country, split_by_time
from core.settings import settings

PAGE_SIZE = 200
MUSIC = "KZFzniwnSyZfZ7v7nJ"
EVENTS = "/discovery/v2/events.json"
# Windows in a row that may fail before the source is taken to be down.
PATIENCE = 3

HOW_TO_GET_A_KEY = ("Register at developer.ticketmaster.com, create an app, and put its consumer key in"
                    " TICKETMASTER_API_KEY.")

Json = dict[str, Any]


class Fetched(NamedTuple):
    """One window as far as it was read. `events` are as the source wrote them; `fault` says what is missing.

    `reported` counts each listing once over all windows of a walk; events may come twice.
    """

    window: Window
    reported: int
    events: list[Json]
    fault: str = ""


class Page(NamedTuple):
    total: int
    pages: int
    events: list[Json]


def source() -> Source:
    return Source("ticketmaster", "Ticketmaster", settings().ticketmaster_per_second,
                  settings().ticketmaster_daily_calls, settings().ticketmaster_reserve,
                  accept=with_page, quota_gone=quota_gone, quota_said=quota_said)


class Ticketmaster:
    """Reads listings; answers that `journal` has are not asked for again. Raises SourceUnconfigured without a key.

    `announced` counts the listings of the windows begun, as far as the source has said.
    """

    def __init__(self, around: Surroundings, journal: Journal) -> None:
        key = settings().ticketmaster_api_key.get_secret_value()
        if not key:
            raise SourceUnconfigured("Ticketmaster cannot be asked without a key.", remedy=HOW_TO_GET_A_KEY)
        keep_secret(key)
        self.journal = journal
        self.session = PoliteSession(source(), around)
        self.session.auth = with_key(key)
        self.announced = 0

    def listings(self, windows: Iterable[Window]) -> Iterator[Fetched]:
        """Every window, split as far as needed. What fails is yielded with its fault; a source at rest raises."""
        failed = 0
        for window in windows:
            for fetched in self.walk(window, is_whole=True):
                failed = failed + 1 if fetched.fault and not fetched.events else 0
                yield fetched
                if failed >= PATIENCE:
                    raise SourceUnavailable(f"Ticketmaster is not answering: {fetched.fault}",
                                            remedy="Run this again later; it goes on where it stopped.")

    def walk(self, window: Window, *, is_whole: bool = False) -> Iterator[Fetched]:
        """The windows that `window` comes apart into, each below what the API lets one read."""
        try:
            first = self.page(window, 0)
        except (SourceUnavailable, Refused) as error:
            if ends_the_run(error):
                raise
            yield Fetched(window, 0, [], error.message)
            return
        self.announced += first.total if is_whole else 0
        if first.total < REACHABLE:
            yield from self.pages(window, first)
            return
        parts = split_by_time(window, first.total)
        if parts:
            # They come again in their part; should the run end before it, they are here already.
            yield Fetched(window, 0, first.events)
            for part in parts:
                yield from self.walk(part)
        else:
            yield from self.crowded(window, first)

    def pages(self, window: Window, first: Page) -> Iterator[Fetched]:
        """One window, page by page; what came before an end of the run is yielded before it is raised."""
        events = {listing_key(e, n): e for n, e in enumerate(first.events)}
        fault, end = "", None
        for number in range(1, min(first.pages, REACHABLE // PAGE_SIZE)):
            try:
                page = self.page(window, number)
            except (SourceUnavailable, Refused) as error:
                if ends_the_run(error):
                    end = error
                else:
                    fault = error.message
                break
            events |= {listing_key(e, number * PAGE_SIZE + n): e for n, e in enumerate(page.events)}
        missing = first.total - len(events)
        if missing > 0 and not (fault or end):
            fault = f"{missing:,} of {first.total:,} listings of {window.name} did not come"
            self.forget(window, first)
        yield Fetched(window, first.total, list(events.values()), fault)
        if end:
            raise end

    def forget(self, window: Window, first: Page) -> None:
        """Ask for a window anew next time, unless it is one that cannot be read whole."""
        for number in range(first.pages if first.total < REACHABLE else 0):
            self.journal.forget(request_of(window, number))

    def crowded(self, window: Window, first: Page) -> Iterator[Fetched]:
        """A second (or all undated) with too many listings to read: as far as it goes, then country by country."""
        found: dict[object, Json] = {}
        end = None
        try:
            for fetched in self.by_country(window, first):
                found |= {listing_key(e, len(found) + n): e for n, e in enumerate(fetched.events)}
                if len(found) >= first.total:
                    break
        except (SourceUnavailable, Refused) as error:
            end = error
        missing = first.total - len(found)
        fault = "" if missing <= 0 else (f"{missing:,} of {first.total:,} listings of {window.name} were not reached;"
                                         f" the source shows no more than {REACHABLE:,} at once")
        yield Fetched(window, first.total, list(found.values()), fault)
        if end:
            raise end

    def by_country(self, window: Window, first: Page) -> Iterator[Fetched]:
        for reached in self.pages(window, first):
            yield reached
        for part in split_by_country(window, countries_of(reached.events)):
            yield from self.walk(part)

    def page(self, window: Window, number: int) -> Page:
        return read_page(self.asked(request_of(window, number)))

    def listing(self, event_id: str) -> Json | None:
        """One listing by its id, whatever its date; None when the source no longer has it."""
        try:
            answer = json.loads(self.asked(f"/discovery/v2/events/{quote(event_id, safe='')}.json"),
                                parse_float=Decimal)
        except Refused as error:
            if ends_the_run(error):
                raise
            return None
        return answer if answer.get("id") == event_id else None

    def asked(self, request: str) -> bytes:
        """The answer to a path with parameters, from the journal where it has it."""
        url = settings().ticketmaster_url.rstrip("/") + request
        return self.journal.ask(request, lambda: self.session.get(url).content)


def request_of(window: Window, number: int) -> str:
    params = {"segmentId": MUSIC, **window.params(), "sort": "id,asc", "size": str(PAGE_SIZE), "page": str(number)}
    return f"{EVENTS}?{urlencode(params)}"


def with_key(key: str) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """Adds the key to a request at the last moment, so that no URL of ours ever holds it."""

    def add(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.prepare_url(request.url, {"apikey": key})
        return request

    return add


def read_page(body: bytes) -> Page:
    answer = json.loads(body, parse_float=Decimal)
    events = (answer.get("_embedded") or {}).get("events") or []
    return Page(int(answer["page"]["totalElements"]), int(answer["page"]["totalPages"]), events)


def listing_key(event: Any, place: int) -> object:
    """The id of a listing; one without an id stands for itself, so that it is kept and can be refused by name."""
    return event.get("id") or place if isinstance(event, dict) else place


def countries_of(events: list[Json]) -> list[str]:
    """Countries of the venues of these events, the most frequent first."""
    codes = Counter(str(code) for e in events if (code := country_of(e)))
    return [code for code, _ in codes.most_common()]


def country_of(event: Json) -> Any:
    try:
        return event["_embedded"]["venues"][0]["country"]["countryCode"]
    except (KeyError, IndexError, TypeError):
        return None


def ends_the_run(error: Exception) -> bool:
    """A source at rest, or a key that is not accepted here and so nowhere: go no further."""
    return isinstance(error, SourceResting) or (isinstance(error, Refused) and error.status in (401, 403))


def with_page(response: requests.Response) -> None:
    """Accept one listing, or an answer that says how much there is and holds its list; raises Unusable."""
    answer = json_object(response)
    if isinstance(answer, dict) and "id" in answer:
        return
    page = answer.get("page") if isinstance(answer, dict) else None
    if not isinstance(page, dict) or not all(isinstance(page.get(k), int) for k in ("totalElements", "totalPages")):
        raise Unusable("an answer without its page")
    listed = (answer.get("_embedded") or {}).get("events", [])
    if not isinstance(listed, list):
        raise Unusable("an answer without a list of events")
    size, number = page.get("size"), page.get("number")
    if not listed and isinstance(size, int) and isinstance(number, int) and size * number < page["totalElements"]:
        raise Unusable("an answer without the listings it counts")


def quota_gone(response: requests.Response) -> bool:
    """429 because the day's quota is used up, not because of a spike."""
    return b"QuotaViolation" in response.content


def quota_said(response: requests.Response) -> tuple[int, int] | None:
    """Calls left today and the quota, from the headers of a 200."""
    try:
        return int(response.headers["Rate-Limit-Available"]), int(response.headers["Rate-Limit"])
    except (KeyError, ValueError):
        return None
