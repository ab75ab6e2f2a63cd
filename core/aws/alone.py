"""One process at a time for a deed in a store; the kernel frees the lock of a killed one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import StoreBusy


@contextmanager
def alone(lock_path: Path, deed: str) -> Iterator[None]:
    """Raises StoreBusy while another process (or thread) does the same `deed` ("pull") here."""
    lock_path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise StoreBusy(f"Another {deed} is running in {lock_path.parent.parent}.",
                        remedy="Let it finish, or stop it.") from error
    try:
        yield
    finally:
        # In words, as for the store: closing alone leaves the lock to a process that is just being started.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)
