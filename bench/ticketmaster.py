"""5,000 listings fetched, cleaned, loaded and published: seconds and memory of the whole process.

    python -m bench.ticketmaster [--events 5000]

The pretend service runs in a process of its own, without a rate limit; ours keeps its five requests a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.integrations.pretend_ticketmaster import KEY

ROOT = Path(__file__).resolve().parents[1]
PORT = 8931
MOST_SECONDS, MOST_MEGABYTES = 15, 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5000)
    events = parser.parse_args().events
    serve = [sys.executable, "-m", "tests.integrations.pretend_ticketmaster", "--port", str(PORT), "--events",
             str(events)]
    service = subprocess.Popen(serve, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert service.stdout
        url = service.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            ingest(url, folder)
    finally:
        service.kill()


def ingest(url: str, folder: str) -> None:
    environment = os.environ | {"TICKETMASTER_URL": url, "TICKETMASTER_API_KEY": KEY, "MARQUEE_DATA_DIR": folder}
    command = [sys.executable, "-m", "core", "ingest", "ticketmaster", "--from", "2027-01-01", "--to", "2027-12-31",
               "--format", "json"]
    started = time.perf_counter()
    ran = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert ran.stdout
    said = ran.stdout.read()
    _, status, used = os.wait4(ran.pid, 0)
    seconds, megabytes = time.perf_counter() - started, used.ru_maxrss / 1024
    print(said.strip())
    print(f"{seconds:.1f} s (at most {MOST_SECONDS}), {megabytes:.0f} MB (at most {MOST_MEGABYTES}), status {status}, "
          f"{used.ru_utime + used.ru_stime:.1f} s of CPU")


if __name__ == "__main__":
    main()
