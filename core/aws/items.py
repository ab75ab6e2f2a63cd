"""What the shared tables hold, and what both of them, DynamoDB and its local double, can do.

An item is found by its kind ("answer", "quota", "job") and name. `version` counts its writes: who writes on the
condition of the version read loses nothing when two write at once. An expired item is as good as gone from the
moment it expires, whenever the service gets round to removing it.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Item(NamedTuple):
    """`text` is JSON or the like; `body` any bytes; `expires_at` in seconds since 1970 (UTC), None for never."""

    name: str
    text: str
    body: bytes
    version: int
    expires_at: float | None


class Table(Protocol):
    """`largest` is how many bytes an item may have, None for any.

    `put` returns False when its condition did not hold: `replaces` is the version that must be there, 0 for none
    (or an expired one), None for any.
    """

    largest: int | None

    def get(self, kind: str, name: str) -> Item | None: ...
    def put(self, kind: str, name: str, text: str, body: bytes = b"", *, expires_at: float | None = None,
            replaces: int | None = None) -> bool: ...
    def delete(self, kind: str, name: str, version: int | None = None) -> bool: ...
    def every(self, kind: str) -> Iterator[Item]: ...
