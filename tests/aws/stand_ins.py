"""Local implementations of AWS as real processes on loopback, and a proxy in front of them that makes trouble."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import free_port

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[2]
SECRET = "testing-secret"


def start(command: list[str], ready: str, **environment: str) -> tuple[subprocess.Popen, str]:
    """Start a server and wait for the line that says it listens; returns it and that line."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment)
    told = []
    for line in process.stdout:
        told.append(line)
        if re.search(ready, line):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, line
    raise RuntimeError(f"{command[0]} ended before it listened:\n{''.join(told)}")


def stop(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdout.close()


def moto() -> tuple[subprocess.Popen, str]:
    process, line = start([str(BIN / "moto_server"), "-H", "127.0.0.1", "-p", "0"], r"http://127\.0\.0\.1:\d+")
    return process, re.search(r"http://[\d.:]+", line)[0]


def ministack() -> tuple[subprocess.Popen, str]:
    port = str(free_port())
    process, _ = start([str(BIN / "ministack")], f"Running on http://127.0.0.1:{port}", BIND_HOST="127.0.0.1",
                       GATEWAY_PORT=port, PERSIST_STATE="0", AWS_SECRET_ACCESS_KEY=SECRET)
    return process, f"http://127.0.0.1:{port}"


STAND_INS = {"moto": moto, "ministack": ministack}


def node_module(name: str) -> str:
    """The folder of an npm package in the environment (`make test`) or on NODE_PATH; skips where there is none."""
    elsewhere = filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))
    folders = [Path(sys.prefix) / "node" / "node_modules", *map(Path, elsewhere)]
    found = next((folder / name for folder in folders if (folder / name).is_dir()), None)
    if not found or not shutil.which("node"):
        pytest.skip(f"{name} is not here; make test installs it where node and npm are")
    return str(found)


@dataclass
class Rule:
    """What to do with requests that match, `times` times: answer by itself, break the connection, or hold it."""

    matches: Callable[[str, str], bool]
    times: int
    status: int = 0
    body: bytes = b""
    content_type: str = "application/xml"
    held: threading.Event | None = None
    lose_answer: bool = False
    seen: threading.Event = field(default_factory=threading.Event)


class Proxy:
    """Stands between client and server; `log` has (method, path with query) of each request."""

    def __init__(self, name: str, upstream: str) -> None:
        self.name, self.upstream = name, urlsplit(upstream)
        # moto looks at a condition and writes in two steps: of two writers at once both may win.
        self.one_by_one = threading.Lock() if name == "moto" else nullcontext()
        self.rules: list[Rule] = []
        self.log: list[tuple[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def release(self) -> None:
        for rule in self.rules:
            if rule.held:
                rule.held.set()
        self.rules.clear()

    def close(self) -> None:
        self.release()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, status: int, code: str, matches: Callable[[str, str], bool] = lambda method, path: True,
               times: int = 1) -> Rule:
        body = f"<Error><Code>{code}</Code><Message>told by the test</Message></Error>".encode()
        return self.add(Rule(matches, times, status=status, body=body))

    def answer_json(self, status: int, code: str, times: int = 1) -> Rule:
        body = f'{{"__type": "com.amazonaws#{code}", "message": "told by the test"}}'.encode()
        return self.add(Rule(lambda *_: True, times, status=status, body=body,
                             content_type="application/x-amz-json-1.0"))

    def reset(self, matches: Callable[[str, str], bool], times: int = 1) -> Rule:
        return self.add(Rule(matches, times))

    def lose_answer(self, matches: Callable[[str, str], bool]) -> Rule:
        """The request is carried out, but the connection breaks before its answer."""
        return self.add(Rule(matches, 1, lose_answer=True))

    def hold(self, matches: Callable[[str, str], bool], times: int = 1) -> Rule:
        return self.add(Rule(matches, times, held=threading.Event()))

    def add(self, rule: Rule) -> Rule:
        self.rules.append(rule)
        return rule

    def count(self, method: str, pattern: str) -> int:
        return sum(1 for one, path in self.log if one == method and re.search(pattern, path))


def handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            return None

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, ValueError):
                self.close_connection = True

        def forward(self) -> None:
            proxy.log.append((self.command, self.path))
            rule = next((r for r in proxy.rules if r.times > 0 and r.matches(self.command, self.path)), None)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if rule:
                rule.times -= 1
                rule.seen.set()
                if rule.held:
                    rule.held.wait(30)
                elif rule.status:
                    self.give(rule.status, {"Content-Type": rule.content_type}, rule.body)
                    return
                if not rule.lose_answer:
                    self.hang_up()
                    return
            with proxy.one_by_one, closing(
                    HTTPConnection(proxy.upstream.hostname, proxy.upstream.port, timeout=60)) as upstream:
                upstream.request(self.command, self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                content = answer.read()
            if rule:
                self.hang_up()
                return
            self.give(answer.status, dict(answer.getheaders()), content)

        def hang_up(self) -> None:
            self.connection.close()
            self.close_connection = True

        def give(self, status: int, headers: dict[str, str], content: bytes) -> None:
            self.send_response_only(status)
            dropped = {"content-length", "transfer-encoding", "connection", "date", "server"}
            for name, value in headers.items():
                if name.lower() not in dropped:
                    self.send_header(name, value)
            self.send_header("Date", self.date_time_string())
            length = headers.get("Content-Length", headers.get("content-length")) if self.command == "HEAD" else None
            self.send_header("Content-Length", length or str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

    return Handler
