"""The next snapshot: marts, then what is computed from them. The one place that joins warehouse and models."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from core.progress import Progress, Silent
from core.settings import settings
from core.warehouse import build
from core.warehouse.snapshot import write_snapshot
from core.warehouse.store import Connection, writing


class Published(NamedTuple):
    number: int
    path: Path
    seconds: float


def publish(progress: Progress | None = None, *, data_dir: Path | None = None, now: datetime | None = None) -> Published:
    """Build and point to the next snapshot of the store. `now` (UTC) is the clock's unless given."""
    started = time.perf_counter()
    folder = data_dir or settings().data_dir
    stamp = now or datetime.now(UTC)
    with writing(folder) as connection:
        number, path = write_snapshot(connection, folder,
                                      lambda c: fill(c, stamp, progress or Silent()))
    return Published(number, path, time.perf_counter() - started)


def fill(connection: Connection, now: datetime, progress: Progress) -> None:
    today = build.today_of(connection, now)
    total = len(build.COPIED) + len(build.MARTS) + 1
    for done, name in enumerate(build.COPIED):
        progress.step("Publishing", done, total)
        build.copy_table(connection, name)
    for done, name in enumerate(build.MARTS, start=len(build.COPIED)):
        progress.step("Publishing", done, total)
        build.build_mart(connection, name, today, now)
    build.put_table(connection, "published", pd.DataFrame({"published_at": [now.replace(tzinfo=None)], "today": [today]}))
    progress.step("Publishing", total, total)
