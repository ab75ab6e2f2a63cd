"""Everything that is logged, as one JSON object a line: who did what in which run, without secrets.

    logs/marquee.jsonl, .1, .2, ...     in the store, rotated by size, shared by all processes

Keys: at (UTC), level, logger, message, run_id, user, action, pid, and error (a traceback) where there is one.
"""

import contextvars
import fcntl
import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from core.errors import Cancelled, MarqueeError
from core.settings import settings

log = logging.getLogger(__name__)

FILE_BYTES = 5_000_000
FILES_KEPT = 5
ERRORS = ("ERROR", "CRITICAL")
HIDDEN = "[hidden]"
SECRET_PATTERNS = (
    re.compile(r"""((?:api_?key|access_?key|token|secret|password|passwd|signature|authorization|credential)\w*["']?"""
               r"""\s*[=:]\s*["']?(?:bearer\s+|basic\s+)?)([^\s"'&,;}]+)""", re.I),
    re.compile(r"(\b(?:bearer|basic)\s+)([A-Za-z0-9._~+/=-]{8,})", re.I),
    re.compile(r"(\w+://[^/\s:@]*:)([^@\s/]+)(?=@)"),
    re.compile(r"()\b((?:AKIA|ASIA)[A-Z0-9]{16})\b"),
)

_doing: contextvars.ContextVar[dict[str, str] | None] = contextvars.ContextVar("doing", default=None)


@contextmanager
def acting(*, run_id: str = "", user: str = "", action: str = "") -> Iterator[None]:
    """What is logged inside belongs to this run, user and action; what is left empty stays as outside."""
    given = {"run_id": run_id, "user": user, "action": action}
    token = _doing.set((_doing.get() or {}) | {key: value for key, value in given.items() if value})
    try:
        yield
    finally:
        _doing.reset(token)


def known_as(user: str) -> None:
    """Who is acting, where that is found out later than that somebody is; nothing outside `acting`."""
    doing = _doing.get()
    if doing is not None:
        doing["user"] = user


@contextmanager
def deed(*, run_id: str = "", user: str = "", action: str = "") -> Iterator[None]:
    """`acting`, and a line on how it ended: in how many seconds, or why it did not."""
    started = time.monotonic()
    with acting(run_id=run_id, user=user, action=action):
        try:
            yield
        except Cancelled as error:
            log.warning("%s", error)
            raise
        except MarqueeError as error:
            log.error("%s", error)
            raise
        except Exception:
            log.exception("%s broke", action)
            raise
        finally:
            log.info("ended after %.1f s", time.monotonic() - started)


def start(data_dir: Path, sinks: Iterable[logging.Handler] = (), level: int = logging.INFO) -> None:
    """Log this process to the file of the store and to `sinks` (for instance CloudWatch), warnings to standard error
    too. Call it once."""
    root = logging.getLogger()
    root.setLevel(level)
    lines = JsonLines(secret_values())
    file = SharedFile(log_path(data_dir), maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
    for handler in (file, *sinks):
        handler.setFormatter(lines)
        root.addHandler(handler)
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    console.setFormatter(PlainLines(lines))
    # How a deed ended is told by whoever did it.
    console.addFilter(lambda record: record.name != __name__)
    root.addHandler(console)


def log_path(data_dir: Path) -> Path:
    return data_dir / "logs" / "marquee.jsonl"


def last_errors(data_dir: Path, most: int = 50) -> list[dict[str, Any]]:
    """The newest lines of level ERROR or above, newest first, of the file in use and the one before it."""
    path, found = log_path(data_dir), []
    for file in (path, path.with_name(path.name + ".1")):
        if file.exists():
            lines = file.read_text("utf-8", errors="replace").splitlines()
            found += [line for text in reversed(lines) if any(level in text for level in ERRORS)  # parse few of many thousands
                      and (line := parsed(text)).get("level") in ERRORS]
    return found[:most]


def parsed(text: str) -> dict[str, Any]:
    """A line of the file; empty for the half line of a killed process."""
    try:
        line = json.loads(text)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


class JsonLines(logging.Formatter):
    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self.secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
                "level": record.levelname, "logger": record.name, "message": self.clean(record.getMessage()),
                "run_id": "", "user": "", "action": "", **(_doing.get() or {}), "pid": record.process}
        # A guard of secrets (core/integrations/secrecy.py) leaves the text of a traceback in place of the traceback.
        error = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        if error:
            line["error"] = self.clean(error)
        return json.dumps(line, ensure_ascii=False, default=str)

    def clean(self, text: str) -> str:
        """The text without the secrets of the settings and without what looks like one."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in SECRET_PATTERNS:
            text = pattern.sub(rf"\g<1>{HIDDEN}", text)
        return text


class PlainLines(logging.Formatter):
    """For people who watch the process: the message alone, as clean as in the file."""

    def __init__(self, lines: JsonLines) -> None:
        super().__init__()
        self.lines = lines

    def format(self, record: logging.LogRecord) -> str:
        return self.lines.clean(super().format(record))


def secret_values() -> list[str]:
    """Every secret this process knows: those of the settings and AWS's own."""
    known = [value.get_secret_value() for _, value in settings() if isinstance(value, SecretStr)]
    known += [os.environ.get(name, "") for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
    return [value for value in known if len(value) >= 6]


class SharedFile(RotatingFileHandler):
    """A rotating file that several processes write: one rotates, the others notice and open the new file.

    It is made with its first line. Where it cannot be written that is said once, and work goes on.
    """

    unwritable = False

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        if not self.unwritable:
            self.unwritable = True
            sys.stderr.write(f"The log {self.baseFilename} cannot be written: {sys.exc_info()[1]}\n")

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream and self.moved():
            self.stream.close()
            self.stream = self._open()
        super().emit(record)

    def moved(self) -> bool:
        try:
            return not self.stream or os.stat(self.baseFilename).st_ino != os.fstat(self.stream.fileno()).st_ino
        except FileNotFoundError:
            return True

    def doRollover(self) -> None:
        with open(f"{self.baseFilename}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.moved():
                super().doRollover()
