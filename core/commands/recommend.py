"""`recommend similar`, `recommend book` and `evaluate recommend`: whom to book, and how good such advice was."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from core.commands.bars import shown_progress
from core.commands.printing import FORMAT, Format, print_rows, say

if TYPE_CHECKING:
    import pandas as pd

WHOLE = ("rank", "listeners", "tickets", "tickets_lo", "tickets_hi", "break_even_tickets", "n")
READ = ("rank", "artist", "genre", "sell_through", "promoter_result", "fee", "why", "declined")

recommend = typer.Typer(no_args_is_help=True, help="Whom an artist is like, and whom to book.")


@recommend.command()
def similar(artist: str = typer.Option(..., "--artist", help="Name of the artist."),
            k: int = typer.Option(10, "-k", min=1, max=50, help="How many artists."), style: Format = FORMAT) -> None:
    """Artists like one artist: whom its listeners also play, and who is tagged the same way."""
    from core import recommendations

    print_frame(recommendations.similar(artist_id=recommendations.artist_named(artist), k=k), style)


@recommend.command()
def book(venue: str = typer.Option(..., "--venue", help="Name or id of the venue."),
         day: datetime = typer.Option(..., "--date", formats=["%Y-%m-%d"], help="Day of the show."),
         k: int = typer.Option(10, "-k", min=1, max=100, help="How many artists."),
         city: str = typer.Option(None, "--city", help="City, where several venues have the name."),
         fee_from: float = typer.Option(None, "--fee-from", min=0, help="Least expected fee."),
         fee_to: float = typer.Option(None, "--fee-to", min=0, help="Most expected fee."),
         price: float = typer.Option(None, "--price", min=0.01, help="Mean face value; else each artist's usual one."),
         sellable: int = typer.Option(None, "--sellable", min=1, help="Tickets to sell; the room's usual otherwise."),
         nearby_days: int = typer.Option(60, "--nearby-days", min=0, help="No other date within 150 miles so near."),
         style: Format = FORMAT) -> None:
    """Artists new to a venue to book next, with reasons and what each would bring."""
    from core import bookings
    from core.booking_house import venues_named

    named = venues_named(venue, city)
    place = named.iloc[0]
    if len(named) > 1:
        say(f"{len(named)} venues are named {venue}. Taken: {place['venue_id']}, with most dates; --city or an id of "
            f"{', '.join(named['venue_id'][1:])} chooses another.")
    found = bookings.book(venue_id=place["venue_id"], day=day.date(), k=k, fee_from=fee_from, fee_to=fee_to,
                          price=price, sellable=sellable, nearby_days=nearby_days)
    print_frame(found[list(READ)] if style == Format.table else found, style)
    if found.empty:
        say(f"Something speaks against every artist on {day:%d %b %Y}.")


def evaluate(style: Format = FORMAT) -> None:
    """Recommend as on past days, beside popularity, venue mean and the artist's last show; each publish does the same."""
    from core import recommendations

    with shown_progress() as progress:
        card = recommendations.measured(progress)
    print_frame(card, style)


def print_frame(frame: "pd.DataFrame", style: Format) -> None:
    """A frame's rows: whole numbers without a point, missing as null."""
    rows = frame.astype({column: "Int64" for column in WHOLE if column in frame}).astype(object)
    rows = rows.where(rows.notna(), None)
    print_rows(list(rows.columns), [tuple(row) for row in rows.to_numpy().tolist()], style)


def register(app: typer.Typer, evaluations: typer.Typer) -> None:
    app.add_typer(recommend, name="recommend")
    evaluations.command("recommend")(evaluate)
