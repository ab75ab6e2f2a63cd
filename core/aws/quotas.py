"""What an outside source lets all our dashboards together do now: calls a second, calls a day, and not before when."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.aws.items import Table
from core.errors import SourceUnavailable

KIND = "quota"
GUARD_SECONDS = 0.01


class SourceAtRest(SourceUnavailable):
    """No call may be made now: the calls of the day are used up, or the source named a time to come back."""


@dataclass
class Quota:
    """One source's. State: day (UTC), used (calls), recent (times of the last calls), not_before (seconds)."""

    table: Table
    source: str
    per_second: int
    daily_calls: int | None = None
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def take(self) -> None:
        """Count one call, waiting for its turn in the second. Raises SourceAtRest when none may be made.

        Clocks of machines that share a source must agree to some hundredths of a second.
        """
        while True:
            state, version = self.read()
            self.refuse(state)
            recent = [at for at in state["recent"] if abs(self.now() - at) < 1 + GUARD_SECONDS]
            if len(recent) >= self.per_second:
                self.sleep(max(GUARD_SECONDS, min(1.0, min(recent) + 1 + GUARD_SECONDS - self.now())))
                continue
            state |= {"recent": [*recent, self.now()], "used": state["used"] + 1}
            if self.write(state, version):
                return

    def refuse(self, state: dict[str, Any]) -> None:
        until = state["not_before"]
        if until > self.now():
            raise SourceAtRest(f"{self.source} asked not to be called before "
                               f"{datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M} UTC.",
                               remedy="Run this again after that time.")
        if self.daily_calls is not None and state["used"] >= self.daily_calls:
            raise SourceAtRest(f"The {self.daily_calls:,} calls a day to {self.source} are used up.",
                               remedy="Run this again tomorrow; it goes on where it stopped.")

    def rest_until(self, instant: float) -> None:
        """Keep everybody from calling before `instant` (seconds since 1970, UTC); never shortens a rest."""
        while True:
            state, version = self.read()
            state["not_before"] = max(state["not_before"], instant)
            if self.write(state, version):
                return

    def left(self) -> int | None:
        """Calls left today; None when the source has no daily number."""
        return None if self.daily_calls is None else max(0, self.daily_calls - self.read()[0]["used"])

    def read(self) -> tuple[dict[str, Any], int]:
        item = self.table.get(KIND, self.source)
        today = f"{datetime.fromtimestamp(self.now(), UTC):%Y-%m-%d}"
        fresh = {"day": today, "used": 0, "recent": [], "not_before": 0.0}
        state = fresh | json.loads(item.text) if item else fresh
        if state["day"] != today:
            state |= {"day": today, "used": 0}
        return state, item.version if item else 0

    def write(self, state: dict[str, Any], version: int) -> bool:
        return self.table.put(KIND, self.source, json.dumps(state), replaces=version)
