"""One run of a source: fetch, load, record, publish. What came is kept, also when the source stopped half-way."""

import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

from core.errors import Cancelled, MarqueeError, StoreBusy
from core.ingest.fetch import Fetch
from core.ingest.shared import surroundings
from core.integrations.http import Surroundings
from core.integrations.journal import Journal, prune_raw
from core.progress import Progress, Silent
from core.settings import settings
from core.warehouse import runs
from core.warehouse.merge import Merged
from core.warehouse.store import Connection, writing

T = TypeVar("T")
# How long a run waits for another process that writes the store.
PATIENCE_SECONDS = 300.0
POLL_SECONDS = 0.1


class Errand(Protocol):
    """What is particular to a source; see `ticketmaster.TicketmasterRun`."""

    @property
    def source(self) -> str: ...
    @property
    def plan(self) -> str: ...
    def prepare(self, connection: Connection, today: date) -> None: ...
    def fetch(self, around: Surroundings, journal: Journal, progress: Progress) -> Fetch: ...
    def load(self, connection: Connection, got: Fetch, run_id: str, now: datetime) -> Merged: ...


class Run(NamedTuple):
    """The record of a run, as it stands in ingest_run, and what it did to the rows."""

    run_id: str
    source: str
    outcome: str
    calls: int
    retries: int
    reported: int
    received: int
    stored: int
    new: int
    changed: int
    unchanged: int
    budget_left: int | None
    detail: str


def ingest(errand: Errand, progress: Progress | None = None, around: Surroundings | None = None) -> Run:
    """Run an errand and load what it brings, in one transaction. Publishing is the caller's.

    Raises SourceUnconfigured without a key, StoreBusy when another process writes for minutes, Cancelled on request.
    """
    progress, around = progress or Silent(), around or surroundings()
    raw = around.data_dir / "raw"
    prune_raw(raw, settings().raw_retention_days, settings().resume_hours)
    run_id = in_turn(lambda: begin(errand, around))
    share = partial(around.shared.answer, errand.source) if around.shared else None
    journal = Journal(raw / errand.source, errand.plan, fresh_hours=settings().resume_hours, share=share)
    try:
        got = errand.fetch(around, journal, progress)
        progress.step("Loading", 0)
        run = in_turn(lambda: load(errand, got, run_id, around))
        if not got.faults:
            journal.finish(run_id)
    except Cancelled:
        in_turn(lambda: record(around, run_id, "partial", "stopped on request"))
        raise
    except MarqueeError as error:
        reason = str(error)
        in_turn(lambda: record(around, run_id, "failed", reason))
        raise
    finally:
        journal.close()
    prune_raw(raw, settings().raw_retention_days, settings().resume_hours)
    return run


def begin(errand: Errand, around: Surroundings) -> str:
    with writing(around.data_dir) as connection:
        errand.prepare(connection, around.clock.now().date())
        return runs.start_run(connection, errand.source, around.clock.now())


def load(errand: Errand, got: Fetch, run_id: str, around: Surroundings) -> Run:
    """Rows and record in one transaction: a process killed here leaves the store as it was."""
    with writing(around.data_dir) as connection:
        connection.begin()
        merged = errand.load(connection, got, run_id, around.clock.now())
        counts = {"calls": got.session.counts.calls, "retries": got.session.counts.retries,
                  "reported": got.reported, "received": got.received, "stored": sum(merged),
                  "budget_left": got.session.standing.left()}
        runs.end_run(connection, run_id, got.outcome, got.detail, **counts)
        connection.commit()
    return Run(run_id, errand.source, got.outcome, detail=got.detail, **merged._asdict(), **counts)  # type: ignore[arg-type]


def record(around: Surroundings, run_id: str, outcome: str, detail: str) -> None:
    with writing(around.data_dir) as connection:
        runs.end_run(connection, run_id, outcome, detail)


def publish_in_turn(progress: Progress | None = None) -> None:
    """Publish after whoever writes the store now."""
    # The models that publishing computes with take memory; a fetch does without them.
    from core.publish import publish

    in_turn(lambda: publish(progress))


def in_turn(deed: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """Do something that writes the store, after whoever writes it now. Raises StoreBusy when that takes too long."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return deed()
        except StoreBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL_SECONDS)
