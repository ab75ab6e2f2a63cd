"""What a calendar program shows of ours: confirmed shows, on-sales, and holds, those of the desk and imported ones."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from core.desk import holds, in_use
from core.events import holds as imported_holds
from core.exports.ics import Entry
from core.filters import Filters
from core.results import venues
from core.warehouse.read import read

BACK = timedelta(days=60)  # how far a calendar looks back
SAID = {"show": "", "onsale": "On sale: ", "presale": "Presale: "}


def entries(*, filters: Filters, today: date, with_holds: bool = True) -> list[Entry]:
    """All that is ours from sixty days before `today` on, within the filters' markets and venues; by date."""
    params = filters.params()
    shown = read("feed/shows", day=today - BACK, markets=params["markets"], venues=params["venues"])
    found = [show_entry(row) for row in shown.astype(object).where(shown.notna(), None).to_dict("records")]
    if with_holds:
        found += held(filters, today - BACK)
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def show_entry(row: dict[Any, Any]) -> Entry:
    at, until = (row[name] and row[name].to_pydatetime() for name in ("at", "until"))
    return Entry(uid=f"{row['what']}-{row['concert_id']}-{row['date']:%Y%m%d}@marquee",
                 summary=f"{SAID[row['what']]}{row['label']}", day=row["date"].date(), at=at, until=until,
                 place=", ".join(part for part in (row["venue"], row["city"], row["region"], row["country"]) if part),
                 note=row["state"].replace("_", " "), url=row["url"])


def held(filters: Filters, since: date) -> list[Entry]:
    """The holds that stand: of the desk, and imported ones that nobody has answered."""
    imported = imported_holds(filters=filters)
    imported = imported[imported["outcome"].isna() | (imported["outcome"] == "confirmed")]
    found = [hold_entry(f"{row['venue']}-{row['local_date']:%Y%m%d}-{row['hold_level']}", row["hold_level"], row["artist"],
                        row["local_date"].date(), f"{row['venue']}, {row['city']}", row["outcome"], row["respond_by"])
             for row in imported.astype(object).where(imported.notna(), None).to_dict("records")]
    if not in_use():
        return found
    rooms = venues(filters=filters)
    places = dict(zip(rooms["venue_id"], rooms["venue"] + ", " + rooms["city"].fillna(""), strict=True))
    return found + [
        hold_entry(hold["hold_id"], hold["hold_level"], hold["artist"], hold["local_date"], places[hold["venue_id"]],
                   hold["outcome"], hold["respond_by"])
        for hold in holds.ledger(date_from=since) if hold["venue_id"] in places]


def hold_entry(key: str, level: int | None, artist: str | None, day: date, place: str, outcome: str | None,
               respond_by: Any) -> Entry:
    number = "Hold" if pd.isna(level) else f"{level}H"
    note = f"answer by {respond_by:%Y-%m-%d %H:%M} UTC" if respond_by and not outcome else outcome or ""
    return Entry(uid=f"hold-{key}@marquee", summary=f"{number}: {artist or 'nobody named'}", day=day, place=place, note=note,
                 is_certain=outcome == "confirmed")
