"""Pushing and pulling a store over a local S3 (moto): `python -m bench.objects [MEGABYTES]`, 1000 unless said.

Prints, beside boto3's own `upload_file` of the same bytes to the same server, the rate of a first push of a store published
before any bucket was set, so that the push makes all parts, and of one published where a bucket is set, so that they wait;
what a publish takes to make them; the memory of each push; what a push moves after one day's change; and the page views
that fail while a snapshot is pulled and switched.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import boto3
import duckdb
import httpx
from playwright.sync_api import sync_playwright

from bench.pages import FLAGS, IDLE, serving
from core.aws import pushing
from core.aws.objects import Bucket
from core.progress import Silent
from core.publish import publish
from core.settings import settings
from core.warehouse import making, ready
from core.warehouse.store import writing

ROOT = Path(__file__).resolve().parents[1]
DAYS, SHOWS = 730, 400
BYTES_A_LINE = 63
SWITCHES = 3
BUCKET, REGION = "desk", "eu-central-1"
PAGES = ("artists", "concerts", "events", "marketing")
ROUTES = ("overview/totals", "artists", "concerts", "marketing/channels")


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder, s3() as endpoint:
        os.environ |= {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "bench",
                       "AWS_SECRET_ACCESS_KEY": "bench", "MARQUEE_S3_BUCKET": ""}
        settings.cache_clear()
        store, here = Path(folder) / "store", Path(folder) / "here"
        build(store, megabytes * 1_000_000 // BYTES_A_LINE)
        os.environ["MARQUEE_S3_BUCKET"] = BUCKET
        settings.cache_clear()
        push_figures(store, Path(folder))
        change_one_day(store)
        pull_figures(store, here)


@contextmanager
def s3() -> Iterator[str]:
    """A local S3 with one bucket."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen([Path(sys.executable).parent / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(url)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        client(url).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield url
    finally:
        server.kill()
        server.wait()


def client(url: str):
    return boto3.client("s3", endpoint_url=url, region_name=REGION, aws_access_key_id="b", aws_secret_access_key="b")


def build(store: Path, lines: int) -> None:
    """Two years of order lines that no compression makes small, published."""
    with writing(store) as connection:
        connection.execute("SELECT setseed(0.5)").fetchall()
        connection.execute("INSERT INTO artist (artist_id, name) SELECT 'a' || i, 'Artist ' || i FROM range(100) x(i)")
        connection.execute("""INSERT INTO venue (venue_id, name, city, country, market_id)
            SELECT 'v' || i, 'Venue ' || i, 'City ' || i % 20, 'US', 'm' || i % 20 FROM range(60) x(i)""")
        connection.execute(f"""INSERT INTO concert (concert_id, artist_id, venue_id, local_date, status,
            configured_capacity) SELECT 'c' || i, 'a' || i % 100, 'v' || i % 60,
            DATE '2026-07-01' + (i % 90)::INTEGER, 'played', 5000 FROM range({SHOWS}) x(i)""")
        connection.execute(f"""INSERT INTO ticket_type (concert_id, name, face_value, currency, allotment)
            SELECT 'c' || i, 'GA', 50, 'USD', 5000 FROM range({SHOWS}) x(i)""")
        sell(connection, lines, "(i * 730 // $lines)::INTEGER")
    publish(data_dir=store)


def sell(connection: duckdb.DuckDBPyConnection, lines: int, day: str) -> None:
    connection.execute(f"""INSERT INTO order_line (concert_id, ticket_type, sold_on, qty, gross, order_id, line_number,
            buyer_id, channel, promo_code)
        SELECT 'c' || (random() * {SHOWS - 1})::INTEGER, 'GA', DATE '2024-06-01' + {day}, 1 + (random() * 3)::INTEGER,
            (random() * 200)::DECIMAL(18, 2), uuid()::VARCHAR, 1,
            'b' || (random() * $lines / 10)::INTEGER,
            ['search', 'social', 'email', 'direct', 'radio', 'affiliate'][1 + (random() * 5)::INTEGER], uuid()::VARCHAR
        FROM range($lines) x(i)""", {"lines": lines}).fetchall()


class Ran(NamedTuple):
    """What a command took: seconds of wall clock and of processors, and the most memory, in MB."""

    seconds: float
    cpu: float
    memory: float


def verb(store: Path, word: str) -> tuple[dict, Ran]:
    """Run a verb of `aws`: its row, and what it took."""
    report = Path(tempfile.gettempdir()) / f"marquee-bench-{os.getpid()}.json"
    code = ("import pathlib, re, time; from core.__main__ import main\ntry: main()\n"
            "finally: pathlib.Path(" + repr(str(report)) + ").write_text("
            "re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1] + ' ' + str(time.process_time()))")
    started = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", code, "aws", word, "--format", "json"], cwd=ROOT, check=True, text=True,
                         env=os.environ | {"MARQUEE_DATA_DIR": str(store)}, stdout=subprocess.PIPE)
    seconds = time.perf_counter() - started
    memory, cpu = report.read_text().split()
    report.unlink()
    try:
        return json.loads(ran.stdout)[0], Ran(seconds, float(cpu), int(memory) / 1024)
    except ValueError as error:
        raise SystemExit(f"aws {word} printed something else than one row: {ran.stdout[:2000]!r}") from error


def push_figures(store: Path, folder: Path) -> None:
    """The verb where it makes all parts; their making as a publish does it; their transfer alone beside upload_file, in one
    process; then the verb where they wait."""
    s3 = client(os.environ["AWS_ENDPOINT_URL"])
    row, all_made = verb(store, "push")
    empty(s3, store)
    started, spent = time.perf_counter(), time.process_time()
    making.make_ready(store, ready.target(), Silent())
    making_seconds, making_cpu = time.perf_counter() - started, time.process_time() - spent
    with ready.locked(store) as shelf:
        staged = list(making.export(store, shelf, ()))
        trial = Bucket(s3, BUCKET, "trial")
        started = time.perf_counter()
        pushed = pushing.push(trial, pushing.look(trial), staged, schema_version=1, snapshot_number=1)
        sending = time.perf_counter() - started
    alone = upload_file(s3, folder / "same-bytes", pushed.bytes_sent)
    for path in trial.sizes(""):
        trial.remove(path)
    _, made_ahead = verb(store, "push")
    megabytes = pushed.bytes_sent / 1e6

    def rate(what: str, seconds: float, more: str = "") -> None:
        show(what, f"{megabytes / seconds:,.1f} MB/s ({seconds:.1f} s{more}), {alone / seconds:.0%}")

    show("store pushed", f"{megabytes:,.0f} MB in {pushed.parts_sent:,} parts")
    rate("upload_file of as many bytes", alone)
    rate("transfer of the parts (at least 60 %)", sending)
    rate("aws push, parts made by the publish", made_ahead.seconds, f", CPU {made_ahead.cpu:.1f} s")
    rate("aws push, all making included", all_made.seconds * pushed.bytes_sent / row["bytes_sent"], f", CPU {all_made.cpu:.1f} s")
    show("making all parts, at a publish", f"{making_seconds:.1f} s, CPU {making_cpu:.1f} s")
    show("memory of aws push (at most 200 MB)", f"{made_ahead.memory:,.0f} MB, all making included {all_made.memory:,.0f} MB")


def empty(s3, store: Path) -> None:
    """As if nothing had been pushed."""
    bucket = Bucket(s3, BUCKET)
    for path in bucket.sizes(""):
        bucket.remove(path)
    shutil.rmtree(store / "push")


def upload_file(s3, file: Path, size: int) -> float:
    """Seconds of boto3's own upload of a file of that size."""
    with file.open("wb") as written:
        block = os.urandom(2**20)
        for _ in range(size // 2**20 + 1):
            written.write(block)
        written.truncate(size)
    started = time.perf_counter()
    s3.upload_file(str(file), BUCKET, "same-bytes")
    seconds = time.perf_counter() - started
    file.unlink()
    s3.delete_object(Bucket=BUCKET, Key="same-bytes")
    return seconds


def change_one_day(store: Path) -> None:
    """As many lines as any other day has, on the last day."""
    with writing(store) as connection:
        lines = connection.execute("SELECT count(*) // 730 FROM order_line").fetchall()[0][0]
        sell(connection, lines, str(DAYS))
    publish(data_dir=store)
    pushed, ran = verb(store, "push")
    show("push after one day (at most 2 %)", f"{pushed['bytes_sent'] / pushed['bytes']:.2%} of the bytes in "
                                             f"{pushed['parts_sent']} parts, {ran.seconds:.1f} s, {ran.memory:,.0f} MB")


def pull_figures(store: Path, here: Path) -> None:
    pulled, ran = verb(here, "pull")
    snapshot = here / "snapshots" / pulled["built"]
    show("first pull", f"{snapshot.stat().st_size / 1e6:,.0f} MB snapshot of {pulled['bytes_fetched'] / 1e6:,.0f} MB "
                       f"in {ran.seconds:.1f} s, {ran.memory:,.0f} MB of memory")
    shutil.rmtree(here / "pulled")
    with serving(here) as (_, url), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS)
        page = chromium.new_page()
        views = failed = asked = refused = 0
        with watching(here):
            for turn in range(SWITCHES):
                with writing(store) as connection:
                    sell(connection, 100, str(DAYS + turn))
                publish(data_dir=store)
                before, after = current(here), 0
                verb(store, "push")
                while after < 2:
                    after += current(here) != before
                    page.goto(f"{url}/{PAGES[views % len(PAGES)]}")
                    page.locator(IDLE).wait_for(timeout=60_000)
                    page.locator("h1, h3").first.wait_for(timeout=60_000)
                    failed += page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() > 0
                    views += 1
                    for route in ROUTES:
                        refused += httpx.get(f"{url}/api/v1/{route}", timeout=60).status_code != 200
                        asked += 1
        chromium.close()
    show(f"page views during {SWITCHES} pulls and switches", f"{views}, failed {failed}; "
                                                               f"answers of the API {asked}, failed {refused}")


@contextmanager
def watching(here: Path) -> Iterator[None]:
    """Somebody who follows every push into the store `here`."""
    pulling = subprocess.Popen([sys.executable, "-m", "core", "aws", "pull", "--watch", "--every", "1"], cwd=ROOT,
                               env=os.environ | {"MARQUEE_DATA_DIR": str(here)})
    try:
        yield
    finally:
        pulling.terminate()
        pulling.wait()


def current(here: Path) -> str:
    return (here / "snapshots" / "CURRENT").read_text()


def show(what: str, figure: str) -> None:
    print(f"{what:38s} {figure}", flush=True)


if __name__ == "__main__":
    main()
