"""The API as a real process over a small sample season, and a token for each role."""

import os
import select
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import pytest

from core.access import Role, Scope
from tests.conftest import Once, Server, made_up


@pytest.fixture(scope="session")
def season(once: Once) -> Path:
    """A published store with 40 made-up shows."""
    return once("season", partial(made_up, 1, 40))


@pytest.fixture(scope="session")
def url(serve: Callable[[Path], Server], season: Path) -> str:
    return f"{serve(season).url}/api"


CLIENTS: list[httpx.Client] = []  # closed when all tests are done


@pytest.fixture(scope="session")
def local(url: str) -> Iterator[httpx.Client]:
    """Whoever sits at this machine: may do everything."""
    with httpx.Client(base_url=url, timeout=60, verify=False) as client:
        yield client
    for client in CLIENTS:
        client.close()


def issue(local: httpx.Client, role: str, **more: object) -> httpx.Client:
    """A client with a new token."""
    answer = local.post("/v1/tokens", json={"name": role, "role": role, "scopes": list(Scope), **more})
    assert answer.status_code == 201, answer.text
    token = answer.json()["data"]["token"]
    CLIENTS.append(httpx.Client(base_url=local.base_url, timeout=60, verify=False,
                                headers={"authorization": f"Bearer {token}"}))
    return CLIENTS[-1]


@pytest.fixture(scope="session")
def by_role(local: httpx.Client) -> dict[str, httpx.Client]:
    return {role: issue(local, role) for role in Role}


def wait_for(pid_file: Path) -> None:
    """Until the process of a job has ended."""
    with suppress(ProcessLookupError):
        process = os.pidfd_open(int(pid_file.read_text()))
        assert select.select([process], [], [], 60)[0], "it never ended"
        os.close(process)


def every(client: httpx.Client, path: str, **params: object) -> list[dict]:
    """All rows of a list, page by page."""
    rows: list[dict] = []
    while True:
        answer = client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["data"]
        if not answer.json()["next_cursor"]:
            return rows
        params["cursor"] = answer.json()["next_cursor"]
