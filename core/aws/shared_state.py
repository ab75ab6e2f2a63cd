"""Small states that all processes with the same table change, and the turns they take at a source.

Between the sending of a request and the answer to the n-th before it lies at least a second, on all machines together,
as long as their clocks agree to some hundredths of a second.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from core.aws.holders import is_gone, new_holder
from core.aws.items import Table

State = dict[str, Any]

REST = 1.01
# Longer than a request and its answer can take; the lease of a process that died here is not waited for.
LEASE_SECONDS = 90.0
REST_AFTER_A_DEATH = 4.0
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class SharedState:
    """One JSON object. `change` writes what `edit` makes of it, on the condition that nobody wrote in between."""

    table: Table
    kind: str
    name: str

    def read(self) -> State:
        item = self.table.get(self.kind, self.name)
        return dict(json.loads(item.text)) if item else {}

    def change(self, edit: Callable[[State], State]) -> None:
        while True:
            item = self.table.get(self.kind, self.name)
            changed = edit(dict(json.loads(item.text)) if item else {})
            if self.table.put(self.kind, self.name, json.dumps(changed), replaces=item.version if item else 0):
                return


class AllTaken(Exception):
    """Every slot is held, or rests."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class SharedTurns:
    """`per_second` slots: one is held for a request and its answer, and rests for a second after that."""

    state: SharedState
    per_second: int
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    gone: Callable[[str], bool] = field(default=is_gone, repr=False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        me = self.take()
        try:
            yield
        finally:
            self.state.change(lambda known: self.given_back(known, me))

    def take(self) -> str:
        me = new_holder()
        while True:
            try:
                self.state.change(lambda known: self.taken(known, me))
                return me
            except AllTaken as error:
                self.sleep(max(POLL_SECONDS, min(error.seconds, 1.0)))

    def taken(self, known: State, me: str) -> State:
        slots = [slot for slot in known.get("slots", []) if not self.is_free(slot)]
        if len(slots) >= self.per_second:
            raise AllTaken(min(self.free_at(slot) for slot in slots) - self.now())
        return {"slots": [*slots, {"by": me, "since": self.now(), "until": self.now() + LEASE_SECONDS}]}

    def given_back(self, known: State, me: str) -> State:
        rest = {"by": "", "since": self.now(), "until": self.now() + REST}
        return {"slots": [rest if slot["by"] == me else slot for slot in known.get("slots", [])]}

    def is_free(self, slot: State) -> bool:
        # A slot of the future is one of a clock that was set back.
        return self.free_at(slot) <= self.now() or slot["since"] > self.now() + LEASE_SECONDS

    def free_at(self, slot: State) -> float:
        """Nobody knows when the last request of a process that died arrives: its slot rests longer."""
        until = float(slot["until"])
        return min(until, slot["since"] + REST_AFTER_A_DEATH) if slot["by"] and self.gone(slot["by"]) else until
