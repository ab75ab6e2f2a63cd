"""`forecast` and `evaluate forecast`: final tickets as if asked on a day, and how good such forecasts were."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from core.commands.bars import shown_progress
from core.commands.printing import FORMAT, Format, print_rows, say
from core.errors import QueryError

if TYPE_CHECKING:
    import pandas as pd

DAY = ["%Y-%m-%d"]
WHOLE = ("days_out", "tickets_sold", "sellable", "n_comparables", "n")


def forecast(
        as_of: datetime = typer.Option(None, "--as-of", formats=DAY, help="The day asked; the snapshot's otherwise."),
        concert: str = typer.Option(None, "--concert", help="Only this concert_id."),
        days_out: str = typer.Option(None, "--days-out", help="Horizons such as 60,30,14,7,1, with --from and --to."),
        first: datetime = typer.Option(None, "--from", formats=DAY, help="First show date."),
        last: datetime = typer.Option(None, "--to", formats=DAY, help="Last show date."),
        style: Format = FORMAT) -> None:
    """Forecast final tickets of the shows on sale on a day, or of every show at some days out."""
    from core import forecasts

    if days_out is None:
        if first or last:
            raise QueryError("--from and --to go with --days-out.", remedy="Add --days-out 60,30,14,7,1.")
        frame = forecasts.as_of(day=as_of.date() if as_of else None, concert_id=concert)
    else:
        if as_of or not (first and last):
            raise QueryError("--days-out needs --from and --to, and no --as-of.",
                             remedy="Each row is as if asked that many days before its show.")
        frame = forecasts.at_days_out(days_out=horizons(days_out), first=first.date(), last=last.date(),
                                      concert_id=concert)
    print_frame(frame, style)


def horizons(text: str) -> list[int]:
    try:
        found = [int(part) for part in text.split(",")]
    except ValueError:
        found = [-1]
    if min(found) < 0:
        raise QueryError(f"{text!r} is not a list of days out.", remedy="Whole numbers from 0, such as 60,30,14,7,1.")
    return found


def evaluate(
        first: datetime = typer.Option(None, "--from", formats=DAY, help="First show date scored."),
        last: datetime = typer.Option(None, "--to", formats=DAY, help="Last show date scored."),
        style: Format = FORMAT) -> None:
    """Forecast past shows as on the day, beside naive ways; the scores become the report card on the Concerts page."""
    from core import forecasts
    from core.publish import publish
    from core.scores import keep_scores

    with shown_progress() as progress:
        keep_scores(first.date() if first else None, last.date() if last else None, progress)
        publish(progress)
    print_frame(forecasts.report_card(), style)


def print_frame(frame: "pd.DataFrame", style: Format) -> None:
    """A frame's rows: whole numbers without a point, missing as null."""
    whole = [column for column in WHOLE if column in frame]
    rows = frame.astype(dict.fromkeys(whole, "Int64")).astype(object)
    rows = rows.where(rows.notna(), None)
    print_rows(list(rows.columns), [tuple(row) for row in rows.to_numpy().tolist()], style)
    if frame.empty:
        say("No show fits.")


def register(app: typer.Typer, evaluations: typer.Typer) -> None:
    app.command()(forecast)
    evaluations.command("forecast")(evaluate)
