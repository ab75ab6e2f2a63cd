"""What the API promises, beside a dashboard in use: `python -m bench.api [STORE]`.

300 requests a second on a cached list route, 99 of 100 within 100 ms at 50 connections; a million rows in constant
memory. In use means: three people, each in a browser page of their own, who every two seconds go to another page,
choose a genre or reset the filters. What happens beside one who never pauses is printed as well, and promised nothing.
Browsers and load run on the same cores. Without a STORE a season of 200 shows is built in a temporary folder. Memory
is read from /proc, so Linux only.
"""

import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count, cycle
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.pages import FLAGS, IDLE, PAGES, built, cpu_ms, opened, serving

CONNECTIONS, SECONDS, RATE, PROMISED_MS = 50, 10, 300, 100
ROUTE = "/api/v1/concerts?limit=50&sort=-gross"
MILLION = ("SELECT range AS n, 'a name that is about as long as names are ' || range AS name, range * 1.01 AS gross, "
           "DATE '2026-01-01' + (range % 365)::INTEGER AS day FROM range(1000000)")
STYLES = ("text/csv", "application/json", "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream")
PROMISED_MB = 200


def main() -> int:
    os.environ["MARQUEE_API_PER_SECOND"] = "100000"  # all load comes from one address: what is measured is not the limit
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else built(Path(folder), shows=200)
        with serving(store) as (process, url):
            kept = beside_people(process, url, people=3, pause=2)
            beside_people(process, url, people=1, pause=0)
            return 0 if all([kept, *(export(process, url, style) for style in STYLES)]) else 1


def beside_people(process: int, url: str, people: int, pause: float) -> bool:
    """Load while people use the dashboard in a real browser, each with a deed every `pause` seconds (0: as soon as the
    one before is answered); whether both promises were kept."""
    print(f"beside {people} at the dashboard, each with a deed every {pause:g} s" if pause else
          f"beside {people} at the dashboard without a pause (for information)", flush=True)
    begun, stop, deeds = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Value("i")
    use = multiprocessing.Process(target=use_pages, args=(url, people, pause, begun, stop, deeds))
    use.start()
    begun.wait(120)
    asyncio.run(load(url, 1, pace=0))  # what is asked once
    before = deeds.value
    fast = report("  as fast as it goes", process, url, pace=0)
    steady = report(f"  at {RATE} a second", process, url, pace=CONNECTIONS / RATE)
    print(f"{'  deeds meanwhile':34s} {deeds.value - before:7d}", flush=True)
    stop.set()
    use.join()
    return fast and steady


def use_pages(url: str, people: int, pause: float, begun: Event, stop: Event, deeds: Synchronized) -> None:
    """People at the dashboard, one deed after another, until told to stop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS)
        pages = [chromium.new_page(viewport={"width": 1440, "height": 900}) for _ in range(people)]
        visits = [visit(page, place) for place, page in enumerate(pages)]
        for page in pages:
            opened(page, url)
        begun.set()
        for page, deed in cycle(zip(pages, visits, strict=True)):
            next(deed)
            deeds.value += 1
            if not pause:
                page.locator(IDLE).wait_for()
            if stop.wait(pause / people):
                break
        chromium.close()


def visit(page: Page, place: int) -> Iterator[None]:
    """What somebody does, without end: go to a page, look at one genre, look at all again."""
    for turn in count(place):
        page.get_by_role("link", name=PAGES[turn % len(PAGES)], exact=True).click()
        yield
        genre = page.get_by_role("combobox", name="Genre")
        page.locator("h1", has_text=PAGES[turn % len(PAGES)]).wait_for()
        if not genre.count():
            continue
        genre.click()
        page.get_by_role("option").nth(turn % 5 + 1).click()
        page.keyboard.press("Escape")
        yield
        page.get_by_role("button", name="Reset").click()
        yield


def report(what: str, process: int, url: str, pace: float) -> bool:
    before = cpu_ms(process)
    began = time.perf_counter()
    times, statuses = asyncio.run(load(url, SECONDS, pace))
    rate = len(times) / (time.perf_counter() - began)
    times.sort()
    p50, p99 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.99))
    print(f"{what:34s} {rate:7.0f} requests a second (asked {RATE}), p50 {p50:.0f} ms, p99 {p99:.0f} ms "
          f"(asked {PROMISED_MS}), {(cpu_ms(process) - before) / len(times):.2f} ms of CPU each, {dict(statuses)}", flush=True)
    return rate >= 0.95 * RATE and p99 <= PROMISED_MS and set(statuses) == {200}


async def load(url: str, seconds: float, pace: float) -> tuple[list[float], Counter[int]]:
    """Seconds of each request over CONNECTIONS kept-alive connections, and statuses; `pace` seconds from one request of
    a connection to its next, 0 for at once. A late answer does not excuse the next: its wait counts from when it was due.
    """
    address = urlsplit(url)
    request = f"GET {ROUTE} HTTP/1.1\r\nhost: {address.netloc}\r\naccept: application/json\r\n\r\n".encode()
    times: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.perf_counter() + seconds

    async def ask(number: int) -> None:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        due = time.perf_counter() + pace * number / CONNECTIONS
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await reader.readexactly(length)
            times.append(time.perf_counter() - due)
            statuses[int(head[9:12])] += 1
            due = due + pace if pace else time.perf_counter()
        writer.close()

    await asyncio.gather(*(ask(number) for number in range(CONNECTIONS)))
    return times, statuses


def export(process: int, url: str, style: str) -> bool:
    """A million rows to a file, and how much more memory the server took for them at most."""
    asked = {"params": {"sql": MILLION}, "headers": {"accept": style, "accept-encoding": "identity"}, "timeout": 300}
    httpx.get(f"{url}/api/v1/query", **(asked | {"params": {"sql": MILLION, "limit": 1000}})).raise_for_status()
    before = memory_mb(process, "VmRSS")
    Path(f"/proc/{process}/clear_refs").write_text("5", "utf-8")  # sets the high-water mark back
    began, size = time.perf_counter(), 0
    with httpx.stream("GET", f"{url}/api/v1/query", **asked) as answer:
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            size += len(piece)
    more = memory_mb(process, "VmHWM") - before
    print(f"{'1,000,000 rows, ' + style.split('/')[1].split('.')[-1]:34s} {more:7.0f} MB more (asked {PROMISED_MB}), "
          f"{size / 1e6:.0f} MB in {time.perf_counter() - began:.1f} s", flush=True)
    return more < PROMISED_MB


def memory_mb(process: int, what: str) -> float:
    """VmRSS: what the process holds now; VmHWM: the most it held since that was last set back."""
    [line] = [line for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines() if line.startswith(what)]
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    sys.exit(main())
