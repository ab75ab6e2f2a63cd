"""Answers made before, sent again before the framework takes the request apart, which costs more than they do."""

import gzip
import threading
from collections import OrderedDict
from typing import NamedTuple

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from core.access import Grant
from core.api.callers import grant_of
from core.api.formats import Style, accepted
from core.api.listing import digest_of
from core.api.problems import BadRequest
from core.errors import MarqueeError
from core.warehouse.snapshot import Snapshot, current

CACHE_BYTES = 32_000_000
LARGEST_KEPT = 512_000


class Encoded(NamedTuple):
    """A body, the same compressed (three times the work of sending it), and headers of its own."""

    body: bytes
    zipped: bytes
    headers: dict[str, str]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped)


class Kept:
    """Encoded JSON answers by ETag, the oldest dropped beyond CACHE_BYTES."""

    def __init__(self) -> None:
        self.answers: OrderedDict[str, Encoded] = OrderedDict()
        self.bytes, self.lock = 0, threading.Lock()

    def get(self, tag: str) -> Encoded | None:
        return self.answers.get(tag)

    def put(self, tag: str, body: bytes, headers: dict[str, str]) -> None:
        if len(body) > LARGEST_KEPT:
            return
        answer = Encoded(body, gzip.compress(body, 5), headers)
        with self.lock:
            if tag not in self.answers:
                self.answers[tag] = answer
                self.bytes += answer.size
            while self.bytes > CACHE_BYTES:
                self.bytes -= self.answers.popitem(last=False)[1].size


KEPT = Kept()


def tag_of(scope: Scope, grant: Grant, style: Style, snapshot: Snapshot) -> str:
    """The ETag of an answer: it says all that the answer depends on, what the caller may see among it."""
    return f'"{snapshot.number}-{digest_of(grant.sight, scope["query_string"], scope["path"], style)}"'


def answer_headers(tag: str) -> dict[str, str]:
    return {"etag": tag, "vary": "Accept, Authorization", "cache-control": "private, no-cache"}


def has_already(scope: Scope, tag: str) -> bool:
    """Whether the caller says that it has this very answer."""
    given = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
    return bool(given) and (given.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in given.split(",")])


class SentAgain:
    """What was answered to somebody who sees the same, and is kept, is sent at once. Plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self.kept(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self.app)(scope, receive, send)

    async def kept(self, scope: Scope) -> Response | None:
        """The answer, or None where the route has to make it or say what is wrong."""
        request = Request(scope)
        try:
            style = accepted(request.headers.get("accept"))
            if style != Style.json or not KEPT.answers:
                return None
            tag = tag_of(scope, await grant_of(request), style, current())
        except (MarqueeError, BadRequest):
            return None
        kept = KEPT.get(tag)
        if kept is None:
            return None
        if has_already(scope, tag):
            return Response(status_code=304, headers=answer_headers(tag))
        headers = answer_headers(tag) | kept.headers
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(kept.body, media_type="application/json", headers=headers)
        headers |= {"content-encoding": "gzip", "vary": f"{headers['vary']}, Accept-Encoding"}
        return Response(kept.zipped, media_type="application/json", headers=headers)
