"""Why an artist is on the list: the additive terms of its score with names, and the strongest of them in words."""

from collections import defaultdict

import numpy as np
import pandas as pd

MOST_WORDS = 2


def named(terms: pd.DataFrame, venues: pd.Series, artists: pd.Series) -> pd.DataFrame:
    """`VenueBooker.explain` with names in place of numbers, largest first; `venues`, `artists`: names by number.

    Columns: because, past_artist, other_venue, contribution (score units; the column sums to the score).
    """
    return pd.DataFrame({
        "because": terms["because"].astype(object),
        "past_artist": names(terms["past_artist_id"], artists), "other_venue": names(terms["other_venue_id"], venues),
        "contribution": terms["contribution"]})


def names(ids: pd.Series, known: pd.Series) -> np.ndarray:
    """(n,) the names of numbers, None for a missing one."""
    return np.array([*known, None], dtype=object)[ids.fillna(-1).to_numpy(int)]


def in_words(terms: pd.DataFrame) -> str:
    """The strongest grounds: "Booked by Ash Hall and Elm Hall, as was Mogul of this room; tagged like Tern."."""
    said = []
    alike = terms[terms["because"] == "booked there too"]
    tagged = terms[terms["because"] == "tags alike"]
    if rooms := strongest(alike["other_venue"], alike["contribution"]):
        shared = strongest(alike["past_artist"], alike["contribution"])
        verb = "was" if len(shared) == 1 else "were"
        said.append(f"booked by {listed(rooms, 'room')}, as {verb} {listed(shared)} of this room")
    if acts := strongest(tagged["past_artist"], tagged["contribution"]):
        said.append(f"tagged like {listed(acts)}")
    text = "; ".join(said) or "often booked elsewhere"
    return f"{text[0].upper()}{text[1:]}."


def strongest(names: pd.Series, contributions: pd.Series) -> list[str]:
    """Names whose contributions add up to more than nothing, most first."""
    total: defaultdict[str, float] = defaultdict(float)
    for name, contribution in zip(names.to_list(), contributions.to_list(), strict=True):
        total[name] += contribution
    return sorted((name for name in total if total[name] > 0), key=lambda name: -total[name])


def listed(names: list[str], what: str = "") -> str:
    """"A", "A and B", "A, B and 3 more rooms"."""
    if len(names) <= MOST_WORDS:
        return " and ".join(names)
    rest = len(names) - MOST_WORDS
    return f"{', '.join(names[:MOST_WORDS])} and {rest} more" + (f" {what}{'s' if rest > 1 else ''}" if what else "")
