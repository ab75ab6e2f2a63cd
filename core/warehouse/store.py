"""The one DuckDB file that is written, by one process at a time."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from core.errors import StoreBroken, StoreBusy, StoreError, StoreTooNew
from core.lock import alone
from core.progress import interrupted
from core.settings import settings
from core.warehouse.migrate import migrate

Connection = duckdb.DuckDBPyConnection

# Written by this version, readable by DuckDB 1.5 as well.
STORAGE_VERSION = "v1.5.0"
BROKEN = "Restore it from a backup, or move it away and import the files again."
ROOM = "Make room, give this user the right to write there, or name another place in MARQUEE_DATA_DIR."
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
# Parts of what DuckDB says of a disk that takes no more, and of a file that is not whole.
UNWRITTEN = ("could not write", "no space left", "could not truncate", "could not fsync", "failed to offload")
DAMAGED = ("could not read", "corrupt", "failed to deserialize", "serialization error", "checksum")


def warehouse_path(data_dir: Path) -> Path:
    return data_dir / "warehouse.duckdb"


@contextmanager
def writing(data_dir: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse opened for writing, migrated, alone.

    Raises StoreBusy while another process writes, StoreError when the disk takes no more, StoreBroken for a damaged file.
    """
    folder = data_dir or settings().data_dir
    with alone(folder), in_our_words(folder):
        if not warehouse_path(folder).exists():
            create(warehouse_path(folder), folder / "spill")
        connection = open_warehouse(warehouse_path(folder), folder / "spill")
        try:
            migrate(connection)
            yield connection
        finally:
            connection.close()


@contextmanager
def in_our_words(folder: Path) -> Iterator[None]:
    """What disk, memory and file do to a statement becomes our error, and Ctrl-C itself; other faults keep their traceback."""
    try:
        yield
    except Exception as error:
        if interrupted.is_set():
            raise KeyboardInterrupt from error
        ours = of_disk_memory_or_file(folder, error) if isinstance(error, duckdb.Error | OSError) else None
        if not ours:
            raise
        raise ours from error


def of_disk_memory_or_file(folder: Path, error: Exception) -> StoreError | None:
    said = " ".join(str(error).splitlines()[:1])
    if any(words in said.lower() for words in UNWRITTEN) or getattr(error, "errno", None) in FULL:
        return StoreError(f"{folder} cannot be written ({said}).", remedy=ROOM)
    if isinstance(error, duckdb.Error) and any(words in said.lower() for words in DAMAGED):
        return StoreBroken(f"{warehouse_path(folder)} is damaged ({said}).", remedy=BROKEN)
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(f"The work needs more memory than the {settings().memory_limit} that it may take.",
                          remedy="Set MARQUEE_MEMORY_LIMIT higher.")
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException) and "decimal" in said.lower():
        return StoreError(f"Figures of {warehouse_path(folder)} are too large to be added up ({said}).",
                          remedy="Look for a price or a count that cannot be right, correct its file and import it again.")
    return None


def create(path: Path, spill: Path) -> None:
    """A new store gets its name only when it is whole: a process killed here leaves no half-made file behind."""
    partial = path.with_suffix(".partial")
    for stray in (partial, partial.with_name(partial.name + ".wal")):
        stray.unlink(missing_ok=True)
    connection = open_warehouse(partial, spill)
    migrate(connection)
    connection.execute("CHECKPOINT").fetchall()
    connection.close()
    partial.rename(path)


def open_warehouse(path: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    # The threshold: what a statement is done with goes back to the system, for other parts of the process to use.
    connection = duckdb.connect(config={"memory_limit": settings().memory_limit, "temp_directory": str(spill),
                                        "preserve_insertion_order": False, "allocator_flush_threshold": "4MB"})
    try:
        connection.execute(f"ATTACH '{quoted(path)}' AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE warehouse")
        connection.execute((files("core.warehouse") / "load" / "folded.sql").read_text("utf-8"))
    except duckdb.Error as error:
        connection.close()
        raise unreadable(path, error) from error
    return connection


def quoted(path: Path) -> str:
    """A path inside an SQL string; ATTACH takes no parameters."""
    return str(path).replace("'", "''")


def unreadable(path: Path, error: duckdb.Error, *, remedy: str = BROKEN) -> StoreBroken | StoreTooNew | StoreBusy:
    """Say in our words why DuckDB could not open a file, and what to do when it is broken."""
    text = str(error)
    if "set lock" in text.lower():
        return StoreBusy(f"{path} is open for writing in another program.", remedy="Close it, then try again.")
    if "version" in text.lower() and "newer" in text.lower():
        return StoreTooNew(f"{path} was written by a newer DuckDB than this one ({duckdb.__version__}).",
                           remedy="Install the versions pinned in requirements.txt, or use another folder.")
    return StoreBroken(f"{path} is not a readable DuckDB file.", remedy=remedy)
