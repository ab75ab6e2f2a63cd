"""Why an artist is on the list: the additive terms of its score with names, and the strongest of them in words."""

import pandas as pd

MOST_WORDS = 2


def named(terms: pd.DataFrame, venues: pd.Series, artists: pd.Series) -> pd.DataFrame:
    """`VenueBooker.explain` with names, terms of the same kind, booking and venue added up, largest first.

    `venues`, `artists`: names by number. Columns: because, past_artist, other_venue, contribution (score units; the
    column sums to the score).
    """
    frame = pd.DataFrame({
        "because": terms["because"].astype(object),
        "past_artist": names(terms["past_artist_id"], artists), "other_venue": names(terms["other_venue_id"], venues),
        "contribution": terms["contribution"]})
    return frame.sort_values("contribution", ascending=False, ignore_index=True)


def names(ids: pd.Series, known: pd.Series) -> list[str | None]:
    return [None if pd.isna(number) else str(known.iloc[int(number)]) for number in ids]


def in_words(terms: pd.DataFrame) -> str:
    """The strongest grounds: "Booked by Ash Hall and Elm Hall, as was Mogul of this room; tagged like Tern."."""
    said = []
    alike = terms[terms["because"] == "booked there too"]
    tagged = terms[terms["because"] == "tags alike"]
    if rooms := strongest(alike, "other_venue"):
        shared = strongest(alike, "past_artist")
        verb = "was" if len(shared) == 1 else "were"
        said.append(f"booked by {listed(rooms, 'room')}, as {verb} {listed(shared)} of this room")
    if acts := strongest(tagged, "past_artist"):
        said.append(f"tagged like {listed(acts)}")
    text = "; ".join(said) or "often booked elsewhere"
    return f"{text[0].upper()}{text[1:]}."


def strongest(terms: pd.DataFrame, column: str) -> list[str]:
    """Names whose contributions add up to more than nothing, most first."""
    total = terms.groupby(column)["contribution"].sum().sort_values(ascending=False, kind="stable")
    return [str(name) for name in total.index[total > 0]]


def listed(names: list[str], what: str = "") -> str:
    """"A", "A and B", "A, B and 3 more rooms"."""
    if len(names) <= MOST_WORDS:
        return " and ".join(names)
    rest = len(names) - MOST_WORDS
    return f"{', '.join(names[:MOST_WORDS])} and {rest} more" + (f" {what}{'s' if rest > 1 else ''}" if what else "")
