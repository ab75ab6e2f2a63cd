"""Kill an import or a publish at any moment: whole files or nothing, and nothing lost that was said to be loaded."""

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.warehouse.snapshot import current
from core.warehouse.store import writing
from tests.ingest.conftest import CONCERTS

ROOT = Path(__file__).parents[2]
KILLS = 30
SHOWS, SALES = 40, 4_000
# Where the version of each file shows in its table, and how many rows it has.
MARKED = {
    "concerts": ("concert", "configured_capacity", SHOWS),
    "ticket_types": ("ticket_type", "allotment", SHOWS),
    "sales": ("order_line", "gross", SALES),
    "ad_spend": ("ad_spend_daily", "spend", SHOWS),
}


def write_version(folder: Path, version: int) -> None:
    """The same folder, every row of it marked with its version."""
    shows = [f"c{i}" for i in range(SHOWS)]
    tables = {
        "concerts": [
            [*CONCERTS, "configured_capacity"],
            *([c, f"Artist {c}", "Hall", "Denver", "US", "2026-05-01", version] for c in shows),
        ],
        "ticket_types": [
            ["concert_id", "name", "face_value", "currency", "allotment"],
            *([c, "GA", 20, "USD", version] for c in shows),
        ],
        "sales": [
            ["concert_id", "ticket_type", "sold_on", "qty", "gross", "order_id"],
            *([shows[i % SHOWS], "GA", "2026-02-01", 1, version, f"o{i}"] for i in range(SALES)),
        ],
        "ad_spend": [
            ["concert_id", "channel", "date", "spend"],
            *([c, "search", "2026-02-01", version] for c in shows),
        ],
    }
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(",".join(map(str, row)) for row in rows))


def begin(folder: Path, store: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "core", "import", str(folder), "--format", "json"],
        cwd=ROOT,
        env=os.environ | {"MARQUEE_DATA_DIR": str(store)},
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.DEVNULL,
    )


def stored_versions(store: Path) -> dict[str, int]:
    """The version of each file in the warehouse; fails when a table is not whole or mixed."""
    found = {}
    with writing(store) as connection:
        for kind, (table, column, rows) in MARKED.items():
            [(count, low, high)] = connection.execute(
                f"SELECT count(*), min({column}), max({column}) FROM {table}"
            ).fetchall()
            assert (count, low) == (rows, high), f"{table} is half loaded"
            found[kind] = int(low)
    return found


def recorded(store: Path) -> tuple[str, set[str]]:
    """The newest run and the kinds it recorded as loaded."""
    with writing(store) as connection:
        [(run_id,)] = connection.execute("SELECT max(run_id) FROM ingest_run").fetchall()
        return run_id, {
            k for (k,) in connection.execute("SELECT kind FROM ingest_count WHERE run_id = ?", [run_id]).fetchall()
        }


def published_version(store: Path) -> int:
    """The version that readers see; fails when what they see is mixed."""
    cursor = current(store).cursor()
    [(low, high)] = cursor.execute(
        "SELECT min(gross / tickets_sold), max(gross / tickets_sold) FROM event_total"
    ).fetchall()
    cursor.close()
    assert low == high
    return int(low)


def rounds(store: Path, folder: Path, seed: int, kills: int) -> None:
    """Import version after version, killing at random moments until `kills` imports were killed."""
    chance = random.Random(seed)
    write_version(folder, 1)
    started = time.monotonic()
    with begin(folder, store) as first:
        assert json.loads(first.communicate()[0])["kinds"]["sales"]["new"] == SALES
    whole = time.monotonic() - started
    stored, told, last_run = stored_versions(store), published_version(store), recorded(store)[0]
    killed, version = 0, 1
    while killed < kills:
        version += 1
        write_version(folder, version)
        started = time.monotonic()
        with begin(folder, store) as process:
            try:
                process.wait(chance.uniform(0.2, 1.0) * whole)
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            else:
                whole = time.monotonic() - started  # the first import of a store takes longer than later ones
            output, _ = process.communicate()
        now, (run_id, kinds) = stored_versions(store), recorded(store)
        fresh = kinds if run_id != last_run else set()
        assert now == {kind: version if kind in fresh else stored[kind] for kind in MARKED}
        seen = published_version(store)
        assert seen in (told, version)
        if process.returncode == 0:
            assert json.loads(output)["run_id"] == run_id
            assert (seen, set(now.values())) == (version, {version})
        stored, told, last_run = now, seen, run_id
    with begin(folder, store) as last:
        last.communicate()
    assert last.returncode == 0
    assert set(stored_versions(store).values()) == {published_version(store)}
    assert not list((store / "snapshots").glob("*.partial"))


def test_a_kill_at_any_moment_leaves_whole_files_and_loses_nothing_reported(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda seed: rounds(tmp_path / f"store {seed}", tmp_path / f"files {seed}", seed, KILLS // 2),
                (20261123, 20261124),
            )
        )
