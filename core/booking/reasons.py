"""Why an artist is on the list: the additive terms of its score by past booking, and the strongest of them in words."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from core.recommend.venues import Grounds

MOST_WORDS = 2


def by_booking(grounds: "Grounds", venues: pd.Series, artists: pd.Series) -> pd.DataFrame:
    """The terms of a score added up by the past booking that they come from, largest first.

    `venues`, `artists`: names by number. Columns: because ("booked there too", "tags alike", "often booked"),
    past_artist (whom this room had), other_venues (the rooms that had both and say most), contribution (score units;
    the column sums to the score).
    """
    past = artists.to_numpy(object)[grounds.booked]
    rooms = [listed(strongest(row, venues), "room") or None for row in grounds.alike]
    parts = [pd.DataFrame({"because": "booked there too", "past_artist": past, "other_venues": rooms,
                           "contribution": grounds.alike.sum(axis=1)}),
             pd.DataFrame({"because": "tags alike", "past_artist": past, "other_venues": None,
                           "contribution": grounds.tagged}),
             pd.DataFrame({"because": ["often booked"], "past_artist": [None], "other_venues": [None],
                           "contribution": [grounds.often]})]
    terms = pd.concat([part[part["contribution"] != 0].astype({"past_artist": object, "other_venues": object})
                       for part in parts])
    return terms.sort_values("contribution", ascending=False, ignore_index=True, kind="stable")


def in_words(grounds: "Grounds", venues: pd.Series, artists: pd.Series) -> str:
    """The strongest grounds: "Booked by Ash Hall and Elm Hall, as was Mogul of this room."."""
    rooms = strongest(grounds.alike.sum(axis=0), venues)
    if not rooms:
        return "Often booked elsewhere."
    shared = strongest(grounds.alike.sum(axis=1), artists.iloc[grounds.booked])
    verb = "was" if len(shared) == 1 else "were"
    return f"Booked by {listed(rooms, 'room')}, as {verb} {listed(shared)} of this room."


def strongest(contributions: np.ndarray, names: pd.Series) -> list[str]:
    """Names that contribute more than nothing, most first."""
    order = np.argsort(-contributions, kind="stable")
    return [str(name) for name in names.iloc[order[contributions[order] > 0]]]


def listed(names: list[str], what: str = "") -> str:
    """"A", "A and B", "A, B and 3 more rooms"."""
    if len(names) <= MOST_WORDS:
        return " and ".join(names)
    rest = len(names) - MOST_WORDS
    return f"{', '.join(names[:MOST_WORDS])} and {rest} more" + (f" {what}{'s' if rest > 1 else ''}" if what else "")
