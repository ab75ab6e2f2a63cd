"""The clock that outside calls wait by; tests pass one of their own and never sleep."""

import time
from datetime import UTC, datetime


class Clock:
    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
