"""Progress of long work in the terminal, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.progress import Progress, Silent


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Bars when somebody watches; otherwise nothing."""
    import sys

    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    with Bars(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
              console=Console(stderr=True), transient=True) as bars:
        yield Drawn(bars)


class Drawn:
    """One bar a stage, made when the stage first reports."""

    def __init__(self, bars: "object") -> None:
        self.bars = bars
        self.tasks: dict[str, object] = {}

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.bars.add_task(stage, total=total)  # type: ignore[attr-defined]
        self.bars.update(self.tasks[stage], completed=done, total=total)  # type: ignore[attr-defined]

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bars away while somebody is asked: they would be drawn over the question."""
        self.bars.stop()  # type: ignore[attr-defined]
        try:
            yield
        finally:
            self.bars.start()  # type: ignore[attr-defined]
