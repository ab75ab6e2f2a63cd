"""Look at the store and hand on what it holds: `status`, `publish`, `query`, `export`."""

from pathlib import Path

import typer

from core.commands.bars import shown_progress
from core.commands.printing import FORMAT, Format, print_arrow, print_rows, say
from core.errors import MarqueeError

TICKETMASTER_CSV = "ticketmaster-csv"
SETTLEMENT_PDF = "settlement-pdf"


def status(style: Format = FORMAT) -> None:
    """Data as of, row counts, last runs, rejected rows, snapshot number, and which capabilities are present."""
    from core.status import status_rows

    print_rows(["item", "name", "value", "detail"], status_rows(), style)


def publish() -> None:
    """Build the marts and publish the next snapshot of the warehouse."""
    from core import publish as publishing

    try:
        with shown_progress() as progress:
            published = publishing.publish(progress)
    except KeyboardInterrupt:
        say("Stopped. The snapshot in use stays.")
        raise
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


def export(
        question: str = typer.Argument(..., help="ticketmaster-csv, settlement-pdf, or a question such as "
                                                                            "concerts/list."),
        path: Path = typer.Argument(..., metavar="FILE", help="The .csv, .xlsx or .parquet file to write; "
                                                                              ".pdf for a settlement."),
        given: list[str] = typer.Option([], "--with", metavar="NAME=VALUE",
                                        help="What the question asks for, such as concert_id=C0001.")) -> None:
    """Write the answer to a question as a file for others; formulas in texts are neutralised."""
    if question == TICKETMASTER_CSV:
        from core.commands.ingest import export_ticketmaster_csv
        export_ticketmaster_csv(path)
        return
    from core.commands.exporting import settlement_written, written

    params = dict(text.partition("=")[::2] for text in given)
    try:
        rows = settlement_written(path, params) if question == SETTLEMENT_PDF else written(question, path, params)
    except OSError as error:
        raise MarqueeError(f"{path} cannot be written ({error.strerror or error}).",
                           remedy="Choose a folder that exists and that you may write to.") from error
    say(f"{rows:,} rows written to {path}.")


def register(app: typer.Typer) -> None:
    for verb in (status, publish, query, export):
        app.command()(verb)
