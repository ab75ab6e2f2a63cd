"""What others try: floods, large and slow bodies, odd requests, a fuzzer over the whole description."""

import re
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.api import api
from core.api.limits import Buckets
from tests.api.conftest import every
from tests.api.routes import routes
from tests.api.walk import described
from tests.conftest import ROOT, Server, start, stop


def run(data_dir: Path, **environment: str) -> Server:
    return start([sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "0", "--no-access-log"],
                 ROOT, MARQUEE_DATA_DIR=str(data_dir), **environment)


@pytest.fixture(scope="module")
def strict(empty_store: Path) -> Iterator[httpx.Client]:
    """A server that allows little."""
    server = run(empty_store, MARQUEE_API_PER_SECOND="20", MARQUEE_API_KILOBYTES="10", MARQUEE_API_SECONDS="0.3",
                 MARQUEE_UPLOAD_MEGABYTES="1")
    with httpx.Client(base_url=f"{server.url}/api", timeout=60) as client:
        yield client
    stop(server)


def test_a_bucket_fills_with_time_and_not_beyond_its_rim() -> None:
    now = 0.0
    buckets = Buckets(rate=2, burst=3, clock=lambda: now)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0, "another sender has a bucket of its own"
    now = 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]
    now = 1000.0
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_body_that_is_too_large_is_refused_announced_or_not(strict: httpx.Client) -> None:
    announced = strict.post("/v1/views", content=b"x" * 20_000, headers={"content-type": "application/json"})
    assert announced.status_code == 413
    unannounced = strict.post("/v1/views", content=iter([b"x" * 6_000] * 4),
                              headers={"content-type": "application/json"})
    assert unannounced.status_code == 413
    assert unannounced.headers["content-type"] == "application/problem+json"
    upload = strict.post("/v1/imports", params={"name": "sales.csv"}, content=iter([b"x" * 600_000] * 2))
    assert upload.status_code == 413
    assert every(strict, "/v1/jobs", where="what:import") == [], "nothing of it stays"


def test_a_body_that_does_not_come_is_not_waited_for(strict: httpx.Client) -> None:
    address = urlsplit(str(strict.base_url))
    with socket.create_connection((address.hostname, address.port), timeout=30) as sender:
        sender.sendall(b"POST /api/v1/views HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                       b"content-length: 100\r\n\r\n{")
        assert sender.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_a_flood_is_told_when_to_come_back(strict: httpx.Client) -> None:
    statuses = [strict.get("/v1/me").status_code for _ in range(120)]
    assert set(statuses) == {200, 429}
    refused = next(answer for answer in iter(lambda: strict.get("/v1/me"), None) if answer.status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["content-type"] == "application/problem+json"
    many = [strict.get("/v1/me", headers={"authorization": f"Bearer mq_{number:012x}_x"}) for number in range(60)]
    assert 429 in {answer.status_code for answer in many}, "a new token each time is no way round"
    assert strict.get("/health").status_code == 200


def test_two_hundred_requests_at_once_are_all_answered_alike(local: httpx.Client) -> None:
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    with httpx.Client(base_url=local.base_url, timeout=60, limits=limits) as client, ThreadPoolExecutor(200) as crowd:
        answers = list(crowd.map(lambda limit: client.get(f"/v1/concerts?limit={limit}"), [1, 2, 3, 4, 5] * 40))
    assert {answer.status_code for answer in answers} == {200}
    assert {len(answer.json()["data"]) for answer in answers} == {1, 2, 3, 4, 5}
    assert len({answer.content for answer in answers}) == 5


@pytest.mark.parametrize(("method", "path", "status"), [
    ("POST", "/v1/concerts", 405), ("DELETE", "/v1/query", 405), ("GET", "/v1", 404), ("GET", "/v1/concerts/", 404),
    ("GET", "/docs/settings.py", 404), ("GET", "/docs/%2e%2e/__init__.py", 400), ("PATCH", "/health", 405),
    ("GET", "/v1/concerts/%0Anobody", 422)])
def test_odd_requests_get_problem_answers(local: httpx.Client, method: str, path: str, status: int) -> None:
    answer = local.request(method, path)
    assert answer.status_code == status
    assert status == 400 or answer.headers["content-type"] == "application/problem+json"
    assert "import" not in answer.text


def test_the_description_is_complete(local: httpx.Client) -> None:
    described = local.get("/openapi.json").json()
    paths = described["paths"]
    for route in routes():
        if not route.path.startswith("/docs") and route.path != "/query":  # an older name of /v1/query
            assert route.method.lower() in paths[route.path], route
    for path, deeds in paths.items():
        for method, deed in deeds.items():
            assert deed["summary"], (method, path)
            assert set(deed["responses"]) >= {"400", "429"}, (method, path)
            for status, answer in deed["responses"].items():
                if status in ("200", "201", "202") and not path.endswith(("/health", "/ready")):
                    assert answer["content"], (method, path)
    text = str(described)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in described["components"]["schemas"]


def test_the_docs_page_needs_nothing_from_elsewhere(local: httpx.Client) -> None:
    page = local.get("/docs", follow_redirects=True)
    assert page.status_code == 200
    asked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert set(asked) == {"docs.css", "docs.js", "../openapi.json"}
    for name in ("docs.css", "docs.js"):
        file = local.get(f"/docs/{name}")
        assert file.status_code == 200
        assert "http" not in file.text, "no address of another host"
    assert "innerHTML" not in local.get("/docs/docs.js").text


DESCRIBED = schemathesis.openapi.from_dict(api.openapi())
SOUGHT = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def told_often() -> Iterator[tuple[str, str]]:
    """Operation and query parameter, where five operations before it describe that parameter alike, as all do `limit`."""
    met: Counter[str] = Counter()
    for operation, deed in described():
        for parameter in deed.get("parameters", ()):
            if parameter["in"] == "query":
                allowed = {key: value for key, value in parameter["schema"].items() if key not in ("default", "examples")}
                met[alike := f"{parameter['name']} {allowed}"] += 1
                if met[alike] > 5:
                    yield operation, parameter["name"]


OFTEN = {*told_often()}


@DESCRIBED.hook
def filter_case(_: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """What the schema of a parameter forbids is tried where the parameter is met first: it is the schema that refuses it."""
    tried = case.meta and case.meta.phase.data
    return not (isinstance(tried, CoveragePhaseData) and case.meta.generation.mode == schemathesis.GenerationMode.NEGATIVE
                and (case.operation.label, tried.parameter) in OFTEN)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def answered_as_described(case: schemathesis.Case, url: str, session: requests.Session) -> None:
    assume(len(urlencode(case.query or {}, doseq=True)) < 60_000)  # a longer address the server refuses before it asks the API
    case.call_and_validate(base_url=url, session=session, checks=SOUGHT)


@pytest.fixture(scope="module")
def kept_open() -> Iterator[requests.Session]:
    """Thousands of requests need not each make a connection."""
    with requests.Session() as session:
        session.trust_env = False  # nor look for a proxy in the environment
        yield session


# Two routes start processes; they are tried one by one in test_jobs.
@pytest.mark.parametrize("operation", [
    operation for operation, _ in described() if not operation.endswith(("/v1/imports", "/v1/ingests"))])
def test_whatever_the_description_allows_is_answered_as_described(
        operation: str, url: str, kept_open: requests.Session) -> None:
    """The cases of an operation are made here: each process that collects tests would make those that `parametrize` makes."""
    method, path = operation.split(" ")
    tried = build_operation_test(config=DESCRIBED.config, operation=DESCRIBED[path][method.lower()], given_kwargs={},
                                 test_func=answered_as_described, feedback=FeedbackSources())
    tried(url=url, session=kept_open)
