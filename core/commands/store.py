"""Look at the store and hand on what it holds: `status`, `publish`, `query`, `export`."""

from pathlib import Path

import typer

from core.commands.bars import shown_progress
from core.commands.printing import FORMAT, Format, print_arrow, print_json, print_rows, say


def publish() -> None:
    """Build the marts and publish the next snapshot of the warehouse."""
    from core import publish as publishing

    with shown_progress() as progress:
        published = publishing.publish(progress)
    say(f"Snapshot {published.number} published in {published.seconds:.1f} s: {published.path}")


def query(sql: str = typer.Argument(..., help="One SELECT statement."),
          limit: int = typer.Option(1_000_000, "--limit", min=0, max=1_000_000, help="Most rows to print."),
          seconds: float = typer.Option(None, "--seconds", min=0.1, help="Deadline; MARQUEE_QUERY_SECONDS otherwise."),
          style: Format = FORMAT) -> None:
    """Run one read-only SELECT on the published snapshot."""
    from core.warehouse import read

    table = read.query(sql, limit=limit + 1, seconds=seconds)
    if table.num_rows > limit:
        say(f"Only the first {limit:,} rows are printed; there are more.")
    print_arrow(table.slice(0, limit), style)


def register(app: typer.Typer) -> None:
    app.command()(publish)
    app.command()(query)
