"""What the choice of comparables says, from the frames of `core.concerts` and `core.comparing`. Pure."""

from typing import Any

import pandas as pd

from core import words

CHOICE = "~"  # between the show and the ids, in the URL
CAPTION = ("Finished shows most like this one, by match; their median is the pace's measure. Untick one to leave it out, "
           "add one of your own")


def chosen_in(url: str | None, concert_id: str) -> tuple[str, ...] | None:
    """The comparables that the URL's "SHOW~ID,ID" ticks for this show; None where it says nothing of it."""
    show, mark, ids = (url or "").partition(CHOICE)
    if show != concert_id or not mark:
        return None
    return tuple(dict.fromkeys(part for part in ids.split(",") if part and part != concert_id))


def in_url(concert_id: str, others: tuple[str, ...]) -> str:
    return f"{concert_id}{CHOICE}{','.join(others)}"


def ticked(ids: tuple[str, ...], base: tuple[str, ...] | None, edits: dict[int, bool]) -> tuple[str, ...]:
    """The shows ticked among `ids`, after rows of `edits` were changed; `base`: what was ticked before, None for all."""
    return tuple(one for row, one in enumerate(ids) if edits.get(row, base is None or one in base))


def finding(ticked: tuple[str, ...], shown: int) -> str:
    """"12 comparables, chosen in the open"; "11 of 12 comparables ticked" once one was left out."""
    if len(ticked) < shown:
        return f"{len(ticked)} of {words.things(shown, 'comparable')} ticked"
    return f"{words.things(shown, 'comparable')}, chosen in the open" if shown else "No comparables"


def pacing_caption(others: tuple[str, ...]) -> str:
    return (f"Cumulative tickets by days to show. Grey: {words.things(len(others), 'ticked show')} scaled to this room, "
            "median dashed. Band: 50% and 80% range of the ticked shows.")


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


def with_added(published: pd.DataFrame, addable: pd.DataFrame, others: tuple[str, ...]) -> pd.DataFrame:
    """The published comparables, and those of `others` that were added by hand."""
    added = addable[addable["concert_id"].isin(others) & ~addable["concert_id"].isin(published["concert_id"])]
    return pd.concat([published, added.assign(reason="added by hand")], ignore_index=True) if len(added) else published


def rows(both: pd.DataFrame, others: tuple[str, ...] | None) -> pd.DataFrame:
    """Comparables, each with `use`, whether it is among `others` (None: all are): their columns and use, show, why."""
    told = {name: both[name].to_list() for name in ("concert_id", "artist", "city", "local_date", "flags", "reason")}
    why = [" · ".join(said for said in (flag, None if words.missing(reason) else reason_words(reason))
                      if not words.missing(said)) for flag, reason in zip(told["flags"], told["reason"], strict=True)]
    shown = [named({"artist": artist, "city": city, "local_date": day})
             for artist, city, day in zip(told["artist"], told["city"], told["local_date"], strict=True)]
    return both.assign(use=[others is None or concert_id in others for concert_id in told["concert_id"]], show=shown, why=why)


def named(show: Any) -> str:
    """"Nova Ruiz, York, Oct 2025"."""
    return f"{show['artist']}, {show['city']}, {show['local_date']:%b %Y}"


def kept_by(choice: dict | None) -> str:
    """Who chose, and when, where somebody did."""
    return "" if choice is None else f"Kept by {choice['author']}, {words.day(choice['written_at'].date())}."


def reason_words(reason: str) -> str:
    """"same genre, same artist, similar price" -> "same genre, artist · similar price"."""
    reasons = reason.split(", ")
    kinds = {kind: [said.removeprefix(f"{kind} ") for said in reasons if said.startswith(f"{kind} ")]
             for kind in ("same", "similar")}
    other = [said for said in reasons if not said.startswith(("same ", "similar "))]
    return " · ".join([f"{kind} {', '.join(said)}" for kind, said in kinds.items() if said] + other)
