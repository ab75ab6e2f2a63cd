"""Answers of outside APIs, shared by all dashboards, so that the same question spends the quota once."""

import gzip
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.aws.holders import is_gone, new_holder
from core.aws.items import Table
from core.aws.objects import Bucket

KIND = "answer"
LEASE = "lease"
POLL_SECONDS = 0.2

Query = str | Mapping[str, object]


@dataclass
class Answers:
    """`overflow` keeps what is too large for the table; without it such an answer is not kept."""

    table: Table
    overflow: Bucket | None = None
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def get(self, source: str, query: Query) -> bytes | None:
        """The kept answer, None when there is none or its time is over."""
        item = self.table.get(KIND, named(source, query))
        if not item:
            return None
        path = json.loads(item.text).get("overflow")
        if not path:
            return gzip.decompress(item.body)
        found = self.overflow.read(path) if self.overflow else None
        return gzip.decompress(found.body) if found else None

    def put(self, source: str, query: Query, body: bytes, ttl_seconds: float) -> bool:
        """Keep an answer for `ttl_seconds`; False when it is too large to be kept anywhere."""
        packed, overflow = gzip.compress(body, compresslevel=1, mtime=0), ""
        # The text of the item needs some room too.
        if self.table.largest is not None and len(packed) > self.table.largest - 1_000:
            if not self.overflow:
                return False
            overflow = f"answers/{source}/{hashlib.sha256(packed).hexdigest()}.gz"
            self.overflow.write(overflow, packed, content_type="application/gzip")
            packed = b""
        about = json.dumps({"source": source, "bytes": len(body), "overflow": overflow})
        return self.table.put(KIND, named(source, query), about, packed, expires_at=self.now() + ttl_seconds)

    def answer(self, source: str, query: Query, fetch: Callable[[], bytes], *, ttl_seconds: float,
               lease_seconds: float = 120) -> bytes:
        """The kept answer, or `fetch()`, which only one of all processes calls at a time for one query.

        The others wait for its answer. When the one who fetches dies, another takes over: at once on the same host,
        else after `lease_seconds`, which must be longer than a fetch can take. An error of `fetch` is the caller's; the
        next one tries anew.
        """
        name, me = named(source, query), new_holder()
        while True:
            kept = self.get(source, query)
            if kept is not None:
                return kept
            lease = self.table.get(LEASE, name)
            dead = lease.version if lease and is_gone(lease.text) else 0
            if (not lease or dead) and self.table.put(LEASE, name, me, expires_at=self.now() + lease_seconds,
                                                      replaces=dead):
                return self.fetch_alone(source, query, fetch, ttl_seconds, name, me)
            self.sleep(POLL_SECONDS)

    def fetch_alone(self, source: str, query: Query, fetch: Callable[[], bytes], ttl_seconds: float, name: str,
                    me: str) -> bytes:
        try:
            # Between our look and our lease another may have finished.
            kept = self.get(source, query)
            if kept is None:
                kept = fetch()
                self.put(source, query, kept, ttl_seconds)
            return kept
        finally:
            lease = self.table.get(LEASE, name)
            if lease and lease.text == me:
                self.table.delete(LEASE, name, lease.version)


def named(source: str, query: Query) -> str:
    """The same question has the same name, whatever the order of its parameters; what it holds is not kept."""
    text = query if isinstance(query, str) else json.dumps(query, sort_keys=True, default=str)
    return f"{source}/{hashlib.sha256(text.encode()).hexdigest()[:40]}"
