"""Import of a canonical folder with a million sales rows, against DuckDB's own read_csv of the same rows.

    python -m bench.import_folder [ROWS]

Both are whole processes, start included: ours is `python -m core import FOLDER` with its publish; DuckDB's reads
sales.csv into a table of the same columns of a database file. Prints seconds, processor seconds, ratio, peak memory.
"""

import csv
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
SHOWS = 400
TRIES = 3
ALLOWED_RATIO, ALLOWED_MEGABYTES = 3.0, 1024
READ_CSV = """
import sys, duckdb
with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("CREATE TABLE sales AS SELECT * FROM read_csv(?)", [sys.argv[1]]).fetchall()
"""
SALES = (
    "concert_id",
    "ticket_type",
    "sold_on",
    "qty",
    "gross",
    "refunded_qty",
    "refunded_amount",
    "order_id",
    "buyer_id",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "promo_code",
    "discount",
)
CHANNELS = (
    ("Search", "google", "cpc"),
    ("Social", "meta", "paid_social"),
    ("Email", "newsletter", "email"),
    ("Organic", "", ""),
)
TYPES = (("GA", 40), ("Balcony", 60), ("VIP", 150))


class Measured(NamedTuple):
    seconds: float
    processor_seconds: float
    megabytes: float


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as scratch:
        folder = Path(scratch) / "files"
        folder.mkdir()
        write_folder(folder, rows)
        size = (folder / "sales.csv").stat().st_size / 1e6
        theirs = best(
            lambda i: [sys.executable, "-c", READ_CSV, str(folder / "sales.csv"), f"{scratch}/{i}.duckdb"], lambda i: {}
        )
        ours = best(
            lambda i: [sys.executable, "-m", "core", "import", str(folder)],
            lambda i: {"MARQUEE_DATA_DIR": f"{scratch}/store {i}"},
        )
        alone = best(
            lambda i: [sys.executable, "-m", "core", "import", str(folder), "--no-publish"],
            lambda i: {"MARQUEE_DATA_DIR": f"{scratch}/alone {i}"},
        )
    print(f"{rows:,} sales rows, {size:.0f} MB, {SHOWS} shows, best of {TRIES}")
    for name, measured in (("DuckDB read_csv", theirs), ("import alone", alone), ("import and publish", ours)):
        figures = f"{measured.seconds:6.2f} s  {measured.processor_seconds:6.2f} s processor"
        print(f"{name:20} {figures}  {measured.megabytes:6.0f} MB peak")
    print(
        f"import {alone.seconds / theirs.seconds:.2f} times, with its publish {ours.seconds / theirs.seconds:.2f} times "
        f"(at most {ALLOWED_RATIO}), peak memory {ours.megabytes:.0f} MB "
        f"(below {ALLOWED_MEGABYTES})"
    )


def best(command, environment) -> Measured:  # type: ignore[no-untyped-def]
    """The fastest of several runs, each on files of its own."""
    return min(measured(command(i), environment(i)) for i in range(TRIES))


def measured(command: list[str], environment: dict[str, str]) -> Measured:
    """Run a process to its end: wall and processor seconds, and its peak resident memory."""
    script = (
        "import os, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "assert done.returncode == 0, done.stderr\n"
        "print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=ROOT,
        env=os.environ | environment,
        text=True,
        capture_output=True,
        check=True,
    )
    return Measured(*map(float, done.stdout.split()))


def write_folder(folder: Path, rows: int) -> None:
    """Shows of two years, their ticket types and order lines; the same every time."""
    chance = np.random.default_rng(7)
    nights = [date(2024, 12, 1) + timedelta(days=int(d)) for d in chance.integers(0, 700, SHOWS)]
    write(
        folder / "concerts.csv",
        ("concert_id", "artist", "genre", "venue", "city", "region", "country", "local_date", "status"),
        (
            (
                f"C{i:04d}",
                f"Artist {i % 150}",
                f"Genre {i % 9}",
                f"Venue {i % 40}",
                f"City {i % 12}",
                "CO",
                "US",
                night.isoformat(),
                "confirmed",
            )
            for i, night in enumerate(nights)
        ),
    )
    write(
        folder / "ticket_types.csv",
        ("concert_id", "name", "face_value", "currency", "allotment"),
        ((f"C{i:04d}", name, price, "USD", rows) for i in range(SHOWS) for name, price in TYPES),
    )
    show, kind = chance.integers(0, SHOWS, rows), chance.choice(len(TYPES), rows, p=(0.7, 0.2, 0.1))
    ahead, second = chance.gamma(2, 20, rows).astype(int), chance.integers(0, 86_400, rows)
    qty, buyer, channel = (
        chance.integers(1, 5, rows),
        chance.integers(0, max(1, rows // 3), rows),
        chance.integers(0, 4, rows),
    )

    def lines():  # type: ignore[no-untyped-def]
        for i in range(rows):
            day = nights[show[i]] - timedelta(days=int(ahead[i]))
            clock = f"{second[i] // 3600:02d}:{second[i] // 60 % 60:02d}:{second[i] % 60:02d}"
            name, price = TYPES[kind[i]]
            where, source, medium = CHANNELS[channel[i]]
            campaign = f"show-{show[i]}" if source else ""
            yield (
                f"C{show[i]:04d}",
                name,
                f"{day}T{clock}Z",
                qty[i],
                f"{qty[i] * price}.00",
                0,
                "0.00",
                f"O{i:08d}",
                f"B{buyer[i]:07d}",
                where,
                source,
                medium,
                campaign,
                "",
                "",
                "EARLY" if i % 9 == 0 else "",
                "0.00",
            )

    write(folder / "sales.csv", SALES, lines())


def write(path: Path, header, rows) -> None:  # type: ignore[no-untyped-def]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
