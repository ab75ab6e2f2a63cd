"""What was computed of the same rows by the same code is carried over from the snapshot before."""

import hashlib
import logging
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from core.errors import StoreError
from core.settings import ROOT
from core.warehouse import build
from core.warehouse.snapshot import current
from core.warehouse.store import Connection

Tables = TypeVar("Tables", bound=NamedTuple)
log = logging.getLogger(__name__)
ROWS_AT_ONCE = 65_536
LIBRARIES = ("holidays", "numpy", "pandas", "scikit-learn", "scipy", "skops")


def code_digest() -> bytes:
    """SHA-256 of all our code, as any of it may enter a computation, and of what it computes and keeps models with."""
    found = hashlib.sha256(f"{sys.version} {[version(name) for name in LIBRARIES]}".encode())
    for file in sorted((ROOT / "core").rglob("*.py")):
        found.update(file.read_bytes())
    return found.digest()


CODE_DIGEST = code_digest()  # as it was loaded: the files may be replaced while a server runs


class Carried:
    """The computations of the snapshot in use by their names, each a digest of all that it was made of; none where there is
    no snapshot, none that this version reads, or a damaged one."""

    def __init__(self, connection: Connection, data_dir: Path) -> None:
        self.connection = connection
        try:
            self.cursor = current(data_dir).cursor()
            self.before = dict(self.cursor.execute("SELECT name, digest FROM computation").fetchall())
        except (StoreError, duckdb.Error):
            self.before = {}

    def over(self, name: str, tables: type[Tables], *made_of: Any) -> Tables | None:
        """Note what the tables of a computation are made of (frames, rows, and values that print alike when they are alike);
        those of the snapshot before, as Arrow tables, where it was the same, else None."""
        digest = digest_of(*made_of)
        build.put_rows(self.connection, "computation", pd.DataFrame({"name": [name], "digest": [digest]}))
        if self.before.get(name) != digest:
            return None
        try:
            return tables(*(self.cursor.table(table).to_arrow_table() for table in tables._fields))
        except duckdb.Error as error:
            log.warning("The snapshot in use is damaged, so its %s are computed again: %s", name, error)
            return None


def digest_of(*made_of: Any) -> str:
    """SHA-256 of frames, rows and values, and of the code that computes with them."""
    found = hashlib.sha256(CODE_DIGEST)
    for part in made_of:
        if isinstance(part, pd.DataFrame):
            table = pa.Table.from_pandas(part, preserve_index=False).combine_chunks()
            found.update(f"{table.schema.remove_metadata()} {len(table)}".encode())
            for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
                found.update(batch.serialize())
        else:
            for row in part if isinstance(part, list) else [part]:
                found.update(repr(row).encode())
            found.update(b";")
    return found.hexdigest()
