"""Kill an import or a publish at any moment: whole files or nothing, and nothing lost that was said to be loaded."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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


# Loads the command line once. For each line it is sent it begins a process that imports, and says which one and how it ended.
FORKS = """
import json, os, sys
import core.ingest.imports, core.publish
from core import __main__ as command_line

for line in sys.stdin:
    folder, store, output = json.loads(line)
    process = os.fork()
    if process == 0:
        os.environ["MARQUEE_DATA_DIR"] = store
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.argv = ["core", "import", folder, "--format", "json"]
        try:
            command_line.main()
        except SystemExit as end:
            command_line.leave(end.code)
        os._exit(70)
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


class Importer:
    """Imports a folder into a store, each time in a process of its own, to its end or until it is killed."""

    def __init__(self, folder: Path, store: Path, forks: subprocess.Popen) -> None:
        self.told, self.forks = store.with_suffix(".json"), forks
        self.order = json.dumps([str(folder), str(store), str(self.told)]) + "\n"

    def run(self, seconds: float | None = None) -> int:
        """The exit status, or the signal as a negative number, of an import that has so many seconds."""
        self.forks.stdin.write(self.order.encode())
        self.forks.stdin.flush()
        process = int(self.forks.stdout.readline())
        if not select.select([self.forks.stdout], [], [], seconds)[0]:
            with suppress(ProcessLookupError):  # it ended at the last moment
                os.kill(process, signal.SIGKILL)
        return int(self.forks.stdout.readline())


@contextmanager
def importing(folder: Path, store: Path) -> Iterator[Importer]:
    with subprocess.Popen([sys.executable, "-c", FORKS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                          stderr=subprocess.DEVNULL) as forks:
        yield Importer(folder, store, forks)
        forks.stdin.close()


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
    with importing(folder, store) as importer:
        write_version(folder, 1)
        started = time.monotonic()
        assert importer.run() == 0
        assert json.loads(importer.told.read_text())["kinds"]["sales"]["new"] == SALES
        whole = time.monotonic() - started
        stored, told, last_run = stored_versions(store), published_version(store), recorded(store)[0]
        killed, version = 0, 1
        while killed < kills:
            version += 1
            write_version(folder, version)
            started = time.monotonic()
            status = importer.run(chance.uniform(0, 1) * whole)
            if status == -signal.SIGKILL:
                killed += 1
            else:
                whole = time.monotonic() - started  # the first import of a store takes longer than later ones
            now, (run_id, kinds) = stored_versions(store), recorded(store)
            fresh = kinds if run_id != last_run else set()
            assert now == {kind: version if kind in fresh else stored[kind] for kind in MARKED}
            seen = published_version(store)
            assert seen in (told, version)
            if status == 0:
                assert json.loads(importer.told.read_text())["run_id"] == run_id
                assert (seen, set(now.values())) == (version, {version})
            stored, told, last_run = now, seen, run_id
        assert importer.run() == 0
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
