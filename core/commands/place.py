"""`place`: where a city is, from the gazetteer that travels with the program."""

import typer

from core.commands.printing import FORMAT, Format, print_rows, say
from core.errors import MarqueeError


def place(city: str = typer.Argument(..., help="Name of the city in any spelling."),
          region: str = typer.Option(None, "--region", help="State or province, by name or code."),
          country: str = typer.Option(None, "--country", help="Country, by name or alpha-2 code."),
          style: Format = FORMAT) -> None:
    """Where a city is: the likeliest first, then its namesakes when the name leaves a doubt."""
    from core.gazetteer import Place, find

    found = find(city, region, country)
    if found.place is None:
        raise MarqueeError(f"The gazetteer has no {', '.join(part for part in (city, region, country) if part)}.",
                           remedy="Leave out the region, or try the name that maps use.")
    if found.state == "ambiguous":
        say("The name leaves a doubt: give --region or --country.")
    print_rows(("state", *Place._fields), [
        (state, *one) for state, one in [(found.state, found.place), *(("namesake", o) for o in found.others)]], style)


def register(app: typer.Typer) -> None:
    app.command()(place)
