"""What Events says: made from the frames of `core.events`. Pure."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd

from core import words
from core.filters import Filters

SEVERE = 0.5  # a rival half our size on our night in our genre, or as good as



def window(filters: Filters, span: pd.Series, days: int) -> Filters:
    """The filters as they are, or, where no date is chosen and nothing is listed ahead, the fullest days on file.

    `span`: the row of `events.span`.
    """
    if span["ahead"] or not span["listed"] or filters.date_from or filters.date_to:
        return filters
    first = pd.Timestamp(span["fullest_month"]).date()
    return replace(filters, date_from=first, date_to=first + timedelta(days=days))


def past_answer(totals: pd.Series, shown: Filters) -> str:
    """The page's sentence where nothing is listed ahead and the fullest days on file are shown."""
    shows = words.things(totals["others"] + totals["ours"], "show")
    first, last = words.day(shown.date_from), words.day(shown.date_to)
    return f"Nothing is listed from today on. Shown: {shows} of the fullest time on file, {first} to {last}."


def seat_words(totals: pd.Series) -> str:
    """"2,621,580 seats"."""
    seats = totals["competing_capacity"]
    return "seats unknown" if words.missing(seats) else words.things(seats, "seat")


def clash_figure(clashes: pd.DataFrame) -> tuple[str, str]:
    """How many shows have a serious clash, and "of 50 shows with any"."""
    of = f"of {words.things(clashes['concert_id'].nunique(), 'show')} with any" if len(clashes) else "no rival near"
    return words.count(serious(clashes)), of


def why_empty(chosen: bool) -> str:
    """Why nothing is listed."""
    return "Nothing listed matches the filters." if chosen else \
        "Listings come from Ticketmaster or from files: python -m core import FOLDER."


def answer(clashes: pd.DataFrame, ours: int, ahead: int) -> str:
    """The page's sentence, from the frame of `clashes` and the count of our coming shows."""
    if not ours:
        return "No show of ours is coming up here."
    if clashes.empty:
        return f"No rival is listed near our {words.things(ours, 'show')} in the next {ahead} days."
    hit, severe = clashes["concert_id"].nunique(), clashes.loc[clashes["severity"] >= SEVERE, "concert_id"].nunique()
    verb = "has" if hit == 1 else "have"
    sentence = f"{words.things(hit, 'show')} of ours {verb} a rival nearby in the next {ahead} days"
    if not severe:
        return f"{sentence}, none of them serious."
    worst = clashes.iloc[0]
    return (f"{sentence}, {words.count(severe)} of them serious: {worst['artist']} in {worst['city']} on "
            f"{words.short_day(worst['local_date'])} comes first.")


def serious(clashes: pd.DataFrame) -> int:
    """How many of our shows have a serious clash."""
    return clashes.loc[clashes["severity"] >= SEVERE, "concert_id"].nunique()


def with_words(clashes: pd.DataFrame) -> pd.DataFrame:
    """The frame of `clashes` with `show` and `rival` (name and place), `apart` ("2 days before") and `kind`."""
    same = (clashes["genre"] == clashes["other_genre"]).map({True: "same", False: "other"})
    return clashes.assign(
        show=clashes["artist"].fillna(words.MISSING) + ", " + clashes["city"].fillna(words.MISSING),
        rival=clashes["other"].fillna(words.MISSING) + ", " + clashes["other_venue"].fillna(words.MISSING),
        apart=[apart_words(days) for days in clashes["days_apart"]], kind=same)


def shows(clashes: pd.DataFrame) -> dict[str, str]:
    """concert_id -> words, of our shows that have a rival, worst first."""
    first = clashes.drop_duplicates("concert_id")
    columns = (first[name].tolist() for name in ("concert_id", "artist", "city", "local_date"))
    return {show: f"{artist}, {city}, {words.short_day(on)}" for show, artist, city, on in zip(*columns, strict=True)}


def clashes_words(clashes: pd.DataFrame) -> str:
    """The finding of the clash table."""
    if clashes.empty:
        return "No clash"
    severe = int((clashes["severity"] >= SEVERE).sum())
    return f"{words.things(len(clashes), 'clash', 'clashes')}, {words.count(severe)} serious"


def apart_words(days: int) -> str:
    if days == 0:
        return "same day"
    return f"{words.things(abs(days), 'day')} {'after' if days > 0 else 'before'}"


def strip_words(strip: pd.DataFrame) -> str:
    """The finding of the date strip: the busiest day ahead."""
    if strip.empty or not strip["competing_capacity"].max():
        return "No capacity is known of what is listed"
    top = strip.iloc[int(strip["competing_capacity"].to_numpy().argmax())]
    seats = words.count(top["competing_capacity"])
    return f"{top['market']} is fullest on {words.short_day(top['date'])}: {seats} competing seats"


def holds_words(holds: pd.DataFrame) -> str:
    """The finding of the hold ledger: how many challenges wait for an answer."""
    if holds.empty:
        return "No date is held"
    open_ones = holds["respond_by"].notna() & holds["outcome"].isna()
    if not open_ones.any():
        return f"{words.things(len(holds), 'hold')}, none challenged"
    first = words.short_day(holds.loc[open_ones, "respond_by"].min())
    return f"{words.things(int(open_ones.sum()), 'challenge')} to answer, the first by {first}"


def hold_table(holds: pd.DataFrame) -> pd.DataFrame:
    """The frame of `holds` with `held` ("Kiln Arena, 5 May 2027"), `level` (1H, 2H) and `answer`: what became of it, or
    by when a challenge must be answered."""
    answers = [outcome if not words.missing(outcome) else "not challenged" if words.missing(by) else words.short_day(by)
               for outcome, by in zip(holds["outcome"], holds["respond_by"], strict=True)]
    held = holds["venue"] + ", " + pd.to_datetime(holds["local_date"]).dt.strftime("%-d %b %Y")
    return holds.assign(answer=answers, held=held,
                        level=holds["hold_level"].map(lambda n: None if words.missing(n) else f"{int(n)}H"))


def changes_words(changes: pd.DataFrame) -> str:
    """The finding of the change feed."""
    return f"{words.things(len(changes), 'change') if len(changes) else 'No change'} in the listings"


def radius_bars(radius: pd.DataFrame) -> pd.DataFrame:
    """The frame of `radius` for the timeline: the miles in place of a kind."""
    return radius.assign(kind=[f"{words.count(miles)} miles" for miles in radius["radius_miles"]])


def map_places(markets: pd.DataFrame) -> pd.DataFrame:
    """The frame of `by_market` for the map; without coordinates a market is left out."""
    known = markets[markets["latitude"].notna() & markets["longitude"].notna()]
    label = [f"{name}: {words.things(n, 'show')}" for name, n in zip(known["label"], known["shows"], strict=True)]
    return known.assign(size=known["capacity"], is_ours=known["ours"] > 0, label=label)


def map_caption(markets: pd.DataFrame) -> str:
    """What the dots mean, and how many markets have no place on the map."""
    lost = int(markets["latitude"].isna().sum())
    unplaced = f" {words.things(lost, 'market')} without coordinates." if lost else ""
    return f"A dot a market, area by seats of all listed shows; ours in colour.{unplaced}"
