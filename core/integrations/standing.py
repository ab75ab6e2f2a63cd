"""What a source lets us do now, shared by all who ask it: calls of the day, and not before when.

Kept in a file beside the store, or where several machines share it (see `http.Surroundings`).
"""

import fcntl
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from core.errors import SourceUnavailable
from core.integrations.clock import Clock


class SourceResting(SourceUnavailable):
    """No call may be made now: quota or budget used up, or the source named a time to come back."""


State = dict[str, Any]


class Kept(Protocol):
    """A small state that several processes change: `change` writes what `edit` makes of it, unless that raises."""

    def read(self) -> State: ...
    def change(self, edit: Callable[[State], State]) -> None: ...


class KeptInFile:
    """In a JSON file, replaced whole under a lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> State:
        try:
            known: State = json.loads(self.path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return known

    def change(self, edit: Callable[[State], State]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            changed = edit(self.read())
            partial = self.path.with_suffix(".partial")
            partial.write_text(json.dumps(changed), "utf-8")
            partial.replace(self.path)
        finally:
            os.close(lock)


class Standing:
    """Of one source: day (UTC), used (calls), left (as the source says), not_before (UTC)."""

    def __init__(self, kept: Kept, label: str, clock: Clock, daily_calls: int | None = None,
                 reserve: float = 0.0) -> None:
        self.kept, self.label, self.clock = kept, label, clock
        self.daily_calls, self.reserve = daily_calls, reserve

    def read(self) -> State:
        return self.of_today(self.kept.read())

    def of_today(self, known: State) -> State:
        today = f"{self.clock.now():%Y-%m-%d}"
        if known.get("day") == today:
            return known
        return {"day": today, "used": 0, "not_before": known.get("not_before")}

    def not_before(self) -> datetime | None:
        """When calls may start again; None when they may now."""
        return self.resting_until(self.read())

    def resting_until(self, known: State) -> datetime | None:
        said = known.get("not_before")
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
        self.change(self.with_one_more)

    def with_one_more(self, known: State) -> State:
        until = self.resting_until(known)
        if until:
            raise SourceResting(f"{self.label} asked not to be called before {until:%Y-%m-%d %H:%M} UTC.",
                                remedy="Run this again after that time; nothing else has to wait.")
        if self.daily_calls is not None:
            allowed = self.daily_calls - int(self.daily_calls * self.reserve)
            if known["used"] >= allowed:
                raise SourceResting(f"The {allowed:,} calls that may be made to {self.label} today are used up.",
                                    remedy="Run this again tomorrow; it goes on where it stopped.")
        return known | {"used": known["used"] + 1}

    def note_left(self, left: int, of: int) -> None:
        """Keep what the source says is left of its quota, less our reserve."""
        self.change(lambda known: known | {"left": left - int(of * self.reserve)})

    def rest_until(self, until: datetime) -> None:
        self.change(lambda known: known | {"not_before": until.isoformat(timespec="seconds")})

    def rest_for(self, seconds: float) -> datetime:
        # A source may say any number; a year is as good as for ever.
        until = self.clock.now() + timedelta(seconds=min(seconds, 365 * 86_400))
        self.rest_until(until)
        return until

    def change(self, edit: Callable[[State], State]) -> None:
        self.kept.change(lambda known: edit(self.of_today(known)))
