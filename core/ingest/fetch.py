"""What one fetch brought, and what stood in its way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.errors import SourceError
from core.integrations.http import PoliteSession
from core.integrations.standing import SourceResting


@dataclass
class Fetch:
    """Counts of a fetch over `session`; it is whole when it has no faults. `resting`: the source made us stop."""

    session: PoliteSession
    parts: int = 0
    reported: int = 0
    received: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    resting: bool = False

    @contextmanager
    def noting_faults(self) -> Iterator[None]:
        """A source that stops answering ends the fetch, not the run: what came before is kept."""
        try:
            yield
        except SourceError as error:
            self.faults.append(str(error))
            self.resting = isinstance(error, SourceResting)

    @property
    def outcome(self) -> str:
        if not self.faults:
            return "complete"
        return "partial" if self.received or self.resting else "failed"

    @property
    def detail(self) -> str:
        """What a person should know of this run, in a few sentences."""
        shown = [*self.faults[:5], *([f"and {len(self.faults) - 5} more"] if len(self.faults) > 5 else [])]
        return "; ".join([*shown, *self.notes])
