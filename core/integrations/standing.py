"""What a source lets us do now, kept beside the store and shared by all processes: calls of the day, not-before."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import SourceUnavailable
from core.integrations.clock import Clock


class SourceResting(SourceUnavailable):
    """No call may be made now: quota or budget used up, or the source named a time to come back."""


class Standing:
    """One small JSON file a source: day (UTC), used (calls), left (as the source says), not_before (UTC)."""

    def __init__(self, path: Path, label: str, clock: Clock, daily_calls: int | None = None,
                 reserve: float = 0.0) -> None:
        self.path, self.label, self.clock = path, label, clock
        self.daily_calls, self.reserve = daily_calls, reserve

    def read(self) -> dict[str, Any]:
        try:
            known = json.loads(self.path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            known = {}
        if known.get("day") != f"{self.clock.now():%Y-%m-%d}":
            known = {"day": f"{self.clock.now():%Y-%m-%d}", "used": 0, "not_before": known.get("not_before")}
        return known

    def not_before(self) -> datetime | None:
        """When calls may start again; None when they may now."""
        said = self.read().get("not_before")
        until = datetime.fromisoformat(said) if said else None
        return until if until and until > self.clock.now() else None

    def left(self) -> int | None:
        """Calls left today above the reserve; None when the source has no daily budget."""
        if self.daily_calls is None:
            return None
        known = self.read()
        ours = self.daily_calls - int(self.daily_calls * self.reserve) - known["used"]
        theirs = known.get("left")
        return max(0, ours if theirs is None else min(ours, theirs))

    def count_call(self) -> None:
        """Count one call before it is sent. Raises SourceResting when none may be sent."""
        with self.changing() as known:
            until = self.not_before()
            if until:
                raise SourceResting(f"{self.label} asked not to be called before {until:%Y-%m-%d %H:%M} UTC.",
                                    remedy="Run this again after that time; nothing else has to wait.")
            if self.daily_calls is not None:
                allowed = self.daily_calls - int(self.daily_calls * self.reserve)
                if known["used"] >= allowed:
                    raise SourceResting(f"The {allowed:,} calls that may be made to {self.label} today are used up.",
                                        remedy="Run this again tomorrow; it goes on where it stopped.")
            known["used"] += 1

    def note_left(self, left: int, of: int) -> None:
        """Keep what the source says is left of its quota, less our reserve."""
        with self.changing() as known:
            known["left"] = left - int(of * self.reserve)

    def rest_until(self, until: datetime) -> None:
        with self.changing() as known:
            known["not_before"] = until.isoformat(timespec="seconds")

    def rest_for(self, seconds: float) -> datetime:
        # A source may say any number; a year is as good as for ever.
        until = self.clock.now() + timedelta(seconds=min(seconds, 365 * 86_400))
        self.rest_until(until)
        return until

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """The state under a lock; written back whole unless the block raises."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self.read()
            yield known
            partial = self.path.with_suffix(".partial")
            partial.write_text(json.dumps(known), "utf-8")
            partial.replace(self.path)
        finally:
            os.close(lock)
