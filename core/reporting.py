"""Long work says how far it is: to a terminal, to a job file of the store, and to all dashboards of a shared table."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from core.errors import Cancelled, MarqueeError, SourceError
from core.progress import JobFile, Progress
from core.settings import settings

log = logging.getLogger(__name__)


class Job(Progress, Protocol):
    """Progress of which somebody is told how it ended: complete, failed or cancelled, and why."""

    def finish(self, state: str, detail: str = "") -> None: ...


class Reported:
    """Tells every listener; `ended` may say more of the end than that the work ran through."""

    def __init__(self, bars: Progress | None, jobs: list[Job]) -> None:
        self.listeners, self.jobs = [*([bars] if bars else []), *jobs], jobs
        self.ended = ("complete", "")

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        for listener in self.listeners:
            listener.step(stage, done, total)

    def finish(self, state: str, detail: str) -> None:
        for job in self.jobs:
            job.finish(state, detail)


@contextmanager
def reported(kind: str, bars: Progress | None = None, path: Path | None = None) -> Iterator[Reported]:
    """What is done inside is a job of this kind; `path` is its file in the store, when the Data page watches it."""
    job_id = path.stem if path else f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{kind}"
    progress = Reported(bars, [*([JobFile(path)] if path else []), *shared(kind, job_id)])
    try:
        yield progress
    except MarqueeError as error:
        progress.finish("cancelled" if isinstance(error, Cancelled) else "failed", str(error))
        raise
    except BaseException as error:
        progress.finish("failed", type(error).__name__)
        raise
    progress.finish(*progress.ended)


def shared(kind: str, job_id: str) -> list[Job]:
    """The job in the shared table, where one is set; work goes on where it cannot be told there."""
    if not settings().dynamodb_table:
        return []
    from core.aws.jobs import SharedJob
    from core.aws.tables import table

    try:
        return [SharedJob(table(), job_id, kind)]
    except SourceError as error:
        log.warning("Other dashboards do not see this job: %s", error)
        return []
