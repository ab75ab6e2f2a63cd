"""Long jobs that every dashboard sees: what runs where, how far it is, and whether somebody wants it stopped."""

import json
import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from core.aws.holders import is_gone
from core.aws.items import Table
from core.errors import Cancelled, SourceError

log = logging.getLogger(__name__)

KIND = "job"
STOP = "stop"
KEEP_SECONDS = 14 * 86_400
# A job reports at most once in this time; it may step thousands of times a second.
EVERY_SECONDS = 1.0


class SharedJob:
    """A `Progress` kept in the shared table. Keys as in `JobFile`, and job_id, kind, host."""

    def __init__(self, table: Table, job_id: str, kind: str, now: Callable[[], float] = time.time) -> None:
        self.table, self.job_id, self.kind, self.now = table, job_id, kind, now
        self.told = float("-inf")
        self.table.delete(STOP, job_id)
        self.write(stage="", done=0, total=None, state="running", detail="")

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """Raises Cancelled when somebody asked to stop it."""
        if self.now() - self.told < EVERY_SECONDS and done != total:
            return
        self.told = self.now()
        try:
            self.write(stage=stage, done=done, total=total, state="running", detail="")
            stopped = self.table.get(STOP, self.job_id)
        except SourceError as error:
            log.warning("Other dashboards are not told of this step: %s", error)
            return
        if stopped:
            raise Cancelled(f"Stopped on request during: {stage}.", remedy="Start it again to go on.")

    def finish(self, state: str, detail: str = "") -> None:
        """`state` is complete, failed or cancelled."""
        try:
            self.write(stage="", done=0, total=None, state=state, detail=detail)
            self.table.delete(STOP, self.job_id)
        except SourceError as error:
            log.warning("Other dashboards are not told how this ended: %s", error)

    def write(self, **state: object) -> None:
        at = datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="milliseconds")  # two can end in one second
        state |= {"job_id": self.job_id, "kind": self.kind, "updated_at": at, "pid": os.getpid(),
                  "host": socket.gethostname()}
        self.table.put(KIND, self.job_id, json.dumps(state), expires_at=self.now() + KEEP_SECONDS)


def jobs(table: Table) -> list[dict[str, Any]]:
    """The jobs of the last two weeks, the last heard of first. One whose process died on this host has failed."""
    found = [json.loads(item.text) for item in table.every(KIND)]
    for job in found:
        if job["state"] == "running" and is_gone(f"{job['host']}/{job['pid']}"):
            job |= {"state": "failed", "detail": "The process ended without a word."}
    return sorted(found, key=lambda job: job["updated_at"], reverse=True)


def ask_to_stop(table: Table, job_id: str, now: Callable[[], float] = time.time) -> None:
    table.put(STOP, job_id, "", expires_at=now() + 86_400)
