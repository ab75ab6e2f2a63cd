"""What was computed of the same rows, on the same day and by the same code, is carried over from the snapshot before."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa

from core.settings import ROOT
from core.warehouse import build
from core.warehouse.store import Connection

LIBRARIES = ("holidays", "numpy", "pandas", "scikit-learn", "scipy")
Tables = TypeVar("Tables", bound=NamedTuple)


class Carried:
    """The computations of the snapshot in use, by their names: each a digest of all that it was made of."""

    def __init__(self, connection: Connection, data_dir: Path) -> None:
        self.connection, self.data_dir = connection, data_dir
        self.before = {row["name"]: row["digest"] for table in build.tables_before(data_dir, ["computation"])
                       for row in table.to_pylist()}

    def over(self, name: str, tables: type[Tables], *made_of: Any) -> Tables | None:
        """Note what the tables of a computation are made of (frames, and values that print alike when they are alike); those
        of the snapshot before, as Arrow tables, where it was the same, else None."""
        digest = digest_of(*made_of)
        build.put_rows(self.connection, "computation", pd.DataFrame({"name": [name], "digest": [digest]}))
        if self.before.get(name) != digest:
            return None
        return tables(*build.tables_before(self.data_dir, tables._fields))


def digest_of(*made_of: Any) -> str:
    """SHA-256 of frames and values, and of the code that computes with them."""
    found = hashlib.sha256(code_digest().encode())
    for part in made_of:
        if isinstance(part, pd.DataFrame):
            table = pa.Table.from_pandas(part, preserve_index=False).combine_chunks()
            found.update(f"{table.schema.remove_metadata()} {len(table)}".encode())
            for batch in table.to_batches():
                found.update(batch.serialize())
        else:
            found.update(repr(part).encode())
    return found.hexdigest()


@cache
def code_digest() -> str:
    """Of all our code, as any of it may enter a computation, and of the libraries that compute."""
    sources = b"".join(file.read_bytes() for file in sorted((ROOT / "core").rglob("*.py")))
    return hashlib.sha256(sources + repr([version(name) for name in LIBRARIES]).encode()).hexdigest()
