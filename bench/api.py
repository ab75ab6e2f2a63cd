"""What the API promises, beside a dashboard in use: `python -m bench.api [STORE]`.

300 requests a second on a cached list route, 99 of 100 within 100 ms at 50 connections; a million rows in constant
memory. Without a STORE a season of 200 shows is built in a temporary folder. Memory is read from /proc, so Linux only.
"""

import asyncio
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import sync_playwright

from bench.pages import FLAGS, PAGES, at_rest, built, cpu_ms, opened, serving

CONNECTIONS, SECONDS, RATE, PROMISED_MS = 50, 10, 300, 100
ROUTE = "/api/v1/concerts?limit=50&sort=-gross"
MILLION = ("SELECT range AS n, 'a name that is about as long as names are ' || range AS name, range * 1.01 AS gross, "
           "DATE '2026-01-01' + (range % 365)::INTEGER AS day FROM range(1000000)")
STYLES = ("text/csv", "application/json", "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream")
PROMISED_MB = 200


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else built(Path(folder), shows=200)
        with serving(store) as (process, url):
            kept = beside_a_reader(process, url)
            return 0 if all([kept, *(export(process, url, style) for style in STYLES)]) else 1


def beside_a_reader(process: int, url: str) -> bool:
    """Load while somebody goes from page to page in a real browser; whether both promises were kept."""
    begun, stop = multiprocessing.Event(), multiprocessing.Event()
    reader = multiprocessing.Process(target=read_pages, args=(url, begun, stop))
    reader.start()
    begun.wait(120)
    asyncio.run(load(url, 1, pace=0))  # what is asked once
    fast = report("as fast as it goes", process, url, pace=0)
    steady = report(f"at {RATE} a second", process, url, pace=CONNECTIONS / RATE)
    stop.set()
    reader.join()
    return fast and steady


def read_pages(url: str, begun: multiprocessing.Event, stop: multiprocessing.Event) -> None:
    """A person who opens one page after another, until told to stop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        opened(page, url)
        begun.set()
        turns = 0
        while not stop.is_set():
            page.get_by_role("link", name=PAGES[turns % len(PAGES)], exact=True).click()
            at_rest(page)
            turns += 1
        print(f"{'pages turned meanwhile':34s} {turns:7d}", flush=True)
        chromium.close()


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
