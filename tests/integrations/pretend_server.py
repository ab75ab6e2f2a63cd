"""A small HTTP server on a real socket that answers as told, logs every request, and misbehaves on request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Seen:
    """One request as it came in: when (monotonic seconds), what, and the status it got."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    status: int = 0


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # "": sent whole; otherwise how the connection is spoiled: reset, truncated, silent.
    spoil: str = ""


def json_reply(answer: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(answer).encode(),
                 {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()})


Fault = Callable[[Seen], Reply | None]


@dataclass
class Pretend:
    """`answer` makes the reply to a request; `faults` are asked first, in turn, each until it returns None."""

    answer: Callable[[Seen], Reply]
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    lock: threading.Condition = field(default_factory=threading.Condition)

    def reply(self, request: Seen) -> Reply:
        with self.lock:
            self.seen.append(request)
            self.lock.notify_all()
            for fault in self.faults:
                reply = fault(request)
                if reply:
                    request.status = -1 if reply.spoil else reply.status
                    return reply
            reply = self.answer(request)
            request.status = reply.status
            return reply

    def wait_for(self, requests: int, seconds: float = 60) -> None:
        """Wait until so many requests have come in."""
        with self.lock:
            assert self.lock.wait_for(lambda: len(self.seen) >= requests, seconds), "nobody asked"

    def succeeded(self) -> list[tuple[str, ...]]:
        """Every request answered with 200, as (method, path, parameters)."""
        return [(s.method, s.path, *(f"{k}={v}" for k, v in sorted(s.query.items())), s.body.decode())
                for s in self.seen if s.status == 200]

    def most_in_a_second(self) -> int:
        """The most requests that came in within any second."""
        times = sorted(s.at for s in self.seen)
        return max((sum(1 for t in times[i:] if t < start + 1) for i, start in enumerate(times)), default=0)


def handler_of(pretend: Pretend) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {k: v[-1] for k, v in parse_qs(url.query, keep_blank_values=True).items()}
            self.send(pretend.reply(Seen(time.monotonic(), self.command, url.path, query,
                                         {k.lower(): v for k, v in self.headers.items()}, body)))

        do_POST = do_GET

        def send(self, reply: Reply) -> None:
            if reply.spoil == "reset":
                self.close_connection = True
                self.connection.close()
                return
            if reply.spoil == "silent":
                self.close_connection = True
                silence.wait(3)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.spoil == "truncated":
                self.close_connection = True
                self.wfile.write(reply.body[: len(reply.body) // 2])
            else:
                self.wfile.write(reply.body)

        def log_message(self, *args: Any) -> None:
            return None

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ValueError):
                return

    return Handler


# Set when a server stops, so that nobody waits for its silence.
silence = threading.Event()


@contextmanager
def serving(pretend: Pretend, port: int = 0) -> Iterator[Pretend]:
    """The server on loopback while the block runs; `pretend.url` is where."""
    silence.clear()
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(pretend))
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    pretend.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield pretend
    finally:
        silence.set()
        server.shutdown()
        server.server_close()
        thread.join()


def times(count: int, make: Callable[[Seen], Reply], when: Callable[[Seen], bool] = lambda s: True) -> Fault:
    """A fault that strikes the first `count` requests that `when` picks."""
    left = [count]

    def fault(request: Seen) -> Reply | None:
        if left[0] and when(request):
            left[0] -= 1
            return make(request)
        return None

    return fault


def html(request: Seen) -> Reply:
    return Reply(200, b"<html><body>Please wait</body></html>", {"Content-Type": "text/html"})


def empty(request: Seen) -> Reply:
    return Reply(200, b"", {"Content-Type": "application/json"})


def broken(request: Seen) -> Reply:
    return json_reply({"error": "boom"}, 503)


def reset(request: Seen) -> Reply:
    return Reply(spoil="reset")


def silent(request: Seen) -> Reply:
    return Reply(spoil="silent")


def truncated(request: Seen) -> Reply:
    return Reply(200, b'{"page": {"totalElements": 3, "totalPages": 1}, "_embedded": {"events": [',
                 {"Content-Type": "application/json"}, spoil="truncated")


def half_json(request: Seen) -> Reply:
    return Reply(200, b'{"page": {"totalElements": 3, "tot', {"Content-Type": "application/json"})


def asking_to_wait(seconds: float) -> Callable[[Seen], Reply]:
    return lambda request: json_reply({"error": {"status": 429, "message": "Too many requests"}}, 429,
                                      Retry_After=str(seconds))
