"""What pages cost the server at 1,000,000 sales rows: `python -m bench.pages [STORE]`.

Without a STORE a season of 3,000 shows (over a million sales rows) is built in a temporary folder. A real Chromium
uses the dashboard; the server's own CPU is read from the kernel (/proc, so Linux only).
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]
SHOWS, ROUNDS = 3000, 3
PAGES = ("Artists", "Concerts", "Events", "Marketing", "Data", "Overview")
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder, sync_playwright() as playwright:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else built(Path(folder))
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS)
        with serving(store) as (process, url):
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            opened(page, url)  # what is loaded once: libraries in the server, bundles in the browser
            for name, asked, costs in measured(page, url, process):
                each = ", ".join(f"{cost:.0f}" for cost in costs)
                print(f"{name:34s} {statistics.mean(costs):7.0f} ms   asked {asked:5,}   ({each})", flush=True)
        chromium.close()


def built(folder: Path, shows: int = SHOWS) -> Path:
    command = [sys.executable, "-m", "core", "sample", "--shows", str(shows)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"MARQUEE_DATA_DIR": str(folder)}, check=True)
    return folder


@contextmanager
def serving(store: Path) -> Iterator[tuple[int, str]]:
    """The dashboard over that store: its process id and address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port),
               "--ws-per-message-deflate", "false"]  # as `make run`
    process = subprocess.Popen(
        [*command, "--log-level", "error"], cwd=ROOT, env=os.environ | {"MARQUEE_DATA_DIR": str(store)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        healthy(f"http://127.0.0.1:{port}/api/health", process)
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def healthy(url: str, process: subprocess.Popen) -> None:
    while process.poll() is None:
        try:
            httpx.get(url).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("The dashboard ended before it answered.")


def cpu_ms(process: int) -> float:
    """User and system time of the whole process so far; the kernel counts in hundredths of a second."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def opened(page: Page, url: str) -> float:
    """Seconds until the page is whole: its last chart drawn and the script at rest."""
    began = time.perf_counter()
    page.goto(url)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
    page.locator(IDLE).wait_for()
    return time.perf_counter() - began


def measured(page: Page, url: str, process: int) -> Iterator[tuple[str, int, list[float]]]:
    """Name, what was asked for, and each measurement: wall time of a first page, then server CPU of a rerun (ms)."""
    yield "first page from a warm start", 2000, [1000 * opened(page, url) for _ in range(5)]
    opened(page, f"{url}/concerts")
    genres = options(page)
    yield "filter change on Concerts, new", 60, [cost(process, lambda: change(page, genres))]
    yield "filter change on Concerts, again", 60, [cost(process, lambda: change(page, genres)) for _ in range(ROUNDS)]
    for view in ("Sales and forecast", "Money", "Tickets"):
        page.goto(f"{url}/concerts?view={view.replace(' ', '+')}")
        page.locator("h1", has_text="Concerts").wait_for()
        at_rest(page)
        yield f"another show by its market, {view}", 60, each_alone(page, process, options(page, "Market"))
    for view, label, each in (("Artist", "Artist", "another artist"), ("Book+next", "Book for", "a slate for another room")):
        opened(page, f"{url}/artists?view={view}")
        yield f"{each}, new", 60, [cost(process, lambda label=label: next_of(page, label)) for _ in range(ROUNDS)]
    switches = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, costs in switches.items():
            costs.append(cost(process, lambda name=name: switch(page, name)))
    for name, costs in switches.items():
        yield f"switch to {name}", 60, costs


def cost(process: int, deed: Callable[[], int]) -> float:
    """Server CPU of one of the reruns that a deed causes, in ms; `deed` says how many they are."""
    before = cpu_ms(process)
    reruns = deed()
    return (cpu_ms(process) - before) / reruns


def options(page: Page, label: str = "Genre") -> list[str]:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option").first.wait_for()
    names = [name for name in page.get_by_role("option").all_inner_texts() if name != "Select all"]
    page.keyboard.press("Escape")
    return names


def change(page: Page, genres: list[str]) -> int:
    """Choose one genre after the other, then all again."""
    for genre in genres:
        choose(page, genre)
    return len(genres) + reset(page)


def each_alone(page: Page, process: int, markets: list[str]) -> list[float]:
    """Server CPU of choosing each market alone, ms: its next show comes up, which nobody has asked for before."""
    costs = []
    for market in markets:
        costs.append(cost(process, lambda market=market: choose(page, market, "Market")))
        reset(page)
    return costs


def choose(page: Page, name: str, label: str = "Genre") -> int:
    """One more genre, or market."""
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    at_rest(page)
    return 1


def reset(page: Page) -> int:
    page.keyboard.press("Escape")  # while its list is open nothing else can be pressed
    page.get_by_role("button", name="Reset").click()
    at_rest(page)
    return 1


def next_of(page: Page, label: str) -> int:
    """Choose what stands below the choice of a list."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    at_rest(page)
    return 1


def switch(page: Page, name: str) -> int:
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("h1", has_text=name).wait_for()
    at_rest(page)
    return 1


def at_rest(page: Page) -> None:
    """The rerun has begun and ended; two looks apart, so that one about to begin is not missed."""
    for _ in range(2):
        page.wait_for_timeout(400)
        page.locator(IDLE).wait_for()


if __name__ == "__main__":
    main()
