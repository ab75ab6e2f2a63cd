"""Names that mean harm, in every place a file can put them: shown as written on every page, and nobody is asked for them."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from core.ingest.imports import import_paths
from core.publish import publish
from tests.conftest import Server, Visit
from tests.pages.conftest import NOW, PAGES, soon, write
from tests.pages.test_browser import opened, turned_to


class Canary(NamedTuple):
    """A server that nothing should ever ask; `asked` are the addresses that were."""

    url: str
    asked: list[str]


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Canary(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


def names(url: str) -> list[str]:
    return ["=LOVE", "+44", "-M-", "A$AP Ferg & A$AP Rocky", "*NSYNC", f"![logo]({url}/markdown.png)",
            f"<script src={url}/script.js></script>", f"<img src={url}/image.png onerror=alert(1)>", f"[Tickets]({url}/link)",
            "\u202eelppA\u202c live", "שלום Live", "X" * 600, ":red[Alert] :material/home:", f"{url}/bare",
            "{{7*7}} ${x} $$x^2$$"]


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Path:
    """A season in which every text that a file can bring is one of them."""
    files, store = tmp_path_factory.mktemp("hostile-files"), tmp_path_factory.mktemp("hostile")
    said = names(canary.url)
    turned = [*said[3:], *said[:3]]
    shows = [(f"h{i}", name, turned[i][:200], soon(12 + i)) for i, name in enumerate(said)]
    played = [(f"p{i}", name, turned[i][:200], soon(-40 - i)) for i, name in enumerate(said)]
    write(files / "concerts.csv", ["concert_id", "artist", "support", "genre", "venue", "city", "country", "local_date",
                                   "onsale_date", "status"],
          [[show, name, other, other[:60], f"Hall {other}", "Leeds", "GB", day, soon(-90), status]
           for rows, status in ((shows, "confirmed"), (played, "settled")) for show, name, other, day in rows])
    write(files / "ticket_types.csv", ["concert_id", "name", "face_value", "currency", "allotment"],
          [[show, name[:100], 20, "GBP", 100] for show, name, *_ in (*shows, *played)])
    write(files / "sales.csv", ["concert_id", "ticket_type", "sold_on", "qty", "gross", "order_id", "buyer_id", "channel",
                                "utm_campaign", "promo_code"],
          [[show, name[:100], soon(-45 - day), 5, 100, f"{show}-{day}", f"b{day}", other[:80], name[:80], other[:40]]
           for show, name, other, _ in (*shows, *played) for day in (1, 9)])
    write(files / "ad_spend.csv", ["concert_id", "channel", "date", "spend", "currency", "clicks", "campaign"],
          [[show, other[:80], soon(-48), 40 + 7 * place, "GBP", 9, name[:80]]
           for place, (show, name, other, _) in enumerate(played)])
    write(files / "deals.csv", ["concert_id", "deal_type", "guarantee", "pct", "basis"],
          [[show, "versus", 500, "0.7", "net"] for show, *_ in (*shows, *played)])
    write(files / "expenses.csv", ["concert_id", "category", "kind", "unit", "budgeted", "actual"],
          [[show, name[:80], "fixed", "flat", 100, 90] for show, name, *_ in (*shows, *played)])
    write(files / "events.csv", ["event_id", "name", "artist", "venue", "city", "country", "local_date", "genre"],
          [[f"e{i}", f"{name} tour", name, f"Room {name}"[:200], "Leeds", "GB", soon(12 + i), name[:60]]
           for i, name in enumerate(said)])
    write(files / "holds.csv", ["venue", "local_date", "hold_level", "artist"],
          [[f"Hall {turned[i][:200]}", soon(20 + i), 1, name] for i, name in enumerate(said)])
    write(files / "bad.csv", ["concert_id", "artist", "venue", "city", "country", "local_date"],
          [[f"x{i}", name, "Hall", "Leeds", "GB", f"{name} is no day"] for i, name in enumerate(said)])
    import_paths([files], data_dir=store)
    publish(data_dir=store, now=NOW)
    return store


# How many of the names stand on a page as it opens, at least.
FEWEST = {"overview": 6, "artists": 10, "concerts": 6, "events": 4, "marketing": 3, "data": 0, "access": 0}
# What a page says: its text, its charts' labels, and what its tables tell who cannot see them.
SAYS = """[document.body.innerText, ...[...document.querySelectorAll('canvas [role=gridcell], svg text')].map(
    e => e.textContent)].join('\\n').replaceAll('\\u2060', '')"""


def test_every_page_shows_names_as_written_runs_none_and_asks_nobody(
        visit: Visit, serve: Callable[[Path], Server], hostile_store: Path, canary: Canary) -> None:
    page = opened(visit, serve(hostile_store), PAGES[-1])
    said = [one[:70] for one in names(canary.url)]
    for name in PAGES:
        turned_to(page, name)
        page.wait_for_load_state("networkidle")
        if name != "overview":  # which has no table
            page.locator("canvas [role=gridcell]").first.wait_for(state="attached")
        page.wait_for_function(f"([said, fewest]) => {{ const says = {SAYS}; "
                               "return said.filter(one => says.includes(one)).length >= fewest }", arg=[said, FEWEST[name]])
        made = page.evaluate("""url => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e =>
            e.matches('em, .katex, iframe, object, [data-testid=stMarkdownColoredText]') || e.tagName === 'SCRIPT' ||
            [e.src, e.href].some(link => typeof link === 'string' && link.startsWith(url))).map(e => e.outerHTML)""", canary.url)
        assert made == [], name
        says = page.evaluate(SAYS)
        assert not [line for line in says.splitlines() if line[:2] in ("'=", "'+", "'-")], f"as written, to the letter: {name}"
        assert canary.asked == [], name
    assert not [url for url in visit.asked if url.startswith(canary.url)]
    assert not visit.errors
