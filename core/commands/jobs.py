"""What runs by the clock: `jobs run`, from cron or a systemd timer, every few minutes or once a day."""

from datetime import UTC, datetime

import typer

from core.commands.printing import FORMAT, Format, print_rows, say

REFUSED = 3

jobs = typer.Typer(no_args_is_help=True, help="What runs by the clock.")


@jobs.command()
def run(style: Format = FORMAT) -> None:
    """Make the scheduled exports that are due and end hold challenges past their deadline.

    Exit status 0 when all is done, 3 when an export was refused.
    """
    from core.api.scheduled import Made, make_due
    from core.desk.holds import let_overdue_lapse

    lapsed = let_overdue_lapse()
    made = make_due(datetime.now(UTC))
    if lapsed:
        say(f"{lapsed} challenged holds lapsed.")
    print_rows(Made._fields, made, style)
    if any(not export.file for export in made):
        raise typer.Exit(REFUSED)


def register(app: typer.Typer) -> None:
    app.add_typer(jobs, name="jobs")
