"""What Events says: made from the frames of `core.events`. Pure."""

import pandas as pd

from core import words

SEVERE = 0.5  # a rival half our size on our night in our genre, or as good as


def answer(clashes: pd.DataFrame, ours: int, ahead: int) -> str:
    """The page's sentence, from the frame of `clashes` and the count of our coming shows."""
    if not ours:
        return "No show of ours is coming up here."
    if clashes.empty:
        return f"None of our {words.things(ours, 'show')} in the next {ahead} days has a rival within reach."
    hit, severe = clashes["concert_id"].nunique(), clashes.loc[clashes["severity"] >= SEVERE, "concert_id"].nunique()
    sentence = f"{words.things(hit, 'show')} of ours {'has' if hit == 1 else 'have'} a rival nearby in the next {ahead} days"
    if not severe:
        return f"{sentence}, none of them serious."
    worst = clashes.iloc[0]
    return (f"{sentence}, {words.count(severe)} of them serious: {worst['artist']} on {words.short_day(worst['local_date'])} "
            f"in {worst['city']} comes first.")


def serious(clashes: pd.DataFrame) -> int:
    """How many of our shows have a serious clash."""
    return clashes.loc[clashes["severity"] >= SEVERE, "concert_id"].nunique()


def with_words(clashes: pd.DataFrame) -> pd.DataFrame:
    """The frame of `clashes` with `apart` ("same day", "2 days before") and `kind` (same genre or not)."""
    apart = [apart_words(days) for days in clashes["days_apart"]]
    same = (clashes["genre"] == clashes["other_genre"]).map({True: "same genre", False: "other genre"})
    return clashes.assign(apart=apart, kind=same)


def apart_words(days: int) -> str:
    if days == 0:
        return "same day"
    return f"{words.things(abs(days), 'day')} {'after' if days > 0 else 'before'}"


def strip_words(strip: pd.DataFrame) -> str:
    """The finding of the date strip: the busiest day ahead."""
    if strip.empty or not strip["competing_capacity"].max():
        return "No competing capacity is listed ahead"
    top = strip.loc[strip["competing_capacity"].idxmax()]
    seats = words.count(top["competing_capacity"])
    return f"{top['market']} is fullest on {words.short_day(top['date'])}: {seats} competing seats"


def holds_words(holds: pd.DataFrame) -> str:
    """The finding of the hold ledger: how many challenges wait for an answer."""
    open_ones = holds["respond_by"].notna() & holds["outcome"].isna()
    if not open_ones.any():
        return f"{words.things(len(holds), 'hold')}, none challenged"
    first = words.short_day(holds.loc[open_ones, "respond_by"].min())
    return f"{words.things(int(open_ones.sum()), 'challenge')} to answer, the first by {first}"


def level_words(holds: pd.DataFrame) -> pd.DataFrame:
    """The frame of `holds` with `level` as the trade says it: 1H, 2H."""
    return holds.assign(level=holds["hold_level"].map(lambda n: None if words.missing(n) else f"{int(n)}H"))
