"""A PostgreSQL server of our own for the tests of the desk: a real one, started where it is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import free_port

OWNER = "postgres"  # the server refuses to run as root


def programs() -> Path | None:
    """Where initdb and postgres are; Debian keeps them off the PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = beside[0] if beside else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yields the URL of a running server, without the name of a database."""
    home = Path(tempfile.mkdtemp(prefix="marquee-postgresql-"))
    run: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "cwd": home}
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(home, owner.pw_uid, owner.pw_gid)
        run |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    subprocess.run([folder / "initdb", "-D", home / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync",
                    "--locale=C"], check=True, **run)
    port = free_port()
    process = subprocess.Popen([folder / "postgres", "-D", home / "data", "-p", str(port), "-k", home, "-c", "fsync=off",
                                "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"], **run)
    assert process.stdout
    try:
        said = []
        while line := process.stdout.readline():
            said.append(line)
            if "ready to accept connections" in line:
                break
        else:
            raise RuntimeError("".join(said))
        yield f"postgresql://desk@127.0.0.1:{port}"
    finally:
        process.send_signal(2)  # fast shutdown
        process.communicate(timeout=30)
        shutil.rmtree(home)


def new_database(url: str, name: str, template: str = "template1") -> str:
    """The URL of a new database."""
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{url}/{name}"
