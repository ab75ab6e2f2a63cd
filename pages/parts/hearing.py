"""Artists, view "Artist": whom it is like, where it is heard more than elsewhere, how its audience grows."""

from typing import Any

import pandas as pd

from core import charts, recommendations
from core.answers import bookings as says
from core.errors import NotEnoughData
from pages.parts import states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.table import Column, table

ALIKE = {"artist": Column("Artist"), "genre": Column("Genre"), "listeners": Column("Listeners", "whole"),
         "score": Column("Score", "tenths")}


def alike(artist_id: str, name: str) -> None:
    try:
        found = ask(recommendations.similar, artist_id=artist_id, k=10)
    except NotEnoughData as error:
        states.too_little(f"Whom {name} is like is not known", str(error))
        return
    with card(f"{name} is most like {found['artist'].iloc[0]}", f"By {found['method'].iloc[0]}; scores compare within "
              "this list", export=export_of(found, "similar")):
        table(found, ALIKE, alt=f"Artists like {name}", rows=6)


def heard(artist_id: str, name: str, growth: pd.DataFrame) -> None:
    """Where it is heard more than elsewhere, with how its audience grows."""
    over = ask(recommendations.over_index, artist_id=artist_id)
    if over.empty:
        states.too_little("Where it is heard most is not known", f"No audience figures by market are on file. "
                          f"{says.growth_words(growth)}")
        return
    with card(says.over_words(name, over), "Share of its listeners in a market over the market's share of all, "
              "shrunken towards 1; line: 80% range", chart=True, last=True, export=export_of(over, "over-index"),
              note=says.growth_words(growth)):
        chart(over_figure, name="over-index", alt=says.over_words(name, over), artist_id=artist_id)


def over_figure(*, artist_id: str, theme: charts.Theme) -> Any:
    over = ask(recommendations.over_index, artist_id=artist_id).head(8)
    dots = over.rename(columns={"market": "label"}).assign(value=over["index"])
    return charts.dot_ranges(dots, reference=1.0, reference_label="as everywhere", theme=theme)
