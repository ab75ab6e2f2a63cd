"""What pages cost the server at 1,000,000 sales rows: `python -m bench.pages [STORE]`.

Without a STORE a season of 3,000 shows (1.06 million sales rows) is built in a temporary folder. A real Chromium
uses the dashboard; the server's own CPU is read from the kernel (/proc, so Linux only).
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]
SHOWS, ROUNDS = 3000, 12
PAGES = ("Artists", "Concerts", "Events", "Marketing", "Data", "Overview")
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


@dataclass
class Server:
    process: subprocess.Popen
    url: str

    @property
    def cpu_ms(self) -> float:
        """User and system time of the whole process so far; the kernel counts in hundredths of a second."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * TICK_MS


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "0", "--no-access-log"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"MARQUEE_DATA_DIR": str(store)},
                                   stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Server(process, listening(process, log.name, log))
        finally:
            process.terminate()
            process.wait(10)


def listening(process: subprocess.Popen, name: object, log: object) -> str:
    raise NotImplementedError
