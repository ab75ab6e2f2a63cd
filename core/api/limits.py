"""How much one sender may ask: requests a second, bytes of a body, seconds of silence. Plain ASGI, before all else."""

import asyncio
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import journal
from core.api.problems import BadRequest, problem
from core.desk import audit
from core.settings import settings

KEPT = 10_000


class Buckets:
    """A token bucket a sender: `rate` requests a second on average, `burst` at once. The oldest are forgotten."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self.levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    def take(self, sender: str) -> float:
        """Take one; returns 0, or the seconds until there is one."""
        with self.lock:
            now = self.clock()
            level, since = self.levels.pop(sender, (self.burst, now))
            level = min(self.burst, level + (now - since) * self.rate)
            wait = 0.0 if level >= 1 else (1 - level) / self.rate
            self.levels[sender] = (level if wait else level - 1, now)
            if len(self.levels) > KEPT:
                self.levels.popitem(last=False)
            return wait


def client_of(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown", 0))[0])


def origin_of(scope: Scope) -> str:
    """For the audit log: the address, and the id of the token that is shown (what follows it is the secret)."""
    shown = re.search(rb"(?i)^bearer mq_([0-9a-f]{12})_", dict(scope["headers"]).get(b"authorization", b""))
    return client_of(scope) + (f" token {shown[1].decode()}" if shown else "")


def senders_of(scope: Scope) -> list[str]:
    """The address and the token (hashed): neither many addresses nor many tokens give more."""
    shown = dict(scope["headers"]).get(b"authorization", b"")
    token = [f"token {hashlib.blake2b(shown, digest_size=8).hexdigest()}"] if shown else []
    return [client_of(scope), *token]


class Limits:
    """Refuses what is too much: 429 with Retry-After, 413 for a body too large, 408 for one that does not come."""

    def __init__(self, app: ASGIApp, uploads: tuple[str, ...]) -> None:
        self.app, self.uploads = app, uploads
        self.buckets: Buckets | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        audit.address.set(origin_of(scope))
        wait = self.wait(scope)
        if wait:
            answer = problem(429, "Too many requests", "You ask more often than is allowed.",
                             "Wait as long as Retry-After says.", retry_after=str(int(wait) + 1))
            return await answer(scope, receive, send)
        largest = self.largest(scope)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > largest:
            return await too_large(largest)(scope, receive, send)
        with journal.acting(action=f"{scope['method']} {scope['path']}"):
            if scope["method"] == "HEAD":  # a GET to every route; the server leaves the body out
                scope = dict(scope, method="GET")
            await self.app(scope, limited(receive, largest), send)

    def wait(self, scope: Scope) -> float:
        """Seconds until this sender may ask again; health checks always may."""
        if scope["path"].endswith(("/health", "/ready")):
            return 0.0
        if self.buckets is None:
            rate = settings().api_per_second
            self.buckets = Buckets(rate, 2 * rate)
        return max(self.buckets.take(sender) for sender in senders_of(scope))

    def largest(self, scope: Scope) -> int:
        """Bytes a body may have."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path in self.uploads:
            return settings().upload_megabytes * 1_000_000
        return settings().api_kilobytes * 1_000


def limited(receive: Receive, largest: int) -> Receive:
    """The body as it comes, stopped when it is too long or silent for too long."""
    taken = 0
    done = False

    async def receive_limited() -> Message:
        nonlocal taken, done
        if done:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), settings().api_seconds)
        except TimeoutError as error:
            raise BadRequest("The body did not come in time.", "Send it again.", status=408,
                             title="Too slow") from error
        taken += len(message.get("body", b""))
        done = not message.get("more_body", False)
        if taken > largest:
            raise BadRequest(f"The body is larger than {largest:,} bytes.", "Send less.", status=413, title="Too large")
        return message

    return receive_limited


def too_large(largest: int) -> ASGIApp:
    return problem(413, "Too large", f"The body is larger than {largest:,} bytes.", "Send less.", connection="close")


