"""What the choice of comparables says, from the frames of `core.concerts` and `core.comparing`. Pure."""

from typing import Any

import pandas as pd

from core import words

CHOICE = "~"  # between the show and the ids, in the URL


def chosen_in(url: str | None, concert_id: str) -> tuple[str, ...] | None:
    """The comparables that the URL's "SHOW~ID,ID" ticks for this show; None where it says nothing of it."""
    show, mark, ids = (url or "").partition(CHOICE)
    if show != concert_id or not mark:
        return None
    return tuple(dict.fromkeys(part for part in ids.split(",") if part and part != concert_id))


def in_url(concert_id: str, others: tuple[str, ...]) -> str:
    return f"{concert_id}{CHOICE}{','.join(others)}"


def pacing_finding(final: "pd.Series[Any]", n: int) -> str:
    """What the shows ticked point to: "7 chosen shows point to 1,240 (950 – 1,500)"."""
    shows = words.things(n, "chosen show")
    if words.missing(final["p50"]):
        return f"No chosen show was on sale {'by then' if n else 'yet'}: nothing to point to" if n else "No show is ticked"
    if words.missing(final["p10"]):
        return f"{shows} point to {words.count(final['p50'])}; no range: {final['declined_reason']}"
    span = words.span(words.count(final["p10"]), words.count(final["p90"]))
    return f"{shows} point to {words.count(final['p50'])} ({span})"


def pacing_note(pace_index: float, show: dict) -> str:
    """How that differs from the forecast on every other page, and how far to trust it."""
    pace = "no pace" if words.missing(pace_index) else f"pace {round(100 * pace_index)}"
    model = "" if words.missing(show["p50"]) else f" The published forecast stands at {words.count(show['p50'])}."
    return (f"From the ticked shows alone: {pace} against their median, range by order statistics of what they still "
            f"sold, coverage not measured.{model}")


def rows(published: pd.DataFrame, addable: pd.DataFrame, others: tuple[str, ...]) -> pd.DataFrame:
    """Published comparables and those added by hand, each with `use`: columns of `comparables` and use, show, why."""
    added = addable[addable["concert_id"].isin(others) & ~addable["concert_id"].isin(published["concert_id"])]
    both = pd.concat([published, added.assign(reason="added by hand")], ignore_index=True)
    shown = [f"{artist}, {city}, {when:%b %Y}" for artist, city, when
             in zip(both["artist"], both["city"], both["local_date"], strict=True)]
    why = [" · ".join(part for part in (flag, reason) if not words.missing(part))
           for flag, reason in zip(both["flags"], both["reason"], strict=True)]
    return both.assign(use=both["concert_id"].isin(others), show=shown, why=why)


def kept_by(choice: dict | None) -> str:
    """Who chose, and when, where somebody did."""
    return "" if choice is None else f"Kept by {choice['author']}, {words.day(choice['written_at'].date())}."
