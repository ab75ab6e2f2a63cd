"""At most n requests in any second, over all processes that share a store.

There are n slots, one small file each. A request holds the lock of a slot until its answer is in; the slot may be
taken again one second after that. So between the sending of a request and the answer to the n-th before it lies at
least a second, whatever the network does in between. The kernel frees the slots of a killed process; nobody knows
when its last request arrives, so they rest longer.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.integrations.clock import Clock

REST = 1.01
REST_AFTER_A_KILL = 4.0
SENT, ANSWERED = b"sent    ", b"answered"
POLL = 0.02


class Pace:
    def __init__(self, folder: Path, per_second: int, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.slots = [folder / f"slot-{n}" for n in range(per_second)]
        self.clock = clock

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a free slot and hold it for one request and its answer."""
        slot = self.take()
        try:
            self.wait_out(slot)
            self.stamp(slot, SENT)
            yield
        finally:
            self.stamp(slot, ANSWERED)
            os.close(slot)

    def take(self) -> int:
        """Lock the slot that was used longest ago, of those nobody holds; returns its file descriptor."""
        while True:
            held = [slot for path in self.slots if (slot := locked(path)) is not None]
            if held:
                first, *others = sorted(held, key=free_at)
                for other in others:
                    os.close(other)
                return first
            self.clock.sleep(POLL)

    def wait_out(self, slot: int) -> None:
        wait = free_at(slot) - self.clock.now().timestamp()
        if wait > 0:
            # Never longer, also when the wall clock was set back.
            self.clock.sleep(min(wait, REST_AFTER_A_KILL))

    def stamp(self, slot: int, state: bytes) -> None:
        os.pwrite(slot, state + f"{self.clock.now().timestamp():020.6f}".encode(), 0)


def locked(path: Path) -> int | None:
    """An open, locked descriptor, or None while somebody else holds it."""
    slot = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(slot)
        return None
    return slot


def free_at(slot: int) -> float:
    """When the slot may be used again, in seconds of the wall clock."""
    stamp = os.pread(slot, 64, 0)
    if not stamp:
        return 0.0
    return float(stamp[len(SENT):]) + (REST_AFTER_A_KILL if stamp.startswith(SENT) else REST)
