"""One protocol for long work: report what is done, notice when somebody wants it stopped.

Work takes a `Progress` and calls `step(...)`; a terminal draws it, a job file keeps it for the Data page,
a test listens to it. `Silent` is the default, so nothing has to check whether anybody looks.
"""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from core.errors import Cancelled

interrupted = threading.Event()


def interrupt(*_: object) -> None:
    """Ctrl-C, remembered: where it meets DuckDB or Arrow within a call, they make errors of their own of it."""
    interrupted.set()
    raise KeyboardInterrupt


class Progress(Protocol):
    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """`stage` is shown to people; `total` None means the end is not known. Raises Cancelled when stopped."""


class Silent:
    def step(self, stage: str, done: int, total: int | None = None) -> None:
        return None


class JobFile:
    """Progress kept in a small JSON file, replaced whole at each step; a file `<name>.cancel` beside it asks to stop.

    Keys: stage, done, total, updated_at (UTC), pid, state (running, complete, partial, failed, cancelled), detail.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cancel_path = path.with_suffix(".cancel")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.cancel_path.unlink(missing_ok=True)

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        self.write(stage=stage, done=done, total=total, state="running", detail="")
        if self.cancel_path.exists():
            raise Cancelled(f"Stopped on request during: {stage}.", remedy="Start it again to go on.")

    def finish(self, state: str, detail: str = "") -> None:
        self.write(stage="", done=0, total=None, state=state, detail=detail)
        self.cancel_path.unlink(missing_ok=True)

    def write(self, **state: object) -> None:
        state |= {"updated_at": datetime.now(UTC).isoformat(timespec="seconds"), "pid": os.getpid()}
        partial = self.path.with_suffix(".partial")
        partial.write_text(json.dumps(state))
        partial.replace(self.path)
