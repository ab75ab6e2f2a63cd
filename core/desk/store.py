"""The database of what people write: opened, migrated, and one transaction a deed."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from core.desk import in_use, url
from core.desk.errors import DeskUnavailable, NotThere, StaleEdit
from core.desk.models import Row

Kind = TypeVar("Kind", bound=Row)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

BUSY_SECONDS = 10
ONE_WRITER = 6277833  # the number of our lock among those of a PostgreSQL database
OPENING = threading.Lock()  # Alembic works on globals
STALE = "Look at what stands there now, then save again if you still want to."


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction that writes; all of it happens or none. Raises StaleEdit when somebody saved in between."""
    engine = opened().execution_options(writes=True)
    with telling_stale(), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """One view of the desk at one moment."""
    with telling_stale(), Session(opened(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def telling_stale() -> Iterator[None]:
    """The database's errors in our words."""
    try:
        yield
    except StaleDataError as error:
        raise StaleEdit("Somebody else has changed this in the meantime.", remedy=STALE) from error
    except IntegrityError as error:
        raise StaleEdit("Somebody else has written the same place in the meantime.", remedy=STALE) from error
    except DBAPIError as error:
        raise DeskUnavailable("The database of holds, offers and notes does not answer.",
                              remedy="Check MARQUEE_USER_DB_URL, the disk and its rights, then try again.") from error


def opened() -> Engine:
    """The engine of this process, with all migrations applied. Nothing connects before the first deed."""
    with OPENING:
        return open_at(url())


@lru_cache(maxsize=4)
def open_at(address: str) -> Engine:
    if address.startswith("sqlite:///"):
        Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        engine = create_engine(address, json_serializer=as_json, pool_pre_ping=not address.startswith("sqlite"),
                               connect_args={"timeout": BUSY_SECONDS} if address.startswith("sqlite") else {})
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", set_up_sqlite)
            event.listen(engine, "begin", begin_sqlite)
        if engine.dialect.name == "postgresql":
            event.listen(engine, "begin", begin_postgresql)
        migrate(engine)
    except (SQLAlchemyError, ImportError) as error:
        raise DeskUnavailable("The database of holds, offers and notes cannot be opened.",
                              remedy="Check MARQUEE_USER_DB_URL, its driver and its rights.") from error
    return engine


def set_up_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    """WAL lets others read while one writes. Python's own BEGIN comes too late, so it is turned off."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes the write lock at once: it waits for its turn instead of failing later."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def begin_postgresql(connection: Connection) -> None:
    """As in SQLite one deed writes at a time, so that what it read still holds when it is kept."""
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")


def generation() -> int | None:
    """A number that every write to the desk changes, ours or another process's; None where it cannot be known, as in
    PostgreSQL. Costs some microseconds."""
    watch = watcher(url())
    try:
        return watch.execute("PRAGMA data_version").fetchone()[0] if watch else None
    except sqlite3.OperationalError:  # it is being recovered or checkpointed whole
        return None


@lru_cache(maxsize=4)
def watcher(address: str) -> sqlite3.Connection | None:
    """A connection that writes nothing itself: SQLite counts for each what the others wrote."""
    if not address.startswith("sqlite:///"):
        return None
    open_at(address)
    return sqlite3.connect(address.removeprefix("sqlite:///"), timeout=0, check_same_thread=False)


def kept_until_written(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """`read` asks the desk once and then answers the same until somebody writes, here or in another process: a page asks
    in every rerun. The answer is everybody's: nobody may change it."""

    @lru_cache(maxsize=200)
    def at(address: str, generation: int, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        return read(*args, **kwargs)

    @wraps(read)
    def newest(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        asked_at = generation() if in_use() else None
        return read(*args, **kwargs) if asked_at is None else at(url(), asked_at, *args, **kwargs)  # type: ignore[arg-type]

    return newest


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest version; two processes that start at once take turns."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def found(session: Session, kind: type[Kind], key: Any, version: int | None = None) -> Kind:
    """The row, locked until the deed is done. Raises NotThere, or StaleEdit when `version` is not the newest."""
    row = session.get(kind, key, with_for_update=True)
    if row is None:
        raise NotThere(f"There is no {words_for(kind)} {key!r}.", remedy="It may have been removed; reload the list.")
    if version is not None and version != row.version:  # type: ignore[attr-defined]
        raise StaleEdit(f"This {words_for(kind)} is at version {row.version}; you changed version "  # type: ignore[attr-defined]
                        f"{version}.", remedy=STALE)
    return row


def words_for(kind: type[Row]) -> str:
    return kind.__tablename__.replace("_", " ")


def as_dict(row: Row) -> dict[str, Any]:
    """A row by column name, as the API and the pages show it."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def as_json(value: Any) -> str:
    return json.dumps(value, default=plain, ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> str | list[Any]:
    """Decimals as exact text, days and instants in ISO 8601."""
    if isinstance(value, Decimal | date):
        return str(value) if isinstance(value, Decimal) else value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be kept in JSON")


def now() -> datetime:
    return datetime.now(UTC)
