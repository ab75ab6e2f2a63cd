"""Log lines to CloudWatch: taken into a queue at once, sent in batches by a thread, counted where they are lost.

A metric filter that counts errors: { $.level = "ERROR" } on the log group (deploy/marquee.yaml makes it).
"""

import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from core.aws.faults import code_of, telling
from core.errors import MarqueeError

log = logging.getLogger(__name__)

# PutLogEvents: at most 10,000 events and 1 MiB, each event 26 bytes above its text, within 24 hours of each other,
# none older than 14 days or more than 2 hours ahead.
MOST_EVENTS = 10_000
MOST_BYTES = 2**20
EVENT_OVERHEAD = 26
SPAN_MS = 24 * 3_600_000
OLDEST_MS = 14 * 24 * 3_600_000
NEWEST_MS = 2 * 3_600_000

QUEUE_LINES = 20_000
EVERY_SECONDS = 5.0


class Line(NamedTuple):
    at_ms: int
    text: str

    @property
    def size(self) -> int:
        return len(self.text.encode()) + EVENT_OVERHEAD


def batches(lines: Sequence[Line], now_ms: int) -> tuple[list[list[Line]], int]:
    """Lines in batches CloudWatch takes, in order of time, and how many it would never take."""
    kept = sorted((line for line in lines if -OLDEST_MS < line.at_ms - now_ms < NEWEST_MS and line.text
                   and line.size <= MOST_BYTES), key=lambda line: line.at_ms)
    made: list[list[Line]] = []
    size = 0
    for line in kept:
        full = (not made or len(made[-1]) == MOST_EVENTS or size + line.size > MOST_BYTES
                or line.at_ms - made[-1][0].at_ms >= SPAN_MS)
        if full:
            made.append([])
            size = 0
        made[-1].append(line)
        size += line.size
    return made, len(lines) - len(kept)


class CloudWatch(logging.Handler):
    """A sink for `journal.start`. `dropped` counts lines that were not sent, `last_failure` says why."""

    def __init__(self, client: Any, group: str, *, now: Callable[[], float] = time.time, size: int = QUEUE_LINES,
                 every: float = EVERY_SECONDS) -> None:
        super().__init__()
        self.client, self.group, self.now, self.every = client, group, now, every
        self.waiting: queue.Queue[Line] = queue.Queue(size)
        self.stream = f"{socket.gethostname()}/{datetime.fromtimestamp(now(), UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
        self.dropped, self.told_dropped, self.last_failure = 0, 0, ""
        self.unsent: list[Line] = []
        self.has_stream = False
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, name="cloudwatch", daemon=True)

    def begin(self) -> "CloudWatch":
        self.thread.start()
        return self

    def emit(self, record: logging.LogRecord) -> None:
        """Never waits: a full queue drops the line and counts it. Lines of our own sending are left out."""
        if record.name == __name__ or threading.current_thread() is self.thread:
            return
        try:
            self.waiting.put_nowait(Line(int(record.created * 1000), self.format(record)))
        except queue.Full:
            self.dropped += 1

    def run(self) -> None:
        while not self.stopping.wait(self.every):
            self.send()

    def close(self) -> None:
        """Send what is left and end the thread."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(10)
        self.send()
        super().close()

    def send(self) -> None:
        """Send all that waits. What a failure leaves is tried again with the next, up to the size of the queue."""
        lines = self.unsent + self.taken()
        if self.dropped > self.told_dropped:
            lines.append(Line(int(self.now() * 1000), f'{{"level": "WARNING", "logger": "core.aws.logs", "message": '
                                                      f'"{self.dropped} log lines were dropped"}}'))
            self.told_dropped = self.dropped
        made, refused = batches(lines, int(self.now() * 1000))
        self.dropped += refused
        self.unsent = []
        for place, batch in enumerate(made):
            try:
                self.put(batch)
            except MarqueeError as error:
                if str(error) != self.last_failure:
                    log.error("Log lines wait here: %s", error)
                self.last_failure = str(error)
                rest = [line for later in made[place:] for line in later]
                self.unsent = rest[-self.waiting.maxsize:]
                self.dropped += len(rest) - len(self.unsent)
                return

    def taken(self) -> list[Line]:
        lines = []
        while True:
            try:
                lines.append(self.waiting.get_nowait())
            except queue.Empty:
                return lines

    def put(self, batch: list[Line]) -> None:
        if not self.has_stream:
            self.make_stream()
        with telling(f"write to log group {self.group}"):
            answer = self.client.put_log_events(
                logGroupName=self.group, logStreamName=self.stream,
                logEvents=[{"timestamp": line.at_ms, "message": line.text} for line in batch])
        if answer.get("rejectedLogEventsInfo"):
            self.last_failure = f"CloudWatch rejected lines: {answer['rejectedLogEventsInfo']}"

    def make_stream(self) -> None:
        with telling(f"create a stream in log group {self.group}"):
            try:
                self.client.create_log_stream(logGroupName=self.group, logStreamName=self.stream)
            except ClientError as error:
                if code_of(error) != "ResourceAlreadyExistsException":
                    raise
        self.has_stream = True
