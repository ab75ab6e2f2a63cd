"""`attribute`, `response` and `evaluate response`: who gets the credit, and what the spend really brought."""

import csv
from collections.abc import Sequence
from pathlib import Path

import typer

from core.commands.printing import FORMAT, Format, print_json, print_rows, say
from core.errors import ImportRefused

COLUMNS = ("channel", "spend", "generated", "generated_lo", "generated_hi", "incremental", "incremental_lo",
           "incremental_hi", "roas")  # fmt: skip


def attribute(path: Path = typer.Argument(..., metavar="PATHS.csv", help="Columns path (a > b > c), conversions, nulls."),
              style: Format = FORMAT) -> None:
    """Share conversions among the channels on the way to them, by seven models."""
    from core.attribution import models, paths

    columns = read_columns(path, ["path", "conversions"], ["nulls"])
    found = paths.parse(columns["path"], numbers(columns, "conversions", path),
                        numbers(columns, "nulls", path, blank=0.0) if "nulls" in columns else None)
    if found.unattributed:
        say(f"{found.unattributed:g} conversions have no touch: unattributed, and not in the total.")
    credits = models.attribute(found)
    if style == Format.json:
        print_json({"channels": credits, "total": float(found.conversions.sum() - found.unattributed)})
    else:
        print_rows(["channel", *models.MODELS], [(name, *credit.values()) for name, credit in credits.items()], style)


def response(path: Path = typer.Argument(..., metavar="FILE", help="A CSV, one row a week in order of time."),
             target: str = typer.Option(..., "--target", help="The column to explain."),
             media: str = typer.Option(..., "--media", help="Columns of spend, separated by commas."),
             controls: str = typer.Option("", "--controls", help="Columns of anything else that matters."),
             style: Format = FORMAT) -> None:
    """What each medium added to a weekly series: carry-over, saturation, contribution with its 80 % interval."""
    import numpy as np

    from core.response.weekly import fit_weekly

    spends, others = names(media), names(controls)
    columns = read_columns(path, [target, *spends, *others], [])
    series = {name: np.array(numbers(columns, name, path)) for name in (target, *spends, *others)}
    fitted = fit_weekly(series[target], {name: series[name] for name in spends}, {name: series[name] for name in others})
    if style == Format.json:
        print_json({"media": {name: {
            "contribution": medium.contribution, "contribution_lo": medium.contribution_lo,
            "contribution_hi": medium.contribution_hi, "adstock": medium.carry,
            "saturation": {"shape": medium.shape, "half": medium.half, "top": medium.top,
                           "curve": [{"spend": spend, "effect": effect} for spend, effect in medium.curve]},
        } for name, medium in fitted.media.items()}, "fit": {
            "r2": fitted.r2, "nrmse": fitted.nrmse, "weeks": fitted.weeks, "baseline": fitted.terms}})  # fmt: skip
    else:
        rows = [(name, m.contribution, m.contribution_lo, m.contribution_hi, m.carry, m.shape, m.half, m.top)
                for name, m in fitted.media.items()]
        print_rows(["medium", "contribution", "contribution_lo", "contribution_hi", "adstock", "shape", "half", "top"],
                   rows, style)


def evaluate(style: Format = FORMAT) -> None:
    """What each channel brought to our shows: tickets of demand generated, and tickets sold that would not have been."""
    from core.responses import measured

    found = measured()
    rows = found.channels.to_dict("records")
    print_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows], style)
    say(f"Money in {found.currency}; 80 % intervals. Measured within shows from spend that nobody drew by lot, "
        "apart from marked holdouts: not a trial.")
    for row in rows:
        if row["wasted"] > 0:
            say(f"{row['channel']}: {row['wasted']:,.2f} was spent after the last ticket went.")
    if found.season_spend:
        say(f"{found.season_spend:,.2f} was spent for the whole season, belongs to no show and is not in the rows.")
    if found.other_shows:
        say(f"{found.other_shows} shows in other currencies are not in the rows.")


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def read_columns(path: Path, needed: Sequence[str], wanted: Sequence[str]) -> dict[str, list[str]]:
    """Columns of a CSV as texts. Raises ImportRefused for a file that is not there, or lacks one that is needed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path} cannot be read ({error}).", remedy="Give a CSV file in UTF-8.") from error
    place = {name.strip(): index for index, name in enumerate(header)}
    if missing := [name for name in needed if name not in place]:
        raise ImportRefused(f"{path} has no column {', '.join(missing)}; it has {', '.join(place)}.",
                            remedy="Name columns as they stand in the first line.")
    rows = [row for row in rows if row]
    if short := next((line for line, row in enumerate(rows, 2) if len(row) != len(header)), None):
        raise ImportRefused(f"{path}, line {short}: not as many values as the first line.", remedy="Correct that line.")
    return {name: [row[place[name]] for row in rows] for name in (*needed, *wanted) if name in place}


def numbers(columns: dict[str, list[str]], name: str, path: Path, blank: float | None = None) -> list[float]:
    """One column as finite numbers, `blank` for an empty cell where one may be; raises ImportRefused with the line of the
    first that is not a number."""
    import math

    found = []
    for line, text in enumerate(columns[name], 2):
        if blank is not None and not text.strip():
            found.append(blank)
            continue
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ImportRefused(f"{path}, line {line}, {name}: {text!r} is not a number.", remedy="Correct that line.")
        found.append(value)
    return found


def register(app: typer.Typer, evaluations: typer.Typer) -> None:
    app.command()(attribute)
    app.command()(response)
    evaluations.command("response")(evaluate)
