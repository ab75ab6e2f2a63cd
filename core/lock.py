"""One process at a time for a deed in a store; the kernel frees the lock of one that died."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import StoreBusy, StoreError


@contextmanager
def alone(folder: Path, name: str = "warehouse.lock", deed: str = "writing to") -> Iterator[None]:
    """Hold the write lock of a store, or another one; the kernel drops it when the process dies.

    Said free in words at the end: closing alone would leave it to a process that another thread is just starting,
    which has the open file too until it runs its own program.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} is no folder and cannot become one ({error.strerror}).",
                         remedy="Give this user the right to write there, or name another place in MARQUEE_DATA_DIR.") from error
    lock = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 32, 0).decode(errors="replace").strip()
            raise StoreBusy(f"Another process (pid {holder or 'unknown'}) is {deed} {folder}.",
                            remedy="Wait until it ends, then run this again.") from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)
