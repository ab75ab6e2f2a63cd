"""The answers of one fetch, kept on disk as they come, so that a killed or stopped fetch goes on where it was.

    raw/<source>/open-<plan>-<n>/   a fetch that has not been loaded completely; one process holds its lock
    raw/<source>/done-<run_id>/     loaded; kept for the retention time, then removed
"""

import fcntl
import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from core.integrations.secrecy import redacted_body

# A request and how to fetch its answer -> the answer, fetched only when nobody else has it.
ShareAnswer = Callable[[str, Callable[[], bytes]], bytes]


class Journal:
    """Answers by request. `plan` names what is fetched: the same plan finds the unfinished fetch of before.

    `share` asks others that share their answers before it fetches.
    """

    def __init__(self, root: Path, plan: str, *, fresh_hours: float, share: ShareAnswer | None = None) -> None:
        self.root, self.share = root, share
        name = hashlib.sha256(plan.encode()).hexdigest()[:16]
        self.folder, self.lock = take_folder(root, name, fresh_hours)
        self.reused = 0

    def ask(self, request: str, fetch: Callable[[], bytes]) -> bytes:
        """The answer to `request`: stored here, shared by others, or fetched; then it is stored."""
        body = self.answer(request)
        if body is None:
            clean = self.share(request, lambda: redacted_body(fetch())) if self.share else fetch()
            body = self.keep(request, clean)
        return body

    def answer(self, request: str) -> bytes | None:
        """The stored answer to `request` (path and parameters, without the key), or None."""
        try:
            body = gzip.decompress(self.path(request).read_bytes())
        except (FileNotFoundError, EOFError, OSError):
            return None
        self.reused += 1
        return body

    def keep(self, request: str, body: bytes) -> bytes:
        """Store an answer, whole or not at all; returns it without any secret it echoes."""
        clean = redacted_body(body)
        path = self.path(request)
        partial = path.with_suffix(".partial")
        partial.write_bytes(gzip.compress(clean, compresslevel=1))
        partial.replace(path)
        return clean

    def forget(self, request: str) -> None:
        """An answer turned out not to be whole: ask again next time."""
        self.path(request).unlink(missing_ok=True)

    def path(self, request: str) -> Path:
        return self.folder / f"{hashlib.sha256(request.encode()).hexdigest()[:32]}.json.gz"

    def finish(self, run_id: str) -> None:
        """The answers are loaded: the next fetch of the same plan starts anew."""
        self.folder.rename(self.root / f"done-{run_id}")

    def close(self) -> None:
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        os.close(self.lock)


def take_folder(root: Path, name: str, fresh_hours: float) -> tuple[Path, int]:
    """The first folder of this plan that no other process works in, emptied when it is too old to go on with."""
    n = 0
    while True:
        folder = root / f"open-{name}-{n}"
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            n += 1
            continue
        if not folder.exists() or folder.stat().st_ino != os.fstat(lock).st_ino:
            # Its owner finished it in between.
            os.close(lock)
            continue
        for stale in folder.iterdir():
            if age_hours(stale) > fresh_hours:
                stale.unlink()
        return folder, lock


def prune_raw(raw: Path, retention_days: float, fresh_hours: float) -> int:
    """Remove raw answers older than they may be kept; returns how many fetches went."""
    stale = [f for f in raw.glob("*/done-*") if age_hours(f) >= retention_days * 24]
    stale += [f for f in raw.glob("*/open-*") if age_hours(f) > max(fresh_hours, retention_days * 24)]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return len(stale)


def age_hours(path: Path) -> float:
    return (time.time() - path.stat().st_mtime) / 3600
