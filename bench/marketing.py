"""What Marketing promises: `python -m bench.marketing [STORE]`.

Server CPU of each view at 1,000,000 sales rows (a store as for `bench.pages`), 100,000 paths to attribute, BG/NBD, and a
weekly series with known truth made by the rules of PyMC-Marketing's public example.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench.pages import FLAGS, ROOT, ROUNDS, at_rest, built, change, choose, cost, opened, options, reset, serving
from core.response.weekly import fit_weekly

VIEWS = ("Campaigns", "Attribution", "Incrementality", "Planner", "Audience", "Tools", "Overview")
SEED = 327  # of the public example
WEEKS, PATHS = 179, 100_000


def main() -> None:
    weekly()
    attribution()
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder, sync_playwright() as playwright:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else built(Path(folder))
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS)
        with serving(store) as (process, url):
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            opened(page, f"{url}/marketing")
            for name, costs in views(page, process):
                each = ", ".join(f"{value:.0f}" for value in costs)
                print(f"{name:34s} {statistics.mean(costs):7.0f} ms   asked    60   ({each})", flush=True)
        chromium.close()


def views(page: Page, process: int) -> Iterator[tuple[str, list[float]]]:
    """Server CPU (ms) of showing each view for the first time on a snapshot, then again, then of choices of genres that
    nobody made before, then of going back to all shows."""
    yield "first time: all views", [cost(process, lambda name=name: show(page, name)) for name in VIEWS]
    for name in VIEWS:
        costs = []
        for _ in range(ROUNDS):
            show(page, "Overview" if name != "Overview" else "Tools")
            costs.append(cost(process, lambda name=name: show(page, name)))
        yield f"view {name}", costs
    genres = options(page)
    for place, name in enumerate(VIEWS):
        show(page, name)
        new = [genres[(place + step) % len(genres)] for step in range(len(genres) - 1)]  # one after the other, from another each
        yield f"{name}, a filter not seen before", [
            cost(process, lambda genre=genre: choose(page, genre)) for genre in new]
        reset(page)
    yield "Overview, a filter again", [cost(process, lambda: change(page, genres[-1:] + genres[:-2]))]


def show(page: Page, name: str) -> int:
    page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first.click()
    at_rest(page)
    return 1


def weekly() -> None:
    """Geometric adstock (.4, .2), logistic saturation (4, 3), trend, seasons, two events, noise .25."""
    rng = np.random.default_rng(SEED)
    one, two = rng.uniform(0, 1, WEEKS), rng.uniform(0, 1, WEEKS)
    media = {"x1": np.where(one > 0.9, one, one / 2), "x2": np.where(two > 0.8, two, 0)}
    truth = {name: gain * np.tanh(strength * carried(media[name], carry) / 2) for name, gain, strength, carry in (
        ("x1", 3.0, 4.0, 0.4), ("x2", 2.0, 3.0, 0.2))}
    day = (91 + 7 * np.arange(WEEKS)) % 365.25
    year = 2 * np.pi * day / 365.5
    events = {f"event_{place}": (np.arange(WEEKS) == week).astype(float) for place, week in ((1, 58), (2, 128))}
    y = ((np.linspace(0, 50, WEEKS) + 10) ** 0.25 + 1 + 0.5 * (np.cos(year) - np.sin(2 * year)) + 1.5 * events["event_1"]
         + 2.5 * events["event_2"] + sum(truth.values()) + rng.normal(0, 0.25, WEEKS))
    began = time.process_time()
    found = fit_weekly(y, media, events).media
    seconds = time.process_time() - began
    for name, added in truth.items():
        print(f"weekly contribution of {name:11s} {found[name].contribution / added.sum() - 1:+8.1%}      asked within 5%")
    print(f"weekly fit with intervals          {seconds:7.1f} s    asked    10")


def carried(spend: np.ndarray, carry: float) -> np.ndarray:
    weights = carry ** np.arange(8)
    return np.convolve(spend, weights / weights.sum())[:WEEKS]


def attribution() -> None:
    """100,000 paths by the verb, start of the program included."""
    rng = np.random.default_rng(0)
    names = ("meta", "google", "tiktok", "email", "radio", "posters", "partner", "organic")
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("path,conversions,conversion_value,nulls\n")
        for _ in range(PATHS):
            path = " > ".join(names[place] for place in rng.integers(0, len(names), rng.integers(1, 7)))
            file.write(f"{path},{rng.integers(0, 3)},10,{rng.integers(0, 5)}\n")
        file.flush()
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "core", "attribute", file.name, "--format", "json"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        print(f"{PATHS:,} paths by seven models      {time.perf_counter() - began:7.1f} s    asked     2")


if __name__ == "__main__":
    main()
